"""The rows of a report's readers in the table of access, before a report is sent and after."""

from typing import Any

from tests.conftest import Cast

NOTHING = "s 44 444 44 44 44 4 44"
PUBLIC_NOTHING = "4 44 444 44 44 44 4 44"

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    "GET peerchallenge:sharing-detail": NOTHING,
    "GET peerchallenge:sharing-consent": NOTHING,
    "POST peerchallenge:sharing-consent": NOTHING,
    "GET peerchallenge:sharing-create": NOTHING,
    "POST peerchallenge:sharing-create": NOTHING,
    "GET peerchallenge:sharing-revoke": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:sharing-revoke": NOTHING,
    # Opened by its token alone, by anybody; of another token nobody is told anything
    "GET peerchallenge:shared-read": PUBLIC_NOTHING,
    "GET peerchallenge:shared-download": PUBLIC_NOTHING,
}
DATA: dict[str, dict[str, Any]] = {}

SENT = {
    "GET peerchallenge:sharing-detail": "s 24 222 44 24 44 4 44",
    "GET peerchallenge:sharing-consent": "s F4 2FF 44 F4 44 4 44",
    "POST peerchallenge:sharing-consent": "s F4 2FF 44 F4 44 4 44",
    "GET peerchallenge:sharing-create": "s F4 2FF 44 F4 44 4 44",
    "POST peerchallenge:sharing-create": "s F4 2FF 44 F4 44 4 44",
    "POST peerchallenge:sharing-revoke": "s 34 3FF 44 F4 44 4 44",
    "GET peerchallenge:shared-read": "2 22 222 22 22 22 2 22",
    "GET peerchallenge:shared-download": "3 33 333 33 33 33 3 33",  # the PDF is still being made
}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows."""
    return addresses(cast, 1, "a" * 64)


def addresses(cast: Cast, link: int, token: str) -> dict[str, dict[str, Any]]:
    """The addresses of one link."""
    session = {"pk": cast.session.pk}
    names = ("detail", "consent", "create")
    return {
        **{f"peerchallenge:sharing-{name}": session for name in names},
        "peerchallenge:sharing-revoke": {**session, "link": link},
        **{f"peerchallenge:shared-{name}": {"token": token} for name in ("read", "download")},
    }
