"""The headship of a school from today on: who leaves, who comes, and days on which nobody heads it. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from hlp import clock
from schools.choices import Role
from schools.models import AcademicYear, Appointment, School

DAY = timedelta(days=1)
NEW_FOR = timedelta(days=120)  # so long a headteacher counts as new
AHEAD = timedelta(days=120)  # so far ahead the office is warned of days without a headteacher


@dataclass(frozen=True)
class Gap:
    """Days without a headteacher: the first, and the last (None: no end in sight)."""

    first: date
    last: date | None

    def __str__(self) -> str:
        until = f" until {clock.day(self.last)}" if self.last else ""
        return f"from {clock.day(self.first)}{until}"


@dataclass
class Headship:
    """A school's headteachers of today and to come, by first day."""

    school: School
    posts: list[Appointment] = field(default_factory=list)

    def gaps(self, today: date) -> list[Gap]:
        """The days without a headteacher, from today on."""
        found, free = [], today
        for post in self.posts:
            if post.starts > free:
                found.append(Gap(free, post.starts - DAY))
            if post.ends is None:
                return found
            free = max(free, post.ends + DAY)
        return [*found, Gap(free, None)]

    def changes(self, today: date) -> list[str]:
        """What is going to change, in sentences: last days, first days, gaps."""
        leave = [f"{p.person}’s last day is {clock.day(p.ends)}." for p in self.posts if p.ends]
        come = [
            f"{p.person} begins on {clock.day(p.starts)}{', acting' if p.acting else ''}."
            for p in self.posts
            if p.starts > today
        ]
        return [*leave, *come, *(f"Nobody heads the school {gap}." for gap in self.gaps(today))]


def headships(schools: Iterable[School]) -> list[Headship]:
    """The headship of each school, in the same order, in one query and that of the schools."""
    found = {school.pk: Headship(school) for school in schools}
    posts = Appointment.objects.current().filter(role=Role.HEADTEACHER, school__in=found)
    for post in posts.select_related("person", "school").order_by("starts", "pk"):
        found[post.school_id].posts.append(post)  # type: ignore[index]  # a headteacher has a school
    return list(found.values())


def soon_vacant(year: AcademicYear | None, today: date) -> list[tuple[School, Gap]]:
    """Members of a year that had a headteacher and have none today or soon, with the first such gap."""
    members = School.objects.filter(memberships__year=year, appointments__role=Role.HEADTEACHER).distinct()
    found = [(one.school, gap) for one in headships(members.order_by("name")) for gap in one.gaps(today)[:1]]
    return [(school, gap) for school, gap in found if gap.first <= today + AHEAD]


def last_posts(school: School) -> list[Appointment]:
    """The headships that can be handed over: those of today and to come, else the last that ended."""
    posts = Appointment.objects.filter(role=Role.HEADTEACHER, school=school).select_related(
        "person", "school"
    )
    return list(posts.current().order_by("starts", "pk")) or list(posts.order_by("-ends", "-pk")[:1])


def successor_of(post: Appointment) -> Appointment | None:
    """Who heads the school next after a headship that ends: the first that begins after it."""
    if post.ends is None:
        return None
    posts = Appointment.objects.filter(role=Role.HEADTEACHER, school=post.school, starts__gt=post.ends)
    return posts.select_related("person", "school").order_by("starts", "pk").first()


def new_headships(person_id: int, today: date) -> list[Appointment]:
    """The headships of a person that are to come or have begun lately."""
    posts = Appointment.objects.current().filter(
        role=Role.HEADTEACHER, person=person_id, starts__gte=today - NEW_FOR
    )
    return list(posts.select_related("school").order_by("starts", "pk"))


def recent_changes(today: date) -> list[Appointment]:
    """Headships that begin or began around today, in a partnership that had another before: newest first."""
    posts = Appointment.objects.filter(role=Role.HEADTEACHER, starts__gte=today - NEW_FOR)
    return list(posts.select_related("person", "school").order_by("-starts", "school__name", "pk"))
