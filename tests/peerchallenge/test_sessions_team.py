"""Who may sit on a team, how it changes, and the code of conduct."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from hlp.models import AuditEntry, Message, TextVersion, User
from hlp.transitions import StaleEdit
from peerchallenge.models import ChallengeSession
from peerchallenge.services import plans, selfevaluations, sessions, teams
from peerchallenge.services.plans import TeamMember
from schools.choices import Role
from schools.models import Appointment, GroupPlace
from tests import factories as make
from tests.conftest import Cast, utc

AT = utc("2026-11-09 09:00")


@pytest.fixture
def another(cast: Cast) -> User:
    """The headteacher of a school elsewhere."""
    return cast.outsider


def change(cast: Cast, *team: TeamMember, **facts: Any) -> ChallengeSession:
    """Give the cast's session another team."""
    facts = {"reason": "Illness", "by": cast.director, "at": AT, **facts}
    return teams.change_team(session=cast.session, team=list(team), **facts)


def lead(cast: Cast) -> TeamMember:
    """The cast's lead."""
    return TeamMember(cast.lead, cast.lead_school, True)


def refusal(cast: Cast, *team: TeamMember, **facts: Any) -> dict[str, list[str]]:
    """What a team is refused for."""
    with pytest.raises(ValidationError) as found:
        change(cast, *team, **facts)
    return found.value.message_dict


def test_a_change_of_lead_is_told_to_all_concerned(cast: Cast, another: User) -> None:
    row = change(
        cast, TeamMember(another, cast.far_school, True), TeamMember(cast.reviewer, cast.reviewer_school)
    )

    assert [(r.person, r.is_lead) for r in row.reviewers.all()] == [(another, True), (cast.reviewer, False)]
    parts = {m.person: m.context["part"] for m in Message.objects.select_related("person")}
    assert parts == {
        another: "lead reviewer",
        cast.reviewer: "reviewer",
        cast.lead: "no longer",
        cast.host: "host",
        cast.qa_reviewer: "QA reviewer",
    }
    event = row.events.get()
    assert (event.kind, event.reason) == ("team", "Illness")
    assert event.detail == {
        "from": ["Leo Lead (lead)", "Rita Reviewer"],
        "to": ["Otto Outsider (lead)", "Rita Reviewer"],
    }


def test_lead_and_reviewer_can_swap(cast: Cast) -> None:
    row = change(
        cast, TeamMember(cast.reviewer, cast.reviewer_school, True), TeamMember(cast.lead, cast.lead_school)
    )

    assert [(r.person, r.is_lead) for r in row.reviewers.all()] == [(cast.reviewer, True), (cast.lead, False)]


def test_the_same_team_again_changes_nothing(cast: Cast) -> None:
    row = change(cast, lead(cast), TeamMember(cast.reviewer, cast.reviewer_school))

    assert (row.version, Message.objects.count()) == (1, 0)


def test_whoever_stays_keeps_their_acceptance(cast: Cast) -> None:
    make.text("code-of-conduct")
    teams.accept_code(session=cast.session, by=cast.lead, at=AT)
    row = change(
        cast, TeamMember(cast.reviewer, cast.reviewer_school, True), TeamMember(cast.lead, cast.lead_school)
    )

    assert row.reviewers.get(person=cast.lead).code_accepted_at == AT


def test_one_lead_and_nobody_twice(cast: Cast) -> None:
    assert refusal(cast, TeamMember(cast.lead, cast.lead_school)) == {"team": ["Choose one lead reviewer"]}
    assert refusal(cast, lead(cast), TeamMember(cast.reviewer, cast.reviewer_school, True)) == {
        "team": ["Choose one lead reviewer"]
    }
    assert refusal(cast, lead(cast), TeamMember(cast.lead, cast.lead_school)) == {
        "team": ["Leo Lead is named twice"]
    }


def test_one_reviewer_more_is_recommended_and_not_required(cast: Cast) -> None:
    assert list(change(cast, lead(cast)).reviewers.values_list("person", flat=True)) == [cast.lead.pk]
    assert plans.advice([lead(cast)]) == (
        "Only the lead reviewer is named. At least one more reviewer is recommended."
    )


def test_a_reason_is_required(cast: Cast) -> None:
    assert refusal(cast, lead(cast), reason=" ") == {"reason": ["Enter the reason for the change"]}


def test_the_host_never_reviews_itself(cast: Cast) -> None:
    own = "belongs to Ash Primary School: a host never leads or reviews its own session"
    assert refusal(cast, lead(cast), TeamMember(cast.host, cast.host_school)) == {
        "team": [f"Hana Host {own}"]
    }

    make.appoint(cast.outsider, Role.HEADTEACHER, school=cast.host_school)
    assert refusal(cast, lead(cast), TeamMember(cast.outsider, cast.far_school)) == {
        "team": [f"Otto Outsider {own}"]
    }


def test_reviewers_are_headteachers_on_that_day(cast: Cast) -> None:
    Appointment.objects.filter(person=cast.outsider).update(ends=date(2026, 11, 18))
    assert refusal(cast, lead(cast), TeamMember(cast.outsider, cast.far_school)) == {
        "team": ["Otto Outsider is not a headteacher on Thursday 19 November 2026"]
    }
    Appointment.objects.filter(person=cast.outsider).update(ends=date(2026, 11, 19))
    assert change(cast, lead(cast), TeamMember(cast.outsider, cast.far_school)).reviewers.count() == 2


def test_a_reviewer_sits_for_a_school_that_they_head(cast: Cast) -> None:
    assert refusal(cast, lead(cast), TeamMember(cast.outsider, cast.reviewer_school)) == {
        "team": ["Otto Outsider does not head Cedar Primary School on Thursday 19 November 2026"]
    }


def test_whoever_is_named_stays_when_their_appointment_ends(cast: Cast) -> None:
    Appointment.objects.filter(person=cast.lead).update(ends=date(2026, 11, 1))

    assert change(cast, lead(cast)).lead.person == cast.lead  # type: ignore[union-attr]


def session_elsewhere(cast: Cast, **facts: Any) -> ChallengeSession:
    """A session of the other collaborative on the same day."""
    group = GroupPlace.objects.get(school=cast.far_school).group
    host = GroupPlace.objects.filter(group=group).exclude(school=cast.far_school).get().school
    return make.SessionFactory(round=cast.round, host=host, group=group, **facts)


def test_nobody_is_in_two_sessions_on_one_day(cast: Cast, another: User) -> None:
    make.ReviewerFactory(session=session_elsewhere(cast), person=another, school=cast.far_school)

    assert refusal(cast, lead(cast), TeamMember(another, cast.far_school)) == {
        "team": [
            "Otto Outsider is at Elm Primary School on Thursday 19 November 2026: "
            "nobody is in two sessions on one day"
        ]
    }


def test_a_session_that_is_off_engages_nobody(cast: Cast, another: User) -> None:
    make.ReviewerFactory(
        session=session_elsewhere(cast, state="postponed"), person=another, school=cast.far_school
    )

    assert change(cast, lead(cast), TeamMember(another, cast.far_school)).reviewers.count() == 2


def test_the_only_head_of_a_host_is_needed_at_home_and_one_of_two_is_not(cast: Cast) -> None:
    elsewhere = session_elsewhere(cast)
    head = make.head_of(elsewhere.host, "Ella Elm")
    assert refusal(cast, lead(cast), TeamMember(head, elsewhere.host)) == {
        "team": [
            "Ella Elm is at Elm Primary School on Thursday 19 November 2026: nobody is in two sessions on one day"
        ]
    }
    make.head_of(elsewhere.host, "Emil Elm")
    assert change(cast, lead(cast), TeamMember(head, elsewhere.host)).reviewers.count() == 2


def test_a_team_is_not_changed_once_the_report_is_sent(cast: Cast) -> None:
    make.held(cast.session)
    ChallengeSession.objects.update(state="reported")
    with pytest.raises(ValidationError):
        change(cast, lead(cast))


def test_a_stale_change_is_told(cast: Cast) -> None:
    change(cast, lead(cast), version=1)
    with pytest.raises(StaleEdit):
        change(cast, TeamMember(cast.reviewer, cast.reviewer_school, True), version=1)


def test_accepting_the_code_keeps_version_and_moment_once(cast: Cast) -> None:
    text = make.text("code-of-conduct")
    teams.accept_code(session=cast.session, by=cast.lead, at=AT, number=1)
    place = teams.accept_code(session=cast.session, by=cast.lead, at=utc("2026-11-10 09:00"), number=1)

    assert (place.code_version, place.code_accepted_at) == (text.current, AT)
    assert AuditEntry.objects.filter(action="session.code-accepted").count() == 1


def test_a_code_that_has_changed_since_it_was_read_is_not_accepted(cast: Cast) -> None:
    text = make.text("code-of-conduct")
    text.current = TextVersion.objects.create(text=text, number=2, body="Be kinder.", at=AT)
    text.save()
    with pytest.raises(StaleEdit):
        teams.accept_code(session=cast.session, by=cast.lead, at=AT, number=1)


def test_only_the_team_accepts_and_only_what_is_published(cast: Cast) -> None:
    for person in (cast.lead, cast.host):
        with pytest.raises(ValidationError):
            teams.accept_code(session=cast.session, by=person, at=AT)


def test_who_has_left_the_team_is_told_nothing_but_that(cast: Cast) -> None:
    night = utc("2026-11-09 22:00")
    evaluation = selfevaluations.open_self_evaluation(session=cast.session)
    selfevaluations.share(self_evaluation=evaluation, by=cast.host, at=night)

    change(cast, lead(cast), at=night)

    waiting = Message.objects.filter(person=cast.reviewer, state="waiting")
    assert list(waiting.values_list("kind", flat=True)) == ["team-changed"]


def test_no_headteacher_of_the_host_assures_its_quality(cast: Cast) -> None:
    make.appoint(cast.host, Role.QA_REVIEWER)

    with pytest.raises(ValidationError, match="cannot assure the quality of its session"):
        sessions.change_session(
            session=cast.session, version=1, qa_reviewer=cast.host, by=cast.director, at=AT
        )
