"""Clashes of sessions that are planned or drafted: their days, their people, and each other."""

from collections.abc import Iterator
from itertools import combinations

from hlp import clock
from hlp.models import User
from peerchallenge.services.dryruns.facts import Facts, Slot
from peerchallenge.services.dryruns.findings import Finding, Kind
from schools.services.training import trained_on


def days(facts: Facts) -> Iterator[Finding]:
    """Sessions on closed days or outside their round, and those without a date."""
    for slot in facts.slots:
        if not slot.round.opens <= slot.day <= slot.round.closes:
            span = f"{clock.day(slot.round.opens)} to {clock.day(slot.round.closes)}"
            yield Finding(Kind.OUTSIDE, f"{slot}: the round runs from {span}", slot.href)
        for reason in facts.diary.against_day(slot.day, slot.host):
            yield Finding(Kind.CLOSED, f"{slot}: {reason}", slot.href)
    for text, href in facts.undated:
        yield Finding(Kind.NO_DATE, text, href)


def people(facts: Facts) -> Iterator[Finding]:
    """Teams that are too small, people who cannot, who have left, who are not trained or in conflict."""
    trained = {day: trained_on(day) for day in sorted({r.closes for r in facts.rounds})}
    for slot in facts.slots:
        lead = slot.lead
        if lead is None:
            yield Finding(Kind.NO_LEAD, str(slot), slot.href)
        elif lead.person.pk not in trained[slot.round.closes]:
            text = f"{slot}: {lead.person} is not trained until the round ends"
            yield Finding(Kind.UNTRAINED, text, slot.href)
        if lead is not None and len(slot.team) == 1:
            yield Finding(Kind.ALONE, f"{slot}: {lead.person}", slot.href)
        yield from _of_team(facts, slot)
        yield from _of_host(facts, slot)


def _of_team(facts: Facts, slot: Slot) -> Iterator[Finding]:
    for member in slot.team:
        if slot.day in facts.diary.away.get(member.person.pk, ()):
            yield Finding(Kind.AWAY, f"{slot}: {member.person} cannot", slot.href)
        if member.school and member.person not in facts.diary.heads(member.school.pk, slot.day):
            text = f"{slot}: {member.person} does not head {member.school} on that day"
            yield Finding(Kind.NOT_A_HEAD, text, slot.href)
        pair = frozenset({slot.host.pk, member.school.pk}) if member.school else frozenset()
        for reason in facts.conflicts.get(pair, ()):
            yield Finding(Kind.CONFLICT, f"{slot}: {member.person}, {member.school}. {reason}", slot.href)


def _of_host(facts: Facts, slot: Slot) -> Iterator[Finding]:
    heads = facts.diary.heads(slot.host.pk, slot.day)
    if heads and all(slot.day in facts.diary.away.get(person.pk, ()) for person in heads):
        yield Finding(Kind.AWAY, f"{slot}: {heads[0]}, who is host, cannot", slot.href)


def each_other(facts: Facts) -> Iterator[Finding]:
    """People with two sessions on one day, and schools that lead each other in one round."""
    for one, other in combinations(sorted(facts.slots, key=lambda slot: slot.day), 2):
        if one.day == other.day:
            for person in sorted(_engaged(facts, one) & _engaged(facts, other), key=str):
                text = f"{person} on {clock.day(one.day)}: {one.host} and {other.host}"
                yield Finding(Kind.TWICE, text, other.href)
        if one.round == other.round and _leads(one, other) and _leads(other, one):
            text = f"{one.host} and {other.host} in the {one.round}"
            yield Finding(Kind.RECIPROCAL, text, other.href)


def _engaged(facts: Facts, slot: Slot) -> set[User]:
    """The team, and the host's headteacher where there is one alone."""
    heads = facts.diary.heads(slot.host.pk, slot.day)
    return {member.person for member in slot.team} | (set(heads) if len(heads) == 1 else set())


def _leads(one: Slot, other: Slot) -> bool:
    """Whether the lead of one session comes from the school that hosts the other."""
    return one.lead is not None and one.lead.school == other.host
