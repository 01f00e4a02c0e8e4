"""The ledger: leads and reviews given and received, by school and by headteacher, over all years."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from hlp.models import User
from peerchallenge.choices import OFF
from peerchallenge.models import ChallengeSession, Reviewer
from schools.models import School


@dataclass(frozen=True)
class Account:
    """What was given and received in one year or in all: as lead, and as any reviewer, the lead included."""

    leads_given: int = 0
    reviews_given: int = 0
    hosted: int = 0
    leads_received: int = 0
    reviews_received: int = 0

    @property
    def surplus(self) -> int:
        """How much more often they led than they were led."""
        return self.leads_given - self.leads_received

    def __add__(self, other: "Account") -> "Account":
        return Account(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))


@dataclass(frozen=True)
class Entry:
    """A school or a headteacher with their accounts by year (its name), and all years together."""

    of: School | User
    years: dict[str, Account]

    @property
    def total(self) -> Account:
        """All years together."""
        return sum(self.years.values(), Account())

    @property
    def ordered(self) -> list[tuple[str, Account]]:
        """The years with their accounts, the newest first."""
        return sorted(self.years.items(), reverse=True)


def by_school(sessions: Iterable[ChallengeSession]) -> dict[int, dict[str, Account]]:
    """Accounts by school and year of sessions loaded ``with_people``; sessions that were taken off do not count."""
    found: dict[int, dict[str, Account]] = defaultdict(lambda: defaultdict(Account))
    for session in sessions:
        year, team = session.round.year.name, list(session.reviewers.all())
        own = found[session.host_id]
        own[year] += Account(0, 0, 1, sum(place.is_lead for place in team), len(team))
        for place in team:
            if place.school_id:
                found[place.school_id][year] += _given(place)
    return found


def by_person(sessions: Iterable[ChallengeSession]) -> dict[int, dict[str, Account]]:
    """What headteachers themselves have given, by year; they keep it when they change schools."""
    found: dict[int, dict[str, Account]] = defaultdict(lambda: defaultdict(Account))
    for session in sessions:
        for place in session.reviewers.all():
            found[place.person_id][session.round.year.name] += _given(place)
    return found


def _given(place: Reviewer) -> Account:
    return replace(Account(reviews_given=1), leads_given=int(place.is_lead))


def counted() -> Iterable[ChallengeSession]:
    """Every session that stands in the calendar or was held, with its people."""
    return ChallengeSession.objects.exclude(state__in=OFF).with_people()


def surplus() -> dict[int, int]:
    """By school how much more often it has led than it was led, over all years."""
    return {school: sum(years.values(), Account()).surplus for school, years in by_school(counted()).items()}


def school_entries(schools: Iterable[School], sessions: Iterable[ChallengeSession]) -> list[Entry]:
    """The ledger of some schools, in their order."""
    accounts = by_school(sessions)
    return [Entry(school, dict(accounts.get(school.pk, {}))) for school in schools]


def person_entries(sessions: Iterable[ChallengeSession]) -> list[Entry]:
    """The ledger of everybody who has reviewed, by name."""
    rows = list(sessions)
    accounts = by_person(rows)
    people = {place.person_id: place.person for row in rows for place in row.reviewers.all()}
    ordered = sorted(people.values(), key=lambda person: (person.name, person.pk))
    return [Entry(person, dict(accounts[person.pk])) for person in ordered]
