"""The partnership's inspections: two series that are never joined, and the schools that one may list."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hlp.access import Request, require_sight
from hlp.tables import Column, Table, download
from schools.forms.search import SchoolSearch
from scorecard.calculations.inspecting import Segments, Share
from scorecard.services import inspections
from scorecard.services.inspections import Standing

AT, BELOW, NOT_YET = (
    "Every area at expected standard or above",
    "An area below expected standard",
    "Not yet inspected under this framework",
)


@require_GET
def inspection_list(request: Request) -> HttpResponseBase:
    """Shares by schools and by pupils; for each school that one may list the latest inspection, on its own scale."""
    require_sight(request.user, "scorecard.read_partnership")
    search = SchoolSearch(request)
    standings = search.keep(inspections.standings(request.user), lambda row: row.school)
    if file := download(request, _table(standings)):
        return file
    found = inspections.overview()
    context = {
        "found": found,
        "headlines": [_share(one) for one in found.headlines],
        "headline_series": ["Good or outstanding"],
        "headline_finding": _headline_finding(found.headlines),
        "cards": _segments(found),
        "card_finding": _card_finding(found.schools),
        "parts": [BELOW, NOT_YET, AT],
        "standings": standings,
        "search": search,
    }
    return render(request, "scorecard/inspection/list.html", context)


def _share(one: Share) -> dict[str, Any]:
    percent = round(one.percent or 0)
    return {
        "label": f"August {one.on.year}",
        "values": [percent],
        "shown": [f"{percent}%"],
        "most": 100,
        "text": f"{one.good} of {one.inspected} schools",
    }


def _headline_finding(shares: list[Share]) -> str:
    if not shares:
        return ""
    last = shares[-1]
    said = (
        f"{last.good} of {last.inspected} inspected schools were good or outstanding in August {last.on.year}"
    )
    if len(shares) == 1:
        return f"{said}."
    first = shares[0]
    return f"{said}; in August {first.on.year} {first.good} of {first.inspected} were."


def _segments(found: inspections.Overview) -> list[dict[str, Any]]:
    rows = [{"label": "Schools", "parts": _parts(found.schools)}]
    if found.pupils.total:
        rows.append({"label": "Pupils", "parts": _parts(found.pupils)})
    return rows


def _parts(one: Segments) -> list[int]:
    return [one.below, one.not_yet, one.expected]


def _card_finding(one: Segments) -> str:
    if not one.inspected:
        return f"None of the {one.total} schools has been inspected under the report card framework yet."
    cards = (
        f"The only school with a report card is {'' if one.expected else 'not '}at expected standard or above in every area"
        if one.inspected == 1
        else f"{one.expected} of the {one.inspected} schools with a report card are at expected standard or above in every"
        " area"
    )
    return f"{cards}; {one.not_yet} of {one.total} schools have not been inspected under this framework yet."


def _areas(row: Standing) -> str:
    return "; ".join(f"{one.area}: {one.grade}" for one in row.latest.grades.all()) if row.latest else ""


def _of(name: str) -> Any:
    return lambda row: getattr(row.latest, name) if row.latest else ""


def _table(standings: list[Standing]) -> Table:
    columns = [
        Column("School", lambda row: row.school.name, 44),
        Column("URN", lambda row: row.school.urn, 10),
        Column("Date", lambda row: row.latest.date if row.latest else None, 20),
        Column("Framework", lambda row: row.latest.get_framework_display() if row.latest else "", 44),
        Column("Overall, where it was graded", _of("overall"), 22),
        Column("Outcome of an ungraded inspection", _of("outcome"), 40),
        Column("Areas", _areas, 80),
        Column("Safeguarding", _of("safeguarding"), 18),
        Column("Category of concern", _of("category"), 28),
    ]
    return Table("inspections", columns, standings)
