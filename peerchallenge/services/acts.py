"""What a session asks of one person now: the most pressing act first. Reads, and writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from hlp import clock
from hlp.models import User
from peerchallenge import rules
from peerchallenge.choices import TO_COME, DisputeState, ReplyState, SessionState
from peerchallenge.deadlines.after import DIRECTOR_AFTER
from peerchallenge.models import ChallengeSession, CheckIn, Reply
from schools.roles import roles_of

# How long before a session its preparation begins to press; before that it is only to hand.
AHEAD = timedelta(weeks=8)


@dataclass(frozen=True)
class Act:
    """One thing to do. ``button`` says it on the session's own page, ``title`` on a page about many sessions.

    ``quiet`` acts are possible and press nobody: they are not shown among "what needs me now".
    """

    button: str
    title: str
    href: str
    text: str = ""
    due: datetime | None = None
    late: bool = False
    quiet: bool = False


def acts(user: User, session: ChallengeSession, at: datetime) -> list[Act]:
    """The person's acts in a session (loaded ``with_people`` and its self-evaluation), most pressing first.

    Somebody with several parts gets the acts of each, none twice.
    """
    found: dict[str, Act] = {}
    for part in (_of_team, _of_host, _of_everybody, _of_delegate, _of_planner, _of_overseer, _of_assurer):
        for act in part(user, session, at):
            found.setdefault(act.href, act)
    return sorted(found.values(), key=lambda act: (act.quiet, not act.late))


def pressing(user: User, session: ChallengeSession, at: datetime) -> list[Act]:
    """The acts that belong under "what needs me now"."""
    return [act for act in acts(user, session, at) if not act.quiet]


def is_shared(session: ChallengeSession) -> bool:
    """Whether the host has shared its self-evaluation with the team."""
    found = getattr(session, "self_evaluation", None)
    return found is not None and found.shared_at is not None


def reply_of(session: ChallengeSession) -> Reply | None:
    """The host's reply, once the report is sent (loaded ``with_papers``)."""
    found: Reply | None = getattr(session, "reply", None)
    return found


def _to(name: str, session: ChallengeSession) -> str:
    return reverse(f"peerchallenge:{name}", args=[session.pk])


def _far(session: ChallengeSession, at: datetime) -> bool:
    return session.starts_at - at > AHEAD


def _of_team(user: User, session: ChallengeSession, at: datetime) -> Iterator[Act]:
    if not rules.on_team(user, session):
        return
    if session.state in TO_COME:
        yield from _team_before(user, session, at)
    elif session.state == SessionState.HELD:
        if _took_over(user, session):
            title = f"Accept the code of conduct for {session.host}"
            text = "You took over after the day: the report opens when you have accepted it."
            yield Act("Accept the code of conduct", title, _to("session-accept-code", session), text)
        yield _report_due(user, session, at)
    elif rules.leads_team(user, session):
        yield from _corrections(session, at)


def _took_over(user: User, session: ChallengeSession) -> bool:
    places = (place for place in session.reviewers.all() if place.person_id == user.pk)
    return any(place.took_over_at and not place.code_accepted_at for place in places)


def _corrections(session: ChallengeSession, at: datetime) -> Iterator[Act]:
    """What the lead reviewer (or, when it is late, the Director) has to do about a reply."""
    reply = reply_of(session)
    if reply is None or reply.state != ReplyState.ANSWERED:
        return
    left, due = len(reply.undecided), reply.decisions_due_at
    late = due is not None and due < at
    if left:
        number = "a correction" if left == 1 else f"{left} corrections"
        title = f"Decide on {number} that {session.host} asks for"
        yield Act("Decide on the corrections", title, reply.get_absolute_url(), due=due, late=late)
    else:
        title = f"Send the final report on {session.host}"
        yield Act("Send the final report", title, _to("reply-final", session), due=due, late=late)


def _team_before(user: User, session: ChallengeSession, at: datetime) -> Iterator[Act]:
    if rules.leads_team(user, session) and session.starts_at <= at:
        yield Act(
            "Session ended",
            f"Say when the session at {session.host} has ended",
            _to("session-end", session),
            f"Planned end: {clock.when(session.planned_end_at)}. The clock for the report starts at the end.",
        )
    if not rules.has_accepted_code(user, session):
        yield Act(
            "Accept the code of conduct",
            f"Accept the code of conduct for {session.host}",
            _to("session-accept-code", session),
            f"The handbook opens when you have accepted it. The session is on {clock.day(session.starts_at)}.",
            quiet=_far(session, at),
        )
        return
    if clock.local(session.starts_at).date() == clock.local(at).date():
        title, text = (
            f"Take notes at {session.host}",
            "They are kept on your device, also without a connection.",
        )
        yield Act("Take notes", title, _to("evidence-write", session), text)
    if is_shared(session):
        text = f"{session.host} has shared it with you. The session is on {clock.day(session.starts_at)}."
        title = f"Read the self-evaluation of {session.host}"
        yield Act("Read the self-evaluation", title, _to("selfevaluation-read", session), text)
    yield _handbook(session)


def _report_due(user: User, session: ChallengeSession, at: datetime) -> Act:
    verb = "Write and send" if rules.leads_team(user, session) else "Help to write"
    return Act(
        f"{verb} the report",
        f"{verb} the report on {session.host}",
        _to("report-tasks", session),
        _due_text(session),
        due=session.report_due_at,
        late=session.is_overdue(at),
    )


def _due_text(session: ChallengeSession) -> str:
    return f"Due {clock.when(session.report_due_at)}." if session.report_due_at else ""


def _handbook(session: ChallengeSession) -> Act:
    title = f"Open the handbook for {session.host}"
    return Act("Open the handbook", title, _to("handbook-detail", session), quiet=True)


def _of_host(user: User, session: ChallengeSession, at: datetime) -> Iterator[Act]:
    if not rules.heads_host(user, session):
        return
    day = clock.day(session.starts_at)
    if session.state == SessionState.PLANNED:
        yield _confirm(session)
    if session.state in TO_COME and not is_shared(session):
        yield Act(
            "Write your self-evaluation",
            f"Write and share the self-evaluation of {session.host}",
            _to("selfevaluation-edit", session),
            f"The review team reads it before the session on {day}.",
            quiet=_far(session, at),
        )
    if session.state == SessionState.REPORTED:
        reply = reply_of(session)
        title = f"Read the report on {session.host}"
        waits = reply is not None and reply.is_open
        text = "You can reply to it." if waits else f"The session was on {day}."
        due = reply.reply_due_at if reply is not None and waits else None
        yield Act("Read the report", title, _to("report-read", session), text, due=due)
        if waits:
            yield Act(
                "Reply to the report",
                f"Reply to the report on {session.host}",
                _to("reply-detail", session),
                quiet=True,
            )
    if session.state in TO_COME:
        yield _handbook(session)


def _confirm(session: ChallengeSession) -> Act:
    title = f"Confirm the date of your session, {clock.day(session.starts_at)}"
    text = f"{clock.clock_time(session.starts_at)} to {clock.clock_time(session.planned_end_at)}."
    return Act("Confirm the date", title, _to("session-confirm", session), f"{session.host}, {text}")


def _of_delegate(user: User, session: ChallengeSession, at: datetime) -> Iterator[Act]:
    """A deputy or the office of the host: dates and documents, nothing to read of what was written."""
    if not rules.prepares_host(user, session) or rules.heads_host(user, session):
        return
    if session.state == SessionState.PLANNED:
        yield _confirm(session)
    if session.state in TO_COME:
        yield _handbook(session)


def _of_everybody(user: User, session: ChallengeSession, at: datetime) -> Iterator[Act]:
    """Host and team, once the report is sent: how was it?"""
    took_part = rules.heads_host(user, session) or rules.on_team(user, session)
    if session.state != SessionState.REPORTED or not took_part:
        return
    if not any(row.person_id == user.pk for row in session.evaluations.all()):
        title = f"Say in two minutes how the session at {session.host} was"
        yield Act("Evaluate the session", title, _to("evaluation-edit", session))


def _of_planner(user: User, session: ChallengeSession, at: datetime) -> Iterator[Act]:
    held = roles_of(user)
    if not held.runs_partnership:
        return
    if session.state == SessionState.POSTPONED:
        yield _new_date(session)
    if session.is_overdue(at):
        yield _chase(user, session)
    if session.state in TO_COME and session.lead is None:
        title, text = (
            f"Name a lead reviewer for {session.host}",
            f"The session is on {clock.day(session.starts_at)}.",
        )
        yield Act("Name a lead reviewer", title, _to("session-team", session), text)
    if session.state in TO_COME and len(session.reviewers.all()) < 2:
        title = f"Name another reviewer for {session.host}"
        yield Act("Name another reviewer", title, _to("session-team", session), quiet=True)
    if held.director:
        yield from _of_director(user, session, at)


def _of_director(user: User, session: ChallengeSession, at: datetime) -> Iterator[Act]:
    """After the report: what is contested, what is late, and closing."""
    yield from _disputes(session, {DisputeState.DIRECTOR}, at)
    found: CheckIn | None = getattr(session, "check_in", None)
    if found is not None and found.due_until < at:
        yield from _check_in(session, at)
    reply = reply_of(session)
    if reply is not None and reply.decisions_due_at and reply.decisions_due_at + DIRECTOR_AFTER <= at:
        yield from _corrections(session, at)
    if session.state == SessionState.REPORTED:
        yield Act(
            "Read the report", f"Read the report on {session.host}", _to("report-read", session), quiet=True
        )
        if reply is None or reply.is_closable:
            title = f"Close the session at {session.host}"
            yield Act("Close this session", title, _to("session-close", session), quiet=True)


def _disputes(session: ChallengeSession, states: set[DisputeState], at: datetime) -> Iterator[Act]:
    reply = reply_of(session)
    for row in reply.disputes.all() if reply else ():
        if row.state in states and row.due_at:
            title = f"{session.host} contests a judgement"
            href = reverse("peerchallenge:dispute-detail", args=[session.pk, row.pk])
            yield Act("Deal with a contested judgement", title, href, due=row.due_at, late=row.due_at < at)


def _new_date(session: ChallengeSession) -> Act:
    title = f"Set a new date for {session.host}"
    text = f"Postponed from {clock.day(session.starts_at)}."
    return Act("Set a new date", title, _to("session-reschedule", session), text)


def _chase(user: User, session: ChallengeSession) -> Act:
    return Act(
        "Ring the lead reviewer",
        f"The report on {session.host} is late",
        session.get_absolute_url(),
        f"{_due_text(session)} Lead reviewer: {_lead(user, session)}.",
        due=session.report_due_at,
        late=True,
    )


def _lead(user: User, session: ChallengeSession) -> str:
    """The lead's name, with the telephone number for those who may see it."""
    if session.lead is None:
        return "nobody yet"
    person = session.lead.person
    shown = person.phone and user.has_perm("peerchallenge.see_contacts", session)
    return f"{person}, {person.phone}" if shown else str(person)


def _of_overseer(user: User, session: ChallengeSession, at: datetime) -> Iterator[Act]:
    """The lead headteacher, unless the session is their own: then the Director sees to it."""
    if not rules.leads_collaborative(user, session) or rules.heads_host(user, session):
        return
    if rules.oversees(user, session):
        if session.state == SessionState.POSTPONED:
            yield _new_date(session)
        if session.is_overdue(at):
            yield _chase(user, session)
    if not rules.on_team(user, session):
        yield from _disputes(session, {DisputeState.LEAD_HEADTEACHER}, at)
    if not rules.leads_team(user, session):
        yield from _check_in(session, at)


def _check_in(session: ChallengeSession, at: datetime) -> Iterator[Act]:
    """To ask how the agreed actions are going, from the sixth week on."""
    found: CheckIn | None = getattr(session, "check_in", None)
    if found is not None and found.done_at is None and found.due_from <= at:
        title = f"Ask {session.host} how the agreed actions are going"
        late = found.due_until < at
        yield Act("Note the check-in", title, _to("check-in", session), due=found.due_until, late=late)


def _of_assurer(user: User, session: ChallengeSession, at: datetime) -> Iterator[Act]:
    if rules.assures(user, session) and session.state in TO_COME:
        yield _handbook(session)
