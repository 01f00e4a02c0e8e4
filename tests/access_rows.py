"""The rows of the peer challenge in the table of access (``tests/test_access.py`` says how to read them)."""

from typing import Any

from tests.conftest import Cast

PEER_CHALLENGE: dict[str, str] = {}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows."""
    return {}
