"""The monitoring case of the local authority: opened, reviewed, shared, closed, followed up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import StaleEdit, move
from peerchallenge.choices import CASE_MOVES, CaseState, CriterionRating, ReviewDecision, TermKind
from peerchallenge.models import (
    CaseReview,
    Concern,
    ExitCriterion,
    MonitoringCase,
    MonitoringTerm,
    Notice,
    Rating,
)
from schools.choices import Role
from schools.models import AcademicYear, Collaborative, School
from schools.roles import people_with

AFTER_CARE_MONTHS = 6
LATEST_FIRST_REVIEW = timedelta(weeks=8)  # half-termly


@dataclass(frozen=True)
class Entry:
    """What stands at the entry into monitoring. The exit criteria are written now, not at the end."""

    stage: MonitoringTerm
    category: MonitoringTerm
    triggers: Sequence[MonitoringTerm]
    criteria: Sequence[str]
    next_review_on: date
    plan: str = ""


@dataclass(frozen=True)
class Meeting:
    """A review meeting. ``ratings`` maps the key of a criterion to its rating and a comment."""

    held_on: date
    attendees: str
    decision: ReviewDecision
    ratings: Mapping[int, tuple[CriterionRating, str]]
    next_review_on: date | None = None
    notes: str = ""
    closing_note: str = ""


def open_case(*, concern: Concern, entry: Entry, by: User, at: datetime) -> MonitoringCase:
    """Open the case of a concern that the LA accepts: case, triggers, criteria, audit, messages to headteacher and Director.

    Runs inside the caller's transaction. Raises ValidationError where the entry is incomplete.
    """
    today = clock.local(at).date()
    _check_entry(entry, today)
    if MonitoringCase.objects.filter(school=concern.school).exclude(state=CaseState.ENDED).exists():
        raise ValidationError(f"{concern.school} has a monitoring case that has not ended")
    case = MonitoringCase.objects.create(
        concern=concern,
        school=concern.school,
        stage=entry.stage,
        category=entry.category,
        officer=by,
        plan=entry.plan,
        opened_on=today,
        next_review_on=entry.next_review_on,
    )
    case.triggers.set(entry.triggers)
    rows = [ExitCriterion(case=case, position=n, text=text) for n, text in enumerate(entry.criteria, 1)]
    ExitCriterion.objects.bulk_create(rows)
    audit.record("monitoring.opened", about=case.about, by=by, at=at, stage=entry.stage.name)
    _tell(case, "monitoring-opened", people_with(Role.HEADTEACHER, school=case.school), by, at)
    return case


def _check_entry(entry: Entry, today: date) -> None:
    problems = {}
    if not entry.triggers:
        problems["triggers"] = "Choose at least one trigger"
    if not entry.criteria:
        problems["criteria"] = "Enter at least one exit criterion"
    if not today < entry.next_review_on <= today + LATEST_FIRST_REVIEW:
        problems["next_review_on"] = (
            "The first review meeting must be after today and within eight weeks: reviews are half-termly"
        )
    if problems:
        raise ValidationError(problems)


def _locked(case: MonitoringCase, version: int) -> MonitoringCase:
    row = MonitoringCase.objects.select_for_update().get(pk=case.pk)
    if row.version != version:
        raise StaleEdit
    return row


@transaction.atomic
def record_review(
    *, case: MonitoringCase, meeting: Meeting, version: int, by: User, at: datetime | None = None
) -> CaseReview:
    """Record a review meeting: lock, check, review with its ratings, new stage or closing, audit, messages.

    The review of one day is recorded once: a second press returns it. Raises StaleEdit, and ValidationError where a
    criterion has no rating, a step leads beyond the scheme's stages, or a case would close without a note.
    """
    moment = at or clock.now()
    row = (
        MonitoringCase.objects.select_for_update(of=("self",))
        .select_related("stage", "school")
        .get(pk=case.pk)
    )
    if known := row.reviews.filter(held_on=meeting.held_on, by=by, decision=meeting.decision).first():
        return known
    if row.version != version:
        raise StaleEdit
    after = _check_meeting(row, meeting, clock.local(moment).date())
    review = CaseReview(
        case=row,
        held_on=meeting.held_on,
        attendees=meeting.attendees,
        notes=meeting.notes,
        decision=meeting.decision,
        stage_before=row.stage,
        stage_after=after,
        at=moment,
        by=by,
    )
    review.save()
    for pk, (rating, comment) in meeting.ratings.items():
        Rating(review=review, criterion_id=pk, rating=rating, comment=comment).save()
    row.stage, row.next_review_on, row.version = after, meeting.next_review_on, row.version + 1
    if meeting.decision == ReviewDecision.CLOSE:
        _close(row, meeting, by, moment)
    else:
        row.save(update_fields=["stage", "next_review_on", "version"])
    audit.record("monitoring.reviewed", about=row.about, by=by, at=moment, decision=meeting.decision)
    _tell(row, "monitoring-changed", people_with(Role.HEADTEACHER, school=row.school), by, moment)
    return review


def _close(row: MonitoringCase, meeting: Meeting, by: User, at: datetime) -> None:
    row.closed_on, row.closing_note = meeting.held_on, meeting.closing_note
    row.after_care_on, row.next_review_on = clock.months_later(meeting.held_on, AFTER_CARE_MONTHS), None
    update = ("stage", "next_review_on", "version", "closed_on", "closing_note", "after_care_on")
    move(row, to=CaseState.AFTER_CARE, table=CASE_MOVES, by=by, at=at, reason=row.closing_note, update=update)


def _check_meeting(row: MonitoringCase, meeting: Meeting, today: date) -> MonitoringTerm:
    """The stage after the meeting. Raises ValidationError by field."""
    if not row.is_open:
        raise ValidationError("This case is closed")
    problems = _problems_of_days(row, meeting, today)
    if set(row.criteria.values_list("pk", flat=True)) - set(meeting.ratings):
        problems["ratings"] = "Rate each exit criterion"
    if meeting.decision == ReviewDecision.CLOSE and not meeting.closing_note:
        problems["closing_note"] = "Enter why the case closes"
    after = _stage_after(row, meeting.decision)
    if after is None:
        problems["decision"] = f"There is no stage beyond ‘{row.stage}’ in that direction"
    if problems:
        raise ValidationError(problems)
    return after or row.stage


def _problems_of_days(row: MonitoringCase, meeting: Meeting, today: date) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not row.opened_on <= meeting.held_on <= today:
        problems["held_on"] = f"The meeting must be between {clock.day(row.opened_on)} and today"
    elif row.reviews.filter(held_on__gte=meeting.held_on).exists():
        problems["held_on"] = "A review of that day or of a later one is recorded already"
    following = meeting.next_review_on
    if meeting.decision != ReviewDecision.CLOSE and (following is None or following <= meeting.held_on):
        problems["next_review_on"] = "Enter the next review meeting, after this one"
    return problems


def _stage_after(row: MonitoringCase, decision: str) -> MonitoringTerm | None:
    stages = MonitoringTerm.objects.filter(kind=TermKind.STAGE, retired=False)
    if decision == ReviewDecision.STEP_UP:
        return stages.filter(position__gt=row.stage.position).order_by("position").first()
    if decision == ReviewDecision.STEP_DOWN:
        return stages.filter(position__lt=row.stage.position).order_by("-position").first()
    return row.stage


@transaction.atomic
def change_case(
    *,
    case: MonitoringCase,
    plan: str,
    category: MonitoringTerm,
    officer: User,
    version: int,
    by: User,
    at: datetime | None = None,
) -> MonitoringCase:
    """Change plan, category and named officer: lock, save, audit, message to the headteacher. Raises StaleEdit."""
    moment = at or clock.now()
    row = _locked(case, version)
    if (row.plan, row.category_id, row.officer_id) == (plan, category.pk, officer.pk):
        return row
    row.plan, row.category, row.officer, row.version = plan, category, officer, row.version + 1
    row.save(update_fields=["plan", "category", "officer", "version"])
    audit.record("monitoring.changed", about=row.about, by=by, at=moment)
    _tell(row, "monitoring-changed", people_with(Role.HEADTEACHER, school=row.school), by, moment)
    return row


@transaction.atomic
def send_notice(
    *,
    case: MonitoringCase,
    kind: str,
    addressee: str,
    sent_on: date,
    text: str,
    by: User,
    at: datetime | None = None,
) -> Notice:
    """Record a formal notice: lock, notice, audit, message to headteacher and Director. The very same twice is once.

    Raises ValidationError for a day to come.
    """
    moment = at or clock.now()
    row = MonitoringCase.objects.select_for_update().get(pk=case.pk)
    facts = {"kind": kind, "addressee": addressee, "sent_on": sent_on, "text": text}
    if known := row.notices.filter(**facts).first():
        return known
    if sent_on > clock.local(moment).date():
        raise ValidationError({"sent_on": "The notice must have been sent: give today or an earlier day"})
    notice = Notice(case=row, at=moment, by=by, **facts)
    notice.save()
    row.version += 1
    row.save(update_fields=["version"])
    audit.record("monitoring.notice", about=row.about, by=by, at=moment, kind=kind)
    _tell(row, "monitoring-changed", people_with(Role.HEADTEACHER, school=row.school), by, moment)
    return notice


@transaction.atomic
def share_with_lead(
    *, case: MonitoringCase, shared: bool, reason: str, by: User, at: datetime | None = None
) -> MonitoringCase:
    """The Director lets the lead headteacher see the case, or no longer: lock, save, audit with the reason, message.

    Raises ValidationError without a reason. Twice is once.
    """
    moment = at or clock.now()
    row = MonitoringCase.objects.select_for_update().get(pk=case.pk)
    if row.shared_with_lead == shared:
        return row
    if not reason:
        raise ValidationError({"reason": "Enter the reason"})
    row.shared_with_lead, row.version = shared, row.version + 1
    row.save(update_fields=["shared_with_lead", "version"])
    audit.record("monitoring.shared", about=row.about, by=by, at=moment, shared=shared, reason=reason)
    if shared:
        _tell(row, "monitoring-changed", leads_of(row.school), by, moment)
    return row


def leads_of(school: School) -> list[User]:
    """The lead headteachers of the collaborative that the school belongs to this year."""
    year = AcademicYear.objects.current()
    found = Collaborative.objects.filter(groups__year=year, groups__places__school=school).distinct()
    return [person for one in found for person in people_with(Role.LEAD_HEADTEACHER, collaborative=one)]


@transaction.atomic
def end_after_care(
    *,
    case: MonitoringCase,
    note: str,
    reopen_with: date | None = None,
    by: User,
    at: datetime | None = None,
) -> MonitoringCase:
    """Note the visit six months after the closing: end the case, or open it again with a review on ``reopen_with``.

    Lock, move with history row, audit, message to the headteacher. Raises ValidationError without a note, WrongMove.
    """
    moment = at or clock.now()
    row = MonitoringCase.objects.select_for_update().get(pk=case.pk)
    if row.state == CaseState.ENDED and row.after_care_note == note:
        return row
    if not note:
        raise ValidationError({"note": "Enter what you found"})
    row.after_care_note, row.version = note, row.version + 1
    update: tuple[str, ...] = ("after_care_note", "version")
    if reopen_with:
        row.closed_on, row.after_care_on, row.next_review_on = None, None, reopen_with
        update = (*update, "closed_on", "after_care_on", "next_review_on")
    to = CaseState.OPEN if reopen_with else CaseState.ENDED
    move(row, to=to, table=CASE_MOVES, by=by, at=moment, reason=note, update=update)
    audit.record("monitoring.after-care", about=row.about, by=by, at=moment, to=to)
    _tell(row, "monitoring-changed", people_with(Role.HEADTEACHER, school=row.school), by, moment)
    return row


def viewed(cases: Iterable[MonitoringCase], by: User) -> None:
    """Note that somebody has looked at these cases: every view is kept."""
    audit.record_each("monitoring.viewed", about=[case.about for case in cases], by=by)


def _tell(case: MonitoringCase, kind: str, people: list[User], by: User, at: datetime) -> None:
    """One message a step to those concerned and the Directors, except the one who did it. It names no school."""
    concerned = dict.fromkeys([*people, *people_with(Role.DIRECTOR)])
    notes = [
        Note(
            key=f"{kind}:case={case.pk}:version={case.version}:user={person.pk}",
            kind=kind,
            person=person,
            context={"path": case.get_absolute_url(), "on": clock.day(at)},
            about=case.about,
            why="a monitoring case concerns them",
        )
        for person in concerned
        if person.pk != by.pk
    ]
    outbox.write(notes, at=at)
