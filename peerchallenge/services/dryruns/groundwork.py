"""Clashes before any session is planned: schools, groups, headteachers, terms, rounds, and days that are left."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from hlp import clock
from hlp.models import User
from peerchallenge.choices import MAIN_TERMS
from peerchallenge.models import Availability, Round
from peerchallenge.services.dates.hosting import hosts_in
from peerchallenge.services.dryruns.facts import Facts
from peerchallenge.services.dryruns.findings import Finding, Kind
from schools.choices import TermName
from schools.models import School, Term

# A school is reviewed by at least two others of its group.
FEWEST = 2


def schools_and_groups(facts: Facts) -> Iterator[Finding]:
    """Members without a group, schools that are no members, schools without a headteacher, groups too small."""
    placed = {place.school_id for place in facts.places}
    groups = reverse("schools:group-list")
    for pk, school in facts.members.items():
        if pk not in placed:
            yield Finding(Kind.NO_GROUP, f"{school} is in no group", groups)
    for place in facts.places:
        if place.school_id not in facts.members:
            text = f"{place.school} is in {place.group} and not a member in {facts.year}"
            yield Finding(Kind.LEFT, text, reverse("schools:group-edit", args=[place.group_id]))
    yield from _without_head(facts)
    yield from _few_reviewers(facts)


def _days_of_interest(facts: Facts) -> list[date]:
    """Now, and the first day of each round that is to come."""
    return [facts.since, *(r.opens for r in facts.rounds if r.opens > facts.since)]


def _without_head(facts: Facts) -> Iterator[Finding]:
    for school in facts.members.values():
        missing = [day for day in _days_of_interest(facts) if not facts.diary.heads(school.pk, day)]
        if missing:
            text = f"{school} has no headteacher on {clock.day(missing[0])}"
            yield Finding(Kind.NO_HEAD, text, school.get_absolute_url())


def _few_reviewers(facts: Facts) -> Iterator[Finding]:
    for group, schools in facts.schools().items():
        for host in schools:
            found = {person.pk for person in _visitors(facts, schools, host, facts.since)}
            if len(found) < FEWEST:
                number = "nobody" if not found else "one headteacher alone"
                text = f"{group}: {number} can review {host} from the group"
                yield Finding(Kind.FEW_REVIEWERS, text, reverse("schools:group-edit", args=[group.pk]))


def _visitors(facts: Facts, schools: list[School], host: School, day: date) -> Iterator[User]:
    """The headteachers of the group's other schools on a day who do not head the host too."""
    own = set(facts.diary.heads(host.pk, day))
    for school in schools:
        if school != host:
            yield from (person for person in facts.diary.heads(school.pk, day) if person not in own)


# --- Terms and rounds ------------------------------------------------------------------------


def terms_and_rounds(facts: Facts) -> Iterator[Finding]:
    """Terms and rounds that are missing, and rounds that begin, end or go on while schools are closed."""
    terms = list(facts.year.terms.order_by("starts"))
    if len(terms) < len(TermName):
        text = f"{facts.year} has {len(terms)} of its three terms"
        yield Finding(Kind.NO_TERMS, text, reverse("schools:year-list"))
    open_terms = {round_.term for round_ in facts.rounds}
    for name in TermName:
        if name in MAIN_TERMS and name not in open_terms:
            text = f"The {name.label.lower()} round of {facts.year} is not open yet"
            yield Finding(Kind.NO_ROUND, text, reverse("peerchallenge:round-create"))
    for round_ in facts.rounds:
        if round_.closes >= facts.today:
            for text in _holidays(facts, round_, terms):
                yield Finding(Kind.HOLIDAY, text, round_.get_absolute_url())


def _holidays(facts: Facts, round_: Round, terms: list[Term]) -> Iterator[str]:
    days = facts.diary.school_days
    for verb, day in (("begins", round_.opens), ("ends", round_.closes)):
        if day not in days:
            yield f"The {round_} {verb} on {clock.day(day)}, which is not a school day"
    for term in terms:
        if round_.opens <= term.half_term_starts and term.half_term_ends <= round_.closes:
            span = f"{clock.short_day(term.half_term_starts)} to {clock.short_day(term.half_term_ends)}"
            yield f"The {round_} goes over the half term of {span}"


# --- Days that are left ------------------------------------------------------------------------


def hosts_without_a_session(facts: Facts) -> Iterator[Finding]:
    """Hosts of a round that have no session in it, and those for which no day is left."""
    drafted = {(slot.round.pk, slot.host.pk) for slot in facts.slots}
    for round_, host, schools in _hosts(facts):
        if (round_.pk, host.pk) in drafted:
            continue
        yield Finding(Kind.NOT_PLANNED, f"{host}, {round_}", round_.get_absolute_url())
        yield from _without_a_day(facts, round_, host, schools, _open_days(facts, round_))


def _hosts(facts: Facts) -> Iterator[tuple[Round, School, list[School]]]:
    """Who is to host in which round that is not over and has no session there, with the schools of their group."""
    rounds = [round_ for round_ in facts.rounds if round_.closes >= facts.today]
    hosts = hosts_in(rounds)
    for round_ in rounds:
        for schools in facts.schools().values():
            for host in schools:
                if host.pk in hosts[round_.pk] and (round_.pk, host.pk) not in facts.held:
                    yield round_, host, schools


def _open_days(facts: Facts, round_: Round) -> list[date]:
    first, last = max(round_.opens, facts.since + timedelta(days=1)), round_.closes
    return sorted(day for day in facts.diary.school_days if first <= day <= last)


def _without_a_day(
    facts: Facts, round_: Round, host: School, schools: list[School], days: list[date]
) -> Iterator[Finding]:
    diary = facts.diary
    at_home = [day for day in days if not any(diary.against_host(host, day))]
    if any(_enough(facts, schools, host, day) for day in at_home):
        return
    why = "the school itself cannot on any" if not at_home else "two of its group are never free together"
    text = f"{host} in the {round_}: of {len(days)} school days that are left, {why}"
    if not days:
        text = f"{host} in the {round_}: no school day is left"
    yield Finding(Kind.NO_DAY, text, round_.get_absolute_url())


def _enough(facts: Facts, schools: list[School], host: School, day: date) -> bool:
    free = {
        person.pk
        for person in _visitors(facts, schools, host, day)
        if not any(facts.diary.against_person(person, day))
    }
    return len(free) >= FEWEST


# --- Answers that are missing --------------------------------------------------------------------


def answers(facts: Facts) -> Iterator[Finding]:
    """Headteachers of members who have not said when they cannot, until the year is over."""
    if facts.today > facts.year.ends:
        return
    heads = {
        person: school
        for pk, school in facts.members.items()
        for person in facts.diary.heads(pk, facts.since)
    }
    known = set(Availability.objects.filter(year=facts.year).values_list("person_id", flat=True))
    for person, school in heads.items():
        if person.pk not in known:
            href = reverse("schools:person-detail", args=[person.pk])
            yield Finding(Kind.NO_ANSWER, f"{person}, {school}", href)
