"""A lead who is not trained on the day: refused, and overruled by the Director alone, with a reason."""

from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from hlp.models import AuditEntry
from peerchallenge.models import ChallengeSession, Round
from peerchallenge.services import sessions, teams
from peerchallenge.services.leads import UNTRAINED_LEAD
from peerchallenge.services.plans import TeamMember
from schools.choices import TermName
from tests import factories as make
from tests.conftest import BEFORE, As, Cast, utc

AT = utc("2026-11-09 09:00")


@pytest.fixture(autouse=True)
def ethics(cast: Cast) -> None:
    """Leading needs a module; the cast's lead has done it, the reviewer has not."""
    make.module("Ethics")
    make.train(cast.lead)


def change(cast: Cast, lead_reason: str = "", **facts: Any) -> ChallengeSession:
    """Let the reviewer lead."""
    team = [TeamMember(cast.reviewer, cast.reviewer_school, True), TeamMember(cast.lead, cast.lead_school)]
    facts = {"reason": "Illness", "by": cast.director, "at": AT, **facts}
    return teams.change_team(session=cast.session, team=team, lead_reason=lead_reason, **facts)


def plan(cast: Cast, lead: TeamMember, **facts: Any) -> ChallengeSession:
    """Plan a session in the spring."""
    spring = Round.objects.create(
        year=cast.year, term=TermName.SPRING, opens="2027-01-18", closes="2027-03-19"
    )
    facts = {"by": cast.director, "at": AT, **facts}
    return sessions.plan_session(
        round=Round.objects.get(pk=spring.pk),
        host=cast.host_school,
        group=cast.group,
        starts_at=utc("2027-01-21 08:15"),
        planned_end_at=utc("2027-01-21 16:00"),
        team=[lead],
        **facts,
    )


def codes(refused: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    """The codes of a refusal."""
    return [error.code for errors in refused.value.error_dict.values() for error in errors]


def test_a_new_lead_must_be_trained_on_the_day(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        change(cast)

    assert codes(refused) == [UNTRAINED_LEAD]
    assert refused.value.messages == [
        "The training of Rita Reviewer to lead is not in date on Thursday 19 November 2026. They may review, "
        "or lead if you give a reason"
    ]
    make.train(cast.reviewer, day=utc("2026-11-19 09:00").date())
    assert change(cast).lead.person == cast.reviewer  # type: ignore[union-attr]


def test_the_director_overrules_with_a_reason_that_is_kept(cast: Cast) -> None:
    row = change(cast, " Led twice elsewhere ")

    event = row.events.get(kind="untrained-lead")
    assert (event.by, event.reason, event.detail) == (
        cast.director,
        "Led twice elsewhere",
        {"person": cast.reviewer.pk, "name": "Rita Reviewer"},
    )
    assert AuditEntry.objects.filter(action="session.untrained-lead").count() == 1


def test_the_administrator_does_not_overrule(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Only the Director may let them lead all the same"):
        change(cast, "Led twice elsewhere", by=cast.administrator)


def test_a_trained_lead_needs_no_reason_and_leaves_none(cast: Cast) -> None:
    row = plan(cast, TeamMember(cast.lead, cast.lead_school, True), lead_reason="In case")

    assert list(row.events.values_list("kind", flat=True)) == ["created"]


def test_planning_refuses_and_keeps_a_reason_like_a_change(cast: Cast) -> None:
    lead = TeamMember(cast.reviewer, cast.reviewer_school, True)
    with pytest.raises(ValidationError) as refused:
        plan(cast, lead)
    assert codes(refused) == [UNTRAINED_LEAD]

    Round.objects.filter(term=TermName.SPRING).delete()
    row = plan(cast, lead, lead_reason="Led twice elsewhere")
    assert list(row.events.order_by("pk").values_list("kind", flat=True)) == ["created", "untrained-lead"]


def test_whoever_only_reviews_needs_no_training(cast: Cast) -> None:
    team = [TeamMember(cast.lead, cast.lead_school, True), TeamMember(cast.outsider, cast.far_school)]
    teams.change_team(session=cast.session, team=team, reason="Illness", by=cast.administrator, at=AT)


def test_a_new_day_after_the_training_has_run_out_is_refused_once(cast: Cast) -> None:
    cast.lead.training_records.update(refresh_due="2026-11-20")
    facts: dict[str, Any] = {"session": cast.session, "by": cast.director, "at": AT}
    times = {"starts_at": utc("2026-11-24 08:15"), "planned_end_at": utc("2026-11-24 16:00")}
    with pytest.raises(ValidationError) as refused:
        sessions.change_session(**facts, version=1, **times)
    assert codes(refused) == [UNTRAINED_LEAD]

    row = sessions.change_session(**facts, version=1, **times, lead_reason="Booked to refresh")
    later = {"starts_at": utc("2026-11-25 08:15"), "planned_end_at": utc("2026-11-25 16:00")}
    row = sessions.change_session(**facts, version=row.version, **later)
    assert row.events.filter(kind="untrained-lead").count() == 1


def test_a_postponed_session_comes_back_with_a_trained_lead(cast: Cast) -> None:
    cast.lead.training_records.update(refresh_due="2026-11-20")
    sessions.postpone_session(session=cast.session, reason="Snow", by=cast.director, at=AT)
    facts: dict[str, Any] = {"session": cast.session, "by": cast.director, "at": AT}
    times = {"starts_at": utc("2026-11-24 08:15"), "planned_end_at": utc("2026-11-24 16:00")}
    with pytest.raises(ValidationError):
        sessions.reschedule_session(**facts, **times)
    assert sessions.reschedule_session(**facts, **times, lead_reason="Booked to refresh").state == "planned"


@time_machine.travel(BEFORE, tick=False)
def test_the_form_flags_the_untrained_and_asks_the_director_why(cast: Cast, as_: As) -> None:
    address = reverse("peerchallenge:session-team", args=[cast.session.pk])
    page = as_(cast.director).get(address).content.decode()
    assert "Rita Reviewer, Cedar Primary School (not trained to lead)" in page
    assert "Leo Lead, Beech Primary School (" not in page
    box = "Why do they lead without training in date?"
    data = {"version": 1, "reason": "Illness", "lead": f"{cast.reviewer.pk}-{cast.reviewer_school.pk}"}

    refused = {
        who: as_(getattr(cast, who)).post(address, data).content.decode()
        for who in ("director", "administrator")
    }
    assert {who: box in page for who, page in refused.items()} == {"director": True, "administrator": False}
    assert "Only the Director may let them lead" in refused["administrator"]
    sly = {**data, "lead_reason": "I say so"}
    assert as_(cast.administrator).post(address, sly).status_code == 200
    assert as_(cast.director).post(address, {**data, "lead_reason": "Led elsewhere"}).status_code == 302
    assert cast.session.events.get(kind="untrained-lead").reason == "Led elsewhere"
