"""Tells an edit that started from an older state: a short print of what the form showed."""

from hashlib import sha256
from typing import Any

from hlp.transitions import StaleEdit


def fingerprint(*facts: Any) -> str:
    """The same twelve characters for the same facts."""
    return sha256(repr(facts).encode()).hexdigest()[:12]


def refuse_stale(seen: str, now: str) -> None:
    """Raise StaleEdit when somebody saved something else since ``seen`` was shown; "" asks for no check."""
    if seen and seen != now:
        raise StaleEdit
