"""Who hosts in which round: the Director's choice, and every member in the main rounds without one."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from hlp import audit
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge.choices import MAIN_TERMS
from peerchallenge.models import Round, RoundHost
from schools.models import AcademicYear, GroupPlace, School
from schools.services.versions import fingerprint


def hosts_in(rounds: Collection[Round]) -> dict[int, set[int]]:
    """By round (its primary key) the primary keys of the schools in the year's groups that host in it. Two queries."""
    years = {round_.year_id for round_ in rounds}
    placed: dict[int, set[int]] = {year: set() for year in years}
    for year, school in GroupPlace.objects.filter(year__in=years).values_list("year_id", "school_id"):
        placed[year].add(school)
    hosts = {r.pk: set(placed[r.year_id]) if r.term in MAIN_TERMS else set() for r in rounds}
    for choice in RoundHost.objects.filter(round__in=hosts).select_related("round"):
        if choice.school_id in placed[choice.round.year_id] and choice.hosts:
            hosts[choice.round_id].add(choice.school_id)
        else:
            hosts[choice.round_id].discard(choice.school_id)
    return hosts


def hosting_version(rounds: Collection[Round]) -> str:
    """The print of the choices that an edit starts from."""
    rows = RoundHost.objects.filter(round__in=[r.pk for r in rounds]).order_by("round_id", "school_id")
    return fingerprint(*rows.values_list("round_id", "school_id", "hosts"))


@transaction.atomic
def choose_hosts(
    *,
    year: AcademicYear,
    chosen: Mapping[Round, Collection[School]],
    version: str,
    by: User,
    at: datetime | None = None,
) -> None:
    """Set who hosts in the rounds of a year: lock the year, check, keep each choice, audit.

    The same choice again changes nothing. Raises StaleEdit when others chose since ``version``.
    """
    AcademicYear.objects.select_for_update().get(pk=year.pk)
    before = hosts_in(list(chosen))
    after = {round_.pk: {school.pk for school in schools} for round_, schools in chosen.items()}
    if before == after:
        return
    if version != hosting_version(list(chosen)):
        raise StaleEdit
    places = set(GroupPlace.objects.filter(year=year).values_list("school_id", flat=True))
    for round_ in chosen:
        RoundHost.objects.filter(round=round_).delete()
        RoundHost.objects.bulk_create(
            RoundHost(round=round_, school_id=school, hosts=school in after[round_.pk]) for school in places
        )
    numbers = {str(round_): len(after[round_.pk]) for round_ in chosen}
    audit.record("hosts.chosen", about=f"year:{year.name}", by=by, at=at, hosts=numbers)
