"""When headteachers cannot: answered by them or for them, reminded, and kept once."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from hlp.models import Message, User
from hlp.transitions import StaleEdit
from peerchallenge.models import AwayDays
from peerchallenge.services import availability as services
from peerchallenge.services.availability import Days
from schools.models import AcademicYear
from tests import factories as make
from tests.conftest import As, Cast

JUNE = "2026-06-01 09:05+00:00"
DAY = date(2026, 11, 19)


def answered(cast: Cast, *days: Days, version: int = 0, by: User | None = None) -> None:
    """The host's answer."""
    services.answer(person=cast.host, year=cast.year, days=days, version=version, by=by or cast.host)


def asked() -> list[User]:
    """Who was asked, in order."""
    return [m.person for m in Message.objects.filter(kind="availability-asked").order_by("pk")]


def test_an_answer_is_kept_once_and_replaced_knowingly(cast: Cast) -> None:
    answered(cast, Days(DAY, DAY), Days(cast.year.starts, cast.year.ends, 0))
    answered(cast, Days(DAY, DAY), Days(cast.year.starts, cast.year.ends, 0))
    row = cast.host.availability.get()
    assert (row.version, row.days.count()) == (1, 2)

    with pytest.raises(StaleEdit):
        answered(cast, by=cast.deputy)
    answered(cast, version=1, by=cast.deputy)
    row.refresh_from_db()
    assert (row.answered_by, row.version, AwayDays.objects.count()) == (cast.deputy, 2, 0)


@pytest.mark.parametrize(
    "days", [Days(DAY, date(2026, 11, 18)), Days(date(2026, 8, 1), DAY), Days(DAY, date(2027, 9, 1))]
)
def test_impossible_days_are_refused(cast: Cast, days: Days) -> None:
    with pytest.raises(ValidationError):
        answered(cast, days)


def test_headteachers_are_asked_in_june_and_again_a_week_later(cast: Cast) -> None:
    for moment, number in [
        ("2026-05-31 09:05+00:00", 0),
        (JUNE, 4),
        (JUNE, 4),
        ("2026-06-05 09:05+00:00", 4),
        ("2026-06-08 09:05+00:00", 8),
        ("2026-07-01 09:05+00:00", 8),
    ]:
        with time_machine.travel(moment, tick=False):
            services.ask_owed()
        assert len(asked()) == number, moment


def test_who_has_answered_is_not_asked_and_waiting_questions_are_withdrawn(cast: Cast) -> None:
    with time_machine.travel(JUNE, tick=False):
        services.ask_owed()
        answered(cast)
    states = dict(Message.objects.values_list("person__name", "state"))
    assert states["Hana Host"] == "cancelled"
    with time_machine.travel("2026-06-08 09:05+00:00", tick=False):
        services.ask_owed()
    assert asked().count(cast.host) == 1


def test_for_whom_somebody_answers(cast: Cast) -> None:
    assert services.people_of(cast.host) == [cast.host]
    assert services.people_of(cast.office) == [cast.host]
    assert services.people_of(cast.director) == []


def test_the_year_asked_for_is_the_next_from_june_on(cast: Cast) -> None:
    later = AcademicYear.objects.create(name="2027/28", starts=date(2027, 9, 1), ends=date(2028, 8, 31))
    years = [cast.year, later]
    assert services.year_asked_for(years, date(2027, 5, 31)) == cast.year
    assert services.year_asked_for(years, date(2027, 6, 1)) == later
    assert services.year_asked_for(years, date(2026, 5, 31)) is None


def page(as_: As, user: User, cast: Cast, data: dict[str, object] | None = None) -> str:
    """The page of the host's answer as somebody sees it, or what their posting comes to."""
    path = f"/availability/{cast.year.pk}/{cast.host.pk}/"
    client = as_(user)
    answer = client.get(path) if data is None else client.post(path, data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_days_are_entered_one_after_another_and_unticked(as_: As, cast: Cast) -> None:
    first = {"first_0": "12", "first_1": "October", "first_2": "2026"}
    page(as_, cast.host, cast, {"version": "0", "never": ["0"], "more": "1", **first})
    assert sorted(map(str, AwayDays.objects.all())) == [
        "Monday 12 October 2026",
        "Mondays, Tuesday 1 September 2026 to Tuesday 31 August 2027",
    ]

    page(as_, cast.office, cast, {"version": "1", "save": "1"})
    assert AwayDays.objects.count() == 0
    assert "by Oscar Office" in page(as_, cast.host, cast)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"last_0": "3", "last_1": "11", "last_2": "2026"}, "Enter the first day too"),
        ({"first_0": "3", "first_1": "11", "first_2": "2028"}, "The day must lie between"),
        ({"first_0": "31", "first_1": "2", "first_2": "2027"}, "must be a real date"),
        (
            {
                "first_0": "4",
                "first_1": "11",
                "first_2": "2026",
                "last_0": "3",
                "last_1": "11",
                "last_2": "2026",
            },
            "The last day must not be before the first",
        ),
        ({"first_0": "7", "first_1": "11", "first_2": "2026"}, "is not a school day"),
    ],
)
def test_what_cannot_be_is_said_beside_the_box(as_: As, cast: Cast, data: dict[str, str], error: str) -> None:
    found = page(as_, cast.host, cast, {"version": "0", **data})
    assert error in found
    assert "There is a problem" in found
    assert AwayDays.objects.count() == 0


def test_the_list_of_answers_takes_the_same_queries_for_one_and_three(
    as_: As, cast: Cast, django_assert_num_queries: object
) -> None:
    client = as_(cast.director)
    path = f"/availability/{cast.year.pk}/answers/"
    client.get(path)
    answered(cast, Days(DAY, DAY))
    for extra in (0, 2):
        for _ in range(extra):
            make.head_of(cast.far_school)
        with django_assert_num_queries(10):  # type: ignore[operator]
            client.get(path)


def test_the_question_stands_on_the_home_page_until_it_is_answered(as_: As, cast: Cast) -> None:
    question = "Say when you cannot host or visit in 2026/27"
    with time_machine.travel("2026-06-03 09:00+00:00", tick=False):
        pages = [as_(user).get("/home/").content.decode() for user in (cast.host, cast.office, cast.director)]
        assert [question in found for found in pages] == [True, True, False]
        answered(cast)
        assert question not in as_(cast.office).get("/home/").content.decode()
    with time_machine.travel("2026-11-03 09:00+00:00", tick=False):
        assert question not in as_(cast.lead).get("/home/").content.decode()
