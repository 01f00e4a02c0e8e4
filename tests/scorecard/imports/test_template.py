"""What a person writes into a cell of our template: a figure that its measure can have, or a sentence that says why not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.choices import Unit
from scorecard.models import Measure
from scorecard.services.imports.template import value_of

LIMITS = {Unit.PERCENT: (0, 100), Unit.SCORE: (80, 120), Unit.NUMBER: (0, 100_000_000)}


@pytest.mark.parametrize("unit", list(LIMITS))
@given(text=st.one_of(st.text(max_size=10), st.from_regex(r"[-+]?[0-9.,]{1,8} ?%?", fullmatch=True)))
def test_whatever_is_written_is_a_possible_figure_or_refused(unit: Unit, text: str) -> None:
    least, most = LIMITS[unit]
    try:
        value = value_of(" ".join(text.split()), Measure(unit=unit))
    except ValueError:
        return
    assert least <= value <= most


@given(st.decimals(min_value=1, max_value=100, places=1))
def test_a_percentage_is_the_same_with_its_sign_and_without(value: Decimal) -> None:
    measure = Measure(unit=Unit.PERCENT)
    assert value_of(f"{value}%", measure) == value_of(f"{value}", measure) == value


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal("0.99"), places=2))
def test_a_share_without_a_sign_is_never_taken_for_a_percentage(value: Decimal) -> None:
    with pytest.raises(ValueError, match="if this is a share"):
        value_of(f"{value}", Measure(unit=Unit.PERCENT))
