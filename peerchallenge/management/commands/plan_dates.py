"""``manage.py plan_dates --year 2027/28 [--round autumn] [--seconds N] [--json]``: plans dates and changes nothing."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hlp import clock
from peerchallenge.models import Round
from peerchallenge.planner import WISHES, Placement, Plan, solve
from peerchallenge.services.dates.situation import Situation, read_situation
from schools.choices import TermName


class Command(BaseCommand):
    """Plans the dates of a year's rounds and prints them. Nothing is kept."""

    help = "Plan dates and leads of a year's rounds and print them; nothing is changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--year``, ``--round``, ``--seconds``, ``--json``."""
        parser.add_argument("--year", required=True, help="the academic year, like 2027/28")
        parser.add_argument("--round", choices=TermName.values, help="one round only")
        parser.add_argument("--seconds", type=float, default=60, help="for the search")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan and print. Raises CommandError where there is nothing to plan."""
        rounds = Round.objects.filter(year__name=options["year"]).select_related("year").order_by("opens")
        if options["round"]:
            rounds = rounds.filter(term=options["round"])
        if not rounds:
            raise CommandError(f"There is no such round in {options['year']}.")
        situation = read_situation(list(rounds), clock.today())
        if not situation.problem.hosts:
            raise CommandError("No school of a group hosts in these rounds.")
        plan = solve(situation.problem, options["seconds"])
        facts = as_json(plan, situation)
        self.stdout.write(json.dumps(facts, ensure_ascii=False) if options["json"] else as_text(facts))


def as_json(plan: Plan, situation: Situation) -> dict[str, Any]:
    """One object: ``sessions``, ``unplaced``, ``cost``, ``bound``, ``gap``, ``proved``, ``seconds``, cost ``by_wish``."""
    return {
        "sessions": [_session(p, situation) for p in plan.placements],
        "unplaced": [
            {
                "round": situation.problem.rounds[u.round],
                "host": situation.problem.schools[u.host],
                "causes": [cause.sentence for cause in u.causes],
            }
            for u in plan.unplaced
        ],
        "cost": plan.cost,
        "bound": plan.bound,
        "gap": plan.gap,
        "proved": plan.proved,
        "seconds": round(plan.seconds, 2),
        "by_wish": dict(plan.by_wish),
    }


def _session(p: Placement, situation: Situation) -> dict[str, Any]:
    people, host = situation.problem.people, next(h for h in situation.problem.hosts if h.slot == p.slot)
    return {
        "round": situation.problem.rounds[p.round],
        "host": situation.problem.schools[p.host],
        "day": p.day.isoformat(),
        "lead": people.get(p.lead, ""),
        "reviewers": [people[v.person] for v in p.team if v.person != p.lead],
        "stands": host.fixed is not None,
    }


def as_text(facts: dict[str, Any]) -> str:
    """The same in lines for people."""
    lines = [
        f"{s['day']}  {s['host']}: {s['lead']} leads{', with ' + ', '.join(s['reviewers']) if s['reviewers'] else ''}"
        for s in facts["sessions"]
    ]
    lines += [f"No day for {u['host']}: {'; '.join(u['causes'])}" for u in facts["unplaced"]]
    proved = "proved best" if facts["proved"] else f"at most {facts['gap']} from the best"
    lines.append(f"Cost {facts['cost']}, {proved}, {facts['seconds']} seconds")
    lines += [f"  {WISHES[wish]}: {cost}" for wish, cost in facts["by_wish"].items() if cost]
    return "\n".join(lines)
