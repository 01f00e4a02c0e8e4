"""The rows of the host's reply in the table of access.

No report is sent in the table's own state, so that nobody finds anything there. STATES hold the rows for a reply that
is open, one that was sent and waits for the lead reviewer, and one whose final report is out.
"""

from typing import Any

from tests.conftest import Cast

NAMES = [
    *("reply-detail", "reply-correction", "reply-dispute", "reply-words", "reply-send", "reply-decision"),
    *("reply-final", "dispute-detail", "reply-extend"),
]
POSTED = ["reply-save", "reply-remove"]
NOTHING = "s 44 444 44 44 44 4 44"
ONLY_POSTED = "s 55 555 55 55 55 5 55"

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    **{f"{method} peerchallenge:{name}": NOTHING for method in ("GET", "POST") for name in NAMES},
    **{f"GET peerchallenge:{name}": ONLY_POSTED for name in POSTED},
    **{f"POST peerchallenge:{name}": NOTHING for name in POSTED},
}
TABLE["POST peerchallenge:reply-detail"] = ONLY_POSTED
DATA: dict[str, dict[str, Any]] = {}

# The host writes; the others of the report's audience see that it may.
OPEN = {
    "GET peerchallenge:reply-detail": "s 24 222 44 24 44 4 44",
    "GET peerchallenge:reply-correction": "s F4 2FF 44 F4 44 4 44",
    "POST peerchallenge:reply-correction": "s F4 2FF 44 F4 44 4 44",
    "GET peerchallenge:reply-dispute": "s F4 2FF 44 F4 44 4 44",
    "GET peerchallenge:reply-words": "s F4 2FF 44 F4 44 4 44",
    "POST peerchallenge:reply-words": "s F4 2FF 44 F4 44 4 44",
    "POST peerchallenge:reply-save": "s F4 2FF 44 F4 44 4 44",
    "GET peerchallenge:reply-send": "s F4 2FF 44 F4 44 4 44",
    "POST peerchallenge:reply-send": "s F4 3FF 44 F4 44 4 44",
    "POST peerchallenge:reply-remove": "s F4 3FF 44 F4 44 4 44",
    "GET peerchallenge:reply-decision": "s F4 F4F 44 F4 44 4 44",  # a draft is nobody's but the host's
    "GET peerchallenge:reply-final": "s F4 F3F 44 F4 44 4 44",
    "GET peerchallenge:dispute-detail": "s 44 444 44 44 44 4 44",
    "GET peerchallenge:reply-extend": "s 24 FFF 44 F4 44 4 44",
    "POST peerchallenge:reply-extend": "s 24 FFF 44 F4 44 4 44",
}
# The lead reviewer decides; the Director only when that is late. Grounds of a dispute are not the team's.
ANSWERED = {
    "GET peerchallenge:reply-detail": "s 24 222 44 24 44 4 44",
    "GET peerchallenge:reply-words": "s F4 3FF 44 F4 44 4 44",
    "GET peerchallenge:reply-send": "s F4 3FF 44 F4 44 4 44",
    "POST peerchallenge:reply-remove": "s F4 3FF 44 F4 44 4 44",
    "GET peerchallenge:reply-decision": "s F4 F2F 44 F4 44 4 44",
    "POST peerchallenge:reply-decision": "s F4 F2F 44 F4 44 4 44",
    "GET peerchallenge:reply-final": "s F4 F2F 44 F4 44 4 44",
    "POST peerchallenge:reply-final": "s F4 F2F 44 F4 44 4 44",
    "GET peerchallenge:dispute-detail": "s 24 244 44 24 44 4 44",
    "POST peerchallenge:dispute-detail": "s 24 F44 44 24 44 4 44",
    "GET peerchallenge:reply-extend": "s 34 FFF 44 F4 44 4 44",
}
SETTLED = {
    "GET peerchallenge:reply-detail": "s 24 222 44 24 44 4 44",
    "GET peerchallenge:report-read": "s 24 222 44 24 44 4 44",
    "GET peerchallenge:reply-correction": "s F4 2FF 44 F4 44 4 44",  # told that it has been sent
    "GET peerchallenge:reply-decision": "s F4 F3F 44 F4 44 4 44",
    "POST peerchallenge:reply-decision": "s F4 F3F 44 F4 44 4 44",
    "GET peerchallenge:reply-final": "s F4 F3F 44 F4 44 4 44",
    "POST peerchallenge:reply-final": "s F4 F3F 44 F4 44 4 44",
    "POST peerchallenge:dispute-detail": "s 24 F44 44 24 44 4 44",
}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows."""
    return addresses(cast, 1, 1)


def addresses(cast: Cast, correction: int, dispute: int) -> dict[str, dict[str, Any]]:
    """The addresses of one correction and one dispute, by their primary keys."""
    session = {"pk": cast.session.pk}
    return {
        **{f"peerchallenge:{name}": session for name in [*NAMES, *POSTED]},
        "peerchallenge:reply-correction": {**session, "key": "context-0"},
        "peerchallenge:reply-dispute": {**session, "name": "direction_evidence"},
        "peerchallenge:reply-remove": {**session, "kind": "correction", "row": correction},
        "peerchallenge:reply-decision": {**session, "row": correction},
        "peerchallenge:dispute-detail": {**session, "row": dispute},
        "peerchallenge:report-read": session,
    }
