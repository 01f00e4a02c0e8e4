"""The one door of states, and rows that are written once."""

import pytest

from hlp import transitions
from hlp.models import AuditEntry
from hlp.transitions import WrongMove
from tests.conftest import Cast, utc

TABLE = {"confirmed": frozenset({"held"}), "held": frozenset[str]()}


def test_a_step_writes_the_state_and_its_history(cast: Cast) -> None:
    at = utc("2026-11-19 16:00")
    cast.session.ended_at = cast.session.report_due_at = at

    transitions.move(
        cast.session,
        to="held",
        table=TABLE,
        by=cast.lead,
        at=at,
        reason="Done",
        update=("ended_at", "report_due_at"),
        extra=1,
    )

    cast.session.refresh_from_db()
    row = cast.session.events.get()
    assert cast.session.state == "held"
    assert (row.from_state, row.to_state, row.by, row.at, row.reason, row.detail) == (
        "confirmed",
        "held",
        cast.lead,
        at,
        "Done",
        {"extra": 1},
    )


def test_a_step_that_the_table_does_not_hold_changes_nothing(cast: Cast) -> None:
    with pytest.raises(WrongMove, match="cannot move from confirmed to closed"):
        transitions.move(cast.session, to="closed", table=TABLE, by=None, at=utc("2026-11-19 16:00"))

    cast.session.refresh_from_db()
    assert (cast.session.state, cast.session.events.count()) == ("confirmed", 0)


def test_history_is_written_once(db: None) -> None:
    entry = AuditEntry(at=utc("2026-11-19 16:00"), actor="x", action="y", about="z")
    entry.save()

    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
