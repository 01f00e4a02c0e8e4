"""What an entry of good practice is begun with: the newest published share, and the pupil premium's own before FSM6."""

from decimal import Decimal

import pytest

from schools.models import School
from scorecard.services.context import practice_facts
from tests.factories import SchoolFactory
from tests.scorecard import factories as make

pytestmark = pytest.mark.django_db


def published(school: School, code: str, value: str, year: int, **more: str) -> None:
    """A figure of a school's context."""
    measure = make.MeasureFactory(code=code)
    make.ResultFactory(school=school, measure=measure, value=Decimal(value), year=year, **more)


def test_newest_share_counts_and_fsm6_stands_in_where_the_premium_is_older() -> None:
    one, other, none = SchoolFactory(), SchoolFactory(), SchoolFactory()
    published(one, "premium-pupils", "15.83", 2019)
    published(one, "fsm6", "14", 2019)
    published(one, "eal", "40", 2023)
    published(one, "eal", "41.5", 2024)
    published(other, "premium-pupils", "15", 2019)
    published(other, "fsm6", "21", 2024)
    published(none, "premium-pupils", "30", 2024, status="reported")
    assert practice_facts(one) == {"pupil_premium": Decimal("15.8"), "eal": Decimal("41.5")}
    assert practice_facts(other) == {"pupil_premium": Decimal("21.0")}
    assert practice_facts(none) == {}
