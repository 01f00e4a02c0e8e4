"""Where a note can belong: the slots of the day's programme, or the year's suggested ones while there is none."""

from dataclasses import dataclass
from datetime import time

from hlp import clock
from peerchallenge.choices import WITHOUT_EVIDENCE
from peerchallenge.models import ChallengeSession, ProgrammeSlot, TemplateSlot

LONGEST_LABEL = 64


@dataclass(frozen=True)
class Place:
    """One slot. ``pk`` is that of the session's own slot, None for a line of the year's template."""

    key: str
    words: str
    label: str
    starts: time
    ends: time
    pk: int | None = None


def places_of(session: ChallengeSession) -> list[Place]:
    """The slots in which something is seen, in order, in at most two queries."""
    own = ProgrammeSlot.objects.filter(programme__session=session).exclude(kind__in=WITHOUT_EVIDENCE)
    found = [_place(f"s{slot.pk}", slot.starts_at, slot.ends_at, slot.activity, slot.pk) for slot in own]
    if found:
        return found
    lines = TemplateSlot.objects.filter(year=session.round.year_id).exclude(kind__in=WITHOUT_EVIDENCE)
    return [_place(f"t{line.pk}", line.starts, line.ends, line.activity) for line in lines]


def _place(key: str, starts: time, ends: time, activity: str, pk: int | None = None) -> Place:
    short = activity if len(activity) <= LONGEST_LABEL else f"{activity[:LONGEST_LABEL].rsplit(' ', 1)[0]} …"
    label = f"{clock.clock_time(starts)}, {short}"
    return Place(key, f"{starts:%H:%M} {activity}", label, starts, ends, pk)
