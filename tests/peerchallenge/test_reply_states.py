"""Every pair of the tables of states after a report, and what each verb makes of each state."""

from collections.abc import Callable
from typing import Any

import pytest

from hlp.transitions import WrongMove, move
from peerchallenge.choices import (
    CORRECTION_MOVES,
    DISPUTE_MOVES,
    REPLY_MOVES,
    CorrectionState,
    DisputeState,
    ReplyState,
)
from peerchallenge.models import Dispute, FactualCorrection, Reply
from peerchallenge.services.replies import deciding, disputes, final, opening
from tests.conftest import Cast
from tests.peerchallenge import full_reply
from tests.peerchallenge.full_reply import DECIDED

REPLY = {
    "open": {"answered", "no-comments", "lapsed"},
    "answered": {"settled"},
    "settled": set(),
    "no-comments": set(),
    "lapsed": {"open"},
}
CORRECTION = {
    "draft": {"proposed"},
    "proposed": {"accepted", "declined", "withdrawn"},
    "accepted": {"declined"},
    "declined": {"accepted"},
    "withdrawn": set(),
}
DISPUTE = {
    "draft": {"lead-headteacher", "director"},
    "lead-headteacher": {"director", "withdrawn"},
    "director": {"noted", "withdrawn"},
    "noted": set(),
    "withdrawn": set(),
}
TABLES: list[tuple[Any, Any, dict[str, set[str]], type[Any]]] = [
    (ReplyState, REPLY_MOVES, REPLY, Reply),
    (CorrectionState, CORRECTION_MOVES, CORRECTION, FactualCorrection),
    (DisputeState, DISPUTE_MOVES, DISPUTE, Dispute),
]
PAIRS = [
    (table, agreed, model, before, after)
    for states, table, agreed, model in TABLES
    for before in states.values
    for after in states.values
]


@pytest.mark.parametrize(("states", "table", "agreed", "model"), TABLES)
def test_tables_are_those_that_were_agreed(
    states: Any, table: Any, agreed: dict[str, set[str]], model: Any
) -> None:
    assert {str(a): {str(b) for b in bs} for a, bs in table.items()} == agreed


@pytest.mark.parametrize(("table", "agreed", "model", "before", "after"), PAIRS)
def test_each_pair_moves_or_is_refused(
    cast: Cast, table: Any, agreed: dict[str, set[str]], model: type[Any], before: str, after: str
) -> None:
    full_reply.answered(cast)
    row = model.objects.get()
    row.state, told = before, row.events.count()
    facts: dict[str, Any] = {}
    if after in {"accepted", "declined"}:
        row.decided_by, row.decided_at = cast.lead, DECIDED
        facts["update"] = ("decided_by", "decided_at")
    step = {"to": after, "table": table, "by": cast.director, "at": DECIDED, **facts}
    if after in agreed[before]:
        move(row, **step)
        last = row.events.order_by("pk").last()
        assert (last.from_state, last.to_state) == (before, after)
        assert str(last) == f"{row.get_state_display()} {DECIDED:%Y-%m-%d %H:%M}"
    else:
        with pytest.raises(WrongMove):
            move(row, **step)
        assert row.events.count() == told


CORRECTION_VERBS: dict[str, tuple[Callable[..., Any], set[str]]] = {
    "accepted": (
        lambda row, cast: full_reply.decide(cast, row),
        {"proposed", "declined", "accepted"},
    ),
    "declined": (
        lambda row, cast: full_reply.decide(cast, row, accept=False),
        {"proposed", "accepted", "declined"},
    ),
    "withdrawn": (
        lambda row, cast: deciding.withdraw(correction=row, by=cast.host, at=DECIDED),
        {"proposed", "withdrawn"},
    ),
}


@pytest.mark.parametrize("before", CorrectionState.values)
@pytest.mark.parametrize("verb", CORRECTION_VERBS)
def test_each_verb_on_a_correction_works_from_its_states_alone(cast: Cast, before: str, verb: str) -> None:
    full_reply.answered(cast)
    row = FactualCorrection.objects.get()
    decided = {"decided_by": cast.lead, "decided_at": DECIDED} if before in {"accepted", "declined"} else {}
    FactualCorrection.objects.update(state=before, **decided)
    act, allowed = CORRECTION_VERBS[verb]
    if before in allowed:
        assert act(row, cast).state == verb
    else:
        with pytest.raises(WrongMove):
            act(row, cast)
        row.refresh_from_db()
        assert row.state == before


DISPUTE_VERBS: dict[str, tuple[Callable[..., Any], set[str]]] = {
    "director": (
        lambda row, cast: disputes.pass_on(
            dispute=row, conversation="We talked.", by=cast.lead_headteacher, at=DECIDED
        ),
        {"lead-headteacher", "director"},
    ),
    "noted": (
        lambda row, cast: disputes.note_outcome(
            dispute=row, outcome="I read the books.", by=cast.director, at=DECIDED
        ),
        {"director", "noted"},
    ),
    "withdrawn": (
        lambda row, cast: disputes.withdraw(dispute=row, by=cast.host, at=DECIDED),
        {"lead-headteacher", "director", "withdrawn"},
    ),
}


@pytest.mark.parametrize("before", DisputeState.values)
@pytest.mark.parametrize("verb", DISPUTE_VERBS)
def test_each_verb_on_a_dispute_works_from_its_states_alone(cast: Cast, before: str, verb: str) -> None:
    full_reply.answered(cast)
    row = Dispute.objects.get()
    Dispute.objects.update(state=before)
    act, allowed = DISPUTE_VERBS[verb]
    if before in allowed:
        assert act(row, cast).state == verb
    else:
        with pytest.raises(WrongMove):
            act(row, cast)
        row.refresh_from_db()
        assert row.state == before


@pytest.mark.parametrize("before", ["open", "lapsed", "no-comments"])
def test_a_final_report_needs_an_answer(cast: Cast, before: str) -> None:
    reply = full_reply.sent(cast)
    Reply.objects.update(state=before)
    with pytest.raises(WrongMove):
        final.send_final(reply=reply, by=cast.lead, at=DECIDED)


@pytest.mark.parametrize("before", ["answered", "settled", "no-comments"])
def test_an_answered_reply_gets_no_more_time(cast: Cast, before: str) -> None:
    reply = full_reply.sent(cast)
    Reply.objects.update(state=before)
    with pytest.raises(WrongMove):
        opening.extend_reply(
            reply=reply, day=DECIDED.date().replace(day=30), reason="Illness", by=cast.director, at=DECIDED
        )
