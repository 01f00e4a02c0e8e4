"""What the peer challenge offers to pages of the rooms below: home panels, navigation, a school's sessions."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from hlp import clock
from hlp.models import User
from peerchallenge.calculations import SOON, line_of, lines_of, part_of
from peerchallenge.choices import (
    REPORT_SENT,
    TO_COME,
    CaseState,
    ConcernState,
    DisputeState,
    MatchState,
    ReplyState,
    SessionState,
)
from peerchallenge.deadlines.after import DIRECTOR_AFTER
from peerchallenge.home.elsewhere import handover_panels, history_panels, school_panels
from peerchallenge.home.pieces import Panel, item, panel
from peerchallenge.models import (
    ChallengeSession,
    Concern,
    Dispute,
    Match,
    MonitoringCase,
    ReportVersion,
    Reviewer,
    Round,
    SupportCase,
)
from peerchallenge.services import availability
from peerchallenge.services.acts import Act, acts, pressing
from peerchallenge.services.qa import todo
from peerchallenge.services.support import desk
from schools.roles import Roles, roles_of

__all__ = ["handover_panels", "history_panels", "navigation", "panels", "school_panels"]

# How many lines a table on the home page holds; the list of sessions has the rest.
LINES = 10
# How long a session whose report was sent stays among "what needs me now" of its host.
FRESH = timedelta(days=30)


def navigation(user: User) -> list[dict[str, Any]]:
    """Sessions and rounds, for everybody who holds a post or has a session of their own."""
    if not roles_of(user).any and not user.reviews.exists():
        return []
    entries = [
        {"label": "Sessions", "href": reverse("peerchallenge:session-list")},
        {"label": "Rounds", "href": reverse("peerchallenge:round-list")},
        *_actions_entry(user),
    ]
    if user.has_perm("peerchallenge.read_calendar"):
        entries.insert(1, {"label": "Calendar", "href": reverse("peerchallenge:calendar")})
    if user.has_perm("peerchallenge.plan_sessions"):
        entries.append({"label": "Plans of dates", "href": reverse("peerchallenge:dates-list")})
    if user.has_perm("peerchallenge.use_support"):
        entries.append({"label": "Support", "href": reverse("peerchallenge:support-list")})
    if user.has_perm("peerchallenge.read_coverage"):
        entries.append({"label": "QA", "href": reverse("peerchallenge:qa-coverage")})
    if user.has_perm("peerchallenge.keep_cases"):
        entries.append({"label": "Monitoring", "href": reverse("peerchallenge:case-list")})
    return entries


def _actions_entry(user: User) -> list[dict[str, Any]]:
    """Agreed actions, for those who work on them or answer for them."""
    held = roles_of(user)
    if not (held.schools or held.collaboratives or held.director):
        return []
    return [{"label": "Actions", "href": reverse("peerchallenge:action-list")}]


def panels(user: User) -> list[Panel]:
    """The panels of the home page: what needs me now, what is coming, how it is going."""
    held, at = roles_of(user), clock.now()
    mine = _mine(user, held, at)
    found = [*_now(user, held, mine, at), *_coming(user, mine, at)]
    for build in (_quality, _concerns, _support, _board, _partnership):
        found += build(user, held, at)
    return found


# --- My own sessions ------------------------------------------------------------------------


def _mine(user: User, held: Roles, at: datetime) -> list[ChallengeSession]:
    """Sessions that I host, prepare, review or assure and that are not over, the nearest first."""
    own = Q(host__in=held.schools | held.delegated) | Q(pk__in=user.reviews.values("session"))
    if held.qa_reviewer:
        own |= Q(qa_reviewer=user)
    over = Q(state__in=[SessionState.CLOSED, SessionState.CANCELLED])
    stale = Q(state=SessionState.REPORTED, ended_at__lt=at - FRESH)
    rows = ChallengeSession.objects.visible_to(user).filter(own).exclude(over | stale)
    return list(rows.with_people().with_papers())


def _now(user: User, held: Roles, mine: list[ChallengeSession], at: datetime) -> list[Panel]:
    found: dict[str, Act] = {act.href: act for session in mine for act in pressing(user, session, at)}
    if held.runs_partnership or held.collaboratives:
        others = ChallengeSession.objects.visible_to(user).with_people().with_papers()
        asking = others.filter(_asks(held, at)).order_by(F("report_due_at").asc(nulls_last=True), "pk")[
            :LINES
        ]
        found |= {act.href: act for session in asking for act in pressing(user, session, at)}
    todo = sorted(found.values(), key=lambda act: (not act.late, act.due is None, act.due or at))
    items = [*(item(act, at) for act in todo), *availability.questions(user, at)]
    return [panel("now", "now", items=items)] if items else []


def _asks(held: Roles, at: datetime) -> Q:
    """What asks something of those who answer for sessions of others: late, contested, without a date or a lead."""
    asked = Q(state=SessionState.HELD, report_due_at__lt=at) | Q(state=SessionState.POSTPONED)
    if held.runs_partnership:
        led = Exists(Reviewer.objects.filter(session=OuterRef("pk"), is_lead=True))
        asked |= Q(state__in=TO_COME) & ~Q(led)
    if held.director:
        late = Q(reply__state=ReplyState.ANSWERED, reply__decisions_due_at__lt=at - DIRECTOR_AFTER)
        unasked = Q(check_in__done_at=None, check_in__due_until__lt=at)
        return asked | late | unasked | _disputed(DisputeState.DIRECTOR)
    if held.collaboratives:
        asked |= Q(check_in__done_at=None, check_in__due_from__lte=at) | _disputed(
            DisputeState.LEAD_HEADTEACHER
        )
    return asked


def _disputed(state: DisputeState) -> Q:
    return Q(pk__in=Dispute.objects.filter(state=state).values("reply__session"))


def _coming(user: User, mine: list[ChallengeSession], at: datetime) -> list[Panel]:
    rows = [_mine_line(user, session, at) for session in mine if session.state in TO_COME]
    return [panel("coming", "mine", rows=rows)] if rows else []


def _mine_line(user: User, session: ChallengeSession, at: datetime) -> dict[str, Any]:
    act = next((act for act in acts(user, session, at) if act.quiet), None)
    return {"line": line_of(session, at), "part": capfirst(part_of(user, session)), "act": act}


# --- Lead headteacher: the collaborative ----------------------------------------------------


def _board(user: User, held: Roles, at: datetime) -> list[Panel]:
    """The sessions of the current round in the lead headteacher's collaborative, what is late first."""
    if not held.collaboratives or held.runs_partnership:
        return []
    visible = ChallengeSession.objects.visible_to(user).filter(group__collaborative__in=held.collaboratives)
    current = Round.objects.visible_to(user).current()
    shown = visible.filter(_of_round(current)).exclude(state=SessionState.CANCELLED)
    rows = list(shown.with_people().with_sending())
    rows.sort(key=lambda session: (not session.is_overdue(at), session.starts_at, session.pk))
    title = ", ".join(sorted({str(session.group.collaborative) for session in rows}))
    return [panel("coming", "board", title=title, round=current, lines=lines_of(rows, at))]


def _of_round(current: Round | None) -> Q:
    """Sessions of the round, and those of earlier ones whose report is still due."""
    return Q(round=current) | Q(state=SessionState.HELD)


# --- Director and administrator: the partnership --------------------------------------------


def _partnership(user: User, held: Roles, at: datetime) -> list[Panel]:
    if not held.runs_partnership:
        return []
    current = Round.objects.visible_to(user).current()
    if current is None:
        return [panel("coming", "no_round")]
    seen = ChallengeSession.objects.visible_to(user)
    tables = _tables(seen.with_people(), current, at)
    return [
        panel("coming", "tables", round=current, tables=tables),
        panel("overview", "tiles", round=current, items=_tiles(seen.filter(round=current), at)),
    ]


def _tables(seen: QuerySet[ChallengeSession], current: Round, at: datetime) -> list[dict[str, Any]]:
    """What is due, the overdue first, then what is to come; empty tables are left out."""
    held = seen.filter(state=SessionState.HELD).order_by("report_due_at", "pk")
    to_come = seen.filter(round=current, state__in=TO_COME).order_by("starts_at", "pk")
    sets = [("Reports due", held, False), ("Sessions to come", to_come, True)]
    tables = [
        {"title": title, "lines": lines_of(rows[:LINES], at), "ahead": ahead} for title, rows, ahead in sets
    ]
    return [table for table in tables if table["lines"]]


def _tiles(rows: QuerySet[ChallengeSession], at: datetime) -> list[dict[str, Any]]:
    counts = rows.aggregate(
        all=Count("pk", filter=~Q(state=SessionState.CANCELLED)),
        sent=Count("pk", filter=Q(state__in=REPORT_SENT)),
        late=Count("pk", filter=Q(state=SessionState.HELD, report_due_at__lt=at)),
        soon=Count("pk", filter=Q(state=SessionState.HELD, report_due_at__range=(at, at + SOON))),
        unconfirmed=Count("pk", filter=Q(state=SessionState.PLANNED)),
        to_come=Count("pk", filter=Q(state__in=TO_COME)),
        postponed=Count("pk", filter=Q(state=SessionState.POSTPONED)),
    )
    listing = reverse("peerchallenge:session-list")
    return [
        {"number": counts["sent"], "of": counts["all"], "label": "reports sent", "tone": ""},
        _share_on_time(rows),
        {
            "number": counts["late"],
            "label": "overdue",
            "tone": "bad" if counts["late"] else "good",
            "href": f"{listing}?state=held",
        },
        {"number": counts["soon"], "label": "due within 24 hours", "tone": "warn" if counts["soon"] else ""},
        {"number": counts["to_come"], "label": "sessions to come", "tone": ""},
        {"number": counts["unconfirmed"], "label": "to be confirmed", "href": f"{listing}?state=planned"},
        {"number": counts["postponed"], "label": "postponed", "href": f"{listing}?state=postponed"},
    ]


def _share_on_time(rows: QuerySet[ChallengeSession]) -> dict[str, Any]:
    """How many of the reports sent in the round were sent in time; of a corrected report the first version counts."""
    first = ReportVersion.objects.filter(number=1, session__in=rows.order_by().values("pk"))
    found = first.aggregate(all=Count("pk"), good=Count("pk", filter=Q(sent_at__lte=F("due_at"))))
    share = f"{round(100 * found['good'] / found['all'])}%" if found["all"] else "–"
    tone = "good" if found["all"] and found["good"] == found["all"] else ""
    return {"number": share, "label": "of those sent on time", "tone": tone}


# --- Quality assurance ----------------------------------------------------------------------


def _quality(user: User, held: Roles, at: datetime) -> list[Panel]:
    items = todo.items(user, at) if held.qa_reviewer else []
    return [panel("now", "now", items=items)] if items else []


# --- Support between schools ------------------------------------------------------------------


def _support(user: User, held: Roles, at: datetime) -> list[Panel]:
    """Needs that wait for the Director; for a headteacher what support has changed, when that is due."""
    if not (held.director or held.schools):
        return []
    items = []
    if held.director:
        waiting = SupportCase.objects.running().visible_to(user).select_related("school")
        items += [_need(need) for need in desk.needs(list(waiting), at) if need.untouched or need.is_waiting]
    due = Match.objects.visible_to(user).filter(case__school__in=held.schools, state=MatchState.AGREED)
    for match in due.filter(review_on__lte=clock.local(at).date()).select_related("provider"):
        title = f"Say what the support by {match.provider} has changed"
        items.append({"title": title, "href": match.get_absolute_url(), "text": "Two minutes."})
    return [panel("now", "now", items=items)] if items else []


def _need(need: desk.Need) -> dict[str, Any]:
    status, colour = ("Untouched", "red") if need.untouched else (need.case.get_state_display(), "yellow")
    return {
        "title": f"Find support for {need.case.school}",
        "href": need.case.get_absolute_url(),
        "text": f"{need.case.get_source_display()}, {need.days_open} days ago.",
        "status": status,
        "colour": colour,
    }


# --- Decisions on schools of concern, and monitoring -----------------------------------------


def _concerns(user: User, held: Roles, at: datetime) -> list[Panel]:
    """Decisions that wait for the Director, recommendations for an LA officer, cases whose review is due."""
    if not (held.director or held.la_officer or held.schools or held.collaboratives):
        return []
    items = [*_decisions(user, held), *_cases(user, at)]
    if items:
        return [panel("now", "now", items=items)]
    return [panel("now", "referred")] if held.la_officer else []


def _decisions(user: User, held: Roles) -> list[dict[str, Any]]:
    seen = Concern.objects.visible_to(user).select_related("school", "session__round__year")
    if held.director:
        rows, verb, colour = seen.undecided(), "Decide on", "red"
    else:
        rows, verb, colour = (
            seen.filter(state=ConcernState.RECOMMENDED).order_by("since"),
            "Answer on",
            "yellow",
        )
    return [
        {
            "title": f"{verb} {row.school}",
            "href": row.get_absolute_url(),
            "text": f"{row.source if held.director else 'Recommended by the Director'}, since {clock.day(row.since)}.",
            "status": row.get_state_display(),
            "colour": colour,
        }
        for row in rows
    ]


def _cases(user: User, at: datetime) -> list[dict[str, Any]]:
    """Cases with a review meeting or after-care that is due within a week; a headteacher's own always."""
    today = clock.local(at).date()
    keeps = user.has_perm("peerchallenge.keep_cases")
    items = []
    for case in (
        MonitoringCase.objects.visible_to(user).exclude(state=CaseState.ENDED).select_related("school")
    ):
        day = case.next_review_on or case.after_care_on
        if day and (not keeps or day <= today + timedelta(days=7)):
            what = "Review meeting" if case.is_open else "After-care"
            late = day < today
            items.append(
                {
                    "title": f"Monitoring of {case.school}",
                    "href": case.get_absolute_url(),
                    "text": f"{what}: {clock.day(day)}.",
                    "status": "Overdue" if late else what,
                    "colour": "red" if late else "purple",
                }
            )
    return items
