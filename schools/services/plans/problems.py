"""What the planner is asked today, and what has changed since a plan was asked for."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from schools.models import AcademicYear
from schools.planner import WISHES, Problem
from schools.services.planning import NoMembers, problem_for
from schools.services.plans.snapshots import digest, problem_json, problem_of
from schools.services.plans.wishes import pins_of, weights_of


def problem_now(year: AcademicYear) -> Problem:
    """The facts and wishes of today. Raises ValidationError where there is nothing to plan with."""
    try:
        problem = problem_for(year, weights=weights_of(year), pins=pins_of(year))
    except (NoMembers, ValueError) as error:
        raise ValidationError(str(error)) from None
    if len(problem.mainstream) < min(problem.sizes):
        raise ValidationError(f"{year} has too few members for a group. Renew the memberships first")
    if not problem.collaboratives:
        raise ValidationError("There is no collaborative to which groups could be given")
    return problem


def changed_since(then: dict[str, Any], now: Problem) -> list[str]:
    """What differs between a plan's facts and wishes and those of today, in sentences; nothing where they are the same."""
    today = problem_json(now)
    if digest(then) == digest(today):
        return []
    old = problem_of(then)
    said = [*_members(old, now), *_weights(old, now)]
    pins = ("together", "apart", "placed", "overruled")
    if any(then[name] != today[name] for name in pins):
        said.append("Pins or overruled rules have changed.")
    return said or ["Facts about schools or headteachers have changed."]


def _members(old: Problem, now: Problem) -> Iterable[str]:
    came, left = now.by_key.keys() - old.by_key.keys(), old.by_key.keys() - now.by_key.keys()
    if came:
        yield f"New member: {now.named(came)}."
    if left:
        yield f"No longer a member: {old.named(left)}."


def _weights(old: Problem, now: Problem) -> Iterable[str]:
    labels = [wish.label for wish in WISHES if old.weights[wish.key] != now.weights[wish.key]]
    if labels:
        yield f"Weights have changed: {', '.join(labels)}."
