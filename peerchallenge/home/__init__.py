"""What the peer challenge offers to pages of the rooms below: home panels, navigation, a school's sessions."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from hlp import clock
from hlp.models import User
from peerchallenge.calculations import SOON, line_of, lines_of, part_of
from peerchallenge.choices import REPORT_SENT, TO_COME, SessionState
from peerchallenge.home import needs
from peerchallenge.home.elsewhere import handover_panels, history_panels, school_panels
from peerchallenge.home.pieces import Panel, panel
from peerchallenge.models import ChallengeSession, ReportVersion, Round
from peerchallenge.services.acts import acts
from peerchallenge.services.countdown import pages as countdown
from peerchallenge.services.programmes.reading import today
from schools.roles import Roles, roles_of

__all__ = ["handover_panels", "history_panels", "navigation", "panels", "school_panels"]

Steps = dict[int, list[countdown.Line]]
# How many lines a table on the home page holds; the list of sessions has the rest.
LINES = 10
# How long a session whose report was sent stays among "what needs me now" of its host.
FRESH = timedelta(days=30)


def navigation(user: User) -> list[dict[str, Any]]:
    """Sessions and rounds, for everybody who holds a post or has a session of their own."""
    published = _entries(
        user, ("Themes", "themeboard-list", "read_themes"), ("Outcomes", "outcomes-list", "read_outcomes")
    )
    if not roles_of(user).any and not user.reviews.exists():
        return published
    sessions, *rest = [
        {"label": "Sessions", "href": reverse("peerchallenge:session-list")},
        {"label": "Rounds", "href": reverse("peerchallenge:round-list")},
        *_actions_entry(user),
    ]
    before = _entries(user, ("Dashboard", "dashboard", "read_dashboard"))
    after = _entries(
        user,
        ("Plans of dates", "dates-list", "plan_sessions"),
        ("Support", "support-list", "use_support"),
        ("Findings", "finding-list", "read_findings"),
        ("QA", "qa-coverage", "read_coverage"),
        ("Monitoring", "case-list", "keep_cases"),
        ("Nominations", "nomination-list", "read_nominations"),
    )
    calendar = _entries(user, ("Calendar", "calendar", "read_calendar"))
    return [*before, sessions, *calendar, *rest, *published, *after]


def _entries(user: User, *wanted: tuple[str, str, str]) -> list[dict[str, Any]]:
    """What each entry is called, where it leads and the permission that it needs; those that somebody has."""
    return [
        {"label": label, "href": reverse(f"peerchallenge:{name}")}
        for label, name, permission in wanted
        if user.has_perm(f"peerchallenge.{permission}")
    ]


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
    steps = countdown.lines_of(user, mine, at)
    items = needs.items(user, held, mine, steps, at)
    found = [panel("now", "now", items=items)] if items else []
    if not items and held.la_officer:
        found = [panel("now", "referred")]
    found += _coming(user, mine, steps, at)
    for build in (_board, _partnership):
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


def _coming(user: User, mine: list[ChallengeSession], steps: Steps, at: datetime) -> list[Panel]:
    rows = [_mine_line(user, session, at) for session in mine if session.state in TO_COME]
    return (
        [*_day(user, mine, at), panel("coming", "mine", rows=rows), *_countdown(mine, steps, at)]
        if rows
        else []
    )


def _day(user: User, mine: list[ChallengeSession], at: datetime) -> list[Panel]:
    """On the day of one of my sessions: what is on now, and what comes next."""
    found = ((session, today(user, session, at)) for session in mine)
    return [panel("now", "today", session=session, **shown) for session, shown in found if shown]


def _countdown(mine: list[ChallengeSession], steps: Steps, at: datetime) -> list[Panel]:
    """The countdown of my next session, once the first of its steps has been told."""
    ahead = sorted((s for s in mine if s.pk in steps and s.starts_at > at), key=lambda s: s.starts_at)
    lines = steps[ahead[0].pk] if ahead else []
    if not any(line.told for line in lines):
        return []
    return [panel("coming", "countdown", session=ahead[0], items=countdown.tasks(lines))]


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
