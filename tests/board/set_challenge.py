"""A performance challenge for tests: drafted with one target, and what follows."""

from datetime import date
from decimal import Decimal

from board.models import Challenge
from board.services import challenges
from board.services.challenges import Goal
from scorecard.models import Measure
from tests.conftest import Cast
from tests.scorecard.factories import MeasureFactory


def measure() -> Measure:
    """The measure of the target: expected standard combined, in per cent."""
    return MeasureFactory(code="rwm", name="Reading, writing and maths", short_name="RWM")


def goal() -> Goal:
    """From 60% in 2025/26 to 70%."""
    return Goal(measure(), Decimal(60), 2025, Decimal(70), date(2027, 8, 31))


def drafted(cast: Cast) -> Challenge:
    """The draft of 2026/27 with one target."""
    made = challenges.draft(year=2026, title="Every child reads", text="We read.", by=cast.director)
    challenges.aim(challenge=made, goal=goal(), by=cast.director)
    return made
