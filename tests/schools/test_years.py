"""Laying out an academic year and setting its terms."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from hlp.models import AuditEntry
from hlp.transitions import StaleEdit
from peerchallenge.models import Area
from schools.models import AcademicYear, BankHoliday, Term
from schools.services.years import (
    bank_holidays,
    change_terms,
    default_terms,
    easter_sunday,
    lay_out_year,
    terms_version,
)
from tests import factories as make
from tests.conftest import As, Cast


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25")],
)
def test_easter(year: int, easter: str) -> None:
    assert easter_sunday(year).isoformat() == easter


def test_terms_of_2026_are_plausible() -> None:
    days = [
        (str(t.starts), str(t.half_term_starts), str(t.half_term_ends), str(t.ends))
        for t in default_terms(2026)
    ]
    assert days == [
        ("2026-09-01", "2026-10-26", "2026-10-30", "2026-12-18"),
        ("2027-01-04", "2027-02-15", "2027-02-19", "2027-03-25"),
        ("2027-04-12", "2027-05-31", "2027-06-04", "2027-07-21"),
    ]


@pytest.mark.parametrize("year", range(2020, 2041))
def test_terms_of_any_year_are_in_order(year: int) -> None:
    terms = default_terms(year)
    assert [term.problem() for term in terms] == [None] * 3
    assert terms[0].ends < terms[1].starts
    assert terms[1].ends < easter_sunday(year + 1) < terms[2].starts
    assert [day.weekday() < 5 for t in terms for day in (t.starts, t.ends)] == [True] * 6


def test_bank_holidays_are_those_of_england() -> None:
    found = bank_holidays(date(2026, 9, 1), date(2027, 8, 31))
    assert [str(day) for day in found] == [
        "2026-12-25",
        "2026-12-26",
        "2026-12-28",
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-05-03",
        "2027-05-31",
        "2027-08-30",
    ]


def test_a_year_is_laid_out_once(db: None) -> None:
    first, again = lay_out_year(date(2026, 9, 1)), lay_out_year(date(2026, 11, 23))
    assert (first, str(first), str(first.ends)) == (again, "2026/27", "2027-08-31")
    assert (Term.objects.count(), BankHoliday.objects.count()) == (3, 9)
    assert Area.objects.filter(year=first).count() > 0
    assert AuditEntry.objects.filter(action="year.lay-out").count() == 1


def test_terms_that_were_set_are_kept(db: None) -> None:
    make.lay_terms(make.YearFactory())
    year = lay_out_year(date(2026, 9, 1))
    assert str(year.terms.get(name="autumn").starts) == "2026-09-02"


def test_a_stale_edit_overwrites_nothing(cast: Cast) -> None:
    seen = terms_version(cast.year)
    terms = default_terms(2026)
    change_terms(year=cast.year, terms=terms, version=seen, by=cast.director)
    with pytest.raises(StaleEdit):
        change_terms(year=cast.year, terms=terms, version=seen, by=cast.director)


def test_terms_must_follow_one_another(cast: Cast) -> None:
    autumn, spring, summer = default_terms(2026)
    with pytest.raises(ValidationError) as refused:
        change_terms(year=cast.year, terms=[spring, autumn, summer], version="", by=cast.director)
    assert list(refused.value.message_dict) == ["autumn_starts"]


def test_the_director_sets_terms_on_the_page(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    path = f"/years/{cast.year.pk}/"
    form = client.get(path).context["form"]
    data = {"version": form.initial["version"]}
    for name, value in form.initial.items():
        if name != "version":
            data |= {f"{name}_0": value.day, f"{name}_1": value.month, f"{name}_2": value.year}
    data |= {"autumn_starts_0": "7", "autumn_starts_1": "sep"}
    assert client.post(path, data)["Location"] == "/years/"
    assert str(cast.year.terms.get(name="autumn").starts) == "2026-09-07"
    again = client.post(path, {**data, "autumn_starts_0": "8"})
    assert "Somebody changed these terms" in again.content.decode()
    assert str(cast.year.terms.get(name="autumn").starts) == "2026-09-07"


def test_days_out_of_order_are_told(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    path = f"/years/{cast.year.pk}/"
    form = client.get(path).context["form"]
    data = {}
    for name, value in form.initial.items():
        if name != "version":
            data |= {f"{name}_0": value.day, f"{name}_1": value.month, f"{name}_2": value.year}
    answer = client.post(path, {**data, "spring_ends_2": "2026"})
    page = answer.content.decode()
    assert "The last day of term must be after half term" in page
    assert 'href="#id_spring_starts_0"' in page


def test_the_next_year_is_laid_out_by_a_button_pressed_twice(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    assert "Lay out 2027/28" in client.get("/years/").content.decode()
    for _ in range(2):
        assert client.post("/years/new/", {"name": "2027/28"})["Location"] == "/years/"
    assert list(AcademicYear.objects.values_list("name", flat=True)) == ["2027/28", "2026/27"]


@time_machine.travel("2026-07-01", tick=False)
def test_the_first_year_to_lay_out_is_the_present_one(as_: As, db: None) -> None:
    director = make.UserFactory()
    make.appoint(director, "director")
    assert "Lay out 2025/26" in as_(director).get("/years/").content.decode()
