"""A quick proof that some rules clash: the schools that they name cannot even be in groups, whoever else joins these."""

import highspy
import numpy as np

from schools.planner.columns import Field
from schools.planner.costs import Ints
from schools.planner.master import INTEGER, NOTHING, Quiet, run

MOST_PATTERNS = 6_000
FEW_MATES = 12  # so few that all their teams are looked at
SECONDS = 5.0


def cannot_be_covered(field: Field, groups: int) -> bool:
    """Whether the schools that rules name cannot be in so many groups at most. False where that is not known."""
    schools = _named(field)
    if any(_is_alone(field, school) for school in np.intersect1d(schools, field.mainstream)):
        return True
    patterns = _patterns(field, schools)
    if patterns is None or not len(schools):
        return False
    if not len(patterns):
        return True
    model, number = Quiet(), len(patterns)
    for _ in schools:
        model.addRow(1.0, 1.0, 0, *NOTHING)
    model.addRow(0.0, float(groups), 0, *NOTHING)
    row = np.full(field.blank + 1, -1)
    row[schools] = np.arange(len(schools))
    rows = np.concatenate([row[patterns], np.full((number, 1), len(schools))], axis=1)
    lengths = (rows >= 0).sum(axis=1)
    entries, starts = rows[rows >= 0].astype(np.int32), (np.cumsum(lengths) - lengths).astype(np.int32)
    ones = np.ones(number)
    model.addCols(number, 0 * ones, 0 * ones, ones, len(entries), starts, entries, np.ones(len(entries)))
    model.changeColsIntegrality(number, np.arange(number, dtype=np.int32), np.full(number, INTEGER))
    return run(model, SECONDS) == highspy.HighsModelStatus.kInfeasible


def _named(field: Field) -> Ints:
    """The places of the schools that any rule names."""
    apart = np.nonzero(~(field.friendly | np.eye(field.blank + 1, dtype=bool))[: field.blank, : field.blank])[
        0
    ]
    pinned = np.nonzero(~field.open.all(axis=1))[0]
    return np.unique(np.concatenate([apart, pinned, *field.together, *field.fixed])).astype(np.int64)


def _is_alone(field: Field, school: int) -> bool:
    """Whether a mainstream school has so few possible mates that no team with it keeps the rules."""
    mates = field.mainstream[field.friendly[school, field.mainstream]]
    if len(mates) > FEW_MATES:
        return False
    here = np.append(mates, school)
    teams = [team[(team == school).any(axis=1)] for team in field.teams(here)]
    guests = field.special[field.friendly[school, field.special]]
    if len(guests) and (field.together or field.fixed):
        return False  # a special school may make whole what is pinned together
    return not any(len(field.columns(team)) for team in teams)


def _patterns(field: Field, schools: Ints) -> Ints | None:
    """What of these schools one group may have, filled up with blanks; None where that is too much."""
    core, guests = (
        np.intersect1d(schools, field.mainstream),
        set(schools.tolist()) & set(field.special.tolist()),
    )
    additions = [addition for addition in field.additions if guests.issuperset(addition)]
    team, found = core[:, None], []
    for size in range(max(field.problem.sizes) + 1):
        if size > 1:
            team = field.one_more(team, core)
        rows = team if size else np.zeros((1, 0), dtype=np.int64)
        if len(rows) * len(additions) > MOST_PATTERNS:
            return None
        for addition in additions:
            if size + len(addition):
                members = np.full((len(rows), field.width), field.blank, dtype=np.int64)
                members[:, :size] = rows
                members[:, size : size + len(addition)] = addition
                found.append(members[field.all_friendly(members)])
    patterns = np.concatenate(found)
    return patterns[field.keeping(patterns)]
