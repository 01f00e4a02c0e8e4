"""Who may lead: whose training is in date on a day, and what a person has done, owes, and has to refresh."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hlp.models import User
from schools.models import TrainingModule, TrainingRecord

# How long before its last day a module counts as "to be refreshed soon".
SOON = timedelta(days=60)


@dataclass(frozen=True)
class Line:
    """One module and one person: the time they did it that counts longest (None: never), and whether a lead needs it."""

    module: TrainingModule
    record: TrainingRecord | None
    needed: bool
    day: date

    @property
    def is_in_date(self) -> bool:
        """Whether it counts on the day."""
        due = self.record.refresh_due if self.record else None
        return self.record is not None and (due is None or due >= self.day)

    @property
    def is_owed(self) -> bool:
        """Whether a lead needs it and it does not count."""
        return self.needed and not self.is_in_date

    @property
    def is_due_soon(self) -> bool:
        """Whether it counts still, and is to be refreshed soon."""
        due = self.record.refresh_due if self.record else None
        return self.is_in_date and due is not None and due <= self.day + SOON


@dataclass(frozen=True)
class Standing:
    """What one person has done by a day, module by module, in the order of the modules."""

    person: User
    day: date
    lines: tuple[Line, ...]

    @property
    def done(self) -> list[Line]:
        """What counts."""
        return [line for line in self.lines if line.is_in_date]

    @property
    def owed(self) -> list[Line]:
        """What a lead needs and what does not count: never done, or run out."""
        return [line for line in self.lines if line.is_owed]

    @property
    def refresh_due(self) -> list[Line]:
        """What counts still and is to be refreshed within sixty days, the earliest first."""
        soon = [line for line in self.lines if line.is_due_soon]
        return sorted(soon, key=lambda line: line.record.refresh_due)  # type: ignore[union-attr,return-value,arg-type]

    @property
    def is_trained(self) -> bool:
        """Whether they may lead without anybody's overruling."""
        return not self.owed

    @property
    def lapses(self) -> date | None:
        """The last day on which all that a lead needs counts; None where it counts for good, or does not count."""
        dues = [line.record.refresh_due for line in self.lines if line.needed and line.record]
        return min((due for due in dues if due), default=None) if self.is_trained else None


def trained_on(day: date) -> frozenset[int]:
    """Primary keys of the people whose training to lead is in date on a day.

    That is every module that a lead needs on that day. Where none is needed it is everybody. Two queries.
    """
    needed = set(TrainingModule.objects.needed_on(day).values_list("pk", flat=True))
    if not needed:
        return frozenset(User.objects.values_list("pk", flat=True))
    counted: dict[int, set[int]] = {}
    rows = TrainingRecord.objects.in_date(day).filter(module__in=needed)
    for person, module in rows.values_list("person_id", "module_id"):
        counted.setdefault(person, set()).add(module)
    return frozenset(person for person, modules in counted.items() if modules == needed)


def is_trained(person: User, day: date) -> bool:
    """Whether a person's training to lead is in date on a day. One query where leading needs nothing, else two."""
    needed = set(TrainingModule.objects.needed_on(day).values_list("pk", flat=True))
    if not needed:
        return True
    counted = TrainingRecord.objects.in_date(day).filter(person=person, module__in=needed)
    return set(counted.values_list("module_id", flat=True)) == needed


def training_of(person: User, day: date) -> Standing:
    """What a person has done, owes, and has to refresh, as it stands on a day."""
    return standings([person], day)[person.pk]


def standings(people: Iterable[User], day: date) -> dict[int, Standing]:
    """The standing of several people, by primary key. Two queries however many they are."""
    wanted = {person.pk: person for person in people}
    modules = list(TrainingModule.objects.all())
    best: dict[tuple[int, int], TrainingRecord] = {}
    rows = TrainingRecord.objects.standing().filter(person__in=wanted, day__lte=day)
    for record in sorted(rows, key=_counts_until):
        best[record.person_id, record.module_id] = record
    return {pk: Standing(person, day, tuple(_lines(pk, modules, best, day))) for pk, person in wanted.items()}


def _counts_until(record: TrainingRecord) -> tuple[date, date]:
    """Puts the record that counts longest last; of two alike the later."""
    return record.refresh_due or date.max, record.day


def _lines(
    person: int, modules: list[TrainingModule], best: dict[tuple[int, int], TrainingRecord], day: date
) -> Iterable[Line]:
    """The modules that are taught, and those that were and that the person has done."""
    for module in modules:
        record = best.get((person, module.pk))
        if record or not module.retired:
            needed = not module.retired and module.needed_from is not None and module.needed_from <= day
            yield Line(module, record, needed, day)
