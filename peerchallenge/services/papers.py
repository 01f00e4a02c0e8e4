"""Papers that the peer challenge offers to the Board: what stands in monitoring, in numbers and, restricted, by name."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from hlp import clock
from hlp.papers import PaperSource
from peerchallenge.choices import DECISIONS, CaseState, ConcernState, ReviewDecision, TermKind
from peerchallenge.models import CaseReview, Concern, MonitoringCase, MonitoringTerm
from schools.models import AcademicYear

# Full months in monitoring: from, below, in words.
LENGTHS = ((0, 6, "Less than six months"), (6, 12, "Six months to a year"), (12, 1200, "A year or more"))
DIRECTIONS: dict[str, str] = {
    ReviewDecision.STEP_UP: "Stepped up at the last review",
    ReviewDecision.KEEP: "Kept at the last review",
    ReviewDecision.STEP_DOWN: "Stepped down at the last review",
    "": "Not reviewed yet",
}
CLOSED = {ReviewDecision.CLOSE.value: "Closed at the last review"}
RECENT = timedelta(days=120)  # about the time between two meetings of the Board

Line = dict[str, Any]


def sources() -> list[PaperSource]:
    """The monitoring update: numbers for part I, the named list for part II."""
    folder = "peerchallenge/case"
    return [
        PaperSource("monitoring", "Schools in monitoring", False, f"{folder}/update_pdf.html", numbers),
        PaperSource(
            "monitoring-named", "Schools in monitoring, by name", True, f"{folder}/named_pdf.html", named
        ),
    ]


def numbers(at: datetime) -> dict[str, Any]:
    """How many schools are in monitoring, by stage, length and direction, and what was decided. It names no school."""
    today = clock.local(at).date()
    cases = list(MonitoringCase.objects.open().select_related("stage"))
    after = MonitoringCase.objects.filter(state=CaseState.AFTER_CARE).count()
    return {
        "total": len(cases),
        "after_care": after,
        "entered": sum(case.opened_on > today - RECENT for case in cases),
        "left": MonitoringCase.objects.filter(closed_on__gt=today - RECENT, closed_on__lte=today).count(),
        "stages": _stages(cases),
        "lengths": _lengths(cases, today),
        "directions": _directions(cases),
        "decisions": _decisions(today),
    }


def _stages(cases: list[MonitoringCase]) -> list[Line]:
    count = Counter(case.stage_id for case in cases)
    stages = MonitoringTerm.objects.filter(kind=TermKind.STAGE)
    return [
        {"label": stage.name, "number": count[stage.pk]}
        for stage in stages
        if count[stage.pk] or not stage.retired
    ]


def _lengths(cases: list[MonitoringCase], today: date) -> list[Line]:
    months = [case.months_in(today) for case in cases]
    return [
        {"label": label, "number": sum(first <= number < end for number in months)}
        for first, end, label in LENGTHS
    ]


def _directions(cases: list[MonitoringCase]) -> list[Line]:
    last = _last_decisions(cases)
    count = Counter(last.get(case.pk, "") for case in cases)
    return [{"label": label, "number": count[decision]} for decision, label in DIRECTIONS.items()]


def _last_decisions(cases: list[MonitoringCase]) -> dict[int, str]:
    """The decision of the newest review of each case."""
    rows = CaseReview.objects.filter(case__in=cases).order_by("held_on", "pk")
    return dict(rows.values_list("case", "decision"))


def _decisions(today: date) -> list[Line]:
    """What the Director decided this academic year, each concern once, as it stands now."""
    year = AcademicYear.objects.at(today)
    if year is None:
        return []
    raised = Concern.objects.filter(raised_at__gte=clock.at(year.starts, datetime.min.time()))
    count = Counter(raised.values_list("state", flat=True))
    states = [ConcernState.WAITING, *DECISIONS, ConcernState.DECLINED, ConcernState.ACCEPTED]
    return [{"label": state.label, "number": count[state]} for state in states if count[state]]


def named(at: datetime) -> dict[str, Any]:
    """Each school in monitoring or in after-care: stage, category, months, direction, next review. Part II only."""
    today = clock.local(at).date()
    rows = MonitoringCase.objects.exclude(state=CaseState.ENDED).select_related("school", "stage", "category")
    cases = list(rows.order_by("-state", "-stage__position", "school__name"))
    last = _last_decisions(cases)
    return {"cases": [_named(case, last.get(case.pk, ""), today) for case in cases]}


def _named(case: MonitoringCase, decision: str, today: date) -> Line:
    return {
        "school": case.school.name,
        "state": case.get_state_display(),
        "stage": case.stage.name,
        "category": case.category.name,
        "months": case.months_in(today),
        "direction": {**DIRECTIONS, **CLOSED}[decision],
        "next": clock.day(case.next_review_on) if case.next_review_on else "",
        "after_care": clock.day(case.after_care_on) if case.after_care_on else "",
    }
