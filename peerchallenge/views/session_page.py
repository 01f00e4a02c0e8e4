"""What the page of one session shows to one reader."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from hlp import clock
from hlp.models import User
from peerchallenge import deadlines, rules
from peerchallenge.calculations import status_of
from peerchallenge.choices import OFF, QA_STATES, TO_COME, EventKind, ReplyState, SessionState
from peerchallenge.models import (
    ChallengeSession,
    HostDocument,
    QAReview,
    ReportVersion,
    SelfEvaluation,
    SessionEvent,
)
from peerchallenge.services import nominations, plans, teams
from peerchallenge.services.acts import acts, is_shared, reply_of
from peerchallenge.services.countdown import pages as countdown
from peerchallenge.services.programmes.reading import today
from peerchallenge.services.sessions import DETAILS_CHANGEABLE
from schools.roles import roles_of

Item = dict[str, Any]

# How the details of an event name the moments before and after: of a session's start, and of its end.
NAMES_OF_MOMENTS = {False: ("before", "after"), True: ("from", "to")}


def page_of(user: User, session: ChallengeSession, at: datetime) -> Item:
    """Everything that the template needs."""
    here = session.get_absolute_url()
    found = acts(user, session, at)
    todo = [act for act in found if act.href != here]
    return {
        "session": session,
        "status": status_of(session, at),
        "act": todo[0] if todo else None,
        "more": todo[1:],
        "chase": len(todo) < len(found),
        "timing": timing(session, at),
        "may_correct_end": session.state == SessionState.HELD and rules.is_director(user),
        "late": session.is_overdue(at),
        "sees_contacts": user.has_perm("peerchallenge.see_contacts", session),
        "papers": papers(user, session),
        "countdown": countdown.tasks(countdown.lines(user, session, at)),
        **today(user, session, at),
        "events": history(user, session),
        "manage": manage(user, session),
        "advice": _advice(user, session),
    }


def _advice(user: User, session: ChallengeSession) -> str:
    wanted = roles_of(user).runs_partnership and session.state in TO_COME
    return plans.advice(session.reviewers.all()) if wanted else ""


# --- The clock ------------------------------------------------------------------------------


def timing(session: ChallengeSession, at: datetime) -> Item:
    """The clock in words: ``title``, ``moment`` and ``left``, and ``text`` on how it came about."""
    if session.state in OFF:
        return {}
    if session.state in TO_COME:
        return _before(session, at)
    ended = session.ended_at
    text = f"The session ended on {clock.when(ended)}." if ended else ""
    if session.state == SessionState.HELD and session.report_due_at:
        left = clock.left(session.report_due_at, at)
        title = "The report was due on" if session.is_overdue(at) else "The report is due on"
        return {"title": title, "moment": session.report_due_at, "left": left, "text": text}
    return _after(session, text)


def _before(session: ChallengeSession, at: datetime) -> Item:
    due = deadlines.due_at(session.planned_end_at, session.round.clock)
    text = f"If it ends as planned, the report is due on {clock.when(due)}."
    days = (clock.local(session.starts_at).date() - clock.local(at).date()).days
    left = {0: "Today", 1: "Tomorrow"}.get(days, f"In {days} days" if days > 0 else "")
    return {"title": "The session is on", "moment": session.starts_at, "left": left, "text": text}


def _after(session: ChallengeSession, text: str) -> Item:
    first = session.versions.order_by("number").only("session", "sent_at", "due_at", "ended_at").first()
    if first is None:
        return {}
    took = f"{clock.duration(first.took)} after the session"
    late = f"Late by {clock.duration(first.sent_at - first.due_at)}, {took}"
    left = f"On time, {took}" if first.on_time else late
    return {"title": "The report was sent on", "moment": first.sent_at, "left": left, "text": text}


# --- Papers ---------------------------------------------------------------------------------


def papers(user: User, session: ChallengeSession) -> list[Item]:
    """Code of conduct, self-evaluation, handbook and report: what is there and what the reader may open."""
    found = [
        _code(user, session),
        _self_evaluation(user, session),
        _documents(user, session),
        _analysis(user, session),
        _programme(user, session),
        _handbook(user, session),
        _evidence(user, session),
        _moderation(user, session),
        _report(user, session),
        _reply(user, session),
        _quality(user, session),
    ]
    return [item for item in found if item]


def _item(title: str, status: str, name: str, session: ChallengeSession, colour: str = "") -> Item:
    href = reverse(f"peerchallenge:{name}", args=[session.pk]) if name else ""
    return {"title": title, "status": status, "href": href, "colour": colour}


def _code(user: User, session: ChallengeSession) -> Item | None:
    if not rules.on_team(user, session):
        return None
    done = rules.has_accepted_code(user, session)
    status = "Accepted" if done else "To accept"
    return _item("Code of conduct", status, "session-accept-code", session, "" if done else "blue")


def _self_evaluation(user: User, session: ChallengeSession) -> Item:
    title = "Self-evaluation of the school"
    if rules.heads_host(user, session) and session.state in TO_COME and not is_shared(session):
        return _item(title, "To write and share", "selfevaluation-edit", session, "blue")
    found = SelfEvaluation.objects.visible_to(user).filter(session=session).only("shared_at").first()
    shared = session.self_evaluation.shared_at if is_shared(session) else None
    status = f"Shared {clock.short_day(shared)}" if shared else "Not shared yet"
    return _item(title, status, "selfevaluation-read" if found else "", session)


def _documents(user: User, session: ChallengeSession) -> Item | None:
    if not user.has_perm("peerchallenge.read_documents", session):
        return None
    number = HostDocument.objects.visible_to(user).filter(session=session).standing().count()
    status = f"{number} to open" if number else "None given yet"
    return _item("Documents for the team", status, "document-list", session)


def _analysis(user: User, session: ChallengeSession) -> Item | None:
    if not rules.on_team(user, session):
        return None
    done = hasattr(session, "previsit")
    wanted = session.state in TO_COME and not done
    status = "Done" if done else "To write" if wanted else "Not marked as done"
    return _item("Analysis before the visit", status, "previsit", session, "blue" if wanted else "")


def _programme(user: User, session: ChallengeSession) -> Item:
    title, programme = "Programme of the day", getattr(session, "programme", None)
    if programme is None and session.state not in TO_COME:
        return _item(title, "None was made", "", session)
    if programme is None or not programme.is_agreed:
        status = "To begin" if programme is None else "To agree"
        waits = user.has_perm("peerchallenge.agree_programme", session)
        return _item(title, status, "programme-read", session, "blue" if waits else "")
    return _item(title, "Agreed", "programme-read", session)


def _handbook(user: User, session: ChallengeSession) -> Item:
    if session.state not in TO_COME and not session.handbooks.exists():
        return _item("Handbook", "None was made", "", session)
    if user.has_perm("peerchallenge.read_handbook", session):
        return _item("Handbook", "Open", "handbook-detail", session)
    closed = "Opens with the code of conduct" if rules.on_team(user, session) else "For those who take part"
    return _item("Handbook", closed, "", session)


def _evidence(user: User, session: ChallengeSession) -> Item | None:
    """The reviewer's own notes of the day, while the report is to be written."""
    if not rules.on_team(user, session) or not session.is_report_open:
        return None
    return _item("Evidence notes", "Take notes", "evidence-write", session)


def _moderation(user: User, session: ChallengeSession) -> Item | None:
    """What the team judges and agrees, while the report is to be written."""
    if not rules.on_team(user, session) or not session.is_report_open:
        return None
    return _item("Moderation", "Judge and agree", "moderation", session)


def _report(user: User, session: ChallengeSession) -> Item:
    if session.is_report_sent:
        readable = ReportVersion.objects.visible_to(user).filter(session=session).exists()
        return _item("Report", "Sent", "report-read" if readable else "", session)
    if rules.on_team(user, session) and session.is_report_open:
        colour = "blue" if session.state == SessionState.HELD else ""
        return _item("Report", "To write", "report-tasks", session, colour)
    return _item("Report", "Not sent yet", "", session)


def _reply(user: User, session: ChallengeSession) -> Item | None:
    """The host's reply, for the audience of the report."""
    reply = reply_of(session)
    if reply is None or not ReportVersion.objects.visible_to(user).filter(session=session).exists():
        return None
    waits = reply.state in {ReplyState.OPEN, ReplyState.ANSWERED}
    status = {ReplyState.OPEN: "Awaited", ReplyState.ANSWERED: "To be decided"}.get(
        ReplyState(reply.state), reply.get_state_display()
    )
    return _item("The school’s reply", status, "reply-detail", session, "blue" if waits else "")


def _quality(user: User, session: ChallengeSession) -> Item | None:
    """The QA report: its form for the QA reviewer, the report for its readers once it is sent."""
    review: QAReview | None = getattr(session, "qa_review", None)
    if review is not None and review.sent_at:
        readable = QAReview.objects.visible_to(user).filter(pk=review.pk).exists()
        return _item("QA report", "Sent", "qa-read", session) if readable else None
    if rules.assures(user, session):
        begun = session.state in QA_STATES
        return _item(
            "QA report",
            "To write" if begun else "Opens after the session",
            "qa-tasks",
            session,
            "blue" if begun else "",
        )
    return None


# --- History --------------------------------------------------------------------------------


def history(user: User, session: ChallengeSession) -> list[Item]:
    """What happened, newest first. Names and reasons are for those who answer for the session."""
    full = roles_of(user).runs_partnership or rules.leads_collaborative(user, session)
    events = session.events.select_related("by").order_by("-at", "-pk")
    if not full:
        return [{"when": clock.when(e.at), "title": e.get_kind_label()} for e in events]
    return [_told(event) for event in events]


def _told(event: SessionEvent) -> Item:
    by = str(event.by) if event.by else "by itself, at the planned end"
    return {
        "when": clock.when(event.at),
        "title": event.get_kind_label(),
        "by": by,
        "text": " ".join(part for part in (_changed(event), event.reason) if part),
    }


def _changed(event: SessionEvent) -> str:
    facts = event.detail
    if event.kind == EventKind.TEAM:
        return f"From {', '.join(facts['from'])} to {', '.join(facts['to'])}."
    if event.kind == EventKind.OVERRULED:
        return f"In ‘{facts['section']}’: {facts['warning']}."
    if event.kind == EventKind.CHANGED:
        return f"Changed: {', '.join(facts['fields'])}."
    before, after = (facts.get(name) for name in NAMES_OF_MOMENTS[event.kind == EventKind.END_CORRECTED])
    if not before or not after or before == after:
        return ""
    return f"From {_when(before)} to {_when(after)}."


def _when(moment: str) -> str:
    return clock.when(datetime.fromisoformat(moment))


# --- What those may do who plan the session, or answer for it ---------------------------------


def manage(user: User, session: ChallengeSession) -> list[Item]:
    """Links to the steps that are possible now and that the reader may take."""
    return [
        {"text": text, "href": reverse(f"peerchallenge:{name}", args=[session.pk])}
        for text, name, permission, possible in _steps(session)
        if possible and user.has_perm(f"peerchallenge.{permission}", session)
    ]


def _steps(session: ChallengeSession) -> list[tuple[str, str, str, bool]]:
    """What it is called, where it is, what it needs, and whether the state allows it."""
    state, to_come = session.state, session.state in TO_COME
    team = state in teams.CHANGEABLE
    return [
        ("Change date, times or details", "session-edit", "edit_session", to_come),
        ("Change the details", "session-edit", "edit_session", state in DETAILS_CHANGEABLE - TO_COME),
        ("Change the review team", "session-team", "change_team", team),
        ("Name another lead reviewer", "session-lead", "change_team", state == SessionState.HELD),
        ("Find cover for a reviewer", "session-cover", "change_team", team),
        ("Confirm the date for the host", "session-confirm", "edit_session", state == SessionState.PLANNED),
        ("Move to another day", "session-reschedule", "move_session", to_come),
        ("Set a new date", "session-reschedule", "move_session", state == SessionState.POSTPONED),
        ("Postpone", "session-postpone", "move_session", to_come or state == SessionState.HELD),
        ("Nominate for QA", "session-nominate", "nominate_session", nominations.is_nominable(session)),
        (
            "Cancel",
            "session-cancel",
            "edit_session",
            state in TO_COME | {SessionState.HELD, SessionState.POSTPONED},
        ),
    ]
