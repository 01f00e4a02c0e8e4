"""What an importer is, what it is asked, and what it notes while it reads."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hlp.tables import Table
from scorecard.choices import Status, year_label
from scorecard.services import results

MOST_REJECTS = 2_000  # that are listed; all are counted

Tell = Callable[[int, str], None]


@dataclass(frozen=True)
class Ask:
    """What a person says of a file: its academic year (by the year in which it began), its status, its date."""

    year: int | None = None
    status: str = Status.FINAL
    published_on: date | None = None

    def as_options(self, importer: str) -> dict[str, Any]:
        """In plain words and numbers, as a run keeps it."""
        day = self.published_on.isoformat() if self.published_on else ""
        return {"importer": importer, "year": self.year, "status": str(self.status), "published_on": day}

    @classmethod
    def from_options(cls, options: dict[str, Any]) -> "Ask":
        """What a run kept."""
        day = options.get("published_on")
        return cls(options.get("year"), options["status"], date.fromisoformat(day) if day else None)

    @property
    def label(self) -> str:
        """``2024/25, final``."""
        year = f"{year_label(self.year)}, " if self.year is not None else ""
        return f"{year}{Status(self.status).label.lower()}"


@dataclass(frozen=True)
class Reject:
    """What cannot be right: the row as a spreadsheet numbers it, the column, what stands there, and why not."""

    row: int
    column: str
    value: str
    why: str


@dataclass
class Reading:
    """What an importer notes while its figures are drawn from it.

    ``taken`` counts rows by what they are of, ``left`` rows that are right and not ours by the reason, ``rejected``
    rows that are wrong; ``found`` figures by the code of their measure, ``codes`` what stands instead of a figure;
    ``absent`` names measures for which the file has no column.
    """

    read: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    rejects: list[Reject] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    absent: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def reject(self, *why: Reject) -> None:
        """Note that a row is not taken, for one reason or more."""
        self.rejected += 1
        self.rejects += why[: max(0, MOST_REJECTS - len(self.rejects))]

    def warn(self, sentence: str) -> None:
        """Note what a person should look at before confirming, once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def as_json(self) -> dict[str, Any]:
        """All of it in plain lists, dictionaries and numbers; what is counted and shown in its order as pairs.

        PostgreSQL keeps no order of the keys of a dictionary.
        """
        pairs = {name: [list(pair) for pair in getattr(self, name).items()] for name in ("taken", "left")}
        counted = {"found": dict(self.found), "codes": dict(self.codes)}
        return vars(self) | pairs | counted | {"rejects": [asdict(one) for one in self.rejects]}


def no_check(path: Path) -> None:
    """Nothing to look at before the worker reads the file."""


@dataclass(frozen=True)
class Importer:
    """How files of one publisher become figures.

    ``read`` yields what stands in the file, and notes the rest in the reading; ``check`` looks at the headings while
    the person waits. Both raise Refused. ``weigh`` and ``record`` take what ``read`` yields: figures, unless an importer
    brings something else. ``permission`` is who may bring it. ``unproven`` says plainly what no complete file was there to
    prove.
    """

    kind: str
    title: str
    publisher: str
    intro: str
    hint: str
    read: Callable[[Path, Ask, Reading, Tell], Iterator[Any]]
    check: Callable[[Path], None] = no_check
    asks_year: bool = True
    asks_status: bool = True
    statuses: tuple[str, ...] = (Status.PROVISIONAL, Status.REVISED, Status.FINAL)
    accept: str = ".csv,.zip"
    unproven: str = ""
    weigh: Callable[..., results.Recorded] = results.weigh
    record: Callable[..., results.Recorded] = results.record
    template: Callable[[], Table] | None = None
    permission: str = "scorecard.import_results"
