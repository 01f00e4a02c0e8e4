"""The paper on membership that the schools offer to the Board: how many, by phase, who came and went. It names no school."""

from collections import Counter
from datetime import datetime
from typing import Any

from hlp import clock
from hlp.papers import PaperSource
from schools.choices import Phase
from schools.models import Membership
from schools.services.memberships.standing import Numbers, read_story

YEARS = 5


def sources() -> list[PaperSource]:
    """Membership, for part I."""
    return [PaperSource("membership", "Membership", False, "schools/member/paper_pdf.html", facts)]


def facts(at: datetime) -> dict[str, Any]:
    """The members of today by phase, and the last five years in numbers."""
    today = clock.local(at).date()
    phases = Counter(Membership.objects.on(today).values_list("school__phase", flat=True))
    begun = [line for line in read_story().numbers() if line.year.starts <= today]
    return {
        "total": sum(phases.values()),
        "phases": [
            {"label": Phase(name).label, "number": phases[name]} for name in Phase.values if phases[name]
        ],
        "years": [_line(line) for line in begun[:YEARS]],
    }


def _line(line: Numbers) -> dict[str, Any]:
    return {
        "year": str(line.year),
        "members": line.members,
        "joined": line.joined,
        "rejoined": line.rejoined,
        "left": line.left,
    }
