"""Every pair of the table of states, and what each verb makes of each state."""

from collections.abc import Callable
from typing import Any

import pytest

from hlp.transitions import WrongMove, move
from peerchallenge.choices import SESSION_MOVES, SessionState
from peerchallenge.models import ChallengeSession
from peerchallenge.services import sessions as services
from tests import factories as make
from tests.conftest import Cast, utc

AT = utc("2026-11-20 09:00")
NEW_DAY = {"starts_at": utc("2026-12-03 08:15"), "planned_end_at": utc("2026-12-03 16:00")}
ALLOWED = {
    "planned": {"confirmed", "held", "postponed", "cancelled"},
    "confirmed": {"planned", "held", "postponed", "cancelled"},
    "held": {"reported", "postponed", "cancelled"},
    "reported": {"closed"},
    "closed": set(),
    "postponed": {"planned", "cancelled"},
    "cancelled": set(),
}
VERBS: dict[str, tuple[Callable[..., Any], dict[str, Any], set[str]]] = {
    "confirmed": (services.confirm_session, {}, {"planned"}),
    "postponed": (services.postpone_session, {"reason": "Flood"}, {"planned", "confirmed", "held"}),
    "cancelled": (
        services.cancel_session,
        {"reason": "Flood"},
        {"planned", "confirmed", "held", "postponed"},
    ),
    "planned": (services.reschedule_session, NEW_DAY, {"postponed"}),
    "closed": (services.close_session, {}, {"reported"}),
}
STATES = [state.value for state in SessionState]


def stand(session: ChallengeSession, state: str) -> ChallengeSession:
    """The session as it stands in a state."""
    if state in {"held", "reported", "closed"}:
        make.held(session)
    session.state = state
    session.save(update_fields=["state"])
    return session


def test_table_is_the_one_that_was_agreed() -> None:
    assert {str(a): {str(b) for b in bs} for a, bs in SESSION_MOVES.items()} == ALLOWED


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_each_pair_moves_or_is_refused(cast: Cast, before: str, after: str) -> None:
    session = stand(cast.session, before)
    step: dict[str, Any] = {"to": after, "table": SESSION_MOVES, "by": cast.director, "at": AT}
    if after == "held":
        session.ended_at = session.report_due_at = AT
        step["update"] = ("ended_at", "report_due_at")
    if after in ALLOWED[before]:
        move(session, **step)
        assert [(e.from_state, e.to_state) for e in session.events.all()] == [(before, after)]
    else:
        with pytest.raises(WrongMove):
            move(session, **step)
        assert session.events.count() == 0


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", VERBS)
def test_each_verb_works_from_its_states_alone(cast: Cast, before: str, after: str) -> None:
    session = stand(cast.session, before)
    verb, facts, allowed = VERBS[after]
    if before in allowed:
        assert verb(session=session, by=cast.director, at=AT, **facts).state == after
    elif before == after and after != "planned":
        assert verb(session=session, by=cast.director, at=AT, **facts).events.count() == 0
    else:
        with pytest.raises(WrongMove):
            verb(session=session, by=cast.director, at=AT, **facts)
