"""Predicates on posts, and the kernel's permissions, which the kernel itself cannot decide."""

from typing import Any

import rules

from hlp.models import User
from schools.models import PracticeEntry, PracticeVisit, School
from schools.roles import reads_partnership, roles_of


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


@rules.predicate
def reads_directory(user: User, thing: Any = None) -> bool:
    """Everybody with a post, and the Board."""
    return reads_partnership(user)


@rules.predicate
def leads_school(user: User, thing: Any = None) -> bool:
    """Who leads or prepares for the thing's school, or for any school where nothing is named."""
    held = roles_of(user)
    mine = held.schools | held.delegated
    return bool(mine) if thing is None else thing.school_id in mine


@rules.predicate
def heads_its_school(user: User, thing: Any = None) -> bool:
    """A headteacher of the thing's school."""
    return thing is not None and thing.school_id in roles_of(user).schools


@rules.predicate
def leads_its_collaborative(user: User, entry: PracticeEntry | None = None) -> bool:
    """The lead headteacher of an entry's collaborative, unless it is of a school that they head; of any without one."""
    held = roles_of(user)
    if entry is None:
        return bool(held.collaboratives)
    if entry.school_id in held.schools or not held.collaboratives:
        return False
    return PracticeEntry.objects.in_collaboratives(held.collaboratives).filter(pk=entry.pk).exists()


@rules.predicate
def hosts_visit(user: User, visit: PracticeVisit | None = None) -> bool:
    """Who leads or prepares for the school that is visited."""
    held = roles_of(user)
    return visit is not None and visit.entry.school_id in held.schools | held.delegated


rules.add_perm("schools.read_directory", reads_directory)
rules.add_perm("schools.nominate_practice", leads_school | leads_its_collaborative | is_director)
rules.add_perm("schools.write_practice", leads_school | is_director)
rules.add_perm("schools.check_practice", leads_its_collaborative | is_director)
rules.add_perm("schools.consent_practice", heads_its_school)
rules.add_perm("schools.publish_practice", is_director)
rules.add_perm("schools.keep_practice", heads_its_school | is_director)
rules.add_perm("schools.ask_visit", leads_school)
rules.add_perm("schools.answer_visit", hosts_visit)
rules.add_perm("schools.tell_visit", leads_school)
rules.add_perm("schools.read", has_post)
rules.add_perm("hlp.read_messages", runs_partnership)
rules.add_perm("hlp.edit_texts", is_director)
rules.add_perm("hlp.edit_site", is_director)
rules.add_perm("hlp.read_enquiries", runs_partnership)
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
