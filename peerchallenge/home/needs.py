"""What needs a person now: lines for the one list of the home page, which puts them in order."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from hlp import clock
from hlp.models import User
from peerchallenge import rules
from peerchallenge.calculations import SOON, remaining
from peerchallenge.choices import (
    TO_COME,
    CaseState,
    ConcernState,
    DatesState,
    DisputeState,
    MatchState,
    ReplyState,
    SessionState,
)
from peerchallenge.deadlines.after import DIRECTOR_AFTER
from peerchallenge.home.pieces import item, kind
from peerchallenge.models import (
    ChallengeSession,
    Concern,
    DatesPlan,
    Dispute,
    Match,
    MonitoringCase,
    Nomination,
    Reviewer,
    SupportCase,
)
from peerchallenge.services import availability
from peerchallenge.services.acts import pressing, reply_of
from peerchallenge.services.attention import DECISION_DAYS
from peerchallenge.services.qa import coverage, todo
from peerchallenge.services.support import desk
from schools.calculations import school_days_before
from schools.models import AcademicYear
from schools.roles import Roles

Item = dict[str, Any]
# How long before its day a date that nobody has confirmed begins to press.
NEAR = timedelta(weeks=4)
# How many sessions of others are looked at; a partnership of some hundred schools has fewer that ask for something.
MOST = 200


def items(user: User, held: Roles, mine: list[ChallengeSession], at: datetime) -> list[Item]:
    """Everything that the peer challenge asks of a person; ``mine`` are their own sessions."""
    found = {act.href: item(act, at) for session in mine for act in pressing(user, session, at)}
    if held.runs_partnership or held.collaboratives:
        for session in _asking(user, held, at):
            for line in _of_others(user, held, session, at):
                found.setdefault(line["href"], line)
    return [
        *found.values(),
        *availability.questions(user, at),
        *_decisions(user, held, at),
        *_cases(user, held, at),
        *_support(user, held, at),
        *_drafts(user, held),
        *_nominations(user, held),
        *_quality(user, held, at),
    ]


# --- Sessions of others ---------------------------------------------------------------------


def _asking(user: User, held: Roles, at: datetime) -> list[ChallengeSession]:
    rows = ChallengeSession.objects.visible_to(user).with_people().with_papers().filter(_asks(held, at))
    return list(rows.order_by(F("report_due_at").asc(nulls_last=True), "starts_at", "pk")[:MOST])


def _asks(held: Roles, at: datetime) -> Q:
    """What asks something of those who answer for sessions: due, late, contested, without a date or a lead."""
    asked = Q(state=SessionState.HELD, report_due_at__lt=at + SOON) | Q(state=SessionState.POSTPONED)
    asked |= Q(state=SessionState.PLANNED, starts_at__lt=at + NEAR)
    if held.runs_partnership:
        led = Exists(Reviewer.objects.filter(session=OuterRef("pk"), is_lead=True))
        asked |= Q(state__in=TO_COME) & ~Q(led)
    if held.director or held.collaboratives:
        asked |= Q(reply__state=ReplyState.ANSWERED, reply__decisions_due_at__lt=at + SOON)
    if held.director:
        return (
            asked | Q(check_in__done_at=None, check_in__due_until__lt=at) | _disputed(DisputeState.DIRECTOR)
        )
    if held.collaboratives:
        asked |= Q(check_in__done_at=None, check_in__due_from__lte=at)
        asked |= _disputed(DisputeState.LEAD_HEADTEACHER)
    return asked


def _disputed(state: DisputeState) -> Q:
    return Q(pk__in=Dispute.objects.filter(state=state).values("reply__session"))


def _of_others(user: User, held: Roles, session: ChallengeSession, at: datetime) -> Iterator[Item]:
    since = session.starts_at if session.state == SessionState.POSTPONED else None
    for act in pressing(user, session, at):
        yield item(act, at, since)
    if rules.on_team(user, session) or not (held.runs_partnership or rules.oversees(user, session)):
        return
    due = session.report_due_at
    if session.state == SessionState.HELD and due and not session.is_overdue(at):
        lead = session.lead.person if session.lead else "nobody yet"
        text = f"Due {clock.when(due)}. Lead reviewer: {lead}."
        yield _due(f"The report on {session.host} is due", session, due, at, text)
    if session.state == SessionState.PLANNED and session.starts_at > at:
        yield _unconfirmed(user, session)
    if held.director or rules.oversees(user, session):
        yield from _corrections(session, at)


def _due(title: str, session: ChallengeSession, due: datetime, at: datetime, text: str) -> Item:
    made = {"title": title, "href": session.get_absolute_url(), "text": text, "due": due, "late": due < at}
    return {**made, "status": remaining(due, at), "colour": "red" if due < at else "yellow"}


def _unconfirmed(user: User, session: ChallengeSession) -> Item:
    may = user.has_perm("peerchallenge.confirm_session", session)
    href = reverse("peerchallenge:session-confirm", args=[session.pk]) if may else session.get_absolute_url()
    return {
        "title": f"The date of {session.host} is not confirmed",
        "href": href,
        "text": f"Planned for {clock.when(session.starts_at)}.",
        "due": session.starts_at,
        "status": "Unconfirmed",
        "colour": "blue",
        "kind": kind("dates to be confirmed", "session-list", "?state=planned"),
    }


def _corrections(session: ChallengeSession, at: datetime) -> Iterator[Item]:
    """A reply that waits for the lead reviewer, until the Director may decide in their place."""
    reply = reply_of(session)
    due = reply.decisions_due_at if reply is not None and reply.state == ReplyState.ANSWERED else None
    if due is not None and at < due + DIRECTOR_AFTER:
        text = "The lead reviewer decides on the corrections."
        yield _due(f"The reply of {session.host} waits for an answer", session, due, at, text)


# --- Plans that are drafts --------------------------------------------------------------------


def _drafts(user: User, held: Roles) -> list[Item]:
    """Dates that were planned and that nobody has published."""
    if not held.runs_partnership:
        return []
    rows = DatesPlan.objects.visible_to(user).filter(state=DatesState.DRAFT)
    return [
        {
            "title": f"Publish the plan, or put it aside: {str(row)[0].lower()}{str(row)[1:]}",
            "href": row.get_absolute_url(),
            "text": f"A draft since {clock.day(row.asked_at)}. Nobody is told before it is published.",
            "since": row.asked_at,
            "status": "Draft",
            "colour": "grey",
            "kind": kind("drafts of dates", "dates-list"),
        }
        for row in rows.select_related("round__year", "year")
    ]


def _nominations(user: User, held: Roles) -> list[Item]:
    """Sessions that lead headteachers would like to have assured, while the Director has not answered."""
    if not held.director:
        return []
    rows = Nomination.objects.visible_to(user).waiting().select_related("session__host", "by")
    return [
        {
            "title": f"{row.session.host} is nominated for QA",
            "href": row.get_absolute_url(),
            "text": f"By {row.by}. The session is on {clock.day(row.session.starts_at)}.",
            "since": row.at,
            "status": "Nominated",
            "colour": "yellow",
            "kind": kind("nominations", "nomination-list"),
        }
        for row in rows
    ]


def _quality(user: User, held: Roles, at: datetime) -> Iterator[Item]:
    """A QA reviewer's own forms; for the Director the groups for which nobody is named in this year."""
    if held.qa_reviewer:
        yield from todo.items(user, at)
    year = AcademicYear.objects.visible_to(user).current() if held.director else None
    found = coverage.coverage(year) if year else None
    if found is None or not found.none:
        return
    today = clock.local(at).date()
    yield {
        "title": f"{found.none} of {len(found.lines)} groups have no QA yet",
        "href": reverse("peerchallenge:qa-coverage"),
        "text": f"{found.days_left(today)} days are left in {year}.",
        "due": clock.at(found.ends, time()),
        "status": f"By {clock.short_day(found.ends)}",
        "colour": "purple",
    }


# --- Support between schools ------------------------------------------------------------------


def _support(user: User, held: Roles, at: datetime) -> list[Item]:
    """Needs that wait for the Director; for a headteacher what support has changed, when that is due."""
    if not (held.director or held.schools):
        return []
    found = []
    if held.director:
        waiting = SupportCase.objects.running().visible_to(user).select_related("school")
        found += [_need(need) for need in desk.needs(list(waiting), at) if need.untouched or need.is_waiting]
    due = Match.objects.visible_to(user).filter(case__school__in=held.schools, state=MatchState.AGREED)
    for match in due.filter(review_on__lte=clock.local(at).date()).select_related("provider"):
        title = f"Say what the support by {match.provider} has changed"
        since = clock.at(match.review_on, time()) if match.review_on else None
        found.append(
            {"title": title, "href": match.get_absolute_url(), "text": "Two minutes.", "since": since}
        )
    return found


def _need(need: desk.Need) -> Item:
    status, colour = ("Untouched", "red") if need.untouched else (need.case.get_state_display(), "yellow")
    return {
        "title": f"Find support for {need.case.school}",
        "href": need.case.get_absolute_url(),
        "text": f"{need.case.get_source_display()}, {need.days_open} days ago.",
        "status": status,
        "colour": colour,
        "late": need.untouched,
        "since": need.case.opened_at,
        "kind": kind("schools that need support", "support-list"),
    }


# --- Decisions on schools of concern, and monitoring -----------------------------------------


def _decisions(user: User, held: Roles, at: datetime) -> list[Item]:
    """Decisions that wait for the Director, recommendations for an LA officer: late after five school days."""
    if not (held.director or held.la_officer):
        return []
    seen = Concern.objects.visible_to(user).select_related("school", "session__round__year")
    recommended = seen.filter(state=ConcernState.RECOMMENDED).order_by("since")
    rows = list(seen.undecided() if held.director else recommended)
    now = clock.local(at)
    days = school_days_before(now.date(), DECISION_DAYS) if rows else []
    before = clock.at(days[-1], now.time()) if days else at
    return [_decision(row, held, late=row.since <= before) for row in rows]


def _decision(row: Concern, held: Roles, *, late: bool) -> Item:
    source = row.source if held.director else "Recommended by the Director"
    return {
        "title": f"{'Decide' if held.director else 'Answer'} on {row.school}",
        "href": row.get_absolute_url(),
        "text": f"{source}, since {clock.day(row.since)}.",
        "status": row.get_state_display(),
        "colour": "red" if held.director else "yellow",
        "late": late,
        "since": row.since,
        "kind": kind("decisions", "concern-list"),
    }


def _cases(user: User, held: Roles, at: datetime) -> Iterator[Item]:
    """Cases with a review meeting or after-care that is due within a week; a headteacher's own always."""
    if not (held.director or held.la_officer or held.schools or held.collaboratives):
        return
    today = clock.local(at).date()
    keeps = user.has_perm("peerchallenge.keep_cases")
    running = MonitoringCase.objects.visible_to(user).exclude(state=CaseState.ENDED)
    for case in running.select_related("school"):
        day = case.next_review_on or case.after_care_on
        if day and (not keeps or day <= today + timedelta(days=7)):
            what = "Review meeting" if case.is_open else "After-care"
            late = day < today
            yield {
                "title": f"Monitoring of {case.school}",
                "href": case.get_absolute_url(),
                "text": f"{what}: {clock.day(day)}.",
                "status": "Overdue" if late else what,
                "colour": "red" if late else "purple",
                "due": clock.at(day, time()),
                "late": late,
            }
