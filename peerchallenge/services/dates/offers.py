"""What can be offered: days for a session that needs another one, people for a place that has become free."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hlp import clock
from hlp.models import User
from peerchallenge.models import ChallengeSession
from peerchallenge.services.dates.diary import Diary, read_diary, weekdays
from schools.models import Membership, School
from schools.services.declarations import conflicts_in
from schools.services.training import trained_on


@dataclass(frozen=True)
class DayOffer:
    """A day and the reasons against it, each a sentence without its stop; none: possible for all."""

    day: date
    reasons_against: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons_against


@dataclass(frozen=True)
class Candidate:
    """A headteacher and the school they would come from; ``reasons`` say why not, where they are not ``ok``."""

    person: User
    school: School
    reasons: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether they are trained, free and not in conflict."""
        return not self.reasons


def possible_days(
    of: ChallengeSession | School, first: date, last: date, known: Diary | None = None
) -> list[DayOffer]:
    """Monday to Friday from ``first`` to ``last`` with what speaks against each, in order.

    For a session (loaded ``with_people``) host, team and QA reviewer count, for a school it alone. ``known`` is a
    diary of those days where it has been read already.
    """
    diary = known or read_diary(first, last)
    against = _against_session if isinstance(of, ChallengeSession) else _against_school
    return [
        DayOffer(day, tuple(dict.fromkeys(against(diary, of, day))))  # type: ignore[arg-type]
        for day in weekdays(first, last)
    ]


def _against_school(diary: Diary, school: School, day: date) -> Iterator[str]:
    return diary.against_host(school, day)


def _against_session(diary: Diary, session: ChallengeSession, day: date) -> Iterator[str]:
    yield from diary.against_host(session.host, day, besides=session.pk)
    people = [place.person for place in session.reviewers.all()]
    for person in [*people, *([session.qa_reviewer] if session.qa_reviewer else [])]:
        yield from diary.against_person(person, day, besides=session.pk)


def eligible_people(session: ChallengeSession, day: date) -> list[Candidate]:
    """Every headteacher of another member school on ``day``: who could come first, own group before the others.

    ``session`` is loaded ``with_people``. Whoever heads two schools is named once.
    """
    search = _Search(session, day, read_diary(day, day), trained_on(day), conflicts_in(session.round.year))
    members = Membership.objects.filter(year=session.round.year_id).to_the_end().select_related("school")
    own = set(session.group.places.values_list("school_id", flat=True))
    found: dict[int, Candidate] = {}
    for school in sorted((m.school for m in members), key=lambda s: (s.pk not in own, s.name, s.urn)):
        for person in search.diary.heads(school.pk, day):
            if school.pk != session.host_id and person.pk not in found:
                found[person.pk] = Candidate(person, school, tuple(search.against(person, school)))
    return sorted(found.values(), key=lambda candidate: not candidate.ok)


@dataclass(frozen=True)
class _Search:
    """What is known when somebody is looked for: the diary of the day, who is trained, which schools conflict."""

    session: ChallengeSession
    day: date
    diary: Diary
    trained: frozenset[int]
    conflicts: dict[frozenset[int], list[str]]

    def against(self, person: User, school: School) -> Iterator[str]:
        """What speaks against a person from a school, each a sentence without its stop."""
        host = self.session.host
        if person in self.diary.heads(host.pk, self.day):
            yield f"{person} heads {host}"
            return
        if any(place.person_id == person.pk for place in self.session.reviewers.all()):
            yield f"{person} is on the team already"
        if person.pk not in self.trained:
            yield f"{person} is not trained on {clock.day(self.day)}"
        yield from self.conflicts.get(frozenset({host.pk, school.pk}), ())
        yield from self.diary.against_person(person, self.day, besides=self.session.pk)
