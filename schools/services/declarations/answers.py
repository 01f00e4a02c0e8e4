"""A headteacher declares for a year: conflicts, interests, or nothing. History is kept; nobody else reads it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from hlp.tables import Column, Table
from schools.models import AcademicYear, Conflict, Declaration, DeclarationWindow, Interest, School, Theme
from schools.services.declarations.pairs import heads_in, members_of
from schools.services.versions import fingerprint, refuse_stale


@dataclass
class Author:
    """Somebody who is asked to declare for a year, the schools that they will head, and when they answered."""

    person: User
    schools: list[School]
    declaration: Declaration | None = None

    @property
    def answered_at(self) -> datetime | None:
        """When they said that their declaration is complete; None as long as they have not."""
        return self.declaration.answered_at if self.declaration else None


def authors_of(year: AcademicYear) -> list[Author]:
    """Everybody who is asked for a year, by name: who heads a member in it. Four queries."""
    members = members_of(year)
    found: dict[int, Author] = {}
    for post in heads_in(year).posts:
        if post.school_id in members and post.person.is_active:
            author = found.setdefault(post.person_id, Author(post.person, []))
            author.schools.append(members[post.school_id])
    for row in Declaration.objects.filter(year=year, person__in=found):
        found[row.person_id].declaration = row
    return sorted(found.values(), key=lambda author: (author.person.name, author.person.pk))


def author_in(year: AcademicYear, person: User) -> Author | None:
    """The person as one who is asked for a year, or None."""
    return next((author for author in authors_of(year) if author.person.pk == person.pk), None)


def asked_now(day: date) -> list[DeclarationWindow]:
    """The windows that are open on a day, the earliest year first."""
    rows = DeclarationWindow.objects.filter(opens__lte=day, closes__gte=day)
    return list(rows.select_related("year").order_by("year__starts"))


@transaction.atomic
def add_conflict(
    *,
    person: User,
    year: AcademicYear,
    kind: str,
    school: School | None = None,
    other: User | None = None,
    detail: str = "",
    at: datetime | None = None,
) -> Conflict:
    """Declare a conflict with a school, or with a person wherever they work: write, audit. Twice is once.

    Raises ValidationError for one's own school or oneself.
    """
    moment = at or clock.now()
    declaration = _locked(person, year)
    if other == person or (school and school.pk in heads_in(year).schools_of(person.pk)):
        raise ValidationError({"whom": "Choose another school than your own"})
    standing = declaration.conflicts.standing().filter(kind=kind, school=school, person=other)
    if there := standing.first():
        return there
    row = Conflict.objects.create(
        declaration=declaration, kind=kind, school=school, person=other, detail=detail, declared_at=moment
    )
    _note("add-conflict", declaration, person, moment)
    return row


@transaction.atomic
def add_interest(
    *,
    person: User,
    year: AcademicYear,
    kind: str,
    school: School,
    focus: Theme | None = None,
    at: datetime | None = None,
) -> Interest:
    """Declare that one would like to work with a school or learn from it: write, audit. Twice is once.

    Raises ValidationError for one's own school.
    """
    moment = at or clock.now()
    declaration = _locked(person, year)
    if school.pk in heads_in(year).schools_of(person.pk):
        raise ValidationError({"school": "Choose another school than your own"})
    if there := declaration.interests.standing().filter(kind=kind, school=school).first():
        return there
    row = Interest.objects.create(
        declaration=declaration, kind=kind, school=school, focus=focus, declared_at=moment
    )
    _note("add-interest", declaration, person, moment)
    return row


@transaction.atomic
def withdraw(*, entry: Conflict | Interest, by: User, at: datetime | None = None) -> None:
    """Withdraw an entry of one's own declaration: write, audit. It stays in the history; twice is once."""
    moment = at or clock.now()
    declaration = _locked(entry.declaration.person, entry.declaration.year)
    rows = type(entry).objects.standing().filter(pk=entry.pk, declaration__person=by)
    if rows.update(withdrawn_at=moment):
        _note("withdraw", declaration, by, moment)


@transaction.atomic
def answer(*, person: User, year: AcademicYear, at: datetime | None = None) -> Declaration:
    """Say that the declaration of a year is complete, be it empty: write, audit. Saying it again keeps the first time."""
    moment = at or clock.now()
    declaration = _locked(person, year)
    if declaration.answered_at is None:
        declaration.answered_at = moment
        declaration.save(update_fields=["answered_at"])
        _note("answer", declaration, person, moment)
    return declaration


@transaction.atomic
def take_over(*, person: User, year: AcademicYear, at: datetime | None = None) -> int:
    """Declare once more what stood in the last declaration before. Returns how many entries it held."""
    before = last_before(person, year)
    if before is None:
        return 0
    conflicts, interests = list(before.conflicts.standing()), list(before.interests.standing())
    for old in conflicts:
        facts = {"kind": old.kind, "school": old.school, "other": old.person, "detail": old.detail}
        add_conflict(person=person, year=year, at=at, **facts)  # type: ignore[arg-type]
    for wish in interests:
        add_interest(person=person, year=year, kind=wish.kind, school=wish.school, focus=wish.focus, at=at)
    return len(conflicts) + len(interests)


def last_before(person: User, year: AcademicYear) -> Declaration | None:
    """The person's newest declaration of an earlier year, or None."""
    earlier = Declaration.objects.filter(person=person, year__starts__lt=year.starts)
    return earlier.order_by("-year__starts").first()


def _locked(person: User, year: AcademicYear) -> Declaration:
    Declaration.objects.get_or_create(person=person, year=year)
    rows = Declaration.objects.select_for_update(of=("self",)).select_related("year")
    return rows.get(person=person, year=year)


def _note(verb: str, declaration: Declaration, by: User, at: datetime) -> None:
    """The audit says that something was declared, and not what: it is read by more people than the Director."""
    audit.record(f"declaration.{verb}", about=f"declaration:{declaration.pk}", by=by, at=at)


# --- When they are asked -----------------------------------------------------------------------


def window_version(year: AcademicYear) -> str:
    """The print of a window that an edit starts from."""
    return fingerprint(*DeclarationWindow.objects.filter(year=year).values_list("opens", "closes"))


@transaction.atomic
def set_window(
    *, year: AcademicYear, opens: date, closes: date, version: str, by: User, at: datetime | None = None
) -> DeclarationWindow:
    """Say from when until when headteachers are asked for a year: lock, check, write, audit.

    Raises StaleEdit when others changed it since ``version``, ValidationError by field.
    """
    AcademicYear.objects.select_for_update().get(pk=year.pk)
    refuse_stale(version, window_version(year))
    if closes < opens:
        raise ValidationError({"closes": "The last day must be on or after the first"})
    days = {"opens": opens, "closes": closes}
    window, _ = DeclarationWindow.objects.update_or_create(year=year, defaults=days)
    about = f"year:{year.name}"
    audit.record("declaration.set-window", about=about, by=by, at=at or clock.now(), opens=str(opens))
    return window


ANSWERS = [
    Column("Name", lambda author: author.person.name, 30),
    Column("School", lambda author: ", ".join(map(str, author.schools)), 44),
    Column("Answered", lambda author: author.answered_at, 22),
    Column("E-mail address", lambda author: author.person.email, 36),
]


def answers_table(authors: list[Author]) -> Table:
    """Who has answered, as a file: never what."""
    return Table("declarations", ANSWERS, authors)
