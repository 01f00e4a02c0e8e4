"""Cover for a reviewer who cannot come: who is offered, why not the others, and what choosing does."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from hlp.models import Message, User
from peerchallenge.models import ChallengeSession, SessionEvent
from peerchallenge.services.dates.cover import Cover, cover_for, cover_reviewer
from schools.models import Membership, School
from tests import factories as make
from tests.conftest import As, Cast

ON_THE_DAY = "2026-11-19T07:10:00Z"
REASON = "Fever"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(ON_THE_DAY, tick=False):
        yield


def member(cast: Cast, name: str, east: int, **facts: Any) -> tuple[School, User]:
    """Another member school, so many metres east of the host, and its headteacher."""
    school = make.SchoolFactory(name=f"{name} Primary School", easting=513000 + east, **facts)
    Membership.objects.create(school=school, year=cast.year)
    return school, make.head_of(school, f"{name} Head")


def session_of(cast: Cast) -> ChallengeSession:
    """The session of the cast with its people."""
    return ChallengeSession.objects.with_people().get(pk=cast.session.pk)


def names(people: list[Cover], *, ok: bool) -> list[str]:
    """Who could come, or who could not, in their order."""
    return [str(one.candidate.person) for one in people if one.candidate.ok is ok]


def path(cast: Cast, person: User) -> str:
    """Where cover is found for a reviewer."""
    return f"/sessions/{cast.session.pk}/cover/{person.pk}/"


def test_the_nearest_come_first_and_of_two_as_near_who_gave_less(cast: Cast) -> None:
    member(cast, "Far", 5000)
    _, busy = member(cast, "Busy", 900)
    member(cast, "Free", 900)
    other = make.SessionFactory(round=cast.round, group=cast.group, state="planned")
    ChallengeSession.objects.filter(pk=other.pk).update(
        starts_at="2026-12-01T08:15Z", planned_end_at="2026-12-01T16:00Z"
    )
    make.ReviewerFactory(session=other, person=busy, is_lead=True)
    found = cover_for(session_of(cast))

    assert names(found, ok=True)[-3:] == ["Free Head", "Busy Head", "Far Head"]
    told = {str(one.candidate.person): (one.distance, one.given) for one in found}
    assert (told["Busy Head"], told["Far Head"]) == (("0.9 km away", 1), ("5.0 km away", 0))


def test_whoever_cannot_come_stands_with_the_reason(cast: Cast) -> None:
    cast.far_school.trust = cast.host_school.trust = "One Trust"
    cast.far_school.save()
    cast.host_school.save()
    (refused,) = [one for one in cover_for(session_of(cast)) if not one.candidate.ok]
    assert refused.candidate.person == cast.outsider
    assert refused.candidate.reasons == ("Both belong to the trust One Trust",)


def test_the_newcomer_takes_the_place_and_everybody_is_told(cast: Cast, as_: As) -> None:
    client = as_(cast.lead_headteacher)
    data = {"coming": cast.outsider.pk, "reason": REASON, "version": cast.session.version}
    answers = [client.post(path(cast, cast.lead), data).status_code for _ in range(2)]

    assert answers == [302, 302]
    team = [(place.person, place.is_lead) for place in session_of(cast).reviewers.all()]
    assert team == [(cast.outsider, True), (cast.reviewer, False)]
    event = SessionEvent.objects.get(kind="team")
    assert (event.by, event.reason) == (cast.lead_headteacher, REASON)
    told = Message.objects.filter(kind="team-changed").values_list("person__name", flat=True)
    assert {"Otto Outsider", "Leo Lead", "Hana Host", "Rita Reviewer"} <= set(told)


def test_the_page_names_telephone_numbers_and_reasons(cast: Cast, as_: As) -> None:
    User.objects.filter(pk=cast.outsider.pk).update(phone="07700 900123")
    page = as_(cast.director).get(path(cast, cast.reviewer)).content.decode()
    assert 'href="tel:07700900123"' in page
    assert "Cover for Rita Reviewer" in page


@pytest.mark.parametrize(
    ("data", "says"),
    [({}, "Choose who comes"), ({"coming": "0"}, "cannot come any more"), ({"coming": "x"}, "problem")],
)
def test_nonsense_changes_nothing(cast: Cast, as_: As, data: dict[str, str], says: str) -> None:
    page = as_(cast.director).post(path(cast, cast.lead), {**data, "version": 1, "reason": REASON})
    assert (page.status_code, says in page.content.decode()) == (200, True)
    assert session_of(cast).lead.person == cast.lead


def test_without_a_reason_nobody_is_put_on_the_team(cast: Cast, as_: As) -> None:
    data = {"coming": cast.outsider.pk, "version": cast.session.version}
    assert "Enter the reason" in as_(cast.director).post(path(cast, cast.lead), data).content.decode()


def test_a_stale_page_is_told(cast: Cast, as_: As) -> None:
    data = {"coming": cast.outsider.pk, "reason": REASON, "version": cast.session.version}
    ChallengeSession.objects.update(version=cast.session.version + 1)
    page = as_(cast.director).post(path(cast, cast.lead), data).content.decode()
    assert "Somebody else saved a change" in page


def test_whoever_was_taken_meanwhile_is_refused(cast: Cast) -> None:
    other = make.SessionFactory(round=cast.round, group=cast.group)
    make.ReviewerFactory(session=other, person=cast.outsider, is_lead=True)
    with pytest.raises(ValidationError, match="Otto Outsider is at"):
        cover_reviewer(
            session=session_of(cast),
            leaving=cast.lead,
            coming=cast.outsider,
            reason=REASON,
            version=cast.session.version,
            by=cast.director,
        )


def test_nobody_looks_for_cover_of_a_stranger_or_after_the_report(cast: Cast, as_: As) -> None:
    client = as_(cast.director)
    assert client.get(path(cast, cast.outsider)).status_code == 404
    make.held(cast.session)
    ChallengeSession.objects.update(state="reported")
    assert client.get(path(cast, cast.lead)).status_code == 302
    assert client.get(f"/sessions/{cast.session.pk}/cover/").status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_looking_for_cover_needs_the_same_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for one in range(number):
        member(cast, f"Number {one}", 100 * one)
    session = session_of(cast)
    with django_assert_num_queries(20):
        cover_for(session)
