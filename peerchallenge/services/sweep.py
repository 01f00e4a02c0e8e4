"""The sweep: writes what the 48-hour clock owes into the outbox, batch by batch."""

from collections import defaultdict
from contextlib import nullcontext
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import QuerySet

from hlp import clock, outbox
from hlp.choices import MessageState
from hlp.models import Message, User
from hlp.outbox import Note
from peerchallenge import deadlines
from peerchallenge.choices import TO_COME
from peerchallenge.deadlines import REMINDER_KINDS, Facts, Owed, before
from peerchallenge.models import ChallengeSession
from peerchallenge.services.clock import context_of, end_due_sessions, facts_of
from schools.choices import Role
from schools.roles import people_with

BATCH = 500
FEW = 10  # moments, up to which one UPDATE each is quicker than one for all
T = TypeVar("T")


def sweep(*, at: datetime | None = None, dry_run: bool = False) -> list[Owed]:
    """Start clocks whose time has come and write everything that is owed; returns what was newly written.

    Safe to run twice and by several workers at once: rows are locked batch by batch and keys are unique. With
    ``dry_run`` the same is done and rolled back.
    """
    moment = at or clock.now()
    if _is_idle(moment):
        return []
    with transaction.atomic() if dry_run else nullcontext():
        end_due_sessions(moment)
        written = [] if clock.is_quiet(moment) else _write_owed(moment)
        if dry_run:
            transaction.set_rollback(True)
    return written


def _is_idle(at: datetime) -> bool:
    """Whether no session ends, owes or is late, as in most minutes: one statement, at the heads of three indexes."""
    adapt = connection.ops.adapt_datetimefield_value
    values: list[Any] = []
    for moment, (_, known) in zip((at, at, _horizon(at)), _first(), strict=True):
        values += [*known, adapt(moment)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + " OR ".join(f"({sql}) <= %s" for sql, _ in _first()), values)
        return not cursor.fetchone()[0]


@cache
def _first() -> list[tuple[str, tuple[Any, ...]]]:
    """The first moments at which a session ends, owes and was due: SQL and values, compiled once, asked each minute."""
    rows = ChallengeSession.objects.order_by()
    found = {
        "planned_end_at": rows.filter(state__in=TO_COME),
        "next_reminder_at": rows.filter(next_reminder_at__isnull=False),
        "report_due_at": rows.awaiting_report().filter(report_due_at__isnull=False),
    }
    return [
        some.order_by(field).values(field)[:1].query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        for field, some in found.items()
    ]


def _write_owed(at: datetime) -> list[Owed]:
    """Everything that is owed."""
    written: list[Owed] = []
    while (batch := _sweep_batch(at)) is not None:
        written += batch
    late = ChallengeSession.objects.overdue(_horizon(at)).order_by()
    return written + _digest(at) if late.exists() else written


@transaction.atomic
def _sweep_batch(at: datetime) -> list[Owed] | None:
    """Write what up to 500 sessions owe and set when to look at them next, or None when no session is due."""
    rows = list(_due(at).select_for_update(skip_locked=True, of=("self",))[:BATCH])
    if not rows:
        return None
    facts = facts_of(rows, at)
    owed: list[tuple[ChallengeSession, Owed]] = []
    for row in rows:
        owed += [(row, item) for item in deadlines.reminders(facts[row.pk], at)]
        row.next_reminder_at = deadlines.next_moment(facts[row.pk], at)
    new = unwritten(owed)
    outbox.write(_notes(new, facts, at), at=at, news=False)
    _look_again(rows)
    return [item for _, item in new]


def _due(at: datetime) -> QuerySet[ChallengeSession]:
    rows = ChallengeSession.objects.filter(next_reminder_at__lte=at).with_people()
    return rows.order_by("next_reminder_at", "pk")


def _look_again(rows: list[ChallengeSession]) -> None:
    """Save when to look at them next: by the moment, since sessions of a day often share theirs."""
    together: dict[datetime | None, list[int]] = defaultdict(list)
    for row in rows:
        together[row.next_reminder_at].append(row.pk)
    if len(together) > FEW:
        ChallengeSession.objects.bulk_update(rows, ["next_reminder_at"])
        return
    for moment, keys in together.items():
        ChallengeSession.objects.filter(pk__in=keys).update(next_reminder_at=moment)


def unwritten(owed: list[tuple[T, Owed]]) -> list[tuple[T, Owed]]:
    """What of this no message tells yet; a message that was withdrawn meanwhile counts as none."""
    keys = [item.key for _, item in owed]
    states = dict(Message.objects.filter(key__in=keys).values_list("key", "state"))
    withdrawn = {key for key, state in states.items() if state == MessageState.CANCELLED}
    if withdrawn:
        outbox.forget_withdrawn(withdrawn)
    there = states.keys() - withdrawn
    return [(row, item) for row, item in owed if item.key not in there]


def _notes(owed: list[tuple[ChallengeSession, Owed]], facts: dict[int, Facts], at: datetime) -> list[Note]:
    people = User.objects.in_bulk({item.person for _, item in owed})
    contexts = {pk: context_of(row) for pk, row in {row.pk: row for row, _ in owed}.items()}
    tried = _tried([row for row, item in owed if item.kind == deadlines.LATE_24H])
    return [
        Note(
            key=item.key,
            kind=item.kind,
            person=people[item.person],
            context={
                **contexts[row.pk],
                **tried.get((row.pk, item.kind), {}),
                **_open_steps(facts[row.pk], item, at),
            },
            about=row.about,
            why=item.why,
        )
        for row, item in owed
    ]


def _open_steps(facts: Facts, item: Owed, at: datetime) -> dict[str, Any]:
    """For reminders of the countdown: everything that the person owes by now, with its days."""
    if item.kind not in before.KINDS:
        return {}
    today = clock.local(at).date()
    found = before.owed_by(facts.before, item.person, today)
    return {
        "steps": [{"title": one.title, "by": clock.day(one.due), "late": one.due < today} for one in found]
    }


def _tried(rows: list[ChallengeSession]) -> dict[tuple[int, str], dict[str, Any]]:
    """For reports a day late: who was told what and when, and how the team can be reached."""
    told = Message.objects.filter(about__in=[row.about for row in rows], kind__in=REMINDER_KINDS)
    lines: dict[str, list[str]] = defaultdict(list)
    for message in told.exclude(sent_at=None).select_related("person").order_by("sent_at", "pk"):
        lines[message.about].append(
            f"{clock.when(message.sent_at or message.due_at)}: {message.person.name}, {message.why}"
        )
    return {(row.pk, deadlines.LATE_24H): {"tried": lines[row.about], "team": _numbers(row)} for row in rows}


def _numbers(row: ChallengeSession) -> list[str]:
    return [f"{r.person.name}, {r.person.phone or r.person.email}" for r in row.reviewers.all()]


@transaction.atomic
def _digest(at: datetime) -> list[Owed]:
    """The Director's digest of the day: one message a Director, and none when nothing is late.

    Who has today's digest is asked first: only once a day are the late reports themselves read.
    """
    new = _untold(at)
    rows = list(_late(at)) if new else []
    if not rows:
        return []
    outbox.write(_digest_notes(new, rows), at=at)
    return new


def _untold(at: datetime) -> list[Owed]:
    """The digest of the day for each Director who has not been sent it."""
    today = clock.local(at).date()
    moment = deadlines.digest_moment(today)
    if at < moment:
        return []
    directors = sorted(person.pk for person in people_with(Role.DIRECTOR, today))
    why = "reports are more than a day late"
    owed = [Owed(deadlines.digest_key(pk, today), deadlines.DIGEST, pk, moment, why) for pk in directors]
    there = set(Message.objects.filter(key__in=[o.key for o in owed]).values_list("key", flat=True))
    return [item for item in owed if item.key not in there]


def _horizon(at: datetime) -> datetime:
    return deadlines.digest_horizon(clock.local(at).date())


def _late(at: datetime) -> QuerySet[ChallengeSession]:
    return ChallengeSession.objects.overdue(_horizon(at)).with_people().order_by("report_due_at", "pk")


def _digest_notes(owed: list[Owed], rows: list[ChallengeSession]) -> list[Note]:
    people = User.objects.in_bulk([item.person for item in owed])
    late = [
        f"{row.host.name}: due {clock.when(row.report_due_at)}, lead reviewer "
        f"{row.lead.person.name if row.lead else 'not named'}"
        for row in rows
        if row.report_due_at
    ]
    context = {"late": late, "path": "/sessions/?state=held"}
    return [Note(key=o.key, kind=o.kind, person=people[o.person], context=context, why=o.why) for o in owed]
