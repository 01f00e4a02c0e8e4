"""What the pages about training show: the events, and who is trained, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from hlp.models import User
from hlp.tables import Column, Table
from schools.choices import PlaceState
from schools.models import TrainingEvent, TrainingPlace, TrainingRecord
from schools.services.training.reminders import heads_of_members
from schools.services.training.standing import Standing

TRAINED, SOON, OWING = "trained", "soon", "owing"


@dataclass(frozen=True)
class EventLine:
    """An event with how many come and wait, and where the reader stands with it."""

    event: TrainingEvent
    coming: int
    waiting: int
    place: TrainingPlace | None

    @property
    def left(self) -> int | None:
        """How many more may come; None where there is room for all."""
        return None if self.event.capacity is None else max(self.event.capacity - self.coming, 0)

    @property
    def is_full(self) -> bool:
        """Whether whoever signs up now has to wait."""
        return self.left == 0

    @property
    def holds(self) -> bool:
        """Whether the reader has a place or waits for one."""
        return self.place is not None and self.place.state in {PlaceState.COMING, PlaceState.WAITING}

    @property
    def room(self) -> str:
        """``12 of 20 places taken``, ``full, 2 wait``, or how many come."""
        if self.event.capacity is None:
            return f"{self.coming} signed up"
        if self.is_full:
            return f"Full, {self.waiting} on the waiting list" if self.waiting else "Full"
        return f"{self.coming} of {self.event.capacity} places taken"


def event_lines(events: QuerySet[TrainingEvent], reader: User) -> list[EventLine]:
    """A line for each event, in the order given. Three queries."""
    coming = Count("places", filter=Q(places__state=PlaceState.COMING), distinct=True)
    waiting = Count("places", filter=Q(places__state=PlaceState.WAITING), distinct=True)
    rows = list(events.annotate(n_coming=coming, n_waiting=waiting).prefetch_related("modules"))
    mine = {place.event_id: place for place in TrainingPlace.objects.filter(person=reader, event__in=rows)}
    return [EventLine(row, row.n_coming, row.n_waiting, mine.get(row.pk)) for row in rows]  # type: ignore[attr-defined]


@dataclass
class PersonLine:
    """A headteacher of a member with their schools and their training as it stands today."""

    person: User
    standing: Standing
    schools: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """``trained``, ``soon`` (to be refreshed) or ``owing``."""
        if not self.standing.is_trained:
            return OWING
        return SOON if self.standing.refresh_due else TRAINED


def people_lines(day: date) -> list[PersonLine]:
    """The headteachers of the members on a day, by name. Five queries."""
    schools: dict[int, list[str]] = {}
    people: dict[int, User] = {}
    heads = heads_of_members(day)
    for post in heads.posts:
        people[post.person_id] = post.person
        schools.setdefault(post.person_id, []).append(str(post.school))
    ordered = sorted(people.values(), key=lambda person: (person.name, person.pk))
    return [PersonLine(person, heads.standings[person.pk], schools[person.pk]) for person in ordered]


STATES = {TRAINED: "Trained", SOON: "To be refreshed soon", OWING: "Not trained"}
PEOPLE = [
    Column("Name", lambda line: line.person.name, 30),
    Column("School", lambda line: ", ".join(line.schools), 44),
    Column("Training to lead", lambda line: STATES[line.state], 22),
    Column("In date until", lambda line: line.standing.lapses, 20),
    Column("Owed", lambda line: ", ".join(str(one.module) for one in line.standing.owed), 60),
    Column("E-mail address", lambda line: line.person.email, 36),
]
RECORDS = [
    Column("Module", lambda record: record.module.name, 40),
    Column("Date", lambda record: record.day, 20),
    Column("Provider", lambda record: record.provider, 30),
    Column("Counts until", lambda record: record.refresh_due, 20),
    Column("Event", lambda record: record.event.title if record.event else "", 40),
]


def people_table(lines: Iterable[PersonLine]) -> Table:
    """Who is trained, as a file."""
    return Table("training", PEOPLE, lines)


def log_table(records: QuerySet[TrainingRecord]) -> Table:
    """One person's log, as a file for their appraisal."""
    return Table("training-log", RECORDS, records.select_related("module", "event"))
