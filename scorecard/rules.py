"""Who may do what with measures, files and figures."""

from typing import Any

import rules

from hlp.models import User
from schools.rules import is_director, runs_partnership
from scorecard.roles import reading_of, reads_partnership


@rules.predicate
def may_read_partnership(user: User, thing: Any = None) -> bool:
    """Anybody with a post, and whoever a higher room names."""
    return reads_partnership(user)


@rules.predicate
def may_read_school(user: User, school: Any = None) -> bool:
    """Director and administrator all schools; headteachers, those who help them and lead headteachers their own."""
    reading = reading_of(user)
    return reading.everything or (school is not None and school.pk in reading.schools)


@rules.predicate
def has_own_school(user: User, thing: Any = None) -> bool:
    """Headteachers, and those who prepare for them: the schools whose figures they report."""
    return bool(reading_of(user).own)


rules.add_perm("scorecard.report_figures", has_own_school)
rules.add_perm("scorecard.read_measures", may_read_partnership)
rules.add_perm("scorecard.edit_measures", is_director)
rules.add_perm("scorecard.import_results", runs_partnership)
rules.add_perm("scorecard.import_reports", is_director)
rules.add_perm("scorecard.use_desk", runs_partnership)
rules.add_perm("scorecard.read_partnership", may_read_partnership)
rules.add_perm("scorecard.read_school", may_read_school)
rules.add_perm("scorecard.publish", is_director)
rules.add_perm("scorecard.set_challenge", is_director)
