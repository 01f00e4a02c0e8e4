"""A judgement of concern asks for a decision, and moves nobody by itself."""

import pytest
from django.core.exceptions import ValidationError

from hlp.models import Message
from hlp.transitions import StaleEdit, WrongMove, check
from peerchallenge.choices import CONCERN_MOVES, ConcernState
from peerchallenge.models import Concern, Direction, MonitoringCase, Report
from peerchallenge.services import concerns, reports
from tests import factories as make
from tests.conftest import Cast, utc
from tests.peerchallenge import full_report, monitored

SENT = utc("2026-11-20 10:00")


def send(cast: Cast, direction: str) -> None:
    full_report.write(make.held(cast.session), cast.lead)
    chosen = Direction.objects.get(year=cast.year, code=direction)
    Report.objects.filter(session=cast.session).update(direction=chosen)
    reports.send_report(session=cast.session, by=cast.lead, at=SENT)


def test_vulnerable_puts_a_decision_before_the_director_and_nothing_else(cast: Cast) -> None:
    send(cast, "vulnerable")
    concern = Concern.objects.get()
    assert (concern.school, concern.state) == (cast.host_school, ConcernState.WAITING)
    assert not MonitoringCase.objects.exists()
    told = Message.objects.filter(kind="concern-raised")
    assert [message.person for message in told] == [cast.director]


def test_improving_asks_for_no_decision(cast: Cast) -> None:
    send(cast, "improving")
    assert not Concern.objects.exists()


def test_sending_twice_asks_once(cast: Cast) -> None:
    send(cast, "vulnerable")
    reports.send_report(session=cast.session, by=cast.lead, at=SENT)
    assert Concern.objects.count() == 1


def test_the_message_names_no_school(cast: Cast) -> None:
    send(cast, "vulnerable")
    message = Message.objects.get(kind="concern-raised")
    assert cast.host_school.name not in str(message.context)
    assert set(message.context) == {"path", "on"}


@pytest.mark.parametrize("to", ["support", "watch", "no-action"])
def test_the_director_decides_with_a_reason(cast: Cast, to: str) -> None:
    concern = monitored.raised(cast, cast.far_school)
    concerns.decide(concern=concern, to=to, reason="As agreed on the telephone", version=1, by=cast.director)
    concern.refresh_from_db()
    assert (concern.state, concern.reason) == (to, "As agreed on the telephone")
    assert concern.events.get().reason == "As agreed on the telephone"


def test_no_decision_without_a_reason(cast: Cast) -> None:
    concern = monitored.raised(cast, cast.far_school)
    with pytest.raises(ValidationError) as refused:
        concerns.decide(concern=concern, to="watch", reason="", version=1, by=cast.director)
    assert list(refused.value.message_dict) == ["reason"]


def test_a_recommendation_needs_words_for_the_officer(cast: Cast) -> None:
    concern = monitored.raised(cast, cast.far_school)
    with pytest.raises(ValidationError) as refused:
        concerns.decide(concern=concern, to="recommended", reason="Why", version=1, by=cast.director)
    assert list(refused.value.message_dict) == ["for_la"]


def test_a_recommendation_is_told_to_the_officers(cast: Cast) -> None:
    monitored.recommended(cast, cast.far_school)
    assert Message.objects.get(kind="concern-referred").person == cast.la_officer


def test_the_same_decision_twice_is_one_and_an_old_page_is_told(cast: Cast) -> None:
    concern = monitored.raised(cast, cast.far_school)
    facts = {"concern": concern, "to": "watch", "reason": "Why", "version": 1, "by": cast.director}
    concerns.decide(**facts)
    concerns.decide(**facts)
    assert concern.events.count() == 1
    with pytest.raises(StaleEdit):
        concerns.decide(**{**facts, "to": "support"})


def test_declining_gives_the_decision_back(cast: Cast) -> None:
    concern = monitored.recommended(cast, cast.far_school)
    concerns.decline(concern=concern, reason="Their plan is sound", version=2, by=cast.la_officer)
    assert list(Concern.objects.undecided()) == [concern]
    assert Message.objects.get(kind="concern-answered").person == cast.director


def test_accepting_opens_the_one_case(cast: Cast) -> None:
    concern = monitored.recommended(cast, cast.far_school)
    facts = {
        "concern": concern,
        "entry": monitored.entry(),
        "reason": "",
        "version": 2,
        "by": cast.la_officer,
    }
    first = concerns.accept(**facts)
    assert concerns.accept(**facts) == first
    assert MonitoringCase.objects.count() == 1


def test_an_incomplete_entry_leaves_everything_as_it_was(cast: Cast) -> None:
    concern = monitored.recommended(cast, cast.far_school)
    with pytest.raises(ValidationError) as refused:
        concerns.accept(
            concern=concern, entry=monitored.entry(criteria=[]), reason="", version=2, by=cast.la_officer
        )
    assert list(refused.value.message_dict) == ["criteria"]
    concern.refresh_from_db()
    assert concern.state == ConcernState.RECOMMENDED


def test_a_school_in_monitoring_is_not_raised_again(cast: Cast) -> None:
    monitored.case_of(cast, cast.far_school)
    with pytest.raises(ValidationError, match="in monitoring already"):
        concerns.raise_by_hand(school=cast.far_school, reason="Again", by=cast.director)


@pytest.mark.parametrize("before", ConcernState.values)
@pytest.mark.parametrize("after", ConcernState.values)
def test_every_step_is_allowed_or_refused(before: str, after: str) -> None:
    decisions = {"support", "watch", "recommended", "no-action"}
    if before == "recommended":
        allowed = after in {"accepted", "declined"}
    elif before == "accepted":
        allowed = False
    else:
        allowed = after in decisions and after != before
    try:
        check(CONCERN_MOVES, before, after)
    except WrongMove:
        assert not allowed
    else:
        assert allowed


def test_who_sees_a_decision(cast: Cast) -> None:
    waiting = monitored.raised(cast, cast.host_school)
    referred = monitored.recommended(cast, cast.far_school)

    def seers(concern: Concern) -> set[str]:
        return {
            name
            for name, user in cast.people().items()
            if Concern.objects.visible_to(user).filter(pk=concern.pk).exists()
        }

    assert seers(waiting) == {"director"}
    assert seers(referred) == {"director", "la_officer"}
