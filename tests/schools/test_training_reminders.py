"""Who is offered training, and who is reminded that theirs runs out."""

from datetime import date
from typing import Any

import pytest

from hlp.models import Message, User
from schools.choices import Role
from schools.models import AcademicYear, Membership, School, TrainingModule
from schools.services.training import modules
from schools.services.training.reminders import tell_due
from tests import factories as make
from tests.conftest import utc

AT = utc("2026-11-16 09:00")


@pytest.fixture
def year(db: None) -> AcademicYear:
    """2026/27, in which leading needs one module."""
    make.module("Ethics", refresh_years=3)
    return make.YearFactory()


@pytest.fixture
def school(year: AcademicYear) -> School:
    """A member."""
    made = make.SchoolFactory(name="Ash Primary School")
    Membership.objects.create(school=made, year=year)
    return made


def told(at: Any = AT) -> list[tuple[str, str]]:
    """What a run writes: kind and person."""
    before = set(Message.objects.values_list("pk", flat=True))
    tell_due(at=at)
    rows = Message.objects.exclude(pk__in=before).order_by("pk")
    return list(rows.values_list("kind", "person__name"))


def test_a_new_headteacher_is_offered_training_once(school: School) -> None:
    make.head_of(school, "Hana Host")

    assert [told(), told(), told(utc("2027-03-01 09:00"))] == [[("training-offer", "Hana Host")], [], []]


def test_who_is_trained_or_heads_no_member_is_offered_nothing(school: School) -> None:
    make.train(make.head_of(school))
    make.head_of(make.SchoolFactory())
    make.appoint(make.UserFactory(), Role.DEPUTY, school=school)

    assert told() == []


def test_who_comes_to_another_school_is_offered_again(school: School, year: AcademicYear) -> None:
    person = make.head_of(school, "Hana Host")
    told()
    other = make.SchoolFactory()
    Membership.objects.create(school=other, year=year)
    make.appoint(person, Role.HEADTEACHER, school=other, starts=date(2026, 11, 1))

    assert told() == [("training-offer", "Hana Host")]


def test_a_school_that_joins_again_is_offered_again(school: School) -> None:
    make.head_of(school, "Hana Host")
    told()
    years = [
        make.YearFactory(
            name=f"{first}/{first - 1999}", starts=date(first, 9, 1), ends=date(first + 1, 8, 31)
        )
        for first in (2027, 2028, 2029)
    ]
    for later in years[1:]:
        Membership.objects.create(school=school, year=later)

    assert told(utc("2027-10-01 09:00")) == []
    assert told(utc("2028-10-01 09:00")) == [("training-offer", "Hana Host")]
    assert told(utc("2029-10-01 09:00")) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-15", []),  # more than sixty days before
        ("2026-11-16", [("training-refresh", "Hana Host")]),
        ("2027-01-15", [("training-refresh", "Hana Host")]),  # its last day
    ],
)
def test_a_refresh_is_told_sixty_days_before(school: School, day: str, expected: Any) -> None:
    make.train(make.head_of(school, "Hana Host"), day=date(2024, 1, 15))

    at = utc(f"{day} 09:00")
    assert [told(at), told(at)] == [expected, []]


def test_training_that_ran_out_is_told_once_more(school: School) -> None:
    make.train(make.head_of(school, "Hana Host"), day=date(2024, 1, 15))
    told()

    after = utc("2027-01-16 09:00")
    assert [told(after), told(after)] == [[("training-refresh", "Hana Host")], []]
    message = Message.objects.filter(kind="training-refresh").order_by("pk").last()
    assert message is not None
    assert message.context["modules"] == ["Ethics, Friday 15 January 2027"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_run_asks_as_often_for_one_as_for_three(
    year: AcademicYear, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        school = make.SchoolFactory()
        Membership.objects.create(school=school, year=year)
        make.head_of(school)

    with django_assert_num_queries(7):
        assert tell_due(at=AT) == number


def test_a_partnership_starts_with_modules_and_keeps_what_it_changed(db: None) -> None:
    year = make.YearFactory()
    modules.start(year)
    assert TrainingModule.objects.count() == len(modules.DEFAULTS)
    assert set(TrainingModule.objects.exclude(needed_from=None).values_list("needed_from", flat=True)) == {
        year.starts
    }

    TrainingModule.objects.exclude(name="Moderation").delete()
    modules.start(year)
    assert [str(module) for module in TrainingModule.objects.all()] == ["Moderation"]


def test_somebody_without_an_account_that_is_open_is_not_written_to(school: School) -> None:
    make.head_of(school)
    User.objects.update(is_active=False)

    assert told() == []
