"""A figure that is to be drawn, as plain data: the web says what, a worker draws."""

from dataclasses import asdict, dataclass
from typing import Any

from hlp import plain
from hlp.figures.data import Drawn, Gap, Look, Panel, Row, Series, Unit
from hlp.figures.dots import dots
from hlp.figures.gaps import gaps
from hlp.figures.lines import lines
from hlp.figures.multiples import small_multiples


@dataclass(frozen=True)
class Lines:
    """Arguments of ``lines``; ``axis`` holds places with their labels."""

    title: str
    series: tuple[Series, ...]
    axis: tuple[tuple[int, str], ...]
    unit: Unit
    breaks: tuple[int, ...] = ()
    blank: str = "no results"

    def draw(self) -> Drawn:
        """The figure."""
        axis, shown = dict(self.axis), {"breaks": self.breaks, "blank": self.blank}
        return lines(self.series, title=self.title, axis=axis, unit=self.unit, **shown)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Dots:
    """Arguments of ``dots``; ``names`` holds comparators with their names."""

    title: str
    rows: tuple[Row, ...]
    unit: Unit
    names: tuple[tuple[Look, str], ...]
    own: str = ""
    crowd: str = "other schools"

    def draw(self) -> Drawn:
        """The figure."""
        names, told = dict(self.names), {"own": self.own, "crowd": self.crowd}
        return dots(self.rows, title=self.title, unit=self.unit, names=names, **told)


@dataclass(frozen=True)
class Gaps:
    """Arguments of ``gaps``."""

    title: str
    rows: tuple[Gap, ...]
    unit: Unit
    groups: tuple[str, str]

    def draw(self) -> Drawn:
        """The figure."""
        return gaps(self.rows, title=self.title, unit=self.unit, groups=self.groups)


@dataclass(frozen=True)
class Multiples:
    """Arguments of ``small_multiples``."""

    title: str
    panels: tuple[Panel, ...]
    axis: tuple[tuple[int, str], ...]
    unit: Unit
    columns: int = 2
    width: int = 360

    def draw(self) -> Drawn:
        """The figure."""
        axis, shape = dict(self.axis), {"columns": self.columns, "width": self.width}
        return small_multiples(self.panels, title=self.title, axis=axis, unit=self.unit, **shape)


Spec = Lines | Dots | Gaps | Multiples
KINDS: dict[str, type[Spec]] = {"lines": Lines, "dots": Dots, "gaps": Gaps, "multiples": Multiples}


def write(spec: Spec) -> dict[str, Any]:
    """The figure to be drawn as plain data, with its kind."""
    kind = next(name for name, one in KINDS.items() if isinstance(spec, one))
    return {"kind": kind, **asdict(spec)}


def read(data: dict[str, Any]) -> Spec:
    """What ``write`` wrote."""
    return plain.read(KINDS[data["kind"]], data)
