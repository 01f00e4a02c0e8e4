"""Whose training counts on a day, and what a person has done and owes."""

from datetime import date
from typing import Any

import pytest

from hlp.models import User
from schools.models import TrainingModule, TrainingRecord
from schools.services.training import trained_on, training_of
from tests import factories as make

DAY = date(2026, 11, 19)


@pytest.fixture
def person(db: None) -> User:
    """Somebody."""
    return make.UserFactory(name="Hana Host")


def names(lines: list[Any]) -> list[str]:
    """The modules of some lines."""
    return [line.module.name for line in lines]


def test_where_no_module_is_needed_everybody_may_lead(person: User) -> None:
    make.module("Pupil voice", needed_from=None)

    assert trained_on(DAY) == {person.pk}


def test_every_needed_module_must_be_in_date(person: User) -> None:
    ethics, report = make.module("Ethics"), make.module("Writing the report")
    make.record(person, ethics, date(2026, 1, 10))
    assert trained_on(DAY) == frozenset()

    make.record(person, report, DAY)
    assert trained_on(DAY) == {person.pk}


def test_training_counts_from_its_day_to_the_day_on_which_it_is_to_be_refreshed(person: User) -> None:
    make.record(person, make.module("Ethics", refresh_years=3), date(2024, 2, 29))

    found = {day: person.pk in trained_on(date.fromisoformat(day)) for day in ("2024-02-28", "2024-02-29")}
    found |= {day: person.pk in trained_on(date.fromisoformat(day)) for day in ("2027-02-28", "2027-03-01")}
    assert found == {"2024-02-28": False, "2024-02-29": True, "2027-02-28": True, "2027-03-01": False}


def test_a_module_is_needed_from_its_day_on_and_until_it_is_taught_no_more(person: User) -> None:
    module = make.module("Ethics", needed_from=DAY)
    assert [trained_on(date(2026, 11, 18)), trained_on(DAY)] == [{person.pk}, frozenset()]

    TrainingModule.objects.filter(pk=module.pk).update(retired=True)
    assert trained_on(DAY) == {person.pk}


def test_a_record_that_was_taken_back_counts_no_more(person: User) -> None:
    make.record(person, make.module("Ethics"), date(2026, 1, 10))
    TrainingRecord.objects.update(taken_back_at=make.moment("2026-02-01 09:00"))

    assert (trained_on(DAY), names(training_of(person, DAY).owed)) == (frozenset(), ["Ethics"])


def test_a_person_has_done_owes_and_refreshes(person: User) -> None:
    make.record(person, make.module("Ethics", refresh_years=3), date(2024, 1, 9))
    make.record(person, make.module("Writing the report", refresh_years=3), date(2023, 11, 18))
    make.record(person, make.module("Pupil voice", needed_from=None, refresh_years=None), date(2014, 9, 1))
    make.module("Data protection")
    make.record(person, make.module("Moderation", refresh_years=1), date(2025, 12, 31))

    found = training_of(person, DAY)
    assert names(found.done) == ["Ethics", "Pupil voice", "Moderation"]
    assert names(found.owed) == ["Writing the report", "Data protection"]
    assert names(found.refresh_due) == ["Moderation", "Ethics"]
    assert not found.is_trained


def test_the_record_that_counts_longest_is_the_one_that_counts(person: User) -> None:
    module = make.module("Ethics", refresh_years=None)
    make.record(person, module, date(2020, 1, 10))
    module.refresh_years = 1
    module.save()
    make.record(person, module, date(2022, 1, 10))

    found = training_of(person, DAY)
    assert person.pk in trained_on(DAY)
    assert (found.is_trained, found.lapses) == (True, None)


def test_what_lapses_first_says_until_when_a_person_may_lead(person: User) -> None:
    make.record(person, make.module("Ethics", refresh_years=3), date(2026, 1, 10))
    make.record(person, make.module("Writing the report", refresh_years=2), date(2026, 3, 4))
    make.record(person, make.module("Pupil voice", needed_from=None, refresh_years=1), date(2026, 3, 4))

    assert training_of(person, DAY).lapses == date(2028, 3, 4)


@pytest.mark.parametrize("number", [1, 3])
def test_the_trained_are_found_in_two_queries(
    person: User, number: int, django_assert_num_queries: Any
) -> None:
    module = make.module("Ethics")
    for someone in [person, *make.UserFactory.create_batch(number - 1)]:
        make.record(someone, module, date(2026, 1, 10))

    with django_assert_num_queries(2):
        assert len(trained_on(DAY)) == number
