"""Predicates on posts, and the kernel's permissions, which the kernel itself cannot decide."""

from typing import Any

import rules

from hlp.models import User
from schools.models import School
from schools.roles import roles_of


@rules.predicate
def is_director(user: User, thing: Any = None) -> bool:
    """The Director of the partnership."""
    return roles_of(user).director


@rules.predicate
def runs_partnership(user: User, thing: Any = None) -> bool:
    """The Director or the administrator."""
    return roles_of(user).runs_partnership


@rules.predicate
def is_la_officer(user: User, thing: Any = None) -> bool:
    """An officer of the local authority."""
    return roles_of(user).la_officer


@rules.predicate
def has_post(user: User, thing: Any = None) -> bool:
    """Anybody who holds a post today."""
    return roles_of(user).any


@rules.predicate
def heads_school(user: User, school: School | None = None) -> bool:
    """A headteacher of the school today."""
    return school is not None and school.pk in roles_of(user).schools


rules.add_perm("schools.read", has_post)
rules.add_perm("hlp.read_messages", runs_partnership)
rules.add_perm("hlp.edit_texts", is_director)
rules.add_perm("hlp.read_people", runs_partnership)
rules.add_perm("schools.manage_people", runs_partnership)
rules.add_perm("schools.manage_groups", runs_partnership)
rules.add_perm("schools.manage_schools", runs_partnership)
rules.add_perm("schools.manage_members", runs_partnership)
rules.add_perm("schools.read_memberships", runs_partnership | heads_school)
rules.add_perm("schools.accept_agreement", heads_school)
rules.add_perm("schools.manage_years", is_director)
rules.add_perm("schools.choose_delegates", heads_school | runs_partnership)
rules.add_perm("schools.read_handover", heads_school | is_director)
rules.add_perm("schools.manage_training", runs_partnership)
rules.add_perm("schools.edit_modules", is_director)
rules.add_perm("schools.watch_declarations", runs_partnership)
rules.add_perm("schools.read_declarations", is_director)
rules.add_perm("schools.set_declaration_window", is_director)
rules.add_perm("schools.plan_groups", runs_partnership)
rules.add_perm("schools.weigh_wishes", is_director)
rules.add_perm("schools.overrule_rules", is_director)
rules.add_perm("schools.publish_plans", is_director)
