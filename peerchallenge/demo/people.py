"""Where to begin: people whose page tells a story, for the list that signs one in."""

from typing import Any

from peerchallenge.choices import ReplyState, SessionState
from peerchallenge.demo.invented import FOXGLOVE, LARKFIELD, MILLSTREAM, OLD_ORCHARD
from peerchallenge.models import ChallengeSession, Reply, SelfEvaluation
from schools.choices import Role
from schools.models import Appointment, School
from schools.roles import people_with


def people() -> list[dict[str, Any]]:
    """A handful of people, each with what there is to do; nobody where the stories were never laid out."""
    if not School.objects.filter(invented=True).exists():
        return []
    found = [
        *_newcomer(),
        *_invented(),
        *_host(),
        *_replies(),
        *_director(),
        *_newly_head(),
        *_helping(),
        *_former(),
    ]
    return [{"role": "Start here", "sees": "People with something to do today.", "people": found}]


def _lead(session: ChallengeSession | None, title: str) -> list[dict[str, Any]]:
    lead = session.lead if session else None
    return [{"user": lead.person, "title": title.format(session.host)}] if session and lead else []


def _newcomer() -> list[dict[str, Any]]:
    held = ChallengeSession.objects.filter(state=SessionState.HELD, host__invented=False).with_people()
    return _lead(held.order_by("-starts_at").first(), "Lead reviewer at {}: finish the report and send it")


def _invented() -> list[dict[str, Any]]:
    stories = (
        (MILLSTREAM, SessionState.HELD, "Lead reviewer at {}: the report is due in a few hours"),
        (LARKFIELD, SessionState.HELD, "Lead reviewer at {}: the report is late"),
        (FOXGLOVE, SessionState.CONFIRMED, "Lead reviewer at {}: the session is today"),
    )
    found: list[dict[str, Any]] = []
    for urn, state, title in stories:
        session = ChallengeSession.objects.filter(host__urn=urn, state=state).with_people().first()
        found += _lead(session, title)
    return found


def _host() -> list[dict[str, Any]]:
    begun = SelfEvaluation.objects.filter(shared_at=None, session__state=SessionState.CONFIRMED)
    found = (
        begun.exclude(saved_at=None).select_related("session__host").order_by("session__starts_at").first()
    )
    if found is None:
        return []
    host = found.session.host
    heads = people_with(Role.HEADTEACHER, school=host)[:1]
    return [
        {"user": person, "title": f"Host, {host}: the self-evaluation is half written"} for person in heads
    ]


def _replies() -> list[dict[str, Any]]:
    """A host that may answer its report, and a lead reviewer who owes decisions."""
    waits = (
        Reply.objects.filter(state=ReplyState.OPEN).select_related("session__host").order_by("reply_due_at")
    )
    found = [
        {"user": person, "title": f"Host, {reply.session.host}: the report can be answered"}
        for reply in waits[:1]
        for person in people_with(Role.HEADTEACHER, school=reply.session.host)[:1]
    ]
    owed = ChallengeSession.objects.filter(reply__state=ReplyState.ANSWERED).with_people().first()
    return found + _lead(owed, "Lead reviewer at {}: corrections to decide on")


def _director() -> list[dict[str, Any]]:
    people = people_with(Role.DIRECTOR)[:1]
    return [{"user": person, "title": "Director: who needs a call, and what came back"} for person in people]


def _newly_head() -> list[dict[str, Any]]:
    acting = Appointment.objects.filter(acting=True, role=Role.HEADTEACHER, school__urn=OLD_ORCHARD)
    return [
        {"user": post.person, "title": f"Acting headteacher, {post.school}: what was handed over"}
        for post in acting.select_related("person", "school")[:1]
    ]


def _helping() -> list[dict[str, Any]]:
    deputies = Appointment.objects.filter(role=Role.DEPUTY, school__urn=FOXGLOVE)
    return [
        {"user": post.person, "title": f"Deputy headteacher, {post.school}: dates and documents of today"}
        for post in deputies.select_related("person", "school")[:1]
    ]


def _former() -> list[dict[str, Any]]:
    ended = (
        Appointment.objects.exclude(ends=None)
        .filter(role=Role.HEADTEACHER, school__urn=OLD_ORCHARD, acting=False)
        .select_related("person", "school")
    )
    return [{"user": p.person, "title": f"Left {p.school}: former reports stay readable"} for p in ended[:1]]
