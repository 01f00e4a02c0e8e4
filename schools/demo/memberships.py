"""Who was a member when, in the demonstration: earlier years, joins, one school that came back, one that will leave.

Real schools join and stay. Leaving, coming back and an agreement that nobody has accepted belong to invented schools.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from hlp import clock
from hlp.models import User
from schools.choices import MembershipStep, Role
from schools.demo.register import members
from schools.models import AcademicYear, Appointment, Membership, MembershipChange, School
from schools.services.memberships.agreements import current_agreement
from schools.services.years import lay_out_year

# Real schools that joined last year, and two years ago.
JOINED_LAST_YEAR = {145475, 148150}
JOINED_BEFORE = {140974}
CAME_BACK = 999002  # left in the spring three years ago, and re-joined last year
WILL_LEAVE = 999006  # at the end of next year
NOT_ACCEPTED = {999001, 999005}  # their headteachers have not accepted this year's agreement
SPRING = timedelta(days=211)  # from 1 September to the end of March
SUMMER = timedelta(days=55)  # before a year begins, everything on it is recorded


def lay_earlier(schools: list[School], current: AcademicYear) -> None:
    """Two years before last year, with members and without groups."""
    for back, away in ((3, JOINED_LAST_YEAR | JOINED_BEFORE), (2, JOINED_LAST_YEAR | {CAME_BACK})):
        year = lay_out_year(current.starts.replace(year=current.starts.year - back))
        there = [school for school in members(schools, year, current=current) if school.urn not in away]
        Membership.objects.bulk_create(Membership(school=school, year=year) for school in there)
        if back == 3:
            row = Membership.objects.get(school__urn=CAME_BACK, year=year)
            row.ends, row.leaving = year.starts + SPRING, True
            row.left_because = "The governing body wanted a year without visits"
            row.save()


def tell_memberships(now: datetime) -> None:
    """Reasons, agreements and history for the memberships of all years, recorded by the Director each summer."""
    director = User.objects.get(appointments__role=Role.DIRECTOR)
    following = AcademicYear.objects.latest("starts")
    because = "It is to merge with the infant school next door"
    leaves = Membership.objects.filter(school__urn=WILL_LEAVE, year=following)
    leaves.update(leaving=True, left_because=because)
    rows = list(Membership.objects.select_related("school", "year").order_by("year__starts", "school__urn"))
    heads = _heads()
    changes: list[MembershipChange] = []
    for row in rows:
        at = _recorded(row.year.starts, now)
        row.recorded_by, row.recorded_at = director, at
        _accept(row, heads, now)
        changes += _steps(row, rows, director, now)
    fields = ["recorded_by", "recorded_at", "agreement", "accepted_by", "accepted_at", "joined_because"]
    Membership.objects.bulk_update(rows, fields)
    MembershipChange.objects.bulk_create(changes)


def _heads() -> dict[int, User]:
    """A headteacher of each school, the longest in post."""
    posts = (
        Appointment.objects.filter(role=Role.HEADTEACHER).select_related("person").order_by("-starts", "-pk")
    )
    return {post.school_id: post.person for post in posts if post.school_id}


def _recorded(first: date, now: datetime) -> datetime:
    """A morning in the summer before a year, or this morning where that is still to come."""
    return min(clock.at(first - SUMMER, time(9, 30)), now - timedelta(hours=1))


def _accept(row: Membership, heads: dict[int, User], now: datetime) -> None:
    """The headteacher accepts in the first days of September; for a year to come nobody has yet."""
    day = row.year.starts + timedelta(days=row.school.urn % 17)
    at = min(clock.at(day, time(8, 10 + row.school.urn % 40)), now - timedelta(minutes=30))
    if row.year.starts > clock.local(now).date() or row.school_id not in heads:
        return
    if row.school.urn in NOT_ACCEPTED and row.year.ends >= clock.local(now).date():
        return
    row.agreement, row.accepted_by, row.accepted_at = current_agreement(), heads[row.school_id], at


def _steps(
    row: Membership, rows: Iterable[Membership], director: User, now: datetime
) -> list[MembershipChange]:
    """What happened: it joined, re-joined or was renewed; it leaves; its headteacher accepted."""
    step, reason = _arrival(row, rows)
    row.joined_because = reason
    facts = {"school": row.school, "year": row.year}
    came = {"step": step, "day": row.starts, "reason": reason, "at": row.recorded_at}
    found = [MembershipChange(**facts, **came, by=director)]
    if row.leaving:
        left = {"step": MembershipStep.LEFT, "day": row.ends, "reason": row.left_because}
        at = min(clock.at(row.ends - SUMMER, time(16, 20)), now - timedelta(days=3))
        found.append(MembershipChange(**facts, **left, at=at, by=director))
    if row.agreement and row.accepted_at:
        said = {"step": MembershipStep.ACCEPTED, "day": clock.local(row.accepted_at).date()}
        number = f"Version {row.agreement.number}"
        found.append(MembershipChange(**facts, **said, reason=number, at=row.accepted_at, by=row.accepted_by))
    return found


def _arrival(row: Membership, rows: Iterable[Membership]) -> tuple[MembershipStep, str]:
    earlier = [r for r in rows if r.school_id == row.school_id and r.year.starts < row.year.starts]
    if not earlier:
        return MembershipStep.JOINED, ""
    if earlier[-1].leaving:
        return MembershipStep.REJOINED, "Its governing body asked to come back"
    return MembershipStep.RENEWED, ""
