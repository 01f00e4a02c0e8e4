"""What the page of one session, and the list, show to whom."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hlp.models import User
from peerchallenge.models import ChallengeSession
from peerchallenge.services import sessions as services
from peerchallenge.services import teams
from peerchallenge.services.acts import acts
from peerchallenge.services.plans import TeamMember
from schools.models import GroupPlace
from tests import factories as make
from tests.conftest import As, Cast, utc

DAY_BEFORE = "2026-11-18T12:00:00Z"
AT = utc("2026-11-18 12:00")


def page(client: Client, session: ChallengeSession) -> str:
    """The session's page."""
    return client.get(session.get_absolute_url()).content.decode()


def buttons(user: User, session: ChallengeSession, at: Any = AT) -> list[str]:
    """What the session asks of somebody."""
    row = ChallengeSession.objects.with_people().select_related("self_evaluation").get(pk=session.pk)
    return [act.button for act in acts(user, row, at)]


def test_each_part_has_its_acts_before_the_day(cast: Cast) -> None:
    make.text("code-of-conduct")
    teams.accept_code(session=cast.session, by=cast.lead, at=AT)
    found = {name: buttons(user, cast.session) for name, user in cast.people().items()}

    assert {name: asked for name, asked in found.items() if asked} == {
        "host": ["Write your self-evaluation", "Open the handbook"],
        "deputy": ["Open the handbook"],
        "office": ["Open the handbook"],
        "lead": ["Open the handbook"],
        "reviewer": ["Accept the code of conduct"],
        "qa_reviewer": ["Open the handbook"],
    }


def test_a_planned_session_asks_the_host_to_confirm_first(cast: Cast) -> None:
    ChallengeSession.objects.update(state="planned")

    assert buttons(cast.host, cast.session)[0] == "Confirm the date"


def test_on_the_day_the_lead_says_that_it_has_ended(cast: Cast) -> None:
    assert buttons(cast.lead, cast.session, utc("2026-11-19 08:14"))[0] == "Accept the code of conduct"
    assert buttons(cast.lead, cast.session, utc("2026-11-19 08:15"))[0] == "Session ended"
    assert buttons(cast.reviewer, cast.session, utc("2026-11-19 08:15"))[0] == "Accept the code of conduct"


@pytest.mark.parametrize(
    ("at", "asked"),
    [
        (
            "2026-11-21 16:00",
            {"lead": ["Write and send the report"], "reviewer": ["Help to write the report"]},
        ),
        (
            "2026-11-21 16:01",
            {
                "lead": ["Write and send the report"],
                "reviewer": ["Help to write the report"],
                "lead_headteacher": ["Ring the lead reviewer"],
                "director": ["Ring the lead reviewer"],
                "administrator": ["Ring the lead reviewer"],
            },
        ),
    ],
)
def test_a_late_report_concerns_those_who_answer_for_it(
    cast: Cast, at: str, asked: dict[str, list[str]]
) -> None:
    make.held(cast.session)
    found = {name: buttons(user, cast.session, utc(at)) for name, user in cast.people().items()}

    assert {name: todo for name, todo in found.items() if todo} == asked


def test_a_sent_report_is_read_by_the_host_and_closed_by_the_director(cast: Cast) -> None:
    make.held(cast.session)
    ChallengeSession.objects.update(state="reported")

    assert buttons(cast.host, cast.session) == ["Read the report", "Evaluate the session"]
    assert buttons(cast.director, cast.session) == ["Read the report", "Close this session"]


@time_machine.travel("2026-11-20T19:00:00Z", tick=False)
def test_the_clock_stands_in_words(cast: Cast, as_: As) -> None:
    make.held(cast.session)
    text = page(as_(cast.lead), cast.session)

    assert "The report is due on Saturday 21 November 2026 at 4pm" in text
    assert "21 hours left" in text
    assert "Correct the end" not in text
    assert "Correct the end" in page(as_(cast.director), cast.session)


@time_machine.travel(DAY_BEFORE, tick=False)
def test_telephone_numbers_are_for_those_of_the_day(cast: Cast, as_: As) -> None:
    User.objects.filter(pk=cast.reviewer.pk).update(phone="020 7946 0999")
    ChallengeSession.objects.update(host_contact="Reception 020 7946 0111")
    seen = {}
    for name, user in cast.people().items():
        text = page(as_(user), cast.session)
        seen[name] = ("020 7946 0999" in text, "Reception 020 7946 0111" in text)

    assert {name for name, found in seen.items() if found == (True, True)} == {
        *("deputy", "office"),
        *("director", "administrator", "host", "lead", "reviewer", "lead_headteacher", "qa_reviewer"),
    }


@time_machine.travel(DAY_BEFORE, tick=False)
def test_names_and_reasons_of_the_history_are_for_those_who_answer_for_it(cast: Cast, as_: As) -> None:
    team = [TeamMember(cast.reviewer, cast.reviewer_school, True)]
    teams.change_team(session=cast.session, team=team, reason="Leo is ill", by=cast.administrator)
    services.postpone_session(session=cast.session, reason="Bereavement", by=cast.administrator)
    readers = ["director", "administrator", "lead_headteacher", "host", "reviewer", "qa_reviewer"]
    texts = {name: page(as_(cast.people()[name]), cast.session) for name in readers}

    for secret in (
        "Bereavement",
        "Leo is ill",
        "From Leo Lead (lead), Rita Reviewer to Rita Reviewer (lead).",
    ):
        assert {name for name, text in texts.items() if secret in text} == {
            *("director", "administrator", "lead_headteacher"),
        }
    assert {text.count('class="app-timeline__item"') for text in texts.values()} == {2}


def listed(client: Client, query: str = "") -> list[str]:
    """The schools of the list, in order."""
    lines = client.get(f"/sessions/{query}").context["lines"]
    return [line.session.host.name for line in lines]


@pytest.fixture
def three(cast: Cast) -> list[ChallengeSession]:
    """Three sessions: the cast's, one elsewhere that is held, one in another round."""
    place = GroupPlace.objects.get(school=cast.far_school)
    other = make.SessionFactory(round=cast.round, host=place.school, group=place.group)
    make.held(other)
    spring = make.RoundFactory(year=cast.year, term="spring", opens="2027-01-11", closes="2027-03-19")
    later = make.SessionFactory(
        round=spring,
        host=cast.lead_school,
        group=cast.group,
        starts_at=utc("2027-02-02 08:15"),
        planned_end_at=utc("2027-02-02 16:00"),
    )
    return [cast.session, other, later]


@time_machine.travel("2026-11-23T12:00:00Z", tick=False)
def test_the_list_shows_the_current_round_and_filters(
    cast: Cast, as_: As, three: list[ChallengeSession]
) -> None:
    client = as_(cast.director)

    assert sorted(listed(client)) == ["Ash Primary School", "Fir Primary School"]
    assert listed(client, "?round=&state=") == [
        "Fir Primary School",  # its report is due
        "Ash Primary School",
        "Beech Primary School",
    ]
    assert listed(client, "?state=held") == ["Fir Primary School"]
    assert listed(client, f"?round=&collaborative={cast.collaborative.pk}") == [
        *("Ash Primary School", "Beech Primary School"),
    ]
    assert listed(client, "?round=x&state=nonsense&page=999") == listed(client, "?round=&state=")


@time_machine.travel("2026-11-23T12:00:00Z", tick=False)
def test_the_list_puts_own_sessions_first_and_hides_those_of_others(
    cast: Cast, as_: As, three: list[ChallengeSession]
) -> None:
    assert listed(as_(cast.lead), "?round=") == ["Ash Primary School", "Beech Primary School"]
    assert listed(as_(cast.outsider), "?round=") == ["Fir Primary School"]
    assert listed(as_(cast.stranger), "?round=") == []
    make.ReviewerFactory(session=three[1], person=cast.director)
    assert listed(as_(cast.director), "?round=")[0] == "Fir Primary School"


@time_machine.travel("2026-11-23T12:00:00Z", tick=False)
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_one_row_and_with_three(
    cast: Cast,
    as_: As,
    three: list[ChallengeSession],
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_(cast.director)
    keep = [session.pk for session in three[:rows]]
    ChallengeSession.objects.exclude(pk__in=keep).delete()
    with django_assert_num_queries(12):
        assert len(listed(client, "?round=")) == rows


@time_machine.travel(DAY_BEFORE, tick=False)
def test_a_cancelled_session_asks_nothing(cast: Cast, as_: As) -> None:
    ChallengeSession.objects.update(state="cancelled")

    assert "This session was cancelled. Nothing is due." in page(as_(cast.lead), cast.session)
