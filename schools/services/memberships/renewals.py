"""The turn of the year: every member goes on into the next, and single ones are changed afterwards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from schools.choices import MembershipStep
from schools.models import AcademicYear, Membership, MembershipChange, School, SchoolLink
from schools.services.memberships.acts import join
from schools.services.versions import fingerprint, refuse_stale
from schools.services.years import lay_out_year, year_name


@dataclass(frozen=True)
class Renewal:
    """What the renewal of a year's members would do, or has done.

    ``to`` is None while the next year is not laid out. ``successors`` follow a member that is closed; they join only
    if the Director says so.
    """

    year: AcademicYear
    to: AcademicYear | None
    name: str
    renewed: list[School] = field(default_factory=list)
    there: list[School] = field(default_factory=list)
    leaving: list[Membership] = field(default_factory=list)
    closed: list[School] = field(default_factory=list)
    successors: list[SchoolLink] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The print of exactly this outcome, so that what is confirmed is what was shown."""
        schools = [[school.pk for school in some] for some in (self.renewed, self.closed)]
        links = [link.pk for link in self.successors]
        return fingerprint(self.year.pk, schools, [row.pk for row in self.leaving], links)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to renew or to consider."""
        return not self.renewed and not self.successors


def next_first_day(year: AcademicYear) -> date:
    """1 September after a year."""
    return date(year.ends.year, 9, 1)


def renewal_of(year: AcademicYear) -> Renewal:
    """What would happen if the members of a year were renewed for the next."""
    first = next_first_day(year)
    to = AcademicYear.objects.filter(starts=first).first()
    there = set(Membership.objects.filter(year=to).values_list("school", flat=True)) if to else set()
    outcome = Renewal(year, to, year_name(first))
    rows = Membership.objects.filter(year=year).select_related("school", "year").order_by("school__name")
    for row in rows:
        if row.school_id in there:
            outcome.there.append(row.school)
        elif row.leaving:
            outcome.leaving.append(row)
        elif _is_closed(row.school, first):
            outcome.closed.append(row.school)
        else:
            outcome.renewed.append(row.school)
    outcome.successors.extend(_successors(rows, outcome, there, first))
    return outcome


def _is_closed(school: School, first: date) -> bool:
    return not school.open or bool(school.closed and school.closed < first)


def _successors(
    rows: Iterable[Membership], outcome: Renewal, there: set[int], first: date
) -> list[SchoolLink]:
    """The confirmed successors of closed members that are members in neither year."""
    gone = [row.school_id for row in rows if _is_closed(row.school, first)]
    known = there | {school.pk for school in outcome.renewed}
    links = SchoolLink.objects.confirmed().filter(predecessor__in=gone, school__open=True)
    found = (
        links.exclude(school__in=known).select_related("school", "predecessor").order_by("school__name", "pk")
    )
    return list({link.school_id: link for link in found}.values())


@transaction.atomic
def renew_all(
    *,
    year: AcademicYear,
    digest: str,
    successors: Collection[int] = (),
    by: User,
    at: datetime | None = None,
) -> Renewal:
    """Renew the members of a year for the next, which is laid out if it is missing: memberships, history, audit.

    ``digest`` is that of the preview; ``successors`` are the links whose schools join. Once everything is renewed,
    doing it again changes nothing. Returns what was done; raises StaleEdit when the members changed since the preview.
    """
    list(AcademicYear.objects.select_for_update().filter(starts__gte=year.starts).order_by("starts"))
    outcome = renewal_of(year)
    chosen = [link for link in outcome.successors if link.pk in successors]
    if not outcome.renewed and not chosen:
        return outcome
    refuse_stale(digest, outcome.digest)
    moment = at or clock.now()
    to = outcome.to or lay_out_year(next_first_day(year), by=by, at=moment)
    _write(outcome.renewed, to, by, moment)
    for link in chosen:
        because = f"Follows {link.predecessor} ({link.predecessor.urn})"
        join(school=link.school, year=to, because=because, by=by, at=moment)
    about = f"year:{to.name}"
    audit.record("membership.renew-all", about=about, by=by, at=moment, schools=len(outcome.renewed))
    return outcome


def _write(schools: list[School], to: AcademicYear, by: User, at: datetime) -> None:
    rows = [Membership(school=school, year=to, recorded_by=by, recorded_at=at) for school in schools]
    Membership.objects.bulk_create(rows)
    facts = {"year": to, "step": MembershipStep.RENEWED, "day": to.starts, "at": at, "by": by}
    MembershipChange.objects.bulk_create(MembershipChange(school=school, **facts) for school in schools)
