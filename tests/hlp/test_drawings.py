from datetime import timedelta

import pytest
from django.template.loader import render_to_string

from hlp import clock, drawings, plain
from hlp.figures import Gap, Look, Panel, Point, Row, Series, Unit
from hlp.figures import spec as specs
from hlp.figures.spec import Dots, Gaps, Lines, Multiples, Spec
from hlp.models import Drawing

AXIS = ((2023, "23/24"), (2024, "24/25"))
OWN = Series("This school", Look.OWN, (Point(2023, 60.0), Point(2024, None, "SUPP")))
NATION = Series("Nation", Look.NATION, (Point(2023, 61.0), Point(2024, 62.0)))
ALL: list[Spec] = [
    Lines("Reading", (OWN, NATION), AXIS, Unit(), (2024,)),
    Dots(
        "Spread",
        (Row("Reading", (50.0, 60.0), 55.0, "", ((Look.NATION, 62.0),)),),
        Unit(),
        ((Look.NATION, "Nation"),),
    ),
    Gaps("Gap", (Gap("This school", 40.0, 60.0, own=True),), Unit(), ("Some", "Others")),
    Multiples("All", (Panel("Reading", (OWN, NATION)),), AXIS, Unit()),
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spec", ALL)
def test_a_figure_to_be_drawn_survives_json(spec: Spec) -> None:
    assert specs.read(plain_json(specs.write(spec))) == spec


def plain_json(data: object) -> dict[str, object]:
    """The data as they come back from the database."""
    import json

    found: dict[str, object] = json.loads(json.dumps(data))
    return found


def test_the_same_figure_is_kept_and_drawn_once() -> None:
    first = drawings.ask(ALL)
    again = drawings.ask([*ALL, ALL[0]])
    assert [row.pk for row in again] == [row.pk for row in first]
    assert drawings.draw() == len(ALL)
    assert drawings.draw() == 0
    kept = Drawing.objects.get(pk=first[0].pk)
    assert kept.finding == "This school: no figure for 24/25 (SUPP); Nation 62%."
    assert kept.rows[1] == {"label": "24/25", "parts": ["SUPP", "62%"], "text": ""}


def test_only_what_was_named_is_drawn_and_each_is_told() -> None:
    first, second, *_ = drawings.ask(ALL)
    told: list[tuple[int, int]] = []
    drawings.draw([first.pk, second.pk], lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    assert Drawing.objects.filter(drawn_at=None).count() == 2


def test_what_cannot_be_drawn_is_given_up_and_holds_nothing_up() -> None:
    bad = drawings.ask(ALL[:1])[0]
    Drawing.objects.filter(pk=bad.pk).update(source={"kind": "lines"})
    good = drawings.ask(ALL[2:3])[0]
    assert [drawings.draw() for _ in range(4)] == [1, 0, 0, 0]
    assert Drawing.objects.get(pk=good.pk).is_drawn
    assert Drawing.objects.get(pk=bad.pk).attempts == drawings.MOST_ATTEMPTS
    assert not drawings.redraw(at=clock.now() + timedelta(hours=1))


def test_a_figure_left_undrawn_wakes_the_worker_after_a_minute() -> None:
    asked = drawings.ask(ALL[:1])[0].asked_at
    assert not drawings.redraw(at=asked + timedelta(seconds=59))
    assert drawings.redraw(at=asked + timedelta(seconds=60))


def test_a_page_shows_the_figure_its_sentence_and_its_table() -> None:
    waiting = drawings.ask(ALL[:1])[0]
    page = render_to_string("_components/figure.html", {"drawing": waiting, "heading": "Reading"})
    assert "This figure is being drawn." in page
    drawings.draw()
    drawn = Drawing.objects.get(pk=waiting.pk)
    page = render_to_string("_components/figure.html", {"drawing": drawn, "heading": "Reading"})
    assert drawn.svg in page
    assert drawn.finding in page
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">SUPP</td>' in page
    assert plain.read(Point, {"x": 1, "y": None, "unheard": 2}) == Point(1)
