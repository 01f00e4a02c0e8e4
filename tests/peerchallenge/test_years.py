"""A year begins with a scheme and a programme, and keeps what the Director made of them."""

from datetime import time

from peerchallenge.models import Area, Direction, TemplateSlot
from peerchallenge.services import years
from tests import factories as make


def test_a_year_starts_with_seven_areas(db: None) -> None:
    year = make.YearFactory()
    years.start(year)
    assert list(year.areas.values_list("name", flat=True)) == [
        "Inclusion",
        "Curriculum and teaching",
        "Achievement",
        "Attendance and behaviour",
        "Personal development and well-being",
        "Leadership and governance",
        "Early years",
    ]


def test_only_vulnerable_is_a_concern(db: None) -> None:
    year = make.YearFactory()
    years.start(year)
    assert list(year.directions.values_list("code", "concern")) == [
        ("improving", False),
        ("vulnerable", True),
    ]


def test_the_programme_runs_from_a_quarter_past_eight_to_four(db: None) -> None:
    year = make.YearFactory()
    years.start(year)
    slots = list(year.template_slots.values_list("starts", flat=True))
    assert (slots[0], slots[-1], len(slots)) == (time(8, 15), time(16), 15)


def test_starting_twice_adds_nothing(db: None) -> None:
    year = make.YearFactory()
    years.start(year)
    years.start(year)
    assert (Area.objects.count(), Direction.objects.count(), TemplateSlot.objects.count()) == (7, 2, 15)


def test_starting_again_leaves_an_edited_list_alone(db: None) -> None:
    year = make.YearFactory()
    years.start(year)
    year.areas.filter(name="Early years").delete()
    years.start(year)
    assert year.areas.count() == 6
