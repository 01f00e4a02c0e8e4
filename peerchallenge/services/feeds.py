"""Calendar files: a session's, a round's, and the private address that a person's calendar program reads.

They carry titles, places and links, and nothing that is said in a session: neither focus nor judgement.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from hlp import audit, clock, ics
from hlp.ics import Entry
from hlp.models import Partnership, User
from peerchallenge import deadlines, rules
from peerchallenge.calculations import day_of, part_of
from peerchallenge.choices import OFF, REPORT_SENT, TO_COME, ReplyState, RoundClock, SessionState
from peerchallenge.deadlines.before import Preparation
from peerchallenge.models import CalendarFeed, ChallengeSession, Reply
from peerchallenge.models.feed import new_token
from peerchallenge.models.session import ChallengeSessionQuerySet
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services.calendars.facts import further
from schools.calculations import LONGEST_CLOSURE, school_days
from schools.roles import roles_of

# How far back and ahead a calendar reaches, and how long before it is due a report stands in it.
KEPT, AHEAD = timedelta(days=365), timedelta(days=730)
DEADLINE = timedelta(minutes=30)
STATUS = {SessionState.PLANNED: ics.TENTATIVE, SessionState.POSTPONED: ics.CANCELLED} | {
    SessionState.CANCELLED: ics.CANCELLED
}


@transaction.atomic
def open_feed(*, person: User, by: User, at: datetime | None = None) -> CalendarFeed:
    """The person's calendar address, made with its secret if there is none; audit once."""
    moment = at or clock.now()
    feed, made = CalendarFeed.objects.get_or_create(person=person, defaults={"made_at": moment})
    if made:
        audit.record("calendar.opened", about=f"user:{person.pk}", by=by, at=moment)
    return feed


@transaction.atomic
def reset_feed(*, feed: CalendarFeed, version: str, by: User, at: datetime | None = None) -> CalendarFeed:
    """Give an address another secret, so that the old one leads nowhere: lock, write, audit.

    ``version`` is that of the secret to be replaced: pressed twice, it is replaced once.
    """
    row = CalendarFeed.objects.select_for_update().select_related("person").get(pk=feed.pk)
    if row.version != version:
        return row
    row.token, row.made_at, row.read = new_token(), at or clock.now(), {}
    row.save(update_fields=["token", "made_at", "read"])
    audit.record("calendar.reset", about=f"user:{row.person_id}", by=by, at=row.made_at)
    return row


def find_feed(token: str) -> CalendarFeed | None:
    """The address with this secret, of a person who may sign in; None for any other."""
    found = CalendarFeed.objects.filter(token=token, person__is_active=True)
    return found.select_related("person").first()


def draw_feed(feed: CalendarFeed, *, everything: bool = False, at: datetime | None = None) -> bytes:
    """A person's calendar: their own sessions and the reports that they owe; ``everything`` that they may see."""
    moment, user = at or clock.now(), feed.person
    visible = ChallengeSession.objects.visible_to(user).filter(starts_at__gte=moment - KEPT)
    rows = visible if everything else visible.filter(_own(user))
    name = f"{Partnership.current().short_name}, {'all sessions' if everything else user.name}"
    others = further(user, (moment - KEPT).date(), (moment + AHEAD).date())
    return draw(name, rows, user, [ics.entry_of(one) for one in others if everything or one.get("mine")])


def _own(user: User) -> Q:
    held = roles_of(user)
    hosted = Q(host__in=held.schools | held.delegated)
    return hosted | Q(pk__in=user.reviews.values("session")) | Q(qa_reviewer_id=user.pk)


def draw(name: str, sessions: ChallengeSessionQuerySet, user: User, more: Iterable[Entry] = ()) -> bytes:
    """Sessions that ``user`` may see as a calendar of this name, in a fixed number of queries, and ``more``."""
    rows = sessions.with_people().select_related("reply").with_last_change().order_by("starts_at", "pk")
    return ics.draw(name, [*entries_of(rows, user), *more])


def entries_of(sessions: Iterable[ChallengeSession], user: User) -> Iterator[Entry]:
    """The entries of sessions, each followed by what ``user`` owes: steps before the day, the report, the reply."""
    rows = list(sessions)
    known = _school_days(rows)
    ahead = [row for row in rows if row.state in TO_COME]
    steps = deadline_clock.facts_of(ahead) if ahead else {}
    for session in rows:
        yield _session(session, user)
        for step in steps[session.pk].before if session.pk in steps else ():
            if user.pk in step.owners and not step.done:
                yield _step(session, step)
        yield from _replies(session, user)
        if rules.leads_team(user, session) and session.state not in REPORT_SENT:
            due = session.report_due_at or deadlines.due_at(
                session.planned_end_at, session.round.clock, known
            )
            yield _report(session, due)


def _school_days(sessions: list[ChallengeSession]) -> list[date]:
    """The school days in which reports counted in working time fall due; none where there is no such session."""
    days = [day_of(s) for s in sessions if s.round.clock == RoundClock.WORKING_TIME]
    return school_days(min(days), max(days) + LONGEST_CLOSURE) if days else []


def remember(
    feed: CalendarFeed, which: str, body: bytes, *, at: datetime | None = None
) -> tuple[str, datetime]:
    """The SHA-256 of what a calendar of the address says, and when it was first so, which is noted."""
    digest = sha256(body).hexdigest()
    known = feed.read.get(which)
    if not known or known[0] != digest:
        known = [digest, (at or clock.now()).isoformat()]
        feed.read = {**feed.read, which: known}
        feed.save(update_fields=["read"])
    return digest, datetime.fromisoformat(known[1])


def _session(session: ChallengeSession, user: User) -> Entry:
    label = f"{SessionState(session.state).label}: " if session.state in OFF else ""
    href = f"{settings.SITE_URL}{session.get_absolute_url()}"
    part = part_of(user, session)
    return Entry(
        uid=_uid("session", session),
        title=f"{label}Peer challenge at {session.host}",
        starts=session.starts_at,
        ends=session.planned_end_at,
        stamp=_stamp(session),
        sequence=_sequence(session),
        place=", ".join(text for text in (session.host.name, session.host.address) if text),
        text=f"Your part: {part}\n{href}" if part else href,
        href=href,
        status=STATUS.get(SessionState(session.state), ics.CONFIRMED),
        busy=bool(part),
    )


def _report(session: ChallengeSession, due: datetime) -> Entry:
    href = f"{settings.SITE_URL}{session.get_absolute_url()}"
    return Entry(
        uid=_uid("report", session),
        title=f"Report due: {session.host}",
        starts=due - DEADLINE,
        ends=due,
        stamp=_stamp(session),
        sequence=_sequence(session),
        text=href,
        href=href,
        status=ics.CANCELLED if session.state in OFF else ics.CONFIRMED,
        busy=False,
    )


def _step(session: ChallengeSession, step: Preparation) -> Entry:
    href = f"{settings.SITE_URL}{session.get_absolute_url()}"
    return Entry(
        uid=_uid(f"before-{step.key}", session),
        title=f"Due: {step.title}, {session.host}",
        starts=step.due,
        ends=step.due,
        stamp=_stamp(session),
        sequence=_sequence(session),
        text=href,
        href=href,
        busy=False,
    )


def _replies(session: ChallengeSession, user: User) -> Iterator[Entry]:
    """Until when the host may reply, and until when its lead reviewer decides."""
    reply: Reply | None = getattr(session, "reply", None)
    if reply is None:
        return
    if reply.is_open and rules.heads_host(user, session):
        yield _moment(session, "reply", f"Reply to the report: {session.host}", reply.reply_due_at)
    due = reply.decisions_due_at
    if reply.state == ReplyState.ANSWERED and due and rules.leads_team(user, session):
        yield _moment(session, "corrections", f"Corrections to decide: {session.host}", due)


def _moment(session: ChallengeSession, kind: str, title: str, due: datetime) -> Entry:
    href = f"{settings.SITE_URL}{session.get_absolute_url()}"
    return Entry(
        uid=_uid(kind, session),
        title=title,
        starts=due - DEADLINE,
        ends=due,
        stamp=_stamp(session),
        sequence=_sequence(session),
        text=href,
        href=href,
        busy=False,
    )


def _uid(kind: str, session: ChallengeSession) -> str:
    return ics.unique(f"{kind}-{session.pk}")


def _sequence(session: ChallengeSession) -> int:
    """Grows with each change of the session and each setting of its clock."""
    return session.version + session.clock_generation


def _stamp(session: ChallengeSession) -> datetime:
    """When the session last changed, from a set read ``with_last_change``."""
    changed: datetime | None = getattr(session, "changed_at", None)
    return changed or session.starts_at
