"""The partnership's own measures: reports on time, quality assurance, actions, support; and its inspections, counted."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from hlp import clock, plain
from peerchallenge.choices import OFF, MatchState
from peerchallenge.models import CarriedAction, ChallengeSession, Round, SupportCase
from peerchallenge.services import actions, dashboard
from schools.models import AcademicYear, Group
from scorecard.calculations.facts import TableFacts
from scorecard.models import SummaryState
from scorecard.services import inspections

ROUNDS, YEARS = 4, 3
AT_EXPECTED = "Every area at expected standard or above, of those with a report card (from November 2025)"
NOT_YET = "Not yet inspected under report cards"
INSPECTED = ("Schools", "Number", "Share")
FRESH = timedelta(hours=1)  # so long what the worker counted is shown
BY_ROUND = ("Round", "Reports on time", "Actions agreed", "Done", "Made a difference")
BY_YEAR = ("Academic year", "Groups assured", "Requests for support", "Support agreed")


def tables(at: datetime | None = None) -> tuple[TableFacts, ...]:
    """By round and by academic year, the newest first; counts only, of all schools together.

    As the worker counted them within the last hour; where it did not, they are counted now.
    """
    moment = at or clock.now()
    kept = SummaryState.objects.filter(practice_at__gt=moment - FRESH, practice_at__lte=moment).first()
    return tuple(plain.read(TableFacts, table) for table in kept.practice) if kept else _counted(moment)


def refresh(at: datetime | None = None) -> None:
    """Count and keep them, so that no page has to count thousands of sessions. Doing it twice changes nothing."""
    moment = at or clock.now()
    found = [asdict(table) for table in _counted(moment)]
    SummaryState.objects.update_or_create(pk=1, defaults={"practice": found, "practice_at": moment})


def _counted(at: datetime) -> tuple[TableFacts, ...]:
    found = (
        TableFacts("Reports and actions, by round", BY_ROUND, _rounds(at)),
        TableFacts("Quality assurance and support, by year", BY_YEAR, _years(at)),
        TableFacts("Inspections: two series that are never joined", INSPECTED, _inspections(at)),
    )
    return tuple(table for table in found if table.rows)


def _rounds(at: datetime) -> tuple[tuple[str, ...], ...]:
    rounds = list(Round.objects.filter(opens__lte=clock.local(at).date()).select_related("year")[:ROUNDS])
    if not rounds:
        return ()
    sessions = ChallengeSession.objects.filter(round__in=rounds)
    chart = dashboard.on_time(sessions, rounds, at)
    parts = {row["label"]: row["parts"] for row in chart.rows}
    return tuple((str(one), _on_time(parts.get(str(one), [])), *_actions(one)) for one in rounds)


def _on_time(parts: list[int]) -> str:
    """``12 of 14``, of those whose time is over."""
    overdue, late, _, good = parts or [0, 0, 0, 0]
    whole = overdue + late + good
    return f"{good} of {whole}" if whole else "–"


def _actions(round_: Round) -> tuple[str, str, str]:
    found = actions.total(actions.rates(CarriedAction.objects.filter(session__round=round_)))
    if not found.promised:
        return "–", "–", "–"
    return str(found.promised), str(found.done), str(found.difference)


def _years(at: datetime) -> tuple[tuple[str, ...], ...]:
    rows = AcademicYear.objects.filter(starts__lte=clock.local(at).date(), rounds__isnull=False).distinct()
    return tuple((str(year), _assured(year), *_support(year)) for year in rows[:YEARS])


def _assured(year: AcademicYear) -> str:
    """Groups with a session whose QA report is sent, as ``qa.coverage`` counts them, without reading the sessions."""
    groups = Group.objects.filter(year=year)
    sessions = ChallengeSession.objects.exclude(state__in=OFF).filter(qa_review__sent_at__isnull=False)
    done = groups.filter(pk__in=sessions.order_by().values("group")).count()
    whole = groups.count()
    return f"{done} of {whole}" if whole else "–"


def _support(year: AcademicYear) -> tuple[str, str]:
    """Needs that were opened in the year, and how many of them came to an agreement."""
    opened: Any = SupportCase.objects.filter(opened_at__date__range=(year.starts, year.ends))
    agreed = Q(matches__events__to_state=MatchState.AGREED)
    counts = opened.aggregate(
        all=Count("pk", distinct=True), agreed=Count("pk", distinct=True, filter=agreed)
    )
    return str(counts["all"] or "–"), str(counts["agreed"] or "–") if counts["all"] else "–"


def _inspections(at: datetime) -> tuple[tuple[str, ...], ...]:
    """The last share of headline grades, and how schools stand under report cards; none where nothing is known."""
    found = inspections.overview(clock.local(at).date())
    cards, last = found.schools, found.headlines[-1] if found.headlines else None
    rows = []
    if last is not None:
        told = f"Good or outstanding, {last.on:%B %Y}, when headline grades ended"
        rows.append((told, f"{last.good} of {last.inspected}", f"{round(last.percent or 0)}%"))
    if cards.inspected:
        share = f"{round(100 * cards.expected / cards.inspected)}%"
        rows.append((AT_EXPECTED, f"{cards.expected} of {cards.inspected}", share))
    if rows:
        rows.append((NOT_YET, f"{cards.not_yet} of {cards.total}", "–"))
    return tuple(rows)
