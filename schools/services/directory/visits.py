"""Visits to see good practice: asked for, answered with a day, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.transitions import StaleEdit, move
from schools.choices.practice import VISIT_MOVES, VisitImpact, VisitState
from schools.models import PracticeEntry, PracticeVisit, School
from schools.services.directory.people import directors, heads, others, preparers


@dataclass(frozen=True)
class Wish:
    """What a school would like: what to see, how many come, which days suit."""

    purpose: str
    visitors: int
    suits: str = ""


@transaction.atomic
def ask(
    *, entry: PracticeEntry, school: School, wish: Wish, by: User, at: datetime | None = None
) -> PracticeVisit:
    """Ask a school for a visit: lock, check, visit, history, audit, notice to the school. While one is open, it is that one.

    Raises ValidationError where it welcomes none, for the own school, or for more people than it can take.
    """
    moment = at or clock.now()
    row = (
        PracticeEntry.objects.select_for_update(of=("self",))
        .select_related("school", "live")
        .get(pk=entry.pk)
    )
    known = row.visits.open().filter(school=school).first()
    if known:
        return known
    _check_wish(row, school, wish)
    visit = PracticeVisit.objects.create(entry=row, school=school, asked_at=moment, asked_by=by, **vars(wish))
    visit.events.model(thing=visit, to_state=visit.state, at=moment, by=by).save()
    audit.record("visit.asked", about=visit.about, by=by, at=moment)
    hosts = [*heads(row.school), *preparers(row.school)]
    _tell(visit, "visit-asked", hosts, by=by, at=moment, why="Their school is to be visited")
    return visit


def _check_wish(row: PracticeEntry, school: School, wish: Wish) -> None:
    if row.live is None or not row.live.visits_welcome:
        raise ValidationError("This school takes no visits for this entry at present")
    if school.pk == row.school_id:
        raise ValidationError("This is your own school’s entry")
    most = row.live.visit_capacity
    if most is not None and wish.visitors > most:
        raise ValidationError({"visitors": f"At most {most} can come on one day"})


def _locked(visit: PracticeVisit, version: int | None = None) -> PracticeVisit:
    PracticeEntry.objects.select_for_update(of=("self",)).get(
        pk=visit.entry_id
    )  # the entry first, as everywhere
    rows = PracticeVisit.objects.select_for_update(of=("self",))
    row = rows.select_related("entry__school", "entry__live", "school").get(pk=visit.pk)
    if version is not None and row.version != version:
        raise StaleEdit
    return row


@transaction.atomic
def agree(
    *,
    visit: PracticeVisit,
    starts_at: datetime,
    ends_at: datetime,
    answer: str = "",
    version: int | None = None,
    by: User,
    at: datetime | None = None,
) -> PracticeVisit:
    """The school answers with a day, or moves it: lock, check, move, audit, notices to both. The same twice is once.

    Raises ValidationError for a day that is past, or on which more would come than the school can take; StaleEdit,
    WrongMove.
    """
    moment, row = at or clock.now(), _locked(visit)
    if row.state == VisitState.AGREED and (row.starts_at, row.ends_at, row.answer) == (
        starts_at,
        ends_at,
        answer,
    ):
        return row
    if version is not None and row.version != version:
        raise StaleEdit
    if starts_at <= moment:
        raise ValidationError({"day": "The day must be in the future"})
    if ends_at <= starts_at:
        raise ValidationError({"ends": "It must end after it begins"})
    _check_room(row, starts_at)
    row.sequence += row.state == VisitState.AGREED
    row.starts_at, row.ends_at, row.answer = starts_at, ends_at, answer
    row.answered_at, row.answered_by = moment, by
    update = ("starts_at", "ends_at", "answer", "answered_at", "answered_by", "sequence")
    _step(row, VisitState.AGREED, by=by, at=moment, update=update)
    _tell(row, "visit-agreed", _both(row), by=None, at=moment, why="They visit or are visited")
    return row


def _check_room(row: PracticeVisit, starts_at: datetime) -> None:
    """Refuse a day on which more would come than the school said it can take."""
    most = row.entry.live.visit_capacity if row.entry.live else None
    if most is None:
        return
    day = clock.local(starts_at).date()
    agreed = row.entry.visits.agreed().exclude(pk=row.pk)
    there = sum(visit.visitors for visit in agreed if visit.day == day)
    if there + row.visitors > most:
        free = "nobody else" if there >= most else f"{most - there} more"
        raise ValidationError(
            {
                "day": f"{there} visitors come on that day and the school takes {most}: there is room for {free}"
            }
        )


@transaction.atomic
def decline(*, visit: PracticeVisit, answer: str, by: User, at: datetime | None = None) -> PracticeVisit:
    """The school cannot take the visit and says why: lock, move, audit, notice. Twice is once.

    Raises ValidationError without a word, WrongMove.
    """
    moment, row = at or clock.now(), _locked(visit)
    if row.state == VisitState.DECLINED:
        return row
    if not answer.strip():
        raise ValidationError({"answer": "Say why not, or when you could"})
    row.answer, row.answered_at, row.answered_by = answer, moment, by
    _step(row, VisitState.DECLINED, by=by, at=moment, update=("answer", "answered_at", "answered_by"))
    _tell(row, "visit-declined", _visitors(row), by=by, at=moment, why="They asked for the visit")
    return row


@transaction.atomic
def cancel(*, visit: PracticeVisit, reason: str, by: User, at: datetime | None = None) -> PracticeVisit:
    """Either school calls it off: lock, move, audit, notices to both. Twice is once. Raises WrongMove."""
    moment, row = at or clock.now(), _locked(visit)
    if row.state == VisitState.CANCELLED:
        return row
    row.sequence += 1
    _step(row, VisitState.CANCELLED, by=by, at=moment, reason=reason, update=("sequence",))
    _tell(row, "visit-cancelled", _both(row), by=by, at=moment, why="They visit or are visited")
    return row


@transaction.atomic
def tell_impact(
    *, visit: PracticeVisit, impact: VisitImpact, text: str, by: User, at: datetime | None = None
) -> PracticeVisit:
    """The visitor says what came of it: lock, check, move, audit, notice to the school and the Director. Twice is once.

    Raises ValidationError before the visit is over, WrongMove.
    """
    moment, row = at or clock.now(), _locked(visit)
    if row.state == VisitState.DONE:
        return row
    if not row.is_over(moment):
        raise ValidationError("The visit is still to come")
    row.impact, row.impact_text, row.impact_at = impact, text, moment
    _step(row, VisitState.DONE, by=by, at=moment, update=("impact", "impact_text", "impact_at"))
    people = [*heads(row.entry.school), *directors()]
    _tell(row, "visit-impact", people, by=by, at=moment, why="Their school was visited, or the Director")
    return row


def days_taken(entry: PracticeEntry) -> list[tuple[datetime, int]]:
    """The days to come on which visitors are expected, with how many."""
    coming = entry.visits.filter(state=VisitState.AGREED, ends_at__gt=clock.now())
    rows = coming.order_by("starts_at").values_list("starts_at").annotate(total=Sum("visitors"))
    return [(starts, total) for starts, total in rows]


def _step(
    row: PracticeVisit,
    to: VisitState,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    update: tuple[str, ...] = (),
) -> None:
    row.version += 1
    move(row, to=to, table=VISIT_MOVES, by=by, at=at, reason=reason, update=("version", *update))
    audit.record(f"visit.{to}", about=row.about, by=by, at=at)


def _visitors(visit: PracticeVisit) -> list[User]:
    return [visit.asked_by, *heads(visit.school)]


def _both(visit: PracticeVisit) -> list[User]:
    return [*_visitors(visit), *heads(visit.entry.school), *preparers(visit.entry.school)]


def _tell(
    visit: PracticeVisit, kind: str, people: list[User], *, by: User | None, at: datetime, why: str
) -> None:
    outbox.write([visit_note(visit, kind, person, why) for person in others(people, by)], at=at)


def visit_note(visit: PracticeVisit, kind: str, person: User, why: str) -> outbox.Note:
    """A message about a visit, once for each of its versions."""
    facts = {
        "entry": visit.entry.title,
        "host": str(visit.entry.school),
        "school": str(visit.school),
        "when": clock.when(visit.starts_at) if visit.starts_at else "",
        "path": visit.get_absolute_url(),
    }
    return outbox.Note(
        key=f"{kind}:visit={visit.pk}:version={visit.version}:user={person.pk}",
        kind=kind,
        person=person,
        context=facts,
        about=visit.about,
        why=why,
    )
