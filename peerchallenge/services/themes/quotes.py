"""The findings that a theme board quotes, without names; and those that the Director keeps off it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from peerchallenge.calculations.naming import Names, anonymised
from peerchallenge.models import Finding, WithheldText
from schools.models import Appointment, School


@dataclass(frozen=True)
class Quote:
    """A finding's text without names. ``withheld`` only the Director gets to see."""

    finding: int
    text: str
    withheld: bool


def known_names() -> Names:
    """Every school, everybody who ever held a post, and every place in the address of a school but the borough's own."""
    schools = list(School.objects.values_list("name", "locality", "town", "street"))
    people = Appointment.objects.order_by().values_list("person__name", flat=True).distinct()
    towns = [town for _, _, town, _ in schools if town]
    common = max(set(towns), key=towns.count, default="")  # the town of most schools tells of none
    places = {place for _, locality, town, street in schools for place in (locality, town, street)}
    return Names(
        schools=tuple(sorted({name for name, *_ in schools})),
        people=tuple(sorted(set(people))),
        places=tuple(sorted(place for place in places if place and place != common)),
    )


def quotes(findings: Iterable[int], names: Names, *, withheld: bool = False) -> list[Quote]:
    """The texts of these findings in the order of the alphabet, which tells of no school; each text once."""
    rows = Finding.objects.filter(pk__in=list(findings)).order_by()
    if not withheld:
        rows = rows.filter(withheld=None)
    told = rows.values_list("pk", "text", "withheld")
    found = {anonymised(text, names): (pk, kept) for pk, text, kept in told if text.strip()}
    return [Quote(pk, text, kept is not None) for text, (pk, kept) in sorted(found.items())]


@transaction.atomic
def withhold(*, finding: Finding, by: User, at: datetime | None = None) -> None:
    """Keep a text off every theme board, once: row, audit."""
    _, made = WithheldText.objects.get_or_create(
        finding=finding, defaults={"by": by, "at": at or clock.now()}
    )
    if made:
        audit.record("theme-text.withheld", about=f"finding:{finding.pk}", by=by, at=at)


@transaction.atomic
def show_again(*, finding: Finding, by: User, at: datetime | None = None) -> None:
    """Show a text that was withheld again: row, audit."""
    if WithheldText.objects.filter(finding=finding).delete()[0]:
        audit.record("theme-text.shown", about=f"finding:{finding.pk}", by=by, at=at)
