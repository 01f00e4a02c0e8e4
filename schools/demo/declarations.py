"""Declarations for the coming year: nearly all answered. Conflicts lie with the invented schools alone."""

from datetime import datetime, timedelta

from hlp import clock
from hlp.models import User
from schools.choices import ConflictKind, InterestKind
from schools.models import AcademicYear, Conflict, Declaration, DeclarationWindow, Interest, School
from schools.services.declarations import reminders
from schools.services.declarations.answers import Author, authors_of

OPENED, CLOSES = timedelta(days=12), timedelta(days=15)
LARKFIELD, FOXGLOVE, KINGFISHER, MILLSTREAM, OLD_ORCHARD, WINDMILL = range(999001, 999007)
# Who declares what of whom; the headteacher at the fourth has withdrawn theirs.
CONFLICTS = (
    (LARKFIELD, MILLSTREAM, ConflictKind.RELATIONSHIP, "The headteacher there is my cousin."),
    (FOXGLOVE, WINDMILL, ConflictKind.EMPLOYMENT, "I was deputy there before I came here."),
    (MILLSTREAM, FOXGLOVE, ConflictKind.GOVERNOR, ""),
)
UNANSWERED = {OLD_ORCHARD, KINGFISHER}
EVERY = 5  # one headteacher of a real school in five has a wish


def declare_everybody(year: AcademicYear, now: datetime) -> None:
    """The window, the declarations with their entries, and the e-mails that asked for them."""
    today = clock.local(now).date()
    DeclarationWindow.objects.create(year=year, opens=today - OPENED, closes=today + CLOSES)
    reminders.tell_due(at=now - OPENED)
    authors = authors_of(year)
    asked = [author for author in authors if not UNANSWERED & {school.urn for school in author.schools}]
    Declaration.objects.bulk_create(
        Declaration(
            person=author.person, year=year, answered_at=now - timedelta(days=1 + number % 11, hours=2)
        )
        for number, author in enumerate(asked)
    )
    rows = {row.person_id: row for row in Declaration.objects.filter(year=year)}
    _conflicts(asked, rows)
    _wishes(asked, rows, now)


def _conflicts(authors: list[Author], rows: dict[int, Declaration]) -> None:
    schools = {school.urn: school for school in School.objects.filter(invented=True)}
    heads = {school.urn: author.person for author in reversed(authors) for school in author.schools}
    made = [
        _conflict(rows, heads[own], schools[other], kind, detail) for own, other, kind, detail in CONFLICTS
    ]
    made[-1].withdrawn_at = made[-1].declared_at + timedelta(hours=1)
    Conflict.objects.bulk_create(made)


def _conflict(
    rows: dict[int, Declaration], author: User, school: School, kind: ConflictKind, detail: str
) -> Conflict:
    declaration = rows[author.pk]
    at = declaration.answered_at
    assert at is not None  # noqa: S101 every row here is answered
    return Conflict(declaration=declaration, school=school, kind=kind, detail=detail, declared_at=at)


def _wishes(authors: list[Author], rows: dict[int, Declaration], now: datetime) -> None:
    """Headteachers of real schools would like to work with, or learn from, another real school."""
    real = [author for author in authors if not any(school.invented for school in author.schools)]
    Interest.objects.bulk_create(
        Interest(
            declaration=rows[author.person.pk],
            school=real[(number + 7) % len(real)].schools[0],
            kind=InterestKind.LEARN_FROM if number % 2 else InterestKind.WORK_WITH,
            declared_at=rows[author.person.pk].answered_at or now,
        )
        for number, author in enumerate(real)
        if number % EVERY == 0
    )
