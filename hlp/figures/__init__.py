"""Published figures: plain data in, an SVG with live text out, the sentence it states and its table.

Only a worker draws: the engine takes a second to import and a tenth of a second a figure, so what is drawn is kept.
Pages and PDFs print the same SVG. Nothing here knows whose figures these are.
"""

from hlp.figures.data import Drawn, Gap, Look, Panel, Point, Row, Series, TableRow, Unit
from hlp.figures.dots import dots
from hlp.figures.gaps import gaps
from hlp.figures.lines import lines
from hlp.figures.multiples import small_multiples

__all__ = [
    "Drawn",
    "Gap",
    "Look",
    "Panel",
    "Point",
    "Row",
    "Series",
    "TableRow",
    "Unit",
    "dots",
    "gaps",
    "lines",
    "small_multiples",
]
