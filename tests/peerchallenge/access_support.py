"""Who opens support between schools (``tests/test_access.py`` says how to read the rows).

The host asked for help; Fir, which the outsider heads, is introduced and has a strength.
"""

from typing import Any

from tests.conftest import Cast
from tests.peerchallenge import supported

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    "GET peerchallenge:support-list": "s 24 222 44 44 44 4 24",
    "GET peerchallenge:support-request": "s F4 222 44 44 44 4 24",
    "POST peerchallenge:support-request": "s F4 222 44 44 44 4 24",
    "GET peerchallenge:support-ledger": "s 24 444 44 44 44 4 44",
    "GET peerchallenge:support-detail": "s 24 244 44 44 44 4 44",
    "GET peerchallenge:support-edit": "s 24 F44 44 44 44 4 44",
    "POST peerchallenge:support-edit": "s 24 F44 44 44 44 4 44",
    "GET peerchallenge:support-note": "s 24 F44 44 44 44 4 44",
    "POST peerchallenge:support-note": "s 24 F44 44 44 44 4 44",
    "GET peerchallenge:support-close": "s 24 F44 44 44 44 4 44",
    "POST peerchallenge:support-close": "s 24 F44 44 44 44 4 44",
    "GET peerchallenge:support-withdraw": "s F4 244 44 44 44 4 44",
    "POST peerchallenge:support-withdraw": "s F4 344 44 44 44 4 44",
    "GET peerchallenge:strength-list": "s 24 222 44 44 44 4 24",
    "GET peerchallenge:strength-create": "s 24 222 44 44 44 4 24",
    "POST peerchallenge:strength-create": "s 24 222 44 44 44 4 24",
    "GET peerchallenge:strength-consent": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:strength-consent": "s F4 444 44 44 44 4 34",
    "GET peerchallenge:strength-withdraw": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:strength-withdraw": "s 34 444 44 44 44 4 34",
    "GET peerchallenge:match-create": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:match-create": "s 34 F44 44 44 44 4 44",
    "GET peerchallenge:match-detail": "s 24 244 44 44 44 4 24",
    "GET peerchallenge:match-agree": "s 24 F44 44 44 44 4 F4",
    "POST peerchallenge:match-agree": "s 24 F44 44 44 44 4 F4",
    "GET peerchallenge:match-end": "s 24 F44 44 44 44 4 F4",
    "POST peerchallenge:match-end": "s 24 F44 44 44 44 4 F4",
    "GET peerchallenge:match-impact": "s F4 244 44 44 44 4 F4",
    "POST peerchallenge:match-impact": "s F4 244 44 44 44 4 F4",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """The host's need, Fir's strength, and their introduction."""
    match = supported.introduced(cast)
    case, strength = {"pk": match.case_id}, {"pk": match.strength_id}
    return {
        **{f"peerchallenge:support-{verb}": case for verb in ("detail", "edit", "note", "close", "withdraw")},
        **{f"peerchallenge:strength-{verb}": strength for verb in ("consent", "withdraw")},
        "peerchallenge:match-create": {**case, "urn": cast.far_school.urn},
        **{f"peerchallenge:match-{verb}": {"pk": match.pk} for verb in ("detail", "agree", "end", "impact")},
    }
