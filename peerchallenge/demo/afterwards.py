"""What became of reports: actions done and still open, consents, links for governors, and the check-ins of last year."""

from datetime import datetime, timedelta
from typing import Any

from hlp import clock
from hlp.models import User
from peerchallenge.choices import REPORT_SENT, ActionState, Going, NoteKind, Part
from peerchallenge.demo.invented import FOXGLOVE, OLD_ORCHARD
from peerchallenge.demo.stage import Stage
from peerchallenge.models import (
    ActionEvent,
    ActionNote,
    CarriedAction,
    ChallengeSession,
    CheckIn,
    Evaluation,
    Reply,
    ShareConsent,
)
from peerchallenge.packs.questions import QUESTIONS
from peerchallenge.services import sharing
from schools.choices import Role
from schools.models import AcademicYear, Appointment

OLD = timedelta(weeks=9)
WEEK = timedelta(weeks=1)
NOTES = (
    "Begun in two year groups. Leaders looked at it together before half term.",
    "In place in every class. We shall look at it again with the governors.",
    "Agreed in the staff meeting, and part of the training day.",
)
EVIDENCE = (
    "The books of years 2 and 5, and what pupils say about them.",
    "Leaders’ notes of three learning walks, a term apart.",
)
ASKED = "We spoke for ten minutes. The actions are in the plan, and each has somebody who sees to it."
LINES = (
    "Keep the conversation with pupils: it told us most.",
    "A longer break between the learning walks and the books would help.",
    "The papers were short and complete. Please keep it so.",
    "Half an hour more for the feedback at the end.",
)
GOVERNORS = ("Gwendoline Merriweather", "Ignatius Pemberley", "Tabitha Fennimore", "Osbert Quillan")


def play(stage: Stage) -> None:
    """Everything that happens between one challenge and the next."""
    _work_on_actions(stage)
    _check_in(stage)
    _consent(stage)
    _share(stage)
    _evaluate(stage)


def _work_on_actions(stage: Stage) -> None:
    """Older actions are mostly done, and some made a difference; the newest are promised. Written in bulk."""
    rows = list(CarriedAction.objects.select_related("session__host").order_by("pk"))
    events: list[ActionEvent] = []
    notes: list[ActionNote] = []
    for turn, row in enumerate(rows):
        heads = stage.heads(row.school, stage.today)
        age = stage.now - row.session.starts_at
        if not heads or age < timedelta(weeks=2) or row.school.urn == OLD_ORCHARD:
            continue
        by, at = heads[0], row.session.starts_at + 3 * WEEK
        at = min(at, stage.now - timedelta(hours=30))
        notes.append(ActionNote(action=row, kind=NoteKind.PROGRESS, body=NOTES[turn % 3], at=at, by=by))
        for state in _states(age, turn):
            at = min(at + 5 * WEEK, stage.now - timedelta(hours=20))
            events.append(ActionEvent(thing=row, from_state=row.state, to_state=state, at=at, by=by))
            row.state, row.version = state, row.version + 1
        if row.state == ActionState.DIFFERENCE:
            notes.append(
                ActionNote(action=row, kind=NoteKind.EVIDENCE, body=EVIDENCE[turn % 2], at=at, by=by)
            )
    CarriedAction.objects.bulk_update(rows, ["state", "version"], batch_size=200)
    ActionEvent.objects.bulk_create(events)
    ActionNote.objects.bulk_create(notes)


def _states(age: timedelta, turn: int) -> list[ActionState]:
    if age < OLD:
        return [ActionState.DONE] if turn % 5 == 0 else []
    if turn % 9 == 0:
        return []
    return [ActionState.DONE, ActionState.DIFFERENCE] if turn % 3 else [ActionState.DONE]


def _check_in(stage: Stage) -> None:
    """Every check-in whose weeks are over was made, in good time."""
    found = CheckIn.objects.filter(due_until__lte=stage.now).select_related("session__host", "session__group")
    rows = list(found)
    posts = Appointment.objects.filter(role=Role.LEAD_HEADTEACHER).select_related("person")
    leads = {post.collaborative_id: post.person for post in posts}
    for turn, row in enumerate(rows):
        row.going = Going.SLOWLY if turn % 6 == 0 and row.session.host.invented else Going.WELL
        row.note, row.done_by = ASKED, leads.get(row.session.group.collaborative_id, stage.director)
        row.done_at = row.due_from + timedelta(days=3, hours=turn % 5)
    CheckIn.objects.bulk_update(rows, ["going", "note", "done_by", "done_at"])


def _consent(stage: Stage) -> None:
    """Some headteachers share good practice this year, a few their reports with their collaborative."""
    year = AcademicYear.objects.at(stage.today)
    hosts = ChallengeSession.objects.filter(round__year=year, state__in=REPORT_SENT).select_related("host")
    rows = []
    for turn, host in enumerate(sorted({session.host for session in hosts}, key=lambda school: school.urn)):
        heads = stage.heads(host, stage.today)
        if heads and turn % 3 == 0 and not host.invented:
            facts: dict[str, Any] = {"directory": True, "collaborative": turn % 6 == 0}
            at = stage.now - timedelta(days=2, hours=turn)
            rows.append(ShareConsent(school=host, year=year, given_by=heads[0], given_at=at, **facts))
    ShareConsent.objects.bulk_create(rows)


def _share(stage: Stage) -> None:
    """Two chairs of governors read by a link; one link of an invented school was revoked, one has run out."""
    over = Reply.objects.exclude(state="open").select_related("session__host").order_by("-opened_at")
    for turn, reply in enumerate(over.filter(session__host__invented=False)[:2]):
        _link(stage, reply, GOVERNORS[turn], max(reply.opened_at, stage.now - timedelta(days=3)))
    for urn, name in ((OLD_ORCHARD, GOVERNORS[2]), (FOXGLOVE, GOVERNORS[3])):
        for reply in over.filter(session__host__urn=urn)[:1]:
            _link(stage, reply, name, reply.opened_at + timedelta(days=1), revoke=urn == OLD_ORCHARD)


def _link(stage: Stage, reply: Reply, name: str, at: datetime, *, revoke: bool = False) -> None:
    by = stage.heads(reply.session.host, stage.today)[0]
    key = f"{reply.pk:032}"
    link, _ = sharing.make_link(
        session=reply.session, reader=name, role="chair of governors", days=30, key=key, by=by, at=at
    )
    link.views, link.last_viewed_at = 3, min(at + timedelta(hours=20), stage.now)
    link.save(update_fields=["views", "last_viewed_at"])
    if revoke:
        sharing.revoke(link=link, by=by, at=min(at + timedelta(days=2), stage.now))


def _evaluate(stage: Stage) -> None:
    """Host and team of most sessions have said how it was; the lower marks are of invented schools."""
    sessions = ChallengeSession.objects.filter(state__in=REPORT_SENT).with_people()
    rows: list[Evaluation] = []
    for turn, session in enumerate(sessions.order_by("pk")):
        opened = session.ended_at or session.planned_end_at
        hosts = stage.heads(session.host, clock.local(opened).date())[:1]
        people = [(person, Part.HOST) for person in hosts]
        people += [(r.person, Part.LEAD if r.is_lead else Part.REVIEWER) for r in session.reviewers.all()]
        for place, (person, part) in enumerate(people):
            at = opened + timedelta(days=2 + place, hours=turn % 6)
            if at < stage.now and (turn + place) % 5:
                rows.append(_evaluation(session, person, part, turn + place, at))
    Evaluation.objects.bulk_create(rows)


def _evaluation(session: ChallengeSession, person: User, part: Part, turn: int, at: datetime) -> Evaluation:
    low = 1 if session.host.invented and turn % 2 else 0
    marks = {code: 4 - (turn + n) % 2 - low for n, code in enumerate(QUESTIONS)}
    comment = LINES[turn % len(LINES)] if turn % 3 == 0 else ""
    return Evaluation(session=session, person=person, part=part, marks=marks, comment=comment, at=at)
