"""A programme as plain lines and sentences; reads, and writes nothing. Load it ``with_slots``."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import cached_property

from hlp import clock
from hlp.models import User
from peerchallenge.calculations.programme import Clash, Day, Line, blocks, clashes, on_now
from peerchallenge.choices import TO_COME
from peerchallenge.models import ChallengeSession, Programme, ProgrammeSlot


def programme_of(session: ChallengeSession) -> Programme | None:
    """The programme of a session with all that its pages show, or None while nobody has begun it."""
    return Programme.objects.with_slots().filter(session=session).first()


def visitors(session: ChallengeSession) -> dict[int, User]:
    """Who may be put into a slot by name: the team, the lead first, and the QA reviewer."""
    team = sorted(session.reviewers.all(), key=lambda r: (not r.is_lead, r.person.name))
    found = {r.person_id: r.person for r in team}
    if session.qa_reviewer is not None:
        found.setdefault(session.qa_reviewer.pk, session.qa_reviewer)
    return found


def line_of(slot: ProgrammeSlot) -> Line:
    """One slot for the calculations."""
    people = frozenset(person.pk for person in slot.people.all())
    hosts = frozenset(person.pk for person in slot.hosts.all())
    return Line(
        pk=slot.pk,
        starts=slot.starts_at,
        ends=slot.ends_at,
        activity=slot.activity,
        kind=slot.kind,
        place=slot.place.strip(),
        visitors=people,
        hosts=hosts,
        peopled=bool(people or hosts or slot.others),
    )


def visitors_in_words(slot: ProgrammeSlot, known: dict[int, User], team: frozenset[int]) -> list[str]:
    """The visitors of a slot, the lead first; where all reviewers are there they are called by one name."""
    there = {person.pk for person in slot.people.all()}
    if len(team) > 1 and team <= there:
        return ["The review team", *(person.name for pk, person in known.items() if pk in there - team)]
    return [person.name for pk, person in known.items() if pk in there]


def team_of(session: ChallengeSession) -> frozenset[int]:
    """The reviewers, as primary keys of people."""
    return frozenset(r.person_id for r in session.reviewers.all())


def slot_facts(slot: ProgrammeSlot, session: ChallengeSession) -> dict[str, Any]:
    """A slot as documents print it."""
    known = visitors(session)
    there = {person.pk for person in slot.people.all()}
    return {
        "at": slot.starts_at.isoformat("minutes"),
        "until": slot.ends_at.isoformat("minutes"),
        "activity": slot.activity,
        "place": slot.place,
        "visitors": [person.name for pk, person in known.items() if pk in there],
        "people": [
            *visitors_in_words(slot, known, team_of(session)),
            *(str(person) for person in slot.hosts.all()),
            *([slot.others] if slot.others else []),
        ],
        "output": slot.output,
    }


@dataclass(frozen=True)
class Shown:
    """A slot as a page shows it to one reader."""

    slot: ProgrammeSlot
    visitors: list[str]
    mine: bool
    clashes: bool


class Board:
    """A session's programme as one reader sees it: its slots with what is wrong, and what is on now."""

    def __init__(self, session: ChallengeSession, programme: Programme, reader: User | None = None) -> None:
        self.session, self.programme, self.reader = session, programme, reader
        self.slots = list(programme.slots.all())
        self.lines = [line_of(slot) for slot in self.slots]

    @cached_property
    def day(self) -> Day:
        """When the session starts and ends, and who may be in it."""
        return Day(
            starts=clock.local(self.session.starts_at).time(),
            ends=clock.local(self.session.planned_end_at).time(),
            visitors={pk: person.name for pk, person in self.known.items()},
            reviewers=team_of(self.session),
            hosts={person.pk: person.name for person in self.programme.hosts.all()},
        )

    @cached_property
    def known(self) -> dict[int, User]:
        """Who may be put into a slot by name."""
        return visitors(self.session)

    @cached_property
    def clashes(self) -> list[Clash]:
        """Everything that does not fit yet."""
        return clashes(self.lines, self.day)

    @cached_property
    def _shown(self) -> dict[int, Shown]:
        team, wrong = team_of(self.session), {pk for c in self.clashes if c.grave for pk in c.slots}
        return {
            slot.pk: Shown(
                slot=slot,
                visitors=visitors_in_words(slot, self.known, team),
                mine=self.reader is not None and self.reader.pk in {p.pk for p in slot.people.all()},
                clashes=slot.pk in wrong,
            )
            for slot in self.slots
        }

    @cached_property
    def blocks(self) -> list[list[Shown]]:
        """The slots of the day; those that begin together in one list."""
        return [[self._shown[line.pk] for line in block] for block in blocks(self.lines)]

    @property
    def is_today(self) -> bool:
        """Whether this is the day."""
        return clock.local(self.session.starts_at).date() == clock.today()

    def now_and_next(self, at: datetime) -> tuple[list[Shown], list[Shown]]:
        """What is on and what comes next, the reader's own where they have some; nothing on another day."""
        moment = clock.local(at)
        if moment.date() != clock.local(self.session.starts_at).date():
            return [], []
        own = [line for line in self.lines if self.reader and self.reader.pk in line.visitors]
        now, following = on_now(own or self.lines, moment.time())
        return [self._shown[line.pk] for line in now], [self._shown[line.pk] for line in following]


def today(user: User, session: ChallengeSession, at: datetime) -> dict[str, Any]:
    """On the day itself: what is on now and what comes next, where there is a programme."""
    is_today = clock.local(session.starts_at).date() == clock.local(at).date()
    if not (is_today and session.state in TO_COME):
        return {}
    programme = programme_of(session)
    if programme is None:
        return {}
    now, following = Board(session, programme, user).now_and_next(at)
    return {"is_today": True, "now": now, "following": following}
