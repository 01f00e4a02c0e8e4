"""What every scene of the demonstration needs: now, the people of the partnership, who heads what on which day."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hlp import clock
from hlp.models import User
from peerchallenge.demo import prose
from peerchallenge.demo.windows import ONE_DAY, Window
from peerchallenge.models import ChallengeSession, Round
from peerchallenge.services.qa.independence import MOST_VISITS, declare
from peerchallenge.services.rounds import open_round
from peerchallenge.services.sessions import TeamMember
from schools.calculations import open_days
from schools.choices import Role
from schools.models import AcademicYear, Appointment, Group, School, Theme
from schools.services.training import trained_on

CORE = "Teaching and learning"
LARGEST_TEAM = 3
FEWEST_DAYS = 10


@dataclass
class Stage:
    """The demonstration around ``now``. ``engaged`` are people and days that are taken."""

    now: datetime
    director: User
    administrator: User
    assurers: list[User]
    themes: dict[str, Theme]
    posts: dict[int, list[Appointment]]
    lead_headteachers: set[int]
    trained: frozenset[int]
    engaged: set[tuple[int, date]] = field(default_factory=set)
    visits: Counter[tuple[int, int]] = field(default_factory=Counter)
    days: dict[tuple[date, date], list[date]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """Today in London."""
        return clock.local(self.now).date()

    def heads(self, school: School, day: date) -> list[User]:
        """Who heads a school on a day."""
        posts = self.posts[school.pk]
        return [p.person for p in posts if p.starts <= day and (p.ends is None or p.ends >= day)]

    def school_days(self, first: date, last: date) -> list[date]:
        """The open days between two days; its weekdays where there are hardly any."""
        key = (first, last)
        if key not in self.days:
            every = [first + n * ONE_DAY for n in range((last - first).days + 1)]
            weekdays = [day for day in every if day.weekday() < 5]
            found = open_days(first, last)
            self.days[key] = found if len(found) >= FEWEST_DAYS else weekdays
        return self.days[key]

    def assurer(self, day: date, turn: int, schools: list[School]) -> User | None:
        """A QA reviewer who is free on a day and does not visit these schools for a third time, each in turn."""
        order = self.assurers[turn % 2 :] + self.assurers[: turn % 2]
        for person in order:
            seen = sum(self.visits[person.pk, school.pk] for school in schools)
            if (person.pk, day) not in self.engaged and seen < MOST_VISITS:
                self.engaged.add((person.pk, day))
                return person
        return None

    def open(self, window: Window, *, before: timedelta = timedelta(weeks=8)) -> Round:
        """The round of a window, with three focus themes."""
        year = AcademicYear.objects.get(starts=date(window.year, 9, 1))
        names = sorted(self.themes)
        first = (3 * window.year + len(window.term)) % len(names)
        return open_round(
            year=year,
            term=window.term,
            opens=window.opens,
            closes=window.closes,
            focus_themes=[self.themes[names[(first + n) % len(names)]] for n in (0, 3, 6)],
            by=self.director,
            at=min(self.now, clock.at(window.opens, clock.QUIET_UNTIL)) - before,
        )


def set_stage(now: datetime) -> Stage:
    """The stage around ``now``, with the partnership's themes."""
    Theme.objects.get_or_create(name=CORE, defaults={"is_core": True})
    themes = {name: Theme.objects.get_or_create(name=name)[0] for name in prose.pool("themes")}
    posts: dict[int, list[Appointment]] = defaultdict(list)
    found: dict[str, list[User]] = defaultdict(list)
    for post in Appointment.objects.select_related("person").order_by("pk"):
        found[post.role].append(post.person)
        if post.role == Role.HEADTEACHER and post.school_id:
            posts[post.school_id].append(post)
    _declare(found[Role.QA_REVIEWER])
    return Stage(
        now=now,
        director=found[Role.DIRECTOR][0],
        administrator=found[Role.ADMINISTRATOR][0],
        assurers=found[Role.QA_REVIEWER],
        themes=themes,
        posts=posts,
        trained=trained_on(clock.local(now).date()),
        lead_headteachers={person.pk for person in found[Role.LEAD_HEADTEACHER]},
    )


def _declare(assurers: list[User]) -> None:
    """The QA reviewers come from outside, and said so each summer before the year."""
    for year in AcademicYear.objects.all():
        for person in assurers:
            declare(
                person=person, year=year, at=clock.at(year.starts - timedelta(days=60), clock.QUIET_UNTIL)
            )


def groups_of(round_: Round) -> list[tuple[Group, list[School]]]:
    """The groups of a round's year with their schools, in a fixed order."""
    groups = Group.objects.filter(year=round_.year_id).order_by("name").prefetch_related("places__school")
    return [(group, [place.school for place in group.places.all()]) for group in groups]


def visitors(stage: Stage, host: School, team: list[School], day: date) -> list[TeamMember]:
    """The review team: the group's other headteachers, at most three, led by the next school of the group.

    The way round changes between autumn and the rest of the year, and nobody leads a school that leads them.
    """
    place = team.index(host)
    others = team[place + 1 :] + team[:place]
    others = others if day.month >= 9 else others[::-1]
    at_home = {person.pk for person in stage.heads(host, day)}
    found = [TeamMember(stage.heads(school, day)[0], school) for school in others[:LARGEST_TEAM]]
    free = [member for member in found if member.person.pk not in at_home]
    free.sort(key=lambda member: member.person.pk not in stage.trained)
    return [TeamMember(m.person, m.school, is_lead=n == 0) for n, m in enumerate(free)]


def focus_for(stage: Stage, session_round: Round, host: School, turn: int) -> tuple[Theme, str, str]:
    """A focus that suits the host, in detail, and its key lines of enquiry."""
    suited = prose.themes_for(host)
    theme = suited[(host.urn + 5 * turn + 3 * session_round.opens.month) % len(suited)]
    detail, lines = prose.focus_of(host, theme, f"{session_round.opens:%Y%m}")
    return stage.themes[theme], detail, lines


def reload(session: ChallengeSession) -> ChallengeSession:
    """The session as it stands now, with everybody in it."""
    return ChallengeSession.objects.with_people().get(pk=session.pk)
