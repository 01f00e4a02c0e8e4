"""The brokerage desk: needs by age and urgency, who could help with each, and what everybody has given and received."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from hlp import clock
from peerchallenge.choices import StrengthSource, SupportState, Urgency
from peerchallenge.models import Match, Strength, SupportCase
from schools.calculations import school_days_before
from schools.models import AcademicYear, School

UNTOUCHED_DAYS = 10  # school days after which a case asks for attention
URGENCY = {Urgency.NOW: 0, Urgency.TERM: 1, Urgency.YEAR: 2}
SUREST = [StrengthSource.QA, StrengthSource.REPORT, StrengthSource.DIRECTORY, StrengthSource.OFFERED]
ASKING = (SupportState.OPEN, SupportState.REVIEWED)  # the Director's turn


@dataclass(frozen=True)
class Need:
    """A case on the desk: how long it has been open, in days, and whether it lies untouched."""

    case: SupportCase
    days_open: int
    untouched: bool

    @property
    def is_waiting(self) -> bool:
        """Whether it is the Director's turn."""
        return self.case.state in ASKING


@dataclass(frozen=True)
class Candidate:
    """A school that could help. ``metres`` as the crow flies, None if not known; ``given`` days this year."""

    school: School
    strengths: tuple[Strength, ...]
    fits: bool
    metres: float | None
    given: Decimal
    consents: bool
    problem: str = ""


@dataclass
class Share:
    """Days of support that a school gave and received."""

    school: School
    given: Decimal = field(default_factory=Decimal)
    received: Decimal = field(default_factory=Decimal)


def untouched_before(at: datetime) -> datetime:
    """The moment ten school days before: a running case that was touched no later asks for attention."""
    now = clock.local(at)
    return clock.at(school_days_before(now.date(), UNTOUCHED_DAYS)[-1], now.time())


def needs(cases: list[SupportCase], at: datetime) -> list[Need]:
    """The cases in the order in which they ask for the Director: untouched, urgent, old."""
    today, before = clock.local(at).date(), untouched_before(at)
    rows = [
        Need(
            case,
            days_open=(today - clock.local(case.opened_at).date()).days,
            untouched=case.is_untouched(before),
        )
        for case in cases
    ]
    return sorted(rows, key=_order)


def _order(need: Need) -> tuple[bool, bool, int, datetime]:
    case = need.case
    return not need.untouched, case.state not in ASKING, URGENCY[Urgency(case.urgency)], case.opened_at


def candidates(case: SupportCase, on: date) -> list[Candidate]:
    """Every school with a strength that stands: those that fit the theme first, then the nearest, then who gave least.

    A school that cannot be introduced is listed with the reason.
    """
    by_school: dict[int, list[Strength]] = defaultdict(list)
    standing = Strength.objects.standing().exclude(school=case.school)
    for strength in standing.select_related("school", "theme"):
        by_school[strength.school_id].append(strength)
    given, introduced = days_given(on), set(case.matches.values_list("provider", flat=True))
    found = [
        _candidate(case, rows, given.get(pk, Decimal(0)), pk in introduced) for pk, rows in by_school.items()
    ]
    return sorted(found, key=lambda c: (not c.fits, not c.consents, c.metres is None, c.metres or 0, c.given))


def _candidate(case: SupportCase, rows: list[Strength], given: Decimal, introduced: bool) -> Candidate:
    school, consents = rows[0].school, any(row.consent_at for row in rows)
    problem = "" if consents else "Its headteacher has not consented yet"
    if introduced:
        problem = "Was introduced before"
    return Candidate(
        school=school,
        strengths=tuple(
            sorted(rows, key=lambda row: (row.theme_id != case.theme_id, SUREST.index(_source(row))))
        ),
        fits=case.theme_id is not None and any(row.theme_id == case.theme_id for row in rows),
        metres=case.school.distance_to(school),
        given=given,
        consents=consents,
        problem=problem,
    )


def _source(strength: Strength) -> StrengthSource:
    return StrengthSource(strength.source)


def days_given(on: date) -> dict[int, Decimal]:
    """Days that each school agreed to give in the academic year of a day, by its key."""
    year = AcademicYear.objects.at(on)
    if year is None:
        return {}
    agreed = Match.objects.agreed().filter(starts__range=(year.starts, year.ends))
    return dict(agreed.order_by().values_list("provider").annotate(Sum("days")))


def ledger(year: AcademicYear) -> list[Share]:
    """Days given and received by each school in a year, whoever gave most first."""
    shares: dict[int, Share] = {}
    agreed = Match.objects.agreed().filter(starts__range=(year.starts, year.ends))
    for match in agreed.select_related("provider", "case__school"):
        days = match.days or Decimal(0)
        shares.setdefault(match.provider_id, Share(match.provider)).given += days
        shares.setdefault(match.case.school_id, Share(match.case.school)).received += days
    return sorted(shares.values(), key=lambda share: (-share.given, share.received, share.school.name))
