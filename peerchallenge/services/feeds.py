"""Calendar files: a session's, a round's, and the private address that a person's calendar program reads.

They carry titles, places and links, and nothing that is said in a session: neither focus nor judgement.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from hlp import audit, clock
from hlp.models import Partnership, User
from peerchallenge import deadlines, rules
from peerchallenge.calculations import day_of, part_of
from peerchallenge.choices import OFF, REPORT_SENT, RoundClock, SessionState
from peerchallenge.models import CalendarFeed, ChallengeSession
from peerchallenge.models.feed import new_token
from peerchallenge.models.session import ChallengeSessionQuerySet
from peerchallenge.packs import ics
from peerchallenge.packs.ics import Entry
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
    return draw(name, rows, user, [_other(one) for one in others if everything or one.get("mine")])


def _own(user: User) -> Q:
    held = roles_of(user)
    hosted = Q(host__in=held.schools | held.delegated)
    return hosted | Q(pk__in=user.reviews.values("session")) | Q(qa_reviewer_id=user.pk)


def draw(name: str, sessions: ChallengeSessionQuerySet, user: User, more: Iterable[Entry] = ()) -> bytes:
    """Sessions that ``user`` may see as a calendar of this name, in a fixed number of queries, and ``more``."""
    rows = sessions.with_people().with_last_change().order_by("starts_at", "pk")
    return ics.draw(name, [*entries_of(rows, user), *more])


def _other(one: dict[str, Any]) -> Entry:
    """What another room put into the calendar (``calendars.facts`` says how)."""
    return Entry(
        uid=f"{one['uid']}@{_host()}",
        title=one["title"],
        starts=one["starts"],
        ends=one["ends"],
        stamp=one["stamp"],
        sequence=one.get("sequence", 0),
        place=one.get("place", ""),
        href=f"{settings.SITE_URL}{one['href']}" if one.get("href") else "",
        busy=bool(one.get("mine")) and isinstance(one["starts"], datetime),
    )


def entries_of(sessions: Iterable[ChallengeSession], user: User) -> Iterator[Entry]:
    """The entries of sessions, each followed by its report where ``user`` leads it."""
    rows = list(sessions)
    known = _school_days(rows)
    for session in rows:
        yield _session(session, user)
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


def _uid(kind: str, session: ChallengeSession) -> str:
    return f"{kind}-{session.pk}@{_host()}"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _sequence(session: ChallengeSession) -> int:
    """Grows with each change of the session and each setting of its clock."""
    return session.version + session.clock_generation


def _stamp(session: ChallengeSession) -> datetime:
    """When the session last changed, from a set read ``with_last_change``."""
    changed: datetime | None = getattr(session, "changed_at", None)
    return changed or session.starts_at
