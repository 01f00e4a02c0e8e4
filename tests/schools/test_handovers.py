"""A headship changes hands: one act, who is told, days without a headteacher, and what is left to pass on."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hlp.models import AuditEntry, Message, User
from peerchallenge.models import ChallengeSession, Reviewer
from schools.choices import Role
from schools.models import Appointment
from schools.roles import roles_of
from schools.services import handovers, headships
from schools.services.handovers import Successor, hand_over
from schools.services.headships import DAY, Gap, Headship
from tests import factories as make
from tests.conftest import BEFORE, As, Cast

pytestmark = pytest.mark.usefixtures("_monday")
LAST, FIRST = date(2026, 12, 31), date(2027, 1, 1)
NEW = Successor(FIRST, name="Noor New", email="noor@school.example")


@pytest.fixture
def _monday() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


def headship(user: User) -> Appointment:
    return user.appointments.select_related("person", "school").get()


def over(cast: Cast, successor: Successor | None = NEW, ends: date = LAST) -> Appointment | None:
    return hand_over(post=headship(cast.host), ends=ends, successor=successor, by=cast.director)


def told() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for message in Message.objects.select_related("person"):
        found.setdefault(message.kind, set()).add(message.person.name)
    return found


# --- The act -------------------------------------------------------------------------------------


def test_the_old_post_ends_and_the_new_begins(cast: Cast) -> None:
    new = over(cast)
    assert new is not None
    held = [{u.name for u in (cast.host, new.person) if roles_of(u, day).schools} for day in (LAST, FIRST)]
    assert held == [{"Hana Host"}, {"Noor New"}]
    assert told() == {
        "headship-ends": {"Hana Host"},
        "invitation": {"Noor New"},
        "headship-changed": {"Adil Administrator", "Lena Leadhead"},
    }


def test_handing_over_twice_does_it_once(cast: Cast) -> None:
    assert over(cast) == over(cast)
    assert Message.objects.count() == 4
    assert Appointment.objects.filter(school=cast.host_school, role=Role.HEADTEACHER).count() == 2


def test_somebody_known_is_told_of_the_page(cast: Cast) -> None:
    new = over(cast, Successor(FIRST, person=cast.stranger, acting=True))
    assert new is not None
    assert new.title == "Acting headteacher, Ash Primary School"
    message = Message.objects.get(kind="headship-begins")
    assert (message.person, message.context["path"]) == (cast.stranger, "/handover/")


def test_a_known_address_gets_the_post(cast: Cast) -> None:
    over(cast, Successor(FIRST, name="S", email=cast.stranger.email.upper()))
    assert headship(cast.stranger).starts == FIRST


def test_nobody_yet_leaves_a_vacancy_that_is_filled_later(cast: Cast) -> None:
    assert over(cast, None) is None
    (head,) = headships.headships([cast.host_school])
    assert head.gaps(date(2026, 11, 16)) == [Gap(FIRST, None)]
    over(cast, Successor(date(2027, 4, 1), person=cast.stranger))
    (head,) = headships.headships([cast.host_school])
    assert head.gaps(date(2026, 11, 16)) == [Gap(FIRST, date(2027, 3, 31))]
    gaps = Message.objects.filter(kind="headship-changed", person=cast.administrator).order_by("pk")
    assert [message.context["vacancy"] for message in gaps] == [
        "from Friday 1 January 2027",
        "from Friday 1 January 2027 until Wednesday 31 March 2027",
    ]


@pytest.mark.parametrize("starts", [LAST, date(2026, 12, 1)])
def test_the_first_day_is_after_the_last(cast: Cast, starts: date) -> None:
    with pytest.raises(ValidationError) as refused:
        over(cast, Successor(starts, person=cast.stranger))
    assert refused.value.message_dict == {
        "starts": ["The first day must be after the last one, Thursday 31 December 2026"]
    }
    assert not Message.objects.exists()


def test_a_closed_account_takes_no_headship(cast: Cast) -> None:
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="is closed"):
        over(cast, Successor(FIRST, person=cast.stranger))


def test_a_shared_headship_leaves_no_vacancy(cast: Cast) -> None:
    make.appoint(cast.stranger, Role.HEADTEACHER, school=cast.host_school)
    over(cast, None)
    assert Message.objects.filter(kind="headship-changed").first().context["vacancy"] == ""  # type: ignore[union-attr]


def test_only_a_headship_is_handed_over(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Only a headship"):
        hand_over(post=headship(cast.deputy), ends=LAST, successor=None, by=cast.director)


def test_it_is_audited(cast: Cast) -> None:
    over(cast)
    entry = AuditEntry.objects.get(action="school.hand-over")
    assert entry.detail == {"leaves": "Hana Host", "ends": "2026-12-31", "comes": "Noor New"}


DAYS = st.dates(date(2026, 9, 1), date(2027, 8, 31))
POSTS = st.lists(st.tuples(DAYS, st.one_of(st.none(), DAYS)), max_size=6)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(POSTS)
def test_every_day_is_either_headed_or_in_a_gap(spans: list[tuple[date, date | None]]) -> None:
    today, horizon = date(2026, 12, 1), date(2027, 9, 30)
    fit = [(starts, ends) for starts, ends in spans if ends is None or ends >= max(starts, today)]
    posts = [Appointment(starts=starts, ends=ends) for starts, ends in sorted(fit, key=lambda span: span[0])]
    gaps = Headship(None, posts).gaps(today)  # type: ignore[arg-type]
    for number in range((horizon - today).days):
        day = today + number * DAY
        headed = any(p.starts <= day and (p.ends is None or p.ends >= day) for p in posts)
        inside = any(g.first <= day and (g.last is None or g.last >= day) for g in gaps)
        assert headed != inside


# --- What the leaving headteacher holds in person ----------------------------------------------


@pytest.fixture
def leaving(cast: Cast) -> Appointment:
    """The lead reviewer of the session on 19 November leaves the day before, and somebody follows."""
    post = headship(cast.lead)
    successor = Successor(date(2026, 11, 19), person=cast.stranger)
    hand_over(post=post, ends=date(2026, 11, 18), successor=successor, by=cast.director)
    return headship(cast.lead)


def team(cast: Cast) -> list[tuple[str, bool]]:
    rows = Reviewer.objects.filter(session=cast.session).order_by("person__name")
    return [(row.person.name, row.is_lead) for row in rows]


def pass_on(leaving: Appointment, cast: Cast, to: Appointment | None) -> list[str]:
    keys = [place.key for place in handovers.places(leaving)]
    return handovers.pass_on(post=leaving, chosen=keys, to=to, by=cast.director)


def test_places_after_the_last_day_are_listed(cast: Cast, leaving: Appointment) -> None:
    assert [(p.title, p.text) for p in handovers.places(leaving)] == [
        ("Lead reviewer at Ash Primary School", "Thursday 19 November 2026 at 8:15am")
    ]
    cast.lead.appointments.update(ends=date(2026, 11, 19))
    assert handovers.places(headship(cast.lead)) == []


def test_the_successor_takes_the_place(cast: Cast, leaving: Appointment) -> None:
    assert pass_on(leaving, cast, headships.successor_of(leaving)) == []
    assert team(cast) == [("Rita Reviewer", False), ("Stella Stranger", True)]
    assert pass_on(leaving, cast, headships.successor_of(leaving)) == []
    assert {"Leo Lead", "Stella Stranger"} < told()["team-changed"]


def test_nobody_yet_leaves_the_lead_open_and_the_director_is_asked(
    cast: Cast, leaving: Appointment, as_: As
) -> None:
    assert pass_on(leaving, cast, None) == []
    assert team(cast) == [("Rita Reviewer", False)]
    page = as_(cast.director).get("/home/").content.decode()
    assert "Name a lead reviewer for Ash Primary School" in page


def test_a_place_that_cannot_be_taken_is_told_and_stays(cast: Cast, leaving: Appointment) -> None:
    Appointment.objects.filter(person=cast.stranger).update(starts=date(2026, 12, 1))
    (sentence,) = pass_on(leaving, cast, headships.successor_of(leaving))
    assert "Stella Stranger is not a headteacher on Thursday 19 November 2026" in sentence
    assert team(cast) == [("Leo Lead", True), ("Rita Reviewer", False)]


def test_hosted_sessions_follow_the_post(cast: Cast) -> None:
    over(cast, Successor(date(2026, 11, 18), person=cast.stranger), ends=date(2026, 11, 17))
    with time_machine.travel("2026-11-18 09:00+00:00", tick=False):
        seen = [
            ChallengeSession.objects.visible_to(User.objects.get(pk=user.pk))
            .filter(pk=cast.session.pk)
            .exists()
            for user in (cast.host, cast.stranger)
        ]
    assert seen == [False, True]


# --- Pages ---------------------------------------------------------------------------------------


def form(cast: Cast, **facts: Any) -> dict[str, Any]:
    days = {"ends_0": "31", "ends_1": "12", "ends_2": "2026", "starts_0": "", "starts_1": "", "starts_2": ""}
    return {"post": headship(cast.host).pk, "who": "nobody", "name": "", "email": "", **days, **facts}


def test_the_office_hands_over_on_the_page(cast: Cast, as_: As) -> None:
    client, page = as_(cast.administrator), f"/schools/{cast.host_school.urn}/hand-over/"
    pk = headship(cast.host).pk
    facts = form(cast, who="new", name="Noor New", email="NOOR@school.example")
    assert client.post(page, facts)["Location"] == f"/hand-overs/{pk}/"
    shown = client.get(f"/hand-overs/{pk}/").content.decode()
    assert [text in shown for text in ("Noor New", "First day: Friday 1 January 2027")] == [True, True]
    school = client.get(f"/schools/{cast.host_school.urn}/").content.decode()
    assert "Hana Host’s last day is Thursday 31 December 2026." in school


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"who": "new"}, "Enter their full name"),
        ({"who": "known"}, "Select their account"),
        ({"who": ""}, "Answer the question ‘Who comes after them?’"),
        ({"ends_1": "13"}, "must be a real date"),
        (
            {"who": "known", "starts_0": "1", "starts_1": "12", "starts_2": "2026"},
            "must be after the last one",
        ),
    ],
)
def test_a_mistake_is_told(cast: Cast, as_: As, facts: dict[str, str], sentence: str) -> None:
    if "starts_0" in facts:
        facts = {**facts, "person": str(cast.stranger.pk)}
    page = as_(cast.director).post(f"/schools/{cast.host_school.urn}/hand-over/", form(cast, **facts))
    assert sentence in page.content.decode()
    assert not Message.objects.exists()


def test_the_page_passes_on(cast: Cast, leaving: Appointment, as_: As) -> None:
    page = f"/hand-overs/{leaving.pk}/"
    facts = {"places": [cast.session.about], "to": "successor"}
    assert as_(cast.director).post(page, facts)["Location"] == page
    assert team(cast) == [("Rita Reviewer", False), ("Stella Stranger", True)]


def test_the_office_is_warned_of_a_school_without_a_headteacher(cast: Cast, as_: As) -> None:
    over(cast, None)
    page = as_(cast.administrator).get("/home/").content.decode()
    assert "Ash Primary School has no headteacher from Friday 1 January 2027" in page
