"""One figure as it was published, and how it is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

FEW = 5  # pupils: a cohort of so many or fewer says more about children than about a school
HIDDEN = "few"  # the reason of ours in place of a figure that would speak about few pupils
WITHHELD = "pair"  # likewise, of a figure from which a hidden one could be worked out


@dataclass(frozen=True)
class Figure:
    """A value or the reason there is none, exactly one of them, and the number of pupils behind it where known.

    The reason is the publisher's code, kept as published and never read as nought (the Department's list of
    abbreviations: SUPP, NE, NA, LOWCOV, NP; its statistics: z not applicable, x not available, c confidential, low).
    """

    value: Decimal | None
    reason: str = ""
    cohort: int | None = None

    @property
    def shown(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def few(self) -> bool:
        """Whether five pupils or fewer stand behind it. Nobody at all is not few: nothing is told about anybody."""
        return self.cohort is not None and 0 < self.cohort <= FEW


def without(figure: Figure, reason: str) -> Figure:
    """The figure with its value and its number of pupils taken out; what had no value keeps its own reason."""
    return Figure(None, reason if figure.shown else figure.reason, None)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half away from nought, as the Department rounds: 64.5 is 65, -0.5 is -1."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def values(figures: Iterable[Figure]) -> list[Decimal]:
    """The values there are; what is suppressed is left out and is no nought."""
    return [figure.value for figure in figures if figure.value is not None]
