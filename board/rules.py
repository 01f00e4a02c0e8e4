"""Who may do what on the board: predicates on seats, composed."""

from typing import Any

import rules

from board.models import BoardAction, Project
from board.roles import board_roles_of
from hlp.models import User
from schools.roles import roles_of


@rules.predicate
def has_to_do_with_board(user: User, thing: Any = None) -> bool:
    """Members, alternates, the clerk, the Director, and guests of a meeting."""
    return board_roles_of(user).any


@rules.predicate
def sits_on_board(user: User, thing: Any = None) -> bool:
    """Members, the clerk and the Director."""
    return board_roles_of(user).sits


@rules.predicate
def is_member(user: User, thing: Any = None) -> bool:
    """Holds a seat other than the clerk's."""
    return board_roles_of(user).member


@rules.predicate
def is_chair(user: User, thing: Any = None) -> bool:
    """Holds the chair's seat."""
    return board_roles_of(user).chair


@rules.predicate
def is_clerk(user: User, thing: Any = None) -> bool:
    """Holds the clerk's seat."""
    return board_roles_of(user).clerk


@rules.predicate
def prepares_board(user: User, thing: Any = None) -> bool:
    """The chair, the clerk and the Director."""
    return board_roles_of(user).prepares


@rules.predicate
def runs_board(user: User, thing: Any = None) -> bool:
    """The clerk and the Director."""
    return board_roles_of(user).runs


@rules.predicate
def reads_part_two(user: User, thing: Any = None) -> bool:
    """Reads the restricted part of every meeting."""
    return board_roles_of(user).part_two


@rules.predicate
def reads_record(user: User, thing: Any = None) -> bool:
    """Looks up decisions and minutes: members, the clerk, the Director and alternates."""
    return board_roles_of(user).reads_record


@rules.predicate
def owns_action(user: User, action: BoardAction | None = None) -> bool:
    """The owner of the action; asked of no action, of any action at all."""
    return action.owner_id == user.pk if action else user.board_actions.exists()


@rules.predicate
def reads_challenges(user: User, thing: Any = None) -> bool:
    """Everybody with a post or a seat: the challenge is published to schools."""
    return board_roles_of(user).sits or roles_of(user).any


rules.add_perm("board.minute", prepares_board)
rules.add_perm("board.keep_minutes", runs_board)
rules.add_perm("board.pass_minutes", is_chair)
rules.add_perm("board.publish_minutes", is_clerk)
rules.add_perm("board.read_record", reads_record)
rules.add_perm("board.use_actions", reads_record | owns_action)
rules.add_perm("board.report_action", owns_action | runs_board)
rules.add_perm("board.edit_challenge", prepares_board)
rules.add_perm("board.read_challenges", reads_challenges)


def gives_paper(user: User, paper: Any = None) -> bool:
    """The author who was asked for a paper, or whoever prepares the board."""
    return board_roles_of(user).prepares or (paper is not None and paper.author_id == user.pk)


rules.add_perm("board.read", has_to_do_with_board)
rules.add_perm("board.sit", sits_on_board)
rules.add_perm("board.manage_seats", runs_board)
rules.add_perm("board.plan_meetings", runs_board)
rules.add_perm("board.invite", runs_board)
rules.add_perm("board.prepare", prepares_board)
rules.add_perm("board.edit_agenda", prepares_board)
rules.add_perm("board.publish_agenda", prepares_board)
rules.add_perm("board.gather_papers", prepares_board)
rules.add_perm("board.give_paper", gives_paper)
rules.add_perm("board.publish_pack", prepares_board)
rules.add_perm("board.read_register", sits_on_board)
rules.add_perm("board.watch_register", prepares_board)
rules.add_perm("board.declare_interests", sits_on_board)


# --- Projects ---------------------------------------------------------------------------------------


def runs_projects(user: User, thing: Any = None) -> bool:
    """The Director and the administrator."""
    return roles_of(user).runs_partnership


def proposes_projects(user: User, thing: Any = None) -> bool:
    """The Director, the administrator and lead headteachers, who read what keeps coming up."""
    held = roles_of(user)
    return held.runs_partnership or bool(held.collaboratives)


def writes_proposal(user: User, project: Project | None = None) -> bool:
    """The office, and whoever proposed it."""
    return runs_projects(user) or (project is not None and project.proposer_id == user.pk)


def leads_project(user: User, project: Project | None = None) -> bool:
    """The office, and the lead colleague; asked of no project, the lead of any."""
    if project is None:
        return runs_projects(user) or user.led_projects.exists()
    return runs_projects(user) or project.lead_person_id == user.pk


def reads_projects(user: User, thing: Any = None) -> bool:
    """Everybody with a post or a seat, and who leads or proposed one."""
    held = board_roles_of(user)
    return roles_of(user).any or held.reads_record or user.led_projects.exists()


def heads_school(user: User, thing: Any = None) -> bool:
    """A headteacher."""
    return bool(roles_of(user).schools)


rules.add_perm("board.read_projects", reads_projects)
rules.add_perm("board.run_projects", runs_projects)
rules.add_perm("board.propose_project", proposes_projects)
rules.add_perm("board.write_proposal", writes_proposal)
rules.add_perm("board.put_project", prepares_board)
rules.add_perm("board.decide_project", prepares_board)
rules.add_perm("board.lead_project", leads_project)
rules.add_perm("board.answer_call", heads_school)
