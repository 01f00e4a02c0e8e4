"""The turn of the year: all members go on, and single ones are changed afterwards."""

from datetime import date
from typing import Any

import pytest

from hlp.models import AuditEntry
from hlp.transitions import StaleEdit
from schools.models import AcademicYear, Membership, MembershipChange, School, SchoolLink
from schools.services.memberships import join, leave, renew_all, renewal_of, withdraw
from schools.services.memberships.renewals import Renewal
from tests import factories as make
from tests.conftest import Cast, utc

NAMES = ["Ash Primary School", "Beech Primary School", "Cedar Primary School", "Elm Primary School"]


def renew(cast: Cast, **facts: Any) -> Renewal:
    facts.setdefault("digest", renewal_of(cast.year).digest)
    return renew_all(year=cast.year, by=cast.director, **facts)


def members(name: str = "2027/28") -> list[str]:
    return list(School.objects.filter(memberships__year__name=name).values_list("name", flat=True))


def close(school: School) -> None:
    school.open, school.closed = False, date(2027, 8, 31)
    school.save()


def follow(cast: Cast, **facts: Any) -> SchoolLink:
    """Hazel follows Fir, as the Director has confirmed."""
    hazel = make.SchoolFactory(name="Hazel Primary School")
    confirmed = {"confirmed_by": cast.director, "confirmed_at": utc("2026-11-01 09:00")}
    return SchoolLink.objects.create(school=hazel, predecessor=cast.far_school, **{**confirmed, **facts})


def test_everybody_is_renewed_and_the_year_is_laid_out(cast: Cast) -> None:
    assert AcademicYear.objects.count() == 1
    renew(cast)
    after = AcademicYear.objects.get(name="2027/28")
    assert after.terms.count() == 3
    assert members() == [*NAMES, "Fir Primary School"]
    row = Membership.objects.filter(year=after).first()
    assert row is not None
    assert (row.starts, row.ends, row.recorded_by) == (date(2027, 9, 1), date(2028, 8, 31), cast.director)
    assert MembershipChange.objects.filter(step="renewed", year=after).count() == 5


def test_renewing_twice_changes_nothing(cast: Cast) -> None:
    seen = renewal_of(cast.year).digest
    renew(cast, digest=seen)
    assert renew(cast, digest=seen).is_done
    assert (Membership.objects.count(), MembershipChange.objects.count()) == (10, 5)
    assert AuditEntry.objects.filter(action="membership.renew-all").count() == 1


def test_who_leaves_is_not_renewed(cast: Cast) -> None:
    leave(
        school=cast.far_school, year=cast.year, last_day=cast.year.ends, because="So it is", by=cast.director
    )
    found = renewal_of(cast.year)
    assert [row.school for row in found.leaving] == [cast.far_school]
    renew(cast)
    assert members() == NAMES


def test_who_was_taken_out_afterwards_stays_out(cast: Cast) -> None:
    renew(cast)
    after = AcademicYear.objects.get(name="2027/28")
    withdraw(school=cast.far_school, year=after, because="It has changed its mind", by=cast.director)
    renew(cast)
    assert members() == NAMES


def test_a_closed_school_is_not_renewed(cast: Cast) -> None:
    close(cast.far_school)
    assert renewal_of(cast.year).closed == [cast.far_school]
    renew(cast)
    assert members() == NAMES


def test_a_confirmed_successor_joins_if_the_director_says_so(cast: Cast) -> None:
    close(cast.far_school)
    link = follow(cast)
    assert renewal_of(cast.year).successors == [link]
    renew(cast)
    assert members() == NAMES
    renew(cast, successors=[link.pk])
    assert members() == [*NAMES, "Hazel Primary School"]
    row = Membership.objects.get(school=link.school)
    assert row.joined_because == f"Follows Fir Primary School ({cast.far_school.urn})"
    assert renewal_of(cast.year).is_done


def test_a_successor_that_nobody_confirmed_is_not_proposed(cast: Cast) -> None:
    close(cast.far_school)
    follow(cast, confirmed_by=None, confirmed_at=None)
    assert renewal_of(cast.year).successors == []


def test_what_changed_since_the_preview_is_shown_first(cast: Cast) -> None:
    seen = renewal_of(cast.year).digest
    join(school=make.SchoolFactory(), year=cast.year, by=cast.director)
    with pytest.raises(StaleEdit):
        renew(cast, digest=seen)
    assert members() == []
