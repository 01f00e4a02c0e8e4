"""One session of the demonstration, played by the services that headteachers use, at the moments it happened.

A session that is over is confirmed without its handbook: nobody prints it any more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hlp import audit
from hlp.models import User
from hlp.transitions import move
from peerchallenge.choices import SESSION_MOVES, SessionState
from peerchallenge.demo import prose
from peerchallenge.demo.stage import Stage, focus_for, reload, visitors
from peerchallenge.demo.windows import Slot, office_hour
from peerchallenge.models import (
    AreaSelfEvaluation,
    ChallengeSession,
    Round,
    SelfEvaluation,
    SelfEvaluationText,
)
from peerchallenge.packs.sections import BY_SLUG
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services.reports import open_report, open_warnings, overrule, send_report
from peerchallenge.services.reports.answers import store
from peerchallenge.services.selfevaluations import AREA_FIELDS, open_self_evaluation, share
from peerchallenge.services.sessions import (
    TeamMember,
    accept_code,
    close_session,
    confirm_session,
    plan_session,
)
from schools.models import Group, School

PLANNED_BEFORE = timedelta(days=35)
CONFIRMED_BEFORE = timedelta(days=26)
SHARED_BEFORE = timedelta(days=6)
ACCEPTED_BEFORE = timedelta(days=4)
CLOSED_AFTER = timedelta(days=9)
MINUTE = timedelta(minutes=1)
OVERRULED = "A character in a picture book that the class was reading."
UNTRAINED = (
    "New in post, and the next event for newcomers is still to come. They have reviewed before as a deputy, and an "
    "experienced headteacher is with them all day."
)

Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Scene:
    """A session to be: where it belongs and when it is. ``turn`` varies leads and themes.

    ``planned`` is the moment at which it is planned, if not the usual one.
    """

    round: Round
    group: Group
    schools: list[School]
    host: School
    slot: Slot
    turn: int = 0
    assured: bool = False
    team: list[TeamMember] | None = None
    planned: datetime | None = None


def plan(stage: Stage, scene: Scene) -> ChallengeSession:
    """Plan the session five weeks ahead, or last week if it is further away."""
    day = scene.slot.day
    team = scene.team or visitors(stage, scene.host, scene.schools, day)
    theme, detail, lines = focus_for(stage, scene.round, scene.host, scene.turn)
    lead = next((member.person for member in team if member.is_lead), None)
    untrained = lead is not None and lead.pk not in stage.trained
    assurer = stage.assurer(day, scene.turn, scene.schools) if scene.assured else None
    usual = min(scene.slot.starts_at - PLANNED_BEFORE, stage.now - timedelta(days=6))
    if assurer:
        stage.visits[assurer.pk, scene.host.pk] += 1
    return plan_session(
        round=scene.round,
        host=scene.host,
        group=scene.group,
        starts_at=scene.slot.starts_at,
        planned_end_at=scene.slot.planned_end_at,
        team=team,
        focus=theme,
        focus_detail=detail,
        key_lines=lines,
        host_contact="The school office, from 7:30am",
        qa_reviewer=assurer,
        by=stage.director if untrained else stage.administrator,
        at=office_hour(scene.planned or usual, scene.turn),
        anyway=True,
        lead_reason=UNTRAINED if untrained else "",
    )


def head(stage: Stage, session: ChallengeSession, day: datetime | None = None) -> User:
    """Who heads the host school on the day of the session."""
    return stage.heads(session.host, (day or session.starts_at).date())[0]


def confirm(stage: Stage, session: ChallengeSession) -> ChallengeSession:
    """The host confirms the date; the handbook is asked for."""
    at = office_hour(min(session.starts_at - CONFIRMED_BEFORE, stage.now - timedelta(days=3)), session.pk)
    return confirm_session(session=session, by=head(stage, session), at=at)


def confirmed_then(stage: Stage, session: ChallengeSession) -> ChallengeSession:
    """The host confirmed the date of a session that is over by now; its handbook is not made."""
    at, row = office_hour(session.starts_at - CONFIRMED_BEFORE, session.pk), deadline_clock.locked(session.pk)
    by = head(stage, row)
    row.version += 1
    move(row, to=SessionState.CONFIRMED, table=SESSION_MOVES, by=by, at=at, update=("version",))
    audit.record("session.confirmed", about=row.about, by=by, at=at)
    return row


def prepare(stage: Stage, session: ChallengeSession) -> None:
    """The host shares its self-evaluation, the team accepts the code of conduct."""
    evaluate(stage, session)
    for minutes, place in enumerate(session.reviewers.select_related("person")):
        at = min(session.starts_at - ACCEPTED_BEFORE, stage.now - timedelta(hours=20)) + 47 * minutes * MINUTE
        accept_code(session=session, by=place.person, at=at)


def evaluate(stage: Stage, session: ChallengeSession, areas: int | None = None) -> None:
    """The host writes its self-evaluation, and shares it if all areas are written."""
    at = office_hour(min(session.starts_at - SHARED_BEFORE, stage.now - timedelta(hours=12)), session.pk)
    own, by = prose.own_words(session), head(stage, session)
    found = open_self_evaluation(session=session, at=at)
    parts = list(found.areas.select_related("area"))[:areas]
    for part in parts:
        part.revision = 1
        for name, value in own.get(part.area.name, {}).items():
            setattr(part, name, value)
    AreaSelfEvaluation.objects.bulk_update(parts, ["revision", *AREA_FIELDS])
    found.saved_at = at
    found.save(update_fields=["saved_at"])
    if areas is None:
        _write_texts(found, session)
        share(self_evaluation=found, by=by, at=at + 5 * MINUTE)


def _write_texts(found: SelfEvaluation, session: ChallengeSession) -> None:
    rows = {row.kind: row for row in found.texts.all()}
    for kind, body in prose.own_texts(session).items():
        rows[kind].body, rows[kind].revision = body, 1
    SelfEvaluationText.objects.bulk_update(rows.values(), ["body", "revision"])


def hold(stage: Stage, session: ChallengeSession, slot: Slot, *, tap: bool = True) -> ChallengeSession:
    """The session ends: by the lead's tap, or by the clock. Where nobody could have tapped, the end is corrected."""
    lead = reload(session).lead
    ended_at = slot.ended_at or slot.planned_end_at
    if not slot.corrected:
        by = lead.person if tap and lead else None
        return deadline_clock.end_session(session=session, by=by, at=ended_at)
    row = deadline_clock.end_session(session=session, by=None, at=slot.planned_end_at)
    return deadline_clock.correct_end(
        session=row,
        ended_at=ended_at,
        reason="Host and team had agreed to finish by video call, and did so then.",
        by=stage.director,
        at=min(stage.now, ended_at + 20 * MINUTE),
    )


def write(session: ChallengeSession, answers: Answers, *, at: datetime) -> None:
    """The team writes these sections, the lead first and the second reviewer some of them."""
    team = [place.person for place in session.reviewers.select_related("person").order_by("-is_lead", "pk")]
    draft = open_report(session=session, at=at)
    draft.session = session
    for place, (slug, data) in enumerate(answers.items()):
        by = team[1] if len(team) > 1 and place % 4 == 2 else team[0]
        saved_at = at + 9 * place * MINUTE
        store(draft, BY_SLUG[slug], data)
        draft.revisions[slug] = 1
        draft.saves[slug] = {"at": saved_at.isoformat(), "by": by.name, "page": "", "turn": 0}
        draft.saved_at, draft.saved_by = saved_at, by
    draft.save()


def report(
    session: ChallengeSession, *, after: timedelta, answers: Answers | None = None
) -> ChallengeSession:
    """The team writes the report and the lead sends it ``after`` the session ended."""
    row = reload(session)
    assert row.ended_at is not None  # noqa: S101 it has been held
    assert row.lead is not None  # noqa: S101 it was planned with a lead
    answers = answers or prose.report_answers(row)
    sent_at = row.ended_at + after
    write(row, answers, at=sent_at - 10 * len(answers) * MINUTE)
    _overrule_warnings(row, at=sent_at - 5 * MINUTE)
    send_report(session=row, by=row.lead.person, at=sent_at)
    return reload(row)


def _overrule_warnings(row: ChallengeSession, *, at: datetime) -> None:
    """The lead looks at what the check stopped at, and says why it may stand."""
    draft = open_report(session=row, at=at)
    reasons = {warned.key: OVERRULED for warned in open_warnings(draft)}
    if reasons and row.lead:
        overrule(report=draft, reasons=reasons, by=row.lead.person, at=at)


def close(stage: Stage, session: ChallengeSession) -> ChallengeSession:
    """The Director has read the report and closes the session."""
    sent_at = session.versions.latest("number").sent_at
    closed_at = max(sent_at + CLOSED_AFTER, session.reply.reply_due_at)
    return close_session(session=session, by=stage.director, at=min(closed_at, stage.now))
