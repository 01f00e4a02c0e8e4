"""What somebody with a pencil can do: whether one sum follows from others."""

from collections.abc import Sequence
from fractions import Fraction

Row = Sequence[Fraction]


def determined(wanted: Row, known: Sequence[Row]) -> bool:
    """Whether ``wanted`` is a combination of the known sums."""
    return rank([*known, wanted]) == rank(known)


def rank(rows: Sequence[Row]) -> int:
    """How many of the rows are independent, by elimination."""
    left = [list(row) for row in rows if any(row)]
    found = 0
    while left:
        pivot = left.pop()
        at = next(n for n, value in enumerate(pivot) if value)
        left = [[a - b * row[at] / pivot[at] for a, b in zip(row, pivot, strict=True)] for row in left]
        left = [row for row in left if any(row)]
        found += 1
    return found
