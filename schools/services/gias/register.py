"""Takes a download of the register over: reads, compares, and writes when it is told to."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from schools.choices import ChangeKind
from schools.models import School, SchoolLink
from schools.services.delimited import Moved
from schools.services.downloads import Open, Refused, sources, table
from schools.services.gias.changes import differing, told
from schools.services.gias.columns import Entry, Left, entries, is_establishments
from schools.services.gias.links import Links, Pair, is_links
from schools.services.names import keep_former

BATCH = 500
MOST_SHOWN = 200  # of each kind of change; all are counted
FIELDS = [name.attname for name in School._meta.concrete_fields if not name.primary_key]

Progress = Callable[[int, str], None]
Source = tuple[str, int, Open]
T = TypeVar("T")


@dataclass
class Outcome:
    """What an import read and what it changes; ``digest`` names exactly these changes."""

    read: int = 0
    taken: int = 0
    unchanged: int = 0
    links_read: int = 0
    links_new: int = 0
    left: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    items: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    proposals: list[dict[str, Any]] = field(default_factory=list)
    digest: str = ""

    @property
    def changed(self) -> int:
        """How many schools are new or change."""
        return self.taken - self.unchanged

    def as_json(self) -> dict[str, Any]:
        """All of it in plain dictionaries, lists and numbers."""
        return {**vars(self), "left": dict(self.left), "changes": dict(+self.changes)}


def take_over(
    path: Path,
    *,
    las: Iterable[str],
    write: bool,
    by: User | None,
    expect: str = "",
    confirmed: Iterable[str] = (),
    at: datetime | None = None,
    progress: Progress = lambda percent, stage: None,
) -> Outcome:
    """Read a download and compare it with our schools; with ``write`` save the changes, the links and an audit row.

    ``las`` are the local authorities taken, none for all. ``confirmed`` are links that the Director has confirmed,
    as ``predecessor-successor``. What is written is written in one transaction. Raises Refused, and Moved
    when the changes are not ``expect``.
    """
    work = _Import(set(las), write, progress)
    with transaction.atomic() if write else nullcontext(), sources(path) as found:
        work.read(found)
        work.finish()
        if expect and work.outcome.digest != expect:
            raise Moved
        if write:
            now = at or clock.now()
            _save_links(work.links_found, set(confirmed), by, now)
            audit.record("register.import", about="register", by=by, at=now, **_counts(work.outcome))
    return work.outcome


def _counts(outcome: Outcome) -> dict[str, Any]:
    return {"read": outcome.read, "taken": outcome.taken, **+outcome.changes}


class _Import:
    """One passage through a download."""

    def __init__(self, las: set[str], write: bool, progress: Progress) -> None:
        self.las, self.write, self.progress = las, write, progress
        self.outcome, self.links = Outcome(), Links()
        self.seen: dict[int, tuple[str, bool]] = {}  # what the file says: name, and whether it is open
        self.new: set[int] = set()
        self.print = sha256()
        self.links_found: dict[Pair, date | None] = {}

    def read(self, found: list[Source]) -> None:
        """The links first, then the schools. Raises Refused when there is neither."""
        lists = []
        for source in found:
            with table(*source) as one:
                if is_links(one):
                    self.links.add_table(one)
                elif is_establishments(one):
                    lists.append(source)
                elif len(found) == 1:
                    raise Refused(_unknown(one.headings))
        if not lists and not self.links.read:
            raise Refused("No file in the zip file is a list of schools or of links from the register.")
        self.outcome.links_read = self.links.read
        for source in lists:
            with table(*source) as one:
                for batch in chunks(self._fresh(entries(one, self.las)), BATCH):
                    self._compare(batch)
                    self.progress(5 + int(90 * one.done()), f"{self.outcome.read:,} rows read")

    def _fresh(self, rows: Iterable[Entry | Left]) -> Iterator[Entry]:
        """The rows that are taken; all are counted."""
        for row in rows:
            self.outcome.read += 1
            if isinstance(row, Left):
                self.outcome.left[row.why] += 1
            elif row.urn in self.seen:
                self.outcome.left["The same URN again"] += 1
            else:
                self.seen[row.urn] = (row.values["name"], row.values["open"])
                self.links.add_cell(row.urn, row.links)
                self.outcome.taken += 1
                yield row

    def _compare(self, batch: list[Entry]) -> None:
        rows = School.objects.select_for_update() if self.write else School.objects.all()
        known = {school.urn: school for school in rows.filter(urn__in=[entry.urn for entry in batch])}
        new, changed = [], []
        for entry in batch:
            school = known.get(entry.urn)
            if school is None:
                self.new.add(entry.urn)
                self._note(entry, ChangeKind.NEW, "", entry.values.get("type", ""))
                new.append(School(urn=entry.urn, **entry.values))
            elif found := differing(school, entry.values):
                for kind, before, after in told(found):
                    self._note(entry, kind, before, after, school)
                self.print.update(repr((entry.urn, sorted(found.items()))).encode())
                changed.append(_with(school, entry.values))
            else:
                self.outcome.unchanged += 1
        if self.write:
            keep_former((known[one.urn], one.name) for one in changed)
            School.objects.bulk_create(new)
            School.objects.bulk_create(
                changed, update_conflicts=True, unique_fields=["urn"], update_fields=FIELDS
            )

    def _note(
        self, entry: Entry, kind: ChangeKind, before: str, after: str, school: School | None = None
    ) -> None:
        self.outcome.changes[kind] += 1
        name = school.name if school else entry.values["name"]
        shown = self.outcome.items.setdefault(kind, [])
        if len(shown) < MOST_SHOWN:
            shown.append({"urn": entry.urn, "name": name, "before": before, "after": after})
        self.print.update(repr((entry.urn, kind, before, after)).encode())

    def finish(self) -> None:
        """Settle the links, tell new URNs from new schools, and name the whole."""
        known = self._known()
        self.links_found = self.links.settled({urn: is_open for urn, (_, is_open) in known.items()})
        there = _saved_links()
        confirmed = {pair for pair, is_confirmed in there.items() if is_confirmed}
        self.outcome.links_new = len(set(self.links_found) - set(there))
        for pair, day in sorted(self.links_found.items(), key=lambda link: link[0][1]):
            self._tell_successor(pair, known)
            if pair not in confirmed:
                self._propose(pair, day, known)
        self.outcome.digest = self.print.hexdigest()

    def _known(self) -> dict[int, tuple[str, bool]]:
        """Name and state of every school that a link names: as the file says, else as we know it."""
        wanted = self.links.urns()
        known: dict[int, tuple[str, bool]] = {}
        for some in chunks(sorted(wanted), BATCH):
            rows = School.objects.filter(urn__in=some).values_list("urn", "name", "open")
            known |= {urn: (name, is_open) for urn, name, is_open in rows}
        return known | {urn: facts for urn, facts in self.seen.items() if urn in wanted}

    def _tell_successor(self, pair: Pair, known: dict[int, tuple[str, bool]]) -> None:
        before, after = pair
        if after not in self.new or before in self.new:
            return
        self.new.discard(after)
        changes, items = self.outcome.changes, self.outcome.items
        changes[ChangeKind.NEW] -= 1
        changes[ChangeKind.SUCCESSOR] += 1
        items[ChangeKind.NEW] = [item for item in items.get(ChangeKind.NEW, []) if item["urn"] != after]
        item = {
            "urn": after,
            "name": known[after][0],
            "before": f"{known[before][0]} ({before})",
            "after": "",
        }
        items.setdefault(ChangeKind.SUCCESSOR, []).append(item)

    def _propose(self, pair: Pair, day: date | None, known: dict[int, tuple[str, bool]]) -> None:
        self.print.update(repr((pair, day)).encode())
        if len(self.outcome.proposals) < MOST_SHOWN:
            before, after = pair
            shown = f"{day:%d-%m-%Y}" if day else ""
            names = {
                "predecessor": f"{known[before][0]} ({before})",
                "successor": f"{known[after][0]} ({after})",
            }
            self.outcome.proposals.append({"key": f"{before}-{after}", "date": shown, **names})


def _with(school: School, values: dict[str, Any]) -> School:
    return School(**{**{name: getattr(school, name) for name in FIELDS}, **values})


def _saved_links() -> dict[Pair, bool]:
    """The links that we have, and whether each is confirmed.

    Put together here: a database that has not counted a fresh import yet joins the two tables row by row, for minutes.
    """
    urns = dict(School.objects.order_by().values_list("pk", "urn"))
    links = SchoolLink.objects.order_by().values_list("predecessor", "school", "confirmed_at")
    return {(urns[before], urns[after]): at is not None for before, after, at in links}


def _save_links(found: dict[Pair, date | None], confirmed: set[str], by: User | None, at: datetime) -> None:
    """Keep each link once; the confirmed ones get who and when."""
    for some in chunks(found.items(), BATCH):
        urns = {urn for pair, _ in some for urn in pair}
        keys = dict(School.objects.filter(urn__in=urns).values_list("urn", "pk"))
        links = [SchoolLink(predecessor_id=keys[a], school_id=keys[b], date=day) for (a, b), day in some]
        SchoolLink.objects.bulk_create(links, ignore_conflicts=True)
        for (before, after), _ in some:
            if f"{before}-{after}" in confirmed:
                link = SchoolLink.objects.filter(
                    predecessor__urn=before, school__urn=after, confirmed_at=None
                )
                link.update(confirmed_by=by, confirmed_at=at)


def _unknown(headings: list[str]) -> str:
    if not {"urn", "establishmentname", "linkurn"} & {heading.casefold() for heading in headings}:
        return (
            "The first row is not that of a register file: there is no column ‘URN’. Download the CSV again."
        )
    missing = "LinkType" if "linkurn" in {h.casefold() for h in headings} else "EstablishmentName"
    return f"The file has no column ‘{missing}’. Download it again with all its columns."


def chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most ``size`` things."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
