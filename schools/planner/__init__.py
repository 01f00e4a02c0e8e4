"""Splits a year's members into triads and quads and allots these to the collaboratives: facts in, a plan out."""

from schools.planner.baselines import greedy, kept
from schools.planner.evaluate import broken_by, evaluate
from schools.planner.explain import explain
from schools.planner.problem import (
    Broken,
    Evaluation,
    Explanation,
    GroupCost,
    Infeasible,
    Overruling,
    Pair,
    Pins,
    Plan,
    PlannedCollaborative,
    PlannedGroup,
    PlannedSchool,
    Problem,
)
from schools.planner.solve import solve
from schools.planner.wishes import DEFAULT_WEIGHTS, RULES, WISHES, Rule, Wish

__all__ = [
    "Broken",
    "DEFAULT_WEIGHTS",
    "Evaluation",
    "Explanation",
    "GroupCost",
    "Infeasible",
    "Overruling",
    "Pair",
    "Pins",
    "Plan",
    "PlannedCollaborative",
    "PlannedGroup",
    "PlannedSchool",
    "Problem",
    "RULES",
    "Rule",
    "WISHES",
    "Wish",
    "broken_by",
    "evaluate",
    "explain",
    "greedy",
    "kept",
    "solve",
]
