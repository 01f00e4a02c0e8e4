"""The year at a glance: what each reader sees of it, and where things lie; and the planner on paper."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from hlp import documents
from hlp.choices import DocumentState
from hlp.models import Document
from peerchallenge.models import ChallengeSession
from peerchallenge.packs import planner as pack
from peerchallenge.services import planners
from peerchallenge.services.calendars import Year, year_of
from schools.models import BankHoliday, ClosedPeriod
from tests import factories as make
from tests.conftest import BEFORE, As, Cast, utc


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=False):
        yield


def schools(year: Year) -> list[str]:
    """The first words of the schools in the grid, in their order."""
    return [row.school.name.split()[0] for _, rows in year.sections for row in rows]


def hosts(year: Year) -> list[str]:
    """The schools of which the agenda shows a session."""
    return [event.title for month in year.months for event in month.events if event.chip]


# --- Who sees what ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "rows", "sessions"),
    [
        ("director", ["Ash", "Beech", "Cedar", "Elm", "Fir"], 2),
        ("administrator", ["Ash", "Beech", "Cedar", "Elm", "Fir"], 2),
        ("lead_headteacher", ["Ash", "Beech", "Cedar"], 1),
        ("other_lead_headteacher", ["Elm", "Fir"], 1),
        ("host", ["Ash"], 1),
        ("office", ["Ash"], 1),
        ("lead", ["Ash", "Beech"], 1),
        ("qa_reviewer", ["Ash"], 1),
        ("other_qa_reviewer", [], 0),
        ("la_officer", [], 0),
        ("outsider", ["Fir"], 1),
    ],
)
def test_each_reader_sees_what_is_theirs(cast: Cast, who: str, rows: list[str], sessions: int) -> None:
    far = cast.far_school.groups.get()
    make.SessionFactory(round=cast.round, host=cast.far_school, group=far)
    found = year_of(getattr(cast, who), cast.year)
    assert (schools(found), found.sessions, len(hosts(found))) == (rows, sessions, sessions)


def test_a_page_never_names_a_session_of_others(cast: Cast, as_: As) -> None:
    page = as_(cast.outsider).get("/calendar/").content.decode()
    assert "Fir Primary School" in page
    assert "Ash Primary School" not in page
    assert "Leo Lead" not in page


def test_it_is_narrowed_to_a_collaborative(cast: Cast, as_: As) -> None:
    client = as_(cast.director)
    page = client.get(f"/calendar/?year={cast.year.pk}&collaborative={cast.other_collaborative.pk}")
    assert "Fir Primary School" in page.content.decode()
    assert "Ash Primary School" not in page.content.decode()
    assert "There is a problem" in client.get("/calendar/?collaborative=99999").content.decode()


def test_cancelled_sessions_leave_it_and_postponed_ones_stay(cast: Cast) -> None:
    ChallengeSession.objects.update(state="postponed")
    assert [
        chip.look for _, rows in year_of(cast.director, cast.year).sections for chip in rows[0].chips
    ] == ["postponed"]
    ChallengeSession.objects.update(state="cancelled")
    assert year_of(cast.director, cast.year).sessions == 0


# --- Where things lie -----------------------------------------------------------------------------


def test_weeks_run_from_september_to_the_end_of_the_summer_term(cast: Cast) -> None:
    found = year_of(cast.director, cast.year)
    assert (found.weeks[0].monday, found.weeks[-1].monday) == (date(2026, 8, 31), date(2027, 7, 19))
    assert [week.monday for week in found.weeks if week.now] == [date(2026, 11, 16)]
    free = [week.monday for week in found.weeks if week.free]
    assert free == [
        date(2026, 10, 26),
        *(date(2026, 12, 21), date(2026, 12, 28), date(2027, 2, 15)),
        *(date(2027, 3, 29), date(2027, 4, 5), date(2027, 5, 31)),
    ]
    assert [head.title for head in found.heads] == "Sep Oct Nov Dec Jan Feb Mar Apr May Jun Jul".split()
    assert sum(head.span for head in found.heads) == len(found.weeks)


def test_a_session_stands_in_its_week_below_its_round(cast: Cast) -> None:
    found = year_of(cast.lead, cast.year)
    (chip,) = found.sections[0][1][0].chips
    assert found.weeks[chip.column - 1].monday == date(2026, 11, 16)
    assert (chip.day, chip.lead, chip.part) == (date(2026, 11, 19), "Leo Lead", "lead reviewer")
    (band,) = found.bands
    assert (band.title, found.weeks[band.column - 1].monday) == ("Autumn round 2026/27", date(2026, 9, 28))
    assert found.weeks[band.column + band.span - 2].monday == date(2026, 12, 7)


def test_a_session_outside_the_terms_lengthens_the_grid(cast: Cast) -> None:
    ChallengeSession.objects.update(starts_at=utc("2027-08-20 07:15"), planned_end_at=utc("2027-08-20 15:00"))
    found = year_of(cast.director, cast.year)
    assert found.weeks[-1].monday == date(2027, 8, 16)
    later = {"starts_at": utc("2027-10-20 07:15"), "planned_end_at": utc("2027-10-20 15:00")}
    ChallengeSession.objects.update(**later)
    beyond = year_of(cast.director, cast.year)
    assert beyond.weeks[-1].monday == date(2027, 8, 30)
    assert [chip.column for chip in beyond.sections[0][1][0].chips] == [len(beyond.weeks)]


def test_days_off_and_closed_days_of_all_schools_stand_in_it(cast: Cast) -> None:
    BankHoliday.objects.create(day=date(2027, 5, 3), name="May Day")
    week = {"starts": date(2027, 5, 10), "ends": date(2027, 5, 13), "year": cast.year}
    ClosedPeriod.objects.create(kind="sats", name="Tests", **week)
    ClosedPeriod.objects.create(kind="inset", name="INSET at Ash", school=cast.host_school, **week)
    found = year_of(cast.director, cast.year)
    may = [event.title for event in found.dates if event.day.month == 5]
    assert may == ["May Day", "Tests", "Half term, summer term"]
    assert [shade.starts for shade in found.shades if shade.kind == "closed"] == [date(2027, 5, 10)]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_needs_the_same_queries_however_full(
    cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for later in range(number - 1):
        starts = cast.session.starts_at + timedelta(days=later)
        hours = {"starts_at": starts, "planned_end_at": starts + timedelta(hours=7)}
        session = make.SessionFactory(round=cast.round, group=cast.group, **hours)
        make.ReviewerFactory(session=session, is_lead=True)
    client = as_(cast.director)
    with django_assert_num_queries(25):
        page = client.get("/calendar/")
    assert page.context["calendar"].sessions == number


# --- On paper --------------------------------------------------------------------------------------


def test_a_planner_is_asked_for_and_made_anew_when_something_has_changed(cast: Cast, as_: As) -> None:
    client, path = as_(cast.director), f"/calendar/{cast.year.pk}/planner/"
    for _ in range(2):
        client.post(path)
    assert Document.objects.filter(kind="year-planner").count() == 1
    document = Document.objects.get(kind="year-planner")
    Document.objects.update(state=DocumentState.WAITING)
    assert documents.build(document.pk)
    answer = client.get(f"{path}download/")
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert "Something has changed" not in client.get(path).content.decode()

    ChallengeSession.objects.update(starts_at=utc("2026-11-20 08:15"), planned_end_at=utc("2026-11-20 16:00"))
    assert "Something has changed" in client.get(path).content.decode()
    client.post(path)
    assert Document.objects.filter(kind="year-planner").count() == 2


def test_a_planner_is_its_readers_own(cast: Cast, as_: As) -> None:
    planners.ask_planner(user=cast.director, year=cast.year)
    assert planners.newest_planner(user=cast.outsider, year=cast.year) is None
    own = planners.ask_planner(user=cast.outsider, year=cast.year)
    names = [row["school"] for part in own.source["sections"] for row in part["rows"]]
    assert names == ["Fir Primary School"]


def test_a_planner_is_tagged_across_and_says_who_leads(cast: Cast) -> None:
    facts = planners.ask_planner(user=cast.director, year=cast.year).source
    cells = pack.context(facts)["sections"][0]["rows"][0]["cells"]
    assert [(number, one["on"], one["lead"]) for number, cell in enumerate(cells) for one in cell] == [
        (2, "Thu 19", "Leo Lead")
    ]
    with pikepdf.open(BytesIO(pack.build(facts, lambda percent, stage: None))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.docinfo["/Title"] == "Year planner 2026/27"
        wide, high = pdf.pages[0].mediabox[2:]
        assert wide > high
        assert len(pdf.pages) == 2  # a page for each collaborative


def test_a_planner_without_any_session_shows_the_dates_of_the_year(cast: Cast) -> None:
    facts = planners.ask_planner(user=cast.la_officer, year=cast.year).source
    assert facts["sections"] == []
    assert len(facts["dates"]) == 10  # three terms, each with its beginning, half term and end, and the round
