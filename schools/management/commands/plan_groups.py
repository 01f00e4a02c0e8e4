"""Plan the triads and quads of a year. Changes nothing."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from schools.models import AcademicYear, School
from schools.planner import WISHES, Infeasible, Plan, Problem, solve
from schools.services.plans.problems import problem_now


class Command(BaseCommand):
    """Prints the groups, what they cost by wish, and how far they are at most from the best."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year, the time, and whether for a program to read."""
        parser.add_argument("--year", required=True, help="Academic year, such as 2027/28")
        parser.add_argument("--seconds", type=float, default=60.0, help="How long to look at most (60)")
        parser.add_argument("--json", action="store_true", help="Print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan and tell; an error where there is no plan."""
        if not options["seconds"] > 0:
            raise CommandError("--seconds must be more than nought.")
        problem = _problem(options["year"])
        plan = solve(problem, seconds=options["seconds"])
        if isinstance(plan, Infeasible):
            if options["json"]:
                self.stdout.write(json.dumps(_no_plan(plan)))
            raise CommandError("\n".join(_clash(plan)))
        told = _told(problem, plan, options["year"])
        self.stdout.write(json.dumps(told) if options["json"] else "\n".join(_table(told)))


def _problem(name: str) -> Problem:
    year = AcademicYear.objects.filter(name=name).first()
    if year is None:
        known = ", ".join(AcademicYear.objects.order_by("starts").values_list("name", flat=True))
        raise CommandError(f"There is no year {name}. Known years: {known or 'none'}.")
    try:
        return problem_now(year)
    except ValidationError as error:
        raise CommandError(error.messages[0]) from error


def _told(problem: Problem, plan: Plan, year: str) -> dict[str, Any]:
    """The plan in plain values: schools as URN and name, costs in points."""
    urns = dict(School.objects.filter(pk__in=problem.by_key).values_list("pk", "urn"))
    names = {collaborative.key: collaborative.name for collaborative in problem.collaboratives}

    def schools(keys: frozenset[int]) -> list[dict[str, Any]]:
        rows = ({"urn": urns[key], "name": problem.name(key)} for key in keys)
        return sorted(rows, key=lambda row: (row["name"], row["urn"]))

    return {
        "year": year,
        "groups": [
            {
                "collaborative": names.get(group.collaborative or 0),
                "schools": schools(group.schools),
                "additional": schools(group.additional),
            }
            for group in plan.groups
        ],
        "cost": round(plan.cost, 6),
        "bound": round(plan.bound, 6),
        "gap": round(plan.gap, 6),
        "proved": plan.proved,
        "seconds": round(plan.seconds, 2),
        "cost_by_wish": {wish: round(cost, 6) for wish, cost in plan.by_wish.items()},
    }


def _table(told: dict[str, Any]) -> Iterator[str]:
    for number, group in enumerate(told["groups"], 1):
        kind = {3: "Triad", 4: "Quad"}[len(group["schools"])]
        yield f"{kind} {number}, {group['collaborative']}"
        yield from (f"  {school['name']} ({school['urn']})" for school in group["schools"])
        yield from (f"  {school['name']} ({school['urn']}), additional" for school in group["additional"])
    yield ""
    for wish in WISHES:
        yield f"{wish.label:<30} {told['cost_by_wish'][wish.key]:10.2f}"
    yield f"{'Cost':<30} {told['cost']:10.2f}"
    best = "Proved best" if told["proved"] else f"At most {100 * told['gap']:.1f} % above the best"
    yield f"{best}, after {told['seconds']:.0f} seconds."


def _no_plan(found: Infeasible) -> dict[str, Any]:
    clash = [{"rule": broken.rule, "sentence": broken.sentence} for broken in found.clash]
    return {"infeasible": clash, "smallest": found.smallest, "seconds": round(found.seconds, 2)}


def _clash(found: Infeasible) -> Iterator[str]:
    yield (
        "There is no plan that keeps all of these:"
        if found.certain
        else "No plan was found. These may clash:"
    )
    yield from (f"  {broken.sentence}" for broken in found.clash)
