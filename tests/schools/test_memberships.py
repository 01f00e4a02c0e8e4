"""Who is a member from when until when: joining, leaving in the year or with it, coming back."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from hlp.models import AuditEntry
from hlp.transitions import StaleEdit
from schools.choices import MembershipStep
from schools.models import AcademicYear, Membership, MembershipChange, School, SchoolLink
from schools.services import memberships
from schools.services.memberships import join, leave, read_story, withdraw
from schools.services.years import lay_out_year
from tests import factories as make
from tests.conftest import BEFORE, Cast, utc

MARCH = date(2027, 3, 31)


@pytest.fixture
def school(cast: Cast) -> School:
    """A school that is no member yet, and no group counts on it."""
    return make.SchoolFactory(name="Hazel Primary School")


def left(cast: Cast, school: School, **facts: Any) -> Membership:
    facts = {"year": cast.year, "last_day": MARCH, "because": "It joins a trust elsewhere", **facts}
    return leave(school=school, by=cast.director, **facts)


def steps(school: School) -> list[str]:
    return list(school.membership_changes.order_by("pk").values_list("step", flat=True))


# --- Joining ------------------------------------------------------------------------------------


def test_a_school_joins_for_the_whole_year_or_from_a_day(cast: Cast, school: School) -> None:
    row = join(school=school, year=cast.year, by=cast.director)
    assert (row.starts, row.ends, row.recorded_by) == (date(2026, 9, 1), date(2027, 8, 31), cast.director)
    other = make.SchoolFactory()
    late = join(school=other, year=cast.year, starts=date(2027, 1, 4), because="New", by=cast.director)
    assert (late.starts, late.joined_because, late.begins_late) == (date(2027, 1, 4), "New", True)
    members = School.objects.members_on
    assert (other in members(date(2027, 1, 3)), other in members(date(2027, 1, 4))) == (False, True)


def test_a_member_joins_once(cast: Cast, school: School) -> None:
    first = join(school=school, year=cast.year, by=cast.director)
    again = join(school=school, year=cast.year, starts=date(2027, 1, 4), by=cast.director)
    assert (again.pk, again.starts) == (first.pk, date(2026, 9, 1))
    assert steps(school) == [MembershipStep.JOINED]
    assert AuditEntry.objects.filter(action="membership.joined").count() == 1


@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2027, 9, 1)])
def test_nobody_joins_outside_the_year(cast: Cast, school: School, day: date) -> None:
    with pytest.raises(ValidationError, match="between Tuesday 1 September 2026 and Tuesday 31 August 2027"):
        join(school=school, year=cast.year, starts=day, by=cast.director)


def test_a_closed_school_joins_only_for_a_year_before_it_closed(cast: Cast, school: School) -> None:
    school.open, school.closed = False, date(2026, 8, 31)
    school.save()
    with pytest.raises(ValidationError, match="closed on Monday 31 August 2026"):
        join(school=school, year=cast.year, by=cast.director)
    before = lay_out_year(date(2025, 9, 1))
    assert join(school=school, year=before, by=cast.director).ends == date(2026, 8, 31)


# --- Leaving ------------------------------------------------------------------------------------


def test_a_school_leaves_in_the_middle_of_the_year(cast: Cast, school: School) -> None:
    join(school=school, year=cast.year, by=cast.director)
    row = left(cast, school)
    assert (row.ends, row.leaving, row.left_because) == (MARCH, True, "It joins a trust elsewhere")
    assert school in School.objects.members_in(cast.year)
    assert school not in School.objects.staying_in(cast.year)
    assert school not in School.objects.free_in(cast.year)
    on = Membership.objects.filter(school=school).on
    assert (on(MARCH).exists(), on(MARCH + timedelta(days=1)).exists()) == (True, False)
    assert steps(school) == [MembershipStep.JOINED, MembershipStep.LEFT]


def test_a_school_that_leaves_with_the_year_is_planned_for_until_then(cast: Cast, school: School) -> None:
    join(school=school, year=cast.year, by=cast.director)
    row = left(cast, school, last_day=cast.year.ends)
    assert (row.leaving, row.ends_early) == (True, False)
    assert school in School.objects.staying_in(cast.year)


def test_leaving_takes_back_the_years_to_come(cast: Cast, school: School) -> None:
    after = lay_out_year(date(2027, 9, 1))
    for year in (cast.year, after):
        join(school=school, year=year, by=cast.director)
    left(cast, school)
    assert list(school.memberships.values_list("year__name", flat=True)) == ["2026/27"]
    assert steps(school)[-2:] == [MembershipStep.LEFT, MembershipStep.WITHDRAWN]


def test_leaving_twice_is_harmless_and_an_older_page_is_told(cast: Cast, school: School) -> None:
    join(school=school, year=cast.year, by=cast.director)
    seen = memberships.version_of(school)
    left(cast, school, version=seen)
    left(cast, school, version=seen)
    assert steps(school) == [MembershipStep.JOINED, MembershipStep.LEFT]
    with pytest.raises(StaleEdit):
        left(cast, school, version=seen, because="Another reason")


@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2027, 9, 1)])
def test_the_last_day_lies_in_the_membership(cast: Cast, school: School, day: date) -> None:
    join(school=school, year=cast.year, by=cast.director)
    with pytest.raises(ValidationError, match="The last day must be between"):
        left(cast, school, last_day=day)


def test_who_is_no_member_cannot_leave(cast: Cast, school: School) -> None:
    with pytest.raises(ValidationError, match="Hazel Primary School is not a member in 2026/27"):
        left(cast, school)


def refusals(cast: Cast, school: School, last_day: date) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        left(cast, school, last_day=last_day)
    return refused.value.messages


@time_machine.travel(BEFORE, tick=False)
def test_a_group_and_sessions_to_come_keep_a_school(cast: Cast) -> None:
    group = "Take the school out of Triad 1 in 2026/27 first"
    october = date(2026, 10, 31)
    assert refusals(cast, cast.host_school, october) == [
        group,
        "It hosts a session on Thursday 19 November 2026: move or cancel that first",
    ]
    assert refusals(cast, cast.lead_school, october) == [
        group,
        "Leo Lead is in the review team at Ash Primary School on Thursday 19 November 2026: "
        "name somebody else first",
    ]
    assert refusals(cast, cast.lead_school, MARCH) == [group]


@time_machine.travel("2026-11-26 09:00+00:00", tick=False)
def test_a_session_that_was_held_was_held_by_a_member(cast: Cast) -> None:
    assert refusals(cast, cast.host_school, date(2026, 11, 18))[1:] == [
        "It hosted a session on Thursday 19 November 2026, so it was a member on that day"
    ]
    assert len(refusals(cast, cast.host_school, date(2026, 11, 19))) == 1


def test_a_school_leaves_with_the_year_although_it_has_a_group(cast: Cast) -> None:
    assert left(cast, cast.host_school, last_day=cast.year.ends).leaving


# --- Coming back --------------------------------------------------------------------------------


def test_a_school_that_was_to_leave_stays(cast: Cast, school: School) -> None:
    join(school=school, year=cast.year, by=cast.director)
    left(cast, school, last_day=cast.year.ends)
    row = join(school=school, year=cast.year, by=cast.director)
    assert (row.leaving, row.left_because, row.back_on) == (False, "", None)
    assert steps(school)[-1] == MembershipStep.STAYS


def test_a_school_re_joins_in_the_same_year(cast: Cast, school: School) -> None:
    join(school=school, year=cast.year, by=cast.director)
    left(cast, school, last_day=date(2026, 12, 31))
    row = join(school=school, year=cast.year, starts=date(2027, 4, 12), because="Back", by=cast.director)
    assert (row.away_from, row.back_on, row.ends) == (date(2027, 1, 1), date(2027, 4, 12), cast.year.ends)
    days = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 4, 11), date(2027, 4, 12)]
    assert [school in School.objects.members_on(day) for day in days] == [True, False, False, True]
    assert read_story().arrival(school.pk, cast.year) == "re-joined"
    assert read_story().since(school.pk, cast.year) == date(2027, 4, 12)


def test_a_membership_is_taken_back(cast: Cast, school: School) -> None:
    after = lay_out_year(date(2027, 9, 1))
    for year in (cast.year, after):
        join(school=school, year=year, by=cast.director)
    withdraw(school=school, year=after, because="It goes its own way", by=cast.director)
    withdraw(school=school, year=after, by=cast.director)
    kept = school.memberships.get()
    assert (kept.year, kept.leaving, kept.left_because) == (cast.year, True, "It goes its own way")
    assert steps(school) == [MembershipStep.JOINED, MembershipStep.RENEWED, MembershipStep.WITHDRAWN]


def test_history_is_written_once(cast: Cast, school: School) -> None:
    join(school=school, year=cast.year, by=cast.director)
    with pytest.raises(TypeError):
        MembershipChange.objects.get().delete()


# --- The story of the years -----------------------------------------------------------------------


def lines() -> list[tuple[str, int, int, int, int]]:
    """Year, members, joined, re-joined, left by its end; the oldest first."""
    numbers = reversed(read_story().numbers())
    return [(n.year.name, n.members, n.joined, n.rejoined, n.left) for n in numbers]


@pytest.fixture
def by(db: None) -> Any:
    """Whoever records it."""
    return make.UserFactory()


def test_forty_four_in_2014_and_forty_six_in_2016(by: Any) -> None:
    first, second, third = (lay_out_year(date(year, 9, 1)) for year in (2014, 2015, 2016))
    schools = [make.SchoolFactory(name=f"School {n:02}") for n in range(47)]
    old, new = schools[:44], schools[44:]
    memberships.add_members(schools=old, year=first, by=by, at=utc("2014-09-01 09:00"))
    for school in old[:2]:
        leave(school=school, year=first, last_day=first.ends, because="By its own wish", by=by)
    memberships.renew_all(year=first, digest=memberships.renewal_of(first).digest, by=by)
    memberships.renew_all(year=second, digest=memberships.renewal_of(second).digest, by=by)
    for school in (old[0], *new):
        join(school=school, year=third, by=by)
    assert lines() == [("2014/15", 44, 0, 0, 2), ("2015/16", 42, 0, 0, 0), ("2016/17", 46, 3, 1, 0)]
    story = read_story()
    assert [s.name for s in schools if story.rows[third.pk].get(s.pk) and story.arrival(s.pk, third)] == [
        "School 00", "School 44", "School 45", "School 46",
    ]  # fmt: skip
    assert story.arrival(old[0].pk, third) == "re-joined"
    assert (story.since(old[0].pk, third), story.since(old[2].pk, third)) == (third.starts, first.starts)


def test_who_is_missing_in_a_year_that_has_begun_has_left(by: Any) -> None:
    first, second = (lay_out_year(date(year, 9, 1)) for year in (2014, 2015))
    stays, goes = make.SchoolFactory(), make.SchoolFactory()
    memberships.add_members(schools=[stays, goes], year=first, by=by)
    memberships.add_members(schools=[stays], year=second, by=by)
    assert lines() == [("2014/15", 2, 0, 0, 1), ("2015/16", 1, 0, 0, 0)]


def test_who_is_not_renewed_yet_for_a_year_to_come_has_not_left(cast: Cast, school: School) -> None:
    after = lay_out_year(date(2099, 9, 1))
    join(school=school, year=after, by=cast.director)
    assert lines() == [("2026/27", 5, 0, 0, 0), ("2099/00", 1, 1, 0, 0)]


def test_a_new_urn_is_no_new_member(by: Any) -> None:
    first, second = (lay_out_year(date(year, 9, 1)) for year in (2014, 2015))
    old, academy = make.SchoolFactory(), make.SchoolFactory()
    join(school=old, year=first, by=by)
    join(school=academy, year=second, by=by)
    assert lines() == [("2014/15", 1, 0, 0, 1), ("2015/16", 1, 1, 0, 0)]
    SchoolLink.objects.create(
        school=academy, predecessor=old, confirmed_by=by, confirmed_at=utc("2015-09-01 09:00")
    )
    assert lines() == [("2014/15", 1, 0, 0, 0), ("2015/16", 1, 0, 0, 0)]
    assert read_story().since(academy.pk, second) == first.starts
    assert AcademicYear.objects.count() == 2
