"""What single cells say: a figure, a code, a year, a day; and nothing that is only perhaps one."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.choices import Status
from scorecard.services.imports import written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("59%", "59"),
        ("59 %", "59"),
        ("67.599999999999994", "67.6"),
        ("1.2330000000000001E-2", "0.0123"),
        ("-2.7", "-2.7"),
        ("−2.7", "-2.7"),
        ("+1", "1"),
        ("622,583", "622583"),
        (".5", "0.5"),
        ("0", "0"),
    ],
)
def test_a_figure_is_read_without_noise(text: str, value: str) -> None:
    assert written.reading(text).value == Decimal(value)


@pytest.mark.parametrize("text", ["SUPP", "z", "c", "x", ":", "low", "-", "LOWCOV", "np", ".."])
def test_a_code_is_kept_as_published_and_is_no_figure(text: str) -> None:
    assert written.reading(text) == written.Written(reason=text)


@pytest.mark.parametrize("text", ["", "NULL", "null", "n/a"])
def test_nothing_is_nothing(text: str) -> None:
    assert written.reading(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "18-Nov",
        "1,2",
        "12,34",
        "5 9",
        "59%%",
        "%",
        "1e999",
        "NaN",
        "Infinity",
        "#REF!",
        "59p",
        "+-1",
        "٥٩",
        "1_0",
    ],
)
def test_what_is_only_perhaps_a_figure_is_refused(text: str) -> None:
    with pytest.raises(written.Unreadable):
        written.reading(text)


@given(st.decimals(min_value=-100_000, max_value=100_000, places=4, allow_nan=False))
def test_every_number_comes_back_however_a_program_writes_it(value: Decimal) -> None:
    ways = {f"{value:f}", f"{value:,f}", f"{value:e}", f"{float(value):.17g}"}
    assert {written.number(way) for way in ways} == {value.normalize()} if value else {Decimal(0)}


@given(st.text(max_size=12))
def test_any_text_is_a_figure_a_code_nothing_or_refused(text: str) -> None:
    try:
        found = written.reading(" ".join(text.split()))
    except written.Unreadable:
        return
    assert found is None or (found.value is None) != (found.reason == "")


@pytest.mark.parametrize(
    ("text", "year", "status"),
    [
        ("2016", 2015, None),
        ("2015/16", 2015, None),
        ("2015/2016", 2015, None),
        ("2015-16", 2015, None),
        ("2025 (prov)", 2024, Status.PROVISIONAL),
        ("2024/25 (revised)", 2024, Status.REVISED),
        ("1999/00", 1999, None),
    ],
)
def test_years_are_named_by_their_end_or_both(text: str, year: int, status: Status | None) -> None:
    assert written.year_and_status(text) == (year, status)


@pytest.mark.parametrize("text", ["", "16", "2015/17", "2016 (?)", "Jul-16", "20155", "2016.0"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(written.Unreadable):
        written.year_and_status(text)


def test_a_period_names_two_years_that_follow_each_other() -> None:
    assert (written.period("202122"), written.period("199900")) == (2021, 1999)
    with pytest.raises(written.Unreadable):
        written.period("202123")


@pytest.mark.parametrize(
    "text", ["31/08/2018", "31-08-2018", "31.8.2018", "2018-08-31", "2018-08-31 00:00:00", "20180831"]
)
def test_a_day_is_read_as_ofsted_and_spreadsheets_write_it(text: str) -> None:
    assert written.day(text) == date(2018, 8, 31)


@pytest.mark.parametrize("text", ["31/02/2018", "08/31/2018", "31/08/18", "43343", "August"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(written.Unreadable, match="is not a date like 31/08/2018"):
        written.day(text)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)))
def test_every_day_comes_back(day: date) -> None:
    assert {written.day(f"{day:{form}}") for form in ("%d/%m/%Y", "%Y-%m-%d", "%Y%m%d")} == {day}


def test_counts_are_whole_and_not_below_nothing() -> None:
    assert (written.whole("3303"), written.whole("30.0"), written.whole("SUPP"), written.whole("")) == (
        3303,
        30,
        None,
        None,
    )
    for text in ("-1", "30.5", "30%"):
        with pytest.raises(written.Unreadable, match="is not a number of pupils"):
            written.whole(text)


def test_a_urn_has_five_to_seven_digits() -> None:
    assert written.urn("102470.0") == 102470
    for text in ("", "12", "10247O", "１０２４７０"):
        with pytest.raises(written.Unreadable):
            written.urn(text)
