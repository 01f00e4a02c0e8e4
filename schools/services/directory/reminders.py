"""What the directory owes to whom: entries to be looked at again, visits without an answer or without their impact."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from hlp import clock, outbox
from hlp.models import Message, User
from schools.choices.practice import VisitState
from schools.models import PracticeEntry, PracticeVisit
from schools.models.visit import IMPACT_AFTER
from schools.services.directory.people import directors, heads, preparers
from schools.services.directory.visits import visit_note

# Days from the day of review: the school four weeks before, on it and four weeks after; the Director after eight weeks.
SCHOOL_STEPS = (-28, 0, 28)
DIRECTOR_STEP = 56
UNANSWERED = (timedelta(days=7), timedelta(days=14))
IMPACT_AGAIN = timedelta(weeks=2)


def review_step(review_on: date, today: date) -> int | None:
    """The step that is owed on a day: each from its day until the next overtakes it; None before the first."""
    passed = [step for step in (*SCHOOL_STEPS, DIRECTOR_STEP) if today >= review_on + timedelta(days=step)]
    return passed[-1] if passed else None


def visit_step(visit: PracticeVisit, at: datetime) -> str | None:
    """What is owed about a visit: ``unanswered-1``, ``unanswered-2``, ``impact-1``, ``impact-2``, or nothing."""
    if visit.state == VisitState.ASKED:
        late = sum(at >= visit.asked_at + wait for wait in UNANSWERED)
        return f"unanswered-{late}" if late else None
    if visit.state == VisitState.AGREED and visit.ends_at is not None:
        due = visit.ends_at + IMPACT_AFTER
        late = sum(at >= moment for moment in (due, due + IMPACT_AGAIN))
        return f"impact-{late}" if late else None
    return None


def tell_due(*, at: datetime | None = None) -> int:
    """Write what is owed and was not written yet. Returns how many messages."""
    moment = at or clock.now()
    notes = {note.key: note for note in [*_reviews(moment), *_visits(moment)]}
    told = set(Message.objects.filter(key__in=list(notes)).values_list("key", flat=True))
    return outbox.write([note for key, note in notes.items() if key not in told], at=moment)


def _reviews(at: datetime) -> Iterator[outbox.Note]:
    today = clock.local(at).date()
    due = PracticeEntry.objects.published().filter(review_on__lte=today + timedelta(days=28))
    for entry in due.select_related("school").order_by("review_on", "pk"):
        step = review_step(entry.review_on, today) if entry.review_on else None
        if step is not None:
            people = directors() if step == DIRECTOR_STEP else heads(entry.school)
            yield from (_review(entry, step, person) for person in people)


def _review(entry: PracticeEntry, step: int, person: User) -> outbox.Note:
    kind = "practice-unreviewed" if step == DIRECTOR_STEP else "practice-review"
    return outbox.Note(
        key=f"{kind}:practice={entry.pk}:on={entry.review_on}:step={step}:user={person.pk}",
        kind=kind,
        person=person,
        context={
            "entry": entry.title,
            "school": str(entry.school),
            "day": clock.day(entry.review_on) if entry.review_on else "",
            "over": step >= 0,
            "path": entry.work_address,
        },
        about=entry.about,
        why="It is to be looked at again",
    )


def _visits(at: datetime) -> Iterator[outbox.Note]:
    rows = PracticeVisit.objects.open().select_related("entry__school", "school", "asked_by")
    for visit in rows.order_by("pk"):
        step = visit_step(visit, at)
        if step is None:
            continue
        if step.startswith("impact"):
            people, kind = [visit.asked_by], "visit-impact-due"
        else:
            school = visit.entry.school
            people, kind = [*heads(school), *preparers(school)], "visit-unanswered"
        for person in people:
            note = visit_note(visit, kind, person, "A visit waits for them")
            yield outbox.Note(
                key=f"{note.key}:{step}",
                kind=kind,
                person=person,
                context=note.context,
                about=note.about,
                why=note.why,
            )
