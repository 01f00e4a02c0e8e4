"""The parts of a handbook that come from other papers of the session: one row each, in the order of the pages.

A part is printed where ``gather`` finds something. Confidential ones are left out of the copies for those who may not
read a self-evaluation: deputies and office of the host, and the administrator.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hlp import clock
from peerchallenge.choices import READ_FIRST, ActionState
from peerchallenge.models import ChallengeSession, SelfEvaluation
from peerchallenge.services.actions import last_time
from peerchallenge.services.selfevaluations.printing import written
from schools.models import School
from schools.services.maps import Pin, draw_map

Data = dict[str, Any]
METRES = 1609.344  # in a mile


@dataclass(frozen=True)
class Part:
    """A part: its key (an id in the document), its title, and what it shows of a session as plain values.

    ``packs/handbook.py`` knows its template by the key.
    """

    key: str
    title: str
    gather: Callable[[ChallengeSession], Data | None]
    confidential: bool = False


def gathered(session: ChallengeSession) -> list[Data]:
    """All parts that have something to show, as they are kept with a version."""
    found = [(part, part.gather(session)) for part in HANDBOOK_PARTS]
    return [{"key": part.key, "title": part.title, "data": data} for part, data in found if data]


# What may be left out of a copy.
CONFIDENTIAL, SAFEGUARDING = "confidential", "safeguarding"


def cuts(source: Data, *, whole: bool, safeguarding: bool) -> list[str]:
    """What of a version somebody may not read: its confidential parts, or the name of the safeguarding lead."""
    closed = {part.key for part in HANDBOOK_PARTS if part.confidential}
    has_closed = any(part["key"] in closed for part in source.get("parts", []))
    found = [CONFIDENTIAL] if has_closed and not whole else []
    return [*found, SAFEGUARDING] if source.get("safeguarding") and not safeguarding else found


def without(source: Data, cut: list[str]) -> Data:
    """The same version without what is cut."""
    kept = dict(source)
    if CONFIDENTIAL in cut:
        closed = {part.key for part in HANDBOOK_PARTS if part.confidential}
        kept["parts"] = [part for part in source["parts"] if part["key"] not in closed]
    if SAFEGUARDING in cut:
        kept["safeguarding"] = ""
    return kept


def self_evaluation(session: ChallengeSession) -> Data | None:
    """What the school says of itself, once it is shared; areas of which it says nothing are left out."""
    found = SelfEvaluation.objects.filter(session=session, shared_at__isnull=False).first()
    if found is None:
        return None
    facts = written(found)
    areas = [area for area in facts["areas"] if any(area[name] for name in area if name != "name")]
    first = [text for text in facts["texts"] if text["kind"] in READ_FIRST]
    last = [text for text in facts["texts"] if text["kind"] not in READ_FIRST]
    return {"first": first, "areas": areas, "last": last}


def documents(session: ChallengeSession) -> Data | None:
    """What the host has given the team, by title; the files stay on their page."""
    rows = session.host_documents.standing().order_by("kind", "title", "pk")
    found = [{"title": row.title, "kind": row.get_kind_display(), "sort": row.ending} for row in rows]
    return {"rows": found} if found else None


def last_actions(session: ChallengeSession) -> Data | None:
    """What the school promised last time, and how far it is."""
    rows = list(last_time(session).select_related("session"))
    if not rows:
        return None
    return {
        "rows": [
            {
                "what": row.what,
                "who": row.owner or row.agreed_who,
                "by_when": clock.day(row.due) if row.due else row.agreed_by_when,
                "state": ActionState(row.state).label,
                "agreed": clock.day(row.session.starts_at),
            }
            for row in rows
        ]
    }


def place(session: ChallengeSession) -> Data | None:
    """Where the school lies in the borough, and the other schools of its group."""
    host = session.host
    if not (host.easting and host.northing):
        return None
    others = [school for school in _group_of(session) if school.pk != host.pk]
    drawn = draw_map([Pin(host), *(Pin(school) for school in others)])
    return {
        "width": drawn.width,
        "height": drawn.height,
        "outline": drawn.outline,
        "borough": drawn.name,
        "source": drawn.source,
        "host": host.name,
        "address": host.address,
        "schools": [
            {
                "name": marker.school.name,
                "x": round(marker.home[0], 1),
                "y": round(marker.home[1], 1),
                "is_host": marker.school.pk == host.pk,
                "distance": _distance(host, marker.school),
            }
            for marker in drawn.markers
        ],
    }


def _group_of(session: ChallengeSession) -> list[School]:
    return [seat.school for seat in session.group.places.select_related("school")]


def _distance(host: School, other: School) -> str:
    """The way as the crow flies, in miles."""
    found = host.distance_to(other)
    return f"{found / METRES:.1f}" if found else ""


HANDBOOK_PARTS = [
    Part(
        "self-evaluation",
        "The school’s self-evaluation",
        self_evaluation,
        confidential=True,
    ),
    Part(
        "last-time",
        "What was agreed last time",
        last_actions,
        confidential=True,
    ),
    Part("documents", "Documents of the school", documents, confidential=True),
    Part("place", "Where the school is", place),
]
