"""Gives every host of a round a day, a team and a lead: facts in, a plan out."""

from peerchallenge.planner.checks import Breach, breaches
from peerchallenge.planner.greedy import first_fit
from peerchallenge.planner.prices import is_trained, price
from peerchallenge.planner.problem import (
    AVOIDED_WEEKDAYS,
    DEFAULT_WEIGHTS,
    WISHES,
    Cause,
    Host,
    Placement,
    Plan,
    Post,
    Problem,
    Unplaced,
    Visitor,
)
from peerchallenge.planner.search import solve

__all__ = [
    "AVOIDED_WEEKDAYS",
    "Breach",
    "Cause",
    "DEFAULT_WEIGHTS",
    "Host",
    "Placement",
    "Plan",
    "Post",
    "Problem",
    "Unplaced",
    "Visitor",
    "WISHES",
    "breaches",
    "first_fit",
    "is_trained",
    "price",
    "solve",
]
