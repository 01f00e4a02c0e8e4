"""Ofsted's management information of every era: which inspections its rows tell, each on its own scale."""

import csv
import io
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schools.services.delimited import Refused
from scorecard.choices import Framework
from scorecard.services.imports.ofsted.columns import era_of
from scorecard.services.imports.ofsted.rows import Reader, Told, Wrong, framework_on
from scorecard.services.imports.tables import opened

FILES = Path(__file__).parent.parent / "files"
REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "ofsted"
real_files = pytest.mark.skipif(not REAL.is_dir(), reason="Ofsted's real files are not here")


def told(path: Path) -> tuple[str, list[Told]]:
    with opened(path, ["URN"], "Ofsted's file") as table:
        reader = Reader(table)
        return era_of(table), [one for number, row in table.rows for one in reader.told(number, row)]


def changed(tmp_path: Path, name: str, before: str, after: str) -> Path:
    text = (FILES / name).read_bytes().decode("cp1252")
    assert before in text
    path = tmp_path / name
    path.write_bytes(text.replace(before, after, 1).encode("cp1252"))
    return path


def test_2015_to_2019_a_title_stands_above_the_headings() -> None:
    era, (first, earlier, second) = told(FILES / "ofsted_2018.csv")
    assert era == "Overall effectiveness with outcomes for pupils (2015 to 2019)"
    assert (first.row, first.urn, first.day) == (3, 990001, date(2016, 6, 14))
    assert first.published_on == date(2016, 7, 8)
    assert (first.framework, first.overall, first.safeguarding) == (Framework.SECTION5, "Good", "")
    assert dict(first.grades) == {
        "Outcomes for pupils": "Good",
        "Quality of teaching, learning and assessment": "Good",
        "Personal development, behaviour and welfare": "Outstanding",
        "Leadership and management": "Outstanding",
        "Early years provision": "Good",
    }
    assert (earlier.day, earlier.overall, earlier.grades) == (date(2012, 10, 3), "Requires improvement", ())
    assert "Early years provision" not in dict(second.grades)


def test_2019_to_2024_an_inspection_belongs_to_the_school_that_was_inspected() -> None:
    era, found = told(FILES / "ofsted_2022.csv")
    assert era == "Education inspection framework (2019 to 2024)"
    latest, earlier, as_was, ungraded = found
    assert (latest.framework, latest.overall, latest.safeguarding) == (Framework.EIF, "Good", "Effective")
    assert [area for area, _ in latest.grades][:3] == [
        "Quality of education",
        "Behaviour and attitudes",
        "Personal development",
    ]
    assert (earlier.framework, earlier.day) == (Framework.SECTION5, date(2016, 6, 14))
    assert (as_was.urn, as_was.then, as_was.framework) == (990004, 990002, Framework.SECTION5)
    assert (ungraded.then, ungraded.overall, ungraded.outcome) == (990004, "", "School remains Outstanding")


def test_from_september_2024_there_is_no_headline_grade() -> None:
    era, (graded, before, ungraded) = told(FILES / "ofsted_2025_06.csv")
    assert era == "Four judgements without a headline grade (from September 2024)"
    assert (graded.framework, graded.overall, len(graded.grades)) == (Framework.UNGRADED_HEADLINE, "", 5)
    assert (before.framework, before.overall) == (Framework.EIF, "Good")
    assert ungraded.outcome == "School remains Good (Concerns) - S5 Next"
    assert ungraded.framework == Framework.UNGRADED_HEADLINE


def test_from_november_2025_a_report_card_stands_beside_the_latest_earlier_inspection() -> None:
    era, (card, graded, *_) = told(FILES / "ofsted_2026.csv")
    assert era == "Report cards (from November 2025)"
    assert (card.framework, card.overall, card.safeguarding) == (Framework.REPORT_CARD, "", "Met")
    assert dict(card.grades) == {
        "Inclusion": "Strong standard",
        "Curriculum and teaching": "Expected standard",
        "Achievement": "Expected standard",
        "Attendance and behaviour": "Strong standard",
        "Personal development and wellbeing": "Exceptional",
        "Early years": "Expected standard",
        "Leadership and governance": "Strong standard",
    }
    assert (graded.day, graded.framework) == (date(2025, 1, 21), Framework.UNGRADED_HEADLINE)


def test_no_inspection_is_told_where_nothing_was_inspected() -> None:
    _, found = told(FILES / "ofsted_2018.csv")
    assert {one.urn for one in found} == {990001, 990002}


@pytest.mark.parametrize(
    ("day", "framework"),
    [
        (date(2019, 8, 31), Framework.SECTION5),
        (date(2019, 9, 1), Framework.EIF),
        (date(2024, 9, 1), Framework.EIF),
        (date(2024, 9, 2), Framework.UNGRADED_HEADLINE),
        (date(2025, 11, 9), Framework.UNGRADED_HEADLINE),
        (date(2025, 11, 10), Framework.REPORT_CARD),
    ],
)
def test_a_framework_begins_and_ends_on_a_day(day: date, framework: Framework) -> None:
    assert framework_on(day) == framework


@pytest.mark.parametrize(
    ("name", "before", "after", "column", "why"),
    [
        (
            "ofsted_2022.csv",
            "17/05/2022",
            "17/25/2022",
            "inspection start date",
            "‘17/25/2022’ is not a date",
        ),
        ("ofsted_2022.csv", ",990001,", ",99000A,", "URN", "‘99000A’ is not a URN"),
        (
            "ofsted_2022.csv",
            "No,990002",
            "No,NULL",
            "does the latest",
            "an earlier school, and the file does not say",
        ),
        (
            "ofsted_2026.csv",
            "Exceptional",
            "Exemplary",
            "personal development and wellbeing",
            "‘exemplary’ is none of",
        ),
        ("ofsted_2026.csv", "03/02/2026", "03/02/2025", "inspection start date", "cannot be a report card"),
        ("ofsted_2018.csv", "14/06/2016", "14/06/2026", "inspection date", "cannot be graded as before"),
    ],
)
def test_a_cell_that_is_wrong_is_named(
    tmp_path: Path, name: str, before: str, after: str, column: str, why: str
) -> None:
    with pytest.raises(Wrong, match=why) as wrong:
        told(changed(tmp_path, name, before, after))
    assert wrong.value.column.startswith(column)


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Name,Colour\nA,B\n")
    with pytest.raises(Refused, match="This is not Ofsted's file: no row has the headings ‘URN’"):
        told(path)


@st.composite
def mangled(draw: st.DrawFn, name: str) -> bytes:
    """The file with its columns in another order, in another encoding, from another program, cut off."""
    rows = list(csv.reader(io.StringIO((FILES / name).read_bytes().decode("cp1252"), newline="")))
    order = draw(st.permutations(range(len(rows[-1]))))
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=draw(st.sampled_from(",;\t")),
        lineterminator=draw(st.sampled_from(["\n", "\r\n"])),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    writer.writerows([row[place] for place in order] for row in rows)
    data = text.getvalue().encode(draw(st.sampled_from(["cp1252", "utf-8", "utf-8-sig"])))
    return data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data


@pytest.mark.parametrize(
    "name", ["ofsted_2018.csv", "ofsted_2022.csv", "ofsted_2025_06.csv", "ofsted_2026.csv"]
)
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(data=st.data())
def test_a_mangled_file_tells_the_right_inspections_or_none(
    tmp_path: Path, name: str, data: st.DataObject
) -> None:
    path = tmp_path / name
    path.write_bytes(data.draw(mangled(name)))
    right = {replace(one, row=0) for one in told(FILES / name)[1]}
    found: set[Told] = set()
    try:
        with opened(path, ["URN"], "Ofsted's file") as table:
            reader = Reader(table)
            for number, row in table.rows:
                with suppress(Wrong):
                    found |= {replace(one, row=0) for one in reader.told(number, row)}
    except Refused:
        pass
    assert found <= right


@real_files
def test_the_real_outcomes_of_2018_and_the_history_are_read_whole() -> None:
    _, outcomes = told(REAL / "hounslow_2018-07-31.csv")
    _, history = told(REAL / "hounslow_history.csv")
    assert (len(outcomes), len(history)) == (75, 208)
    assert {one.framework for one in outcomes} == {Framework.SECTION5}
    assert {one.overall for one in history} == {
        "Outstanding",
        "Good",
        "Satisfactory",
        "Requires improvement",
        "Inadequate",
    }
