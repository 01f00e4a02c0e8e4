"""From draft to calendar: one line changed by hand, or the whole draft published."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.choices import DatesState
from peerchallenge.models import ChallengeSession, DatesLine, DatesPlan, DatesSeat, Round
from peerchallenge.planner import Placement, Visitor
from peerchallenge.services.dates.drafts import situation_of
from peerchallenge.services.dates.preview import check_line, lines_of, preview
from peerchallenge.services.plans import TeamMember
from peerchallenge.services.sessions import plan_session
from schools.choices import Role
from schools.models import Appointment

DATES = "dates-published"


@transaction.atomic
def change_line(
    *,
    line: DatesLine,
    day: date,
    lead: int,
    team: Iterable[Visitor],
    version: int,
    by: User,
    at: datetime | None = None,
) -> None:
    """Give one line of a draft another day or team: lock the plan, check every rule, write, audit.

    ``lead`` is the primary key of one of the ``team``. What is there already changes nothing. Raises
    ValidationError with every rule that it would break, StaleEdit when ``version`` of the plan is not the newest.
    """
    plan = _locked(line.plan_id)
    if not plan.is_draft:
        raise ValidationError("This plan can no longer be changed.")
    lines = lines_of(plan)
    row = next(each for each in lines if each.pk == line.pk)
    wanted = Placement(row.round_id, row.host_id, day, lead, tuple(team))
    if row.day == day and _same_team(row, wanted):
        return
    if version != plan.version:
        raise StaleEdit(plan.version)
    if against := check_line(situation_of(plan), lines, wanted):
        raise ValidationError(list(dict.fromkeys(against)))
    row.day, row.by_hand = day, True
    row.save(update_fields=["day", "by_hand"])
    row.seats.all().delete()
    DatesSeat.objects.bulk_create(
        DatesSeat(line=row, person_id=v.person, school_id=v.school, is_lead=v.person == lead)
        for v in wanted.team
    )
    plan.version += 1
    plan.save(update_fields=["version"])
    audit.record("dates.changed", about=f"dates:{plan.pk}", by=by, at=at, host=str(row.host), day=str(day))


def _same_team(row: DatesLine, wanted: Placement) -> bool:
    there = {(seat.person_id, seat.school_id, seat.is_lead) for seat in row.seats.all()}
    return there == {(v.person, v.school, v.person == wanted.lead) for v in wanted.team}


def _locked(pk: int) -> DatesPlan:
    plans = DatesPlan.objects.select_for_update(of=("self",)).select_related("year", "round__year")
    return plans.get(pk=pk)


@transaction.atomic
def publish(
    *, plan: DatesPlan, version: int, by: User, at: datetime | None = None, reason: str = ""
) -> list[ChallengeSession]:
    """Put a draft into the calendar: lock, check all again, plan each session, end the draft, audit, tell each once.

    Everything or nothing; lines without a day are left for another plan. ``reason`` is the Director's for leads whose
    training is not in date, where the plan was not asked for with one. Publishing twice does it once. Raises
    StaleEdit when ``version`` is not the newest, WrongMove for a plan that is no draft, ValidationError with
    every line that no longer fits.
    """
    moment = at or clock.now()
    locked = _locked(plan.pk)
    if locked.state == DatesState.PUBLISHED:
        return []
    if not locked.is_draft:
        raise WrongMove(locked.state, DatesState.PUBLISHED)
    if version != locked.version:
        raise StaleEdit(locked.version)
    rounds = {line.round_id for line in locked.lines.all()}
    list(Round.objects.select_for_update().filter(pk__in=rounds).order_by("pk"))
    found = preview(locked)
    if found.blocked:
        raise ValidationError([f"{row.line.host}: {why}" for row in found.blocked for why in row.against])
    why = locked.wishes.get("overruled") or reason
    made = [_plan(locked, row.line, by, moment, why) for row in found.placed]
    locked.state, locked.published_by, locked.published_at = DatesState.PUBLISHED, by, moment
    locked.save(update_fields=["state", "published_by", "published_at"])
    audit.record("dates.published", about=f"dates:{locked.pk}", by=by, at=moment, sessions=len(made))
    _tell(locked, made, by, moment)
    return made


def _plan(plan: DatesPlan, line: DatesLine, by: User, at: datetime, reason: str) -> ChallengeSession:
    """The session of a line; what its own rules refuse is told with the name of its host."""
    day: date = line.day  # type: ignore[assignment]
    try:
        return plan_session(
            round=line.round,
            host=line.host,
            group=line.group,
            starts_at=clock.at(day, plan.starts),
            planned_end_at=clock.at(day, plan.ends),
            team=[TeamMember(seat.person, seat.school, seat.is_lead) for seat in line.seats.all()],
            by=by,
            at=at,
            quietly=True,
            lead_reason=reason,
        )
    except ValidationError as refusal:
        raise ValidationError([f"{line.host}: {message}" for message in refusal.messages]) from refusal


def _tell(plan: DatesPlan, made: list[ChallengeSession], by: User, at: datetime) -> None:
    """One message to each person concerned, with all their dates."""
    own: dict[User, list[dict[str, str]]] = defaultdict(list)
    heads = _heads(made)
    for session in sorted(made, key=lambda s: s.starts_at):
        on = clock.local(session.starts_at).date()
        parts = dict.fromkeys((p.person for p in heads.get(session.host_id, []) if _holds(p, on)), "host")
        parts |= {r.person: "lead reviewer" if r.is_lead else "reviewer" for r in session.reviewers.all()}
        for person, part in parts.items():
            own[person].append({"day": clock.day(on), "host": str(session.host), "part": part})
    outbox.write(
        [
            Note(
                key=f"{DATES}:dates={plan.pk}:user={person.pk}",
                kind=DATES,
                person=person,
                context={"plan": _subject(plan), "dates": dates, "path": "/sessions/"},
                about=f"dates:{plan.pk}",
                why="dates of sessions were published",
            )
            for person, dates in own.items()
            if person.pk != by.pk
        ],
        at=at,
    )


def _subject(plan: DatesPlan) -> str:
    return f"{plan.round}" if plan.round else f"{plan.year}"


def _heads(made: list[ChallengeSession]) -> dict[int, list[Appointment]]:
    rows = Appointment.objects.filter(role=Role.HEADTEACHER, school__in={s.host_id for s in made})
    found: dict[int, list[Appointment]] = defaultdict(list)
    for post in rows.filter(person__is_active=True).select_related("person").order_by("person__name", "pk"):
        found[post.school_id or 0].append(post)
    return found


def _holds(post: Appointment, day: date) -> bool:
    return post.starts <= day and (post.ends is None or post.ends >= day)
