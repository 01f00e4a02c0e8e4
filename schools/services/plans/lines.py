"""What pages say of pins and overrules, of rules that clash, of a change that is tried, and of a question answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from hlp import clock
from hlp.models import User
from schools.choices import PlanState
from schools.models import AcademicYear, Overrule, Pin, Plan, PlanQuestion
from schools.models.wish import Instruction
from schools.planner import RULES, WISHES, Broken
from schools.roles import roles_of
from schools.services.plans.changes import Trial
from schools.services.plans.sheets import (
    KNOWN_TO_THE_DIRECTOR,
    LEAST_SHOWN,
    PRIVATE,
    WishLine,
    percent_up,
    rule_label,
    said,
    wish_lines,
)
from schools.services.plans.snapshots import broken_of, problem_of
from schools.services.plans.wishes import EVERYWHERE

PINNED = frozenset({"together", "apart", "placed"})
OVERRULABLE = frozenset(rule.key for rule in RULES if rule.overrulable)


@dataclass(frozen=True)
class InstructionLine:
    """A pin or an overrule as one reader may see it."""

    pk: int
    what: str
    names: str
    reason: str
    by: User
    at: datetime
    lifted_by: User | None
    lifted_at: datetime | None
    may_lift: bool


def instruction_lines(rows: Any, year: AcademicYear | None, *, director: bool) -> dict[str, list[Any]]:
    """The pins or overrules of a year: those ``standing`` and those ``lifted``. Two queries."""
    found = rows.filter(year=year).select_related("by", "lifted_by").prefetch_related("schools")
    if rows.model is Pin:
        found = found.select_related("collaborative")
    lines = [instruction_line(row, director=director) for row in found]
    return {
        "standing": [line for line in lines if not line.lifted_at],
        "lifted": [line for line in lines if line.lifted_at],
    }


def instruction_line(row: Instruction, *, director: bool) -> InstructionLine:
    """One pin or overrule."""
    hidden = not director and (row.confidential or getattr(row, "rule", "") in PRIVATE)
    return InstructionLine(
        pk=row.pk,
        what=_what(row),
        names=row.names or "Everywhere",
        reason=KNOWN_TO_THE_DIRECTOR if hidden else row.reason,
        by=row.by,
        at=row.at,
        lifted_by=row.lifted_by,
        lifted_at=row.lifted_at,
        may_lift=director or (isinstance(row, Pin) and not row.confidential),
    )


def _what(row: Any) -> str:
    if isinstance(row, Overrule):
        return rule_label(row.rule)
    return f"In {row.collaborative}" if row.collaborative else row.get_kind_display()


@dataclass(frozen=True)
class ClashLine:
    """A rule that cannot be kept, and where it could be changed: (words, address)."""

    label: str
    sentence: str
    links: list[tuple[str, str]]


def clash_lines(plan: Plan, reader: User) -> list[ClashLine]:
    """The rules that clash in a plan that is not possible."""
    if not plan.clashes:
        return []
    problem, director = problem_of(plan.problem), roles_of(reader).director
    pins = [*Pin.objects.standing().filter(year=plan.year).prefetch_related("schools")]
    return [
        ClashLine(
            rule_label(one.rule),
            said(one, problem, discreet=not director),
            [*_pin_links(one, pins, director), *_overrule_links(one, plan, director)],
        )
        for one in broken_of(plan.clashes)
    ]


def _pin_links(one: Broken, pins: Iterable[Pin], director: bool) -> list[tuple[str, str]]:
    if one.rule not in PINNED:
        return []
    kind = "collaborative" if one.rule == "placed" else one.rule
    named = [pin for pin in pins if pin.kind == kind and one.schools <= {s.pk for s in pin.schools.all()}]
    return [
        (f"Lift the pin of {pin.names}", reverse("schools:pin-lift", args=[pin.pk]))
        for pin in named
        if director or not pin.confidential
    ]


def _overrule_links(one: Broken, plan: Plan, director: bool) -> list[tuple[str, str]]:
    if one.rule not in OVERRULABLE or not director:
        return []
    schools = [] if one.rule in EVERYWHERE else sorted(one.schools)
    query = urlencode({"year": plan.year_id, "rule": one.rule, "schools": schools}, doseq=True)
    return [("Overrule this rule", f"{reverse('schools:overrule-create')}?{query}")]


@dataclass(frozen=True)
class Step:
    """What a wish costs before and after a change, in points."""

    label: str
    before: float
    after: float

    @property
    def difference(self) -> float:
        """How much more it costs after."""
        return self.after - self.before

    @property
    def size(self) -> float:
        """The same without its sign."""
        return abs(self.difference)


@dataclass(frozen=True)
class TrialLines:
    """A change in words, what it costs, and which rules it newly breaks or mends."""

    what: str
    before: float
    after: float
    steps: list[Step]
    breaks: list[str]
    mends: list[str]
    still_broken: int

    @property
    def difference(self) -> float:
        """How much more the plan costs after the change."""
        return self.after - self.before

    @property
    def saving(self) -> float:
        """How much less."""
        return -self.difference


def trial_lines(plan: Plan, trial: Trial, reader: User) -> TrialLines:
    """What a change would do to a plan, for one reader."""
    problem, discreet = problem_of(plan.problem), not roles_of(reader).director
    old, new = trial.before, trial.after
    steps = [
        Step(
            KNOWN_TO_THE_DIRECTOR if discreet and wish.key in PRIVATE else wish.label,
            old.by_wish[wish.key],
            new.by_wish[wish.key],
        )
        for wish in WISHES
        if abs(new.by_wish[wish.key] - old.by_wish[wish.key]) >= LEAST_SHOWN
    ]
    was, becomes = ({(b.rule, b.schools): b for b in side.broken} for side in (old, new))
    return TrialLines(
        what=trial.what,
        before=old.cost,
        after=new.cost,
        steps=sorted(steps, key=lambda step: step.difference),
        breaks=[said(one, problem, discreet=discreet) for key, one in becomes.items() if key not in was],
        mends=[said(one, problem, discreet=discreet) for key, one in was.items() if key not in becomes],
        still_broken=len(becomes.keys() & was.keys()),
    )


@dataclass(frozen=True)
class AnswerLines:
    """Why certain schools are not one group: what is known at once, and what the planner found out."""

    names: str
    there: bool
    broken: list[str]
    cost: float
    why: list[WishLine]
    worse: str
    takable: bool


def answer_lines(question: PlanQuestion, reader: User) -> AnswerLines:
    """The answer to a question, for one reader."""
    problem, discreet = problem_of(question.plan.problem), not roles_of(reader).director
    answer = question.answer
    broken = broken_of(answer["broken"])
    return AnswerLines(
        names=problem.named(question.schools),
        there=answer["there"],
        broken=[said(one, problem, discreet=discreet) for one in broken],
        cost=answer["cost"],
        why=wish_lines(answer["by_wish"], problem, discreet=discreet),
        worse="" if question.is_pending or "at_least" not in answer else worse(question.plan, answer),
        takable=bool(answer.get("groups")) and not answer["there"],
    )


def worse(plan: Plan, answer: dict[str, Any]) -> str:
    """How much worse the best plan with the group is, as a sentence."""
    least, most = answer["at_least"], answer["at_most"]
    if most is None and answer["exact"]:
        return "No plan that keeps the rules has this group."
    if most is None:
        return "No plan with this group that keeps the rules was found; it is not proved that there is none."
    if most < -LEAST_SHOWN:
        return f"A plan with this group can cost {-most:.1f} points less than this one."
    if most < LEAST_SHOWN:
        return "A plan with this group can be as good as this one."
    share = f" ({percent_up(most / plan.cost)} of what this plan costs)" if plan.cost else ""
    if answer["exact"]:
        return f"The best plan with this group costs {most:.1f} points more{share}."
    if least >= LEAST_SHOWN:
        return (
            f"Every plan with this group costs at least {least:.1f} points more;"
            f" the best that was found costs {most:.1f} more{share}."
        )
    return f"The best plan with this group that was found costs {most:.1f} points more{share}."


EVENTS = {
    PlanState.READY: "Ready",
    PlanState.FAILED: "Not possible",
    PlanState.PUBLISHED: "Published",
    PlanState.REPLACED: "Replaced by another plan",
    PlanState.DROPPED: "Put aside",
}


def history(plan: Plan) -> list[dict[str, Any]]:
    """What happened to a plan, the newest first: its states and its changes."""
    rows = [
        (r.at, r.by, r.what, f"{r.cost:.1f} points.")
        for r in plan.revisions.select_related("by").defer("groups")
    ]
    rows += [
        (event.at, event.by, EVENTS[PlanState(event.to_state)], event.reason)
        for event in plan.events.select_related("by")
        if event.to_state != PlanState.READY or event.from_state == PlanState.DROPPED
    ]
    rows.append((plan.asked_at, plan.asked_by, "Asked for", ""))
    rows.sort(key=lambda row: row[0], reverse=True)
    return [{"when": clock.when(at), "by": by, "title": title, "text": text} for at, by, title, text in rows]
