"""LAIT, tidy files and pupil premium: what their rows say, and what is refused rather than guessed."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schools.services.delimited import Refused
from scorecard.choices import Area, PupilGroup, Status
from scorecard.services.imports import ees, lait, premium
from scorecard.services.imports.said import Passed, Rejected, Said, once
from scorecard.services.imports.tables import opened

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "context"
real_files = pytest.mark.skipif(not REAL.is_dir(), reason="the Department's real files are not here")

LAIT = """Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region
KS2RWM_Expected_STD,Attainment …,2016,Hounslow,59,313.0,Outer London
KS2RWM_Expected_STD,,2025 (prov),England,62.299999999999997,970.0,NA
PriPermEx,Exclusions,2015/16,London,-,986.0,NA
PriPermEx,,2015/16,Inner London,0.1,985,NA
"""
EES = """time_period,time_identifier,geographic_level,region_name,old_la_code,la_name,characteristic,sex,pupils,\
gld_percentage
202122,Academic year,National,,,,Total,Total,622583,65.200000
202122,Academic year,Regional,London,,,Total,Total,96264,67.800000
202122,Academic year,Regional,Outer London,,,Total,Total,63902,67.900000
202122,Academic year,Local authority,Outer London,313,Hounslow,Total,Total,3303,66.500000
202122,Academic year,Local authority,Outer London,313,Hounslow,Total,Girls,1654,72.700000
202122,Academic year,Local authority,Outer London,313,Hounslow,Summer-born,Total,1101,c
202122,Academic year,Local authority district,Outer London,313,Hounslow,Total,Total,3301,66.400000
202223,Academic year,Local authority,Outer London,313,Hounslow,Total,Total,3290,z
"""
PREMIUM = """URN,School Name,Number of Primary pupils on roll (9),\
Number of Primary pupils eligible for the Deprivation Pupil Premium,\
Percentage of Primary pupils eligible for the Deprivation Pupil Premium,Number of  Secondary pupils on roll (10)
990001,Gorse,603,95,0.158,0
990002,Fern,309,48.9,0.158,0
990003,Academy,0,0,0,800
"""

Found = list[Said | Rejected | Passed]


def lait_of(path: Path) -> Found:
    with opened(path, lait.WANTED, lait.WHAT) as table:
        return list(once(lait.said(table)))


def ees_of(path: Path) -> Found:
    with opened(path, ees.WANTED, ees.WHAT) as table:
        return list(once(ees.Reader(table, {"gld_percentage": "pupils"}).said()))


def premium_of(path: Path) -> Found:
    with opened(path, premium.WANTED, premium.WHAT) as table:
        return list(once(premium.said(table, 2019)))


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))
    return path


def figures(found: Found) -> list[tuple[object, ...]]:
    return [
        (one.year, one.area, one.la_code, one.value, one.reason) for one in found if isinstance(one, Said)
    ]


def reasons(found: Found) -> Counter[str]:
    return Counter(one.why for one in found if not isinstance(one, Said))


def test_lait_names_years_by_their_summer_and_provisional_figures_as_such(tmp_path: Path) -> None:
    found = lait_of(written(tmp_path, LAIT))
    assert figures(found) == [
        (2015, Area.LA, "313", Decimal(59), ""),
        (2024, Area.ENGLAND, "", Decimal("62.3"), ""),
        (2015, Area.LONDON, "", None, "-"),
    ]
    assert [one.status for one in found if isinstance(one, Said)] == [None, Status.PROVISIONAL, None]
    assert reasons(found) == {"A region other than London": 1}


def test_a_tidy_file_counts_the_authority_once_and_leaves_other_groups_out(tmp_path: Path) -> None:
    found = ees_of(written(tmp_path, EES, "utf-8-sig"))
    assert figures(found) == [
        (2021, Area.ENGLAND, "", Decimal("65.2"), ""),
        (2021, Area.LONDON, "", Decimal("67.8"), ""),
        (2021, Area.LA, "313", Decimal("66.5"), ""),
        (2021, Area.LA, "313", Decimal("72.7"), ""),
        (2022, Area.LA, "313", None, "z"),
    ]
    groups = [(one.group, one.cohort) for one in found if isinstance(one, Said)][2:4]
    assert groups == [(PupilGroup.ALL, 3303), (PupilGroup.GIRLS, 1654)]
    assert reasons(found) == {"Another kind of area": 2, "Another group of pupils": 1}


def test_a_filter_that_was_added_since_leaves_rows_out(tmp_path: Path) -> None:
    lines = [line.split(",") for line in EES.splitlines()]
    text = "\n".join(
        ",".join([*line[:8], word, *line[8:]])
        for line, word in zip(lines, ["season", *["Autumn"] * 8], strict=True)
    )
    assert figures(ees_of(written(tmp_path, text + "\n"))) == []


def test_premium_is_a_fraction_and_must_agree_with_its_counts(tmp_path: Path) -> None:
    found = premium_of(written(tmp_path, PREMIUM))
    assert [(one.urn, one.value, one.cohort) for one in found if isinstance(one, Said)] == [
        (990001, Decimal("15.8"), 603),
        (990002, Decimal("15.8"), 309),
    ]
    assert reasons(found) == {"No primary pupils": 1}
    for share in ("15.8", "0.0158", "1.58%"):
        wrong = premium_of(written(tmp_path, PREMIUM.replace("95,0.158", f"95,{share}")))
        assert [one.row for one in wrong if isinstance(one, Rejected)] == [2]
    per_cent = premium_of(written(tmp_path, PREMIUM.replace("95,0.158", "95,15.8%")))
    assert [one.value for one in per_cent if isinstance(one, Said)] == [Decimal("15.8")] * 2


def test_what_a_file_tells_twice_and_differently_is_rejected_both_times(tmp_path: Path) -> None:
    text = LAIT + "KS2RWM_Expected_STD,,2015/16,Hounslow,60,313,Outer London\n"
    found = lait_of(written(tmp_path, text))
    assert [(one.row, one.why) for one in found if isinstance(one, Rejected)] == [
        (2, "rows 2, 6 tell it differently"),
        (6, "rows 2, 6 tell it differently"),
    ]
    same = LAIT + "KS2RWM_Expected_STD,,2015/16,Hounslow,59%,313,Outer London\n"
    assert figures(lait_of(written(tmp_path, same))) == figures(lait_of(written(tmp_path, LAIT)))


@pytest.mark.parametrize(
    ("read", "text", "before", "after", "column", "why"),
    [
        (lait_of, LAIT, ",59,", ",59 to 61,", "Values", "is not a number"),
        (lait_of, LAIT, ",2016,", ",Jul-16,", "Years", "is not a year like 2016 or 2015/16"),
        (lait_of, LAIT, "313.0", "E09000018", "LA Number", "is not the number of an authority"),
        (
            lait_of,
            LAIT,
            "Outer London\n",
            "Outer London,9\n",
            "Short Desc",
            "more cells than there are headings",
        ),
        (ees_of, EES, "65.200000", "65,200000", "", "more cells than there are headings"),
        (ees_of, EES, "65.200000", "65.2.0", "gld_percentage", "is not a number"),
        (ees_of, EES, "622583", "-5", "pupils", "is not a number of pupils"),
        (ees_of, EES, "202122", "202124", "", "two years that follow each other"),
        (premium_of, PREMIUM, "603", "six", "Number of Primary pupils on roll", "is not a number"),
        (premium_of, PREMIUM, "990001", "990", "URN", "is not a URN"),
    ],
)
def test_a_wrong_cell_rejects_its_row_and_no_other(
    tmp_path: Path, read: Callable[[Path], Found], text: str, before: str, after: str, column: str, why: str
) -> None:
    found = read(written(tmp_path, text.replace(before, after, 1)))
    (rejected,) = [one for one in found if isinstance(one, Rejected)]
    assert (rejected.row, rejected.column) == (2, column)
    assert why in rejected.why
    assert len(figures(found)) == len(figures(read(written(tmp_path, text)))) - 1


# --- Whatever happens to a file, the figures are right or there are none --------------------------


def told(found: Found) -> set[tuple[object, ...]]:
    return {
        (one.key, one.year, one.area, one.la_code, one.urn, one.group, one.value, one.reason)
        for one in found
        if isinstance(one, Said)
    }


@st.composite
def mangled(draw: st.DrawFn, text: str) -> bytes:
    """The file with its columns in another order, in another encoding, cut off, or with blanks and signs added."""
    rows = [line.split(",") for line in text.strip("\n").split("\n")]
    width = len(rows[0])
    order = draw(st.permutations(range(width)))
    rows = [[row[place] for place in order] for row in rows]
    if draw(st.booleans()):
        rows = [[f" {cell}  " for cell in row] for row in rows]
    if draw(st.booleans()):
        rows = [[*row, "", ""] for row in rows]
    if draw(st.booleans()):
        rows = [["Published in 2026"], [""], *rows]
    mark = draw(st.sampled_from([",", ";", "\t"]))
    data = draw(st.sampled_from(["\n", "\r\n"])).join(mark.join(row) for row in rows) + "\n"
    encoded = data.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252"])))
    if draw(st.booleans()):
        encoded = encoded[: draw(st.integers(0, len(encoded)))]
    return encoded


@pytest.mark.parametrize(("read", "text"), [(lait_of, LAIT), (ees_of, EES), (premium_of, PREMIUM)])
@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(data=st.data())
def test_a_mangled_file_gives_the_right_figures_or_none(
    tmp_path: Path, read: Callable[[Path], Found], text: str, data: st.DataObject
) -> None:
    right = told(read(written(tmp_path, text)))
    path = tmp_path / "mangled.csv"
    path.write_bytes(data.draw(mangled(text)))
    try:
        found = told(read(path))
    except Refused:
        return
    assert found <= right


# --- The real files --------------------------------------------------------------------------------


@real_files
def test_the_real_lait_file_gives_every_figure_of_ten_years() -> None:
    found = lait_of(REAL / "hounslow_lait_primary_measures.csv")
    assert (len(figures(found)), reasons(found)) == (4560, {})
    known = {(one.key, one.year, one.area, one.la_code): one.value for one in found if isinstance(one, Said)}
    rwm = {
        year: tuple(
            int(known["KS2RWM_Expected_STD", year, *area] or 0)
            for area in ((Area.LA, "313"), (Area.ENGLAND, ""))
        )
        for year in (2015, 2017, 2018, 2023, 2024)
    }
    assert rwm == {2015: (59, 54), 2017: (70, 65), 2018: (70, 65), 2023: (68, 61), 2024: (69, 63)}


@real_files
def test_the_real_profile_of_2022_counts_hounslow_once() -> None:
    with opened(REAL / "hounslow_eyfsp_2022.csv", ees.WANTED, ees.WHAT) as table:
        found = list(once(ees.Reader(table, {"gld_percentage": "children_number"}).said()))
    all_ = [one for one in found if isinstance(one, Said) and one.group == PupilGroup.ALL]
    assert {(one.area, one.la_code, one.value, one.cohort) for one in all_} == {
        (Area.ENGLAND, "", Decimal("65.2"), 622583),
        (Area.LONDON, "", Decimal("67.8"), 96264),
        (Area.LA, "313", Decimal("66.5"), 3303),
    }


@real_files
def test_the_real_pupil_premium_is_read_whole() -> None:
    found = premium_of(REAL / "hounslow_pupil_premium_2019-20.csv")
    assert (len(figures(found)), reasons(found)) == (122, {"No primary pupils": 18})
