import ast
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlp.figures import (
    Drawn,
    Gap,
    Look,
    Panel,
    Point,
    Row,
    Series,
    Unit,
    canvas,
    dots,
    findings,
    gaps,
    lines,
    small_multiples,
    style,
)
from hlp.figures.dots import stacked
from hlp.figures.lines import blanks, stretches
from hlp.figures.scales import scale
from hlp.fonts import shipped, unpacked
from tests.test_architecture import ROOT

PERCENT = Unit()
PROGRESS = Unit(suffix="", decimals=1, apart="points", floor=None, ceiling=None, least=4)
AXIS = {year: f"{year % 100}/{year % 100 + 1}" for year in range(2016, 2025)}
NAMES = {Look.NEAR: "Borough", Look.REGION: "Region", Look.NATION: "Nation"}


def series(label: str, look: Look, values: list[float | None], notes: dict[int, str] | None = None) -> Series:
    """A series from 2016 on."""
    told = notes or {}
    return Series(
        label, look, tuple(Point(2016 + at, y, told.get(2016 + at, "")) for at, y in enumerate(values))
    )


OWN = series("This school", Look.OWN, [52, 58, None, None, None, 61, None, 64, 71], {2018: "SUPP"})
NEAR = series("Borough", Look.NEAR, [64, 68, 70, None, None, 61, 63, 68, 69])
REGION = series("Region", Look.REGION, [67, 69, 71, None, None, 65, 66, 68, 69.4])
NATION = series("Nation", Look.NATION, [61, 64, 65, None, None, 59, 60, 61, 62])
CROWD = tuple(float(40 + number * 7 % 45) for number in range(45))


def a_line(title: str = "Reading & <writing>") -> Drawn:
    return lines([OWN, NEAR, REGION, NATION], title=title, axis=AXIS, unit=PERCENT, breaks=[2018, 2021])


def some_dots() -> Drawn:
    marks = ((Look.NEAR, 69.0), (Look.REGION, 70.0), (Look.NATION, 62.0))
    rows = [Row(f"Measure {number}", CROWD, 71.0 - 4 * number, "", marks) for number in range(5)]
    rows.append(Row("Measure 6", CROWD, None, "SUPP", marks))
    return dots(rows, title="All measures", unit=PERCENT, names=NAMES, own="This school")


def some_gaps() -> Drawn:
    rows = [Gap("This school", 48, 71, own=True), Gap("Borough", 58, 75), Gap("Nation", None, 69, note="z")]
    return gaps(rows, title="The gap", unit=PERCENT, groups=("Disadvantaged pupils", "Other pupils"))


def some_panels() -> Drawn:
    panels = [Panel(f"Measure {number}", (OWN, NATION), (2018,)) for number in range(8)]
    return small_multiples(panels, title="Eight measures", axis=AXIS, unit=PERCENT)


@pytest.fixture(scope="module")
def drawn() -> list[Drawn]:
    return [a_line(), some_dots(), some_gaps(), some_panels()]


def test_every_figure_meets_our_policy_and_is_small(drawn: list[Drawn]) -> None:
    for one in drawn:
        assert re.findall(r"style|<script|<image|@font|http(?!://www.w3.org/2000/svg)", one.svg) == []
        assert len(one.svg.encode()) < 20_000, one.caption


def test_every_figure_has_its_words_for_who_cannot_see_it(drawn: list[Drawn]) -> None:
    for one in drawn:
        root = ElementTree.fromstring(one.svg)
        title, description = root[0], root[1]
        assert (root.get("role"), title.text, description.text) == ("img", one.caption, one.finding)
        assert root.get("aria-labelledby") == title.get("id")
        assert root.get("aria-describedby") == description.get("id")
        assert all(len(row.parts) == len(one.columns) for row in one.rows)


def test_text_stays_text_in_the_shipped_font(drawn: list[Drawn]) -> None:
    assert "This school 71%" in "".join(ElementTree.fromstring(drawn[0].svg).itertext())
    assert all(one.svg.count("font-family=\"'Source Sans 3', arial, sans-serif\"") == 1 for one in drawn)


def test_ids_are_unique_on_a_page_of_all_figures(drawn: list[Drawn]) -> None:
    page = "".join(one.svg for one in [*drawn, a_line("Another title")])
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_same_data_give_the_same_bytes(drawn: list[Drawn]) -> None:
    again = [a_line(), some_dots(), some_gaps(), some_panels()]
    assert [one.svg for one in again] == [one.svg for one in drawn]


def test_every_mark_reaches_three_to_one_and_every_text_four_and_a_half(drawn: list[Drawn]) -> None:
    carries_no_data = {style.GRID, style.BAND, style.PAPER}
    found = (
        set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', "".join(one.svg for one in drawn)))
        - carries_no_data
    )
    assert {style.PENS[look].colour for look in (Look.OWN, Look.NEAR, Look.REGION, Look.NATION)} <= found
    assert [colour for colour in found if style.contrast(colour) < 4.5] == []
    assert style.contrast("#5b9bd5") < 3 < style.contrast("#3574b5")


def test_no_two_looks_differ_by_colour_alone() -> None:
    assert len({pen.marker for pen in style.PENS.values()}) == len(style.PENS)
    assert len({(str(pen.dash), pen.width) for pen in style.PENS.values()}) >= len(style.PENS) - 1


def test_only_the_canvas_wakes_the_engine_and_only_when_it_draws() -> None:
    for path in sorted((ROOT / "hlp" / "figures").glob("*.py")):
        top = [
            node for node in ast.parse(path.read_text()).body if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        assert "matplotlib" not in "".join(ast.unparse(node) for node in top), path.name


# --- What the sentences say -------------------------------------------------------------------


def test_lines_say_where_one_stands_and_how_it_moved() -> None:
    assert a_line().finding == (
        "This school: 71% in 24/25, 2 percentage points above Borough (69%) and Region (69%) and 9 above Nation (62%)."
        " That is 19 percentage points more than in 16/17."
    )


def test_one_point_is_singular_and_level_is_level() -> None:
    own = series("Ours", Look.OWN, [60, 61])
    axis = {2016: "16/17", 2017: "17/18"}
    words = findings.of_lines([own, series("Nation", Look.NATION, [60, 61.2])], axis, PERCENT)
    assert (
        words
        == "Ours: 61% in 17/18, the same as Nation (61%). That is 1 percentage point more than in 16/17."
    )


def test_a_missing_figure_is_said_with_its_code() -> None:
    own = series("This school", Look.OWN, [None] * 9, {2024: "NE"})
    drawn = lines([own, NATION], title="None", axis=AXIS, unit=PERCENT)
    assert drawn.finding == "This school: no figure for 24/25 (NE); Nation 62%."
    assert drawn.rows[-1].parts == ("NE", "62%")
    assert "NE" in drawn.svg


def test_nothing_at_all_still_makes_a_figure() -> None:
    own = series("This school", Look.OWN, [])
    drawn = lines([own], title="Nothing", axis=AXIS, unit=PERCENT)
    assert drawn.finding == "This school: no figure for 24/25."
    assert (
        dots([Row("Reading")], title="t", unit=PERCENT, names=NAMES, own="Ours").finding
        == "Ours: no figures to show."
    )
    empty = gaps([Gap("Ours", None, None)], title="t", unit=PERCENT, groups=("Some", "Others"))
    assert empty.finding == "No figures for some beside others."
    assert (
        small_multiples([Panel("A", (own, own))], title="t", axis=AXIS, unit=PERCENT).finding
        == "No figures for 24/25."
    )


def test_dots_count_measures_above_the_nation_and_name_nobody() -> None:
    drawn = some_dots()
    assert drawn.finding == "This school: above Nation in 3 of 5 measures."
    assert drawn.columns == (
        "This school",
        "Borough",
        "Region",
        "Nation",
        "Middle school",
        "Half lie between",
        "Schools",
    )
    assert drawn.rows[5].parts == ("SUPP", "69%", "70%", "62%", "62%", "51% to 73%", "45")


def test_one_row_of_dots_tells_the_spread() -> None:
    row = Row("Reading", (50, 60, 70, 80, 90), 70)
    drawn = dots([row], title="t", unit=PERCENT, names=NAMES, own="Ours")
    assert drawn.finding == "Ours: 70%. Half of the 5 schools lie between 60% and 80%."


def test_gaps_say_who_is_behind() -> None:
    assert some_gaps().finding == (
        "This school: disadvantaged pupils are 23 percentage points behind other pupils, against 17 in Borough."
    )
    other_way = findings.of_gaps([Gap("Ours", 70, 69, own=True)], ("Some", "Others"), PERCENT)
    assert other_way == "Ours: some are 1 percentage point ahead of others."
    assert (
        findings.of_gaps([Gap("Ours", 70, 70)], ("Some", "Others"), PERCENT)
        == "Ours: some are level with others."
    )


def test_multiples_count_what_ends_above() -> None:
    assert some_panels().finding == "This school: above Nation in 8 of 8 measures in 24/25."


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        (PERCENT, 63.4, "63%"),
        (PROGRESS, -1.44, "−1.4"),
        (PROGRESS, -0.04, "0.0"),
        (Unit(suffix="", prefix="£", ceiling=None), 60720, "£60,720"),
        (PERCENT, 66.5, "67%"),
        (PERCENT, 0.5, "1%"),
        (PROGRESS, -0.25, "−0.3"),
        (PERCENT, None, "no figure"),
    ],
)
def test_values_are_written_with_their_unit(unit: Unit, value: float | None, said: str) -> None:
    assert unit.say(value) == said


# --- Where things lie ---------------------------------------------------------------------------


def test_a_missing_year_and_a_break_end_a_stretch() -> None:
    runs = stretches(NEAR, [2017, 2023])
    assert [[x for x, _ in run] for run in runs] == [[2016], [2017, 2018], [2021, 2022], [2023, 2024]]


def test_years_without_any_figure_are_one_band() -> None:
    assert blanks([OWN, NATION], sorted(AXIS)) == [(2018.5, 2020.5)]
    assert blanks([series("One", Look.OWN, [50])], sorted(AXIS)) == []


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30))
def test_an_axis_covers_its_values_and_no_less_than_its_stretch(values: list[float]) -> None:
    low, high, ticks = scale(values, PERCENT)
    assert low <= min(values) + 1e-6
    assert high >= max(values) - 1e-6
    assert high - low >= PERCENT.least - 1e-6
    assert 0 <= low < high <= 100
    assert 3 <= len(ticks) <= 8


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=9))
def test_an_axis_may_go_below_nought(values: list[float]) -> None:
    low, high, ticks = scale(values, PROGRESS)
    assert low <= min(values) + 1e-6
    assert max(values) - 1e-6 <= high
    assert ticks == sorted(ticks)


@given(st.lists(st.floats(20, 200), min_size=1, max_size=5))
def test_labels_never_touch_keep_their_order_and_stay_inside(places: list[float]) -> None:
    moved = canvas.spread_out(places, 16, 18, 208)
    order = sorted(range(len(places)), key=lambda at: places[at])
    steps = [moved[b] - moved[a] for a, b in pairwise(order)]
    assert all(step >= 16 - 1e-6 for step in steps)
    assert all(18 - 1e-6 <= place <= 208 + 1e-6 for place in moved)


def test_dots_do_not_cover_each_other_until_the_pile_is_full() -> None:
    places = stacked([50.0] * 5 + [51.0] * 2, 4.0)
    assert sorted(x for x, _ in places) == [50.0] * 5 + [51.0] * 2
    for at, (x, y) in enumerate(places):
        assert all((4 * (a - x)) ** 2 + (b - y) ** 2 > 25 for a, b in places[:at])
    assert len(stacked([50.0] * 60, 4.0)) == 60


def test_long_names_are_cut_to_their_room() -> None:
    short = canvas.fit("Grammar, punctuation and spelling at the expected standard", 150)
    assert short.endswith("…")
    assert canvas.width_of(short) <= 150
    assert unpacked(shipped("latin", 400)).stat().st_size > 20_000
