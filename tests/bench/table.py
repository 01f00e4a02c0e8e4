"""What was measured, as a table for people and as JSON for programs."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured figure. ``ratio`` is against ``beside``, where there is something fair to compare with."""

    part: str
    name: str
    value: float
    unit: str
    ratio: float | None = None
    beside: str = ""


def timed(action: Callable[[], Any], times: int = 1) -> float:
    """The median number of seconds that an action takes."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        taken.append(time.perf_counter() - began)
    return median(taken)


def show(figures: list[Figure]) -> None:
    """Print the table, then one line of JSON."""
    part = ""
    for figure in figures:
        if figure.part != part:
            part = figure.part
            print(f"\n{part}\n{'-' * len(part)}")
        beside = f"   {figure.ratio:8.2f} x {figure.beside}" if figure.ratio is not None else ""
        print(f"{figure.name:<58} {figure.value:12,.2f} {figure.unit:<8}{beside}")
    print("\n" + json.dumps([asdict(figure) for figure in figures]))
