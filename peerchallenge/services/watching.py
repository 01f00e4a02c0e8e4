"""Which schools the planner of groups should spread out: those whose newest report saw them in danger."""

from typing import Any

from peerchallenge.models import Direction, ReportVersion
from schools.models import AcademicYear

DIRECTION_PART = "direction_evidence"  # the part of a report's frozen facts that holds the judgement


def planner_inputs(year: AcademicYear) -> dict[str, dict[int, str]]:
    """``watched``: the schools and why, for the Director alone. Nothing judged after the year counts. Two queries."""
    concerns = dict[tuple[int, str], str]()
    for direction in Direction.objects.filter(concern=True):
        concerns[direction.year_id, direction.code] = direction.label
    versions = ReportVersion.objects.filter(ended_at__date__lte=year.ends).select_related(
        "session__round__year"
    )
    watched, seen = dict[int, str](), set[int]()
    for version in versions.order_by("-ended_at", "-session_id", "-number"):
        session = version.session
        if session.host_id in seen:
            continue
        seen.add(session.host_id)
        label = concerns.get((session.round.year_id, _direction(version.data)))
        if label:
            watched[session.host_id] = f"The newest report ({session.round}) judged it: {label.lower()}."
    return {"watched": watched}


def _direction(data: dict[str, Any]) -> str:
    """The code of the judgement on direction in the facts of a sent report; nothing where they are sealed."""
    parts = [part for section in data.get("sections", []) for part in section["parts"]]
    return next((part["code"] for part in parts if part["name"] == DIRECTION_PART), "")
