"""The local authority's own monitoring scheme: its stages, categories and triggers are data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, documents
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge.choices import TermKind
from peerchallenge.models import MonitoringTerm

# kind, name, meaning: a plain scheme to begin with. The authority puts its own words here.
DEFAULTS = (
    (TermKind.STAGE, "Stage 1: enquiry", "An officer looks into it with the headteacher."),
    (TermKind.STAGE, "Stage 2: plan and review", "A plan, a named officer and half-termly review meetings."),
    (TermKind.STAGE, "Stage 3: formal", "Governors are asked to act; formal notices may follow."),
    (TermKind.CATEGORY, "Clear trajectory", "The school knows what to do and is doing it."),
    (TermKind.CATEGORY, "Declining", "Outcomes or provision have fallen and have not turned."),
    (TermKind.CATEGORY, "At risk", "Without a change the school would not meet the expected standard."),
    (TermKind.TRIGGER, "Peer challenge", "The report judged the school vulnerable."),
    (TermKind.TRIGGER, "Outcomes", "Results or attendance over more than one year."),
    (TermKind.TRIGGER, "Leadership", "A change or a vacancy in leadership or governance."),
    (TermKind.TRIGGER, "Inspection", "What an inspection found."),
    (TermKind.TRIGGER, "Other services", "Finance, staffing, admissions, special needs, complaints."),
)


@dataclass(frozen=True)
class TermLine:
    """A word as wanted: ``pk`` None is a new one."""

    pk: int | None
    kind: TermKind
    name: str
    meaning: str = ""
    retired: bool = False


def ensure_defaults() -> None:
    """Give an installation without a scheme the plain one."""
    if MonitoringTerm.objects.exists():
        return
    rows = [
        MonitoringTerm(kind=kind, name=name, meaning=meaning, position=place)
        for place, (kind, name, meaning) in enumerate(DEFAULTS, 1)
    ]
    MonitoringTerm.objects.bulk_create(rows, ignore_conflicts=True)


def seen() -> str:
    """A token of the scheme as it stands, so that a stale edit is told."""
    rows = [list(row) for row in MonitoringTerm.objects.values_list("pk", "name", "meaning", "retired")]
    return documents.digest("monitoring-scheme", {"terms": rows})[:16]


@transaction.atomic
def change_terms(
    *, lines: Sequence[TermLine], started_from: str, by: User, at: datetime | None = None
) -> None:
    """Make the scheme what the lines say: lock, check, write, audit. Nothing that is in use is ever lost.

    Raises StaleEdit when it changed since the token ``started_from``, ValidationError when a name comes twice or a
    kind would be left without a word.
    """
    rows = {term.pk: term for term in MonitoringTerm.objects.select_for_update().order_by("pk")}
    if seen() != started_from:
        raise StaleEdit
    _check(lines)
    last = max((term.position for term in rows.values()), default=0)
    for line in lines:
        if line.pk in rows:
            term = rows[line.pk]
            term.name, term.meaning, term.retired = line.name, line.meaning, line.retired
            term.save(update_fields=["name", "meaning", "retired"])
        elif line.pk is None:
            last += 1
            MonitoringTerm.objects.create(kind=line.kind, name=line.name, meaning=line.meaning, position=last)
    audit.record("monitoring.scheme", about="monitoring-scheme", by=by, at=at)


def _check(lines: Sequence[TermLine]) -> None:
    for kind in TermKind:
        names = [line.name.casefold() for line in lines if line.kind == kind]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise ValidationError(f"‘{twice}’ stands twice under {kind.label.lower()}")
        if all(line.retired for line in lines if line.kind == kind):
            raise ValidationError(f"Keep at least one under {kind.label.lower()}")
