"""What the board offers to pages: navigation, home panels, and the places on its own pages that its parts fill.

A part of the board (papers, minutes, actions) adds a function to a list below; no page knows the parts.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from board.home import after, needs, papers, projects
from board.home.pieces import Panel, Tab
from board.models import Holding, Meeting
from board.roles import board_roles_of
from hlp import clock
from hlp.models import User

__all__ = [
    "demo_people",
    "home_panels",
    "item_links",
    "meeting_panels",
    "meeting_tabs",
    "navigation",
    "panels",
]

# (user) -> entries of the menu: label, href.
ENTRIES: list[Callable[[User], list[dict[str, Any]]]] = [after.entries, projects.entries]
# (user, meeting) -> the pages of a meeting: label, href, key.
MEETING_TABS: list[Callable[[User, Meeting], list[Tab]]] = [papers.tabs, after.tabs]
# (user, meeting) -> panels (template, context) on the page of a meeting, below its agenda.
MEETING_PANELS: list[Callable[[User, Meeting], list[Panel]]] = [
    papers.meeting_panels,
    after.meeting_panels,
    projects.meeting_panels,
]
# (user, meeting) -> links (label, href) below single items of the agenda, by their primary keys.
ITEM_LINKS: list[Callable[[User, Meeting], dict[int, list[dict[str, str]]]]] = [
    papers.item_links,
    projects.item_links,
]
# (user) -> panels on the board's own home page; their items also reach the home page of the whole application.
BOARD_PANELS: list[Callable[[User], list[Panel]]] = [papers.panels, after.panels, projects.panels]
# (user) -> items (hlp.needs) of what somebody owes the board.
NEEDS: list[Callable[[User], list[dict[str, Any]]]] = [
    needs.of_replies,
    needs.of_preparing,
    needs.of_register,
    papers.needs,
    after.needs,
    projects.needs,
]


def navigation(user: User) -> list[dict[str, Any]]:
    """The board's entries, for everybody who has to do with it."""
    held = board_roles_of(user)
    if not held.any:
        return []
    wanted = [("Board", "home", True), ("Desk", "desk", held.prepares), ("Meetings", "meeting-list", True)]
    found = [{"label": label, "href": reverse(f"board:{name}")} for label, name, may in wanted if may]
    found += [entry for entries in ENTRIES for entry in entries(user)]
    wanted = [("Members", "seat-list", True), ("Interests", "interest-list", held.sits)]
    return found + [{"label": label, "href": reverse(f"board:{name}")} for label, name, may in wanted if may]


def panels(user: User) -> list[dict[str, Any]]:
    """Among what needs me now: what the board waits for, also of those to whom it gave an action without a seat."""
    items = needed(user)
    if not items:
        return []
    return [{"template": "_components/action_list.html", "context": {"items": items}, "order": "now"}]


def needed(user: User) -> list[dict[str, Any]]:
    """Everything that the board waits for from a person (``hlp.needs`` says how it is told)."""
    return [item for build in NEEDS for item in build(user)]


def home_panels(user: User) -> list[Panel]:
    """The panels of the board's own home page."""
    return [panel for build in BOARD_PANELS for panel in build(user)]


def meeting_tabs(user: User, meeting: Meeting) -> list[Tab]:
    """The pages of one meeting, beginning with the meeting itself."""
    held = board_roles_of(user)
    found = [Tab("Meeting", meeting.get_absolute_url(), "meeting")]
    if held.prepares and meeting.is_ahead:
        found.append(Tab("Agenda", reverse("board:agenda-edit", args=[meeting.pk]), "agenda"))
    if held.sits:
        words = "Who was there" if meeting.is_over else "Who comes"
        found.append(Tab(words, reverse("board:attendance-list", args=[meeting.pk]), "attendance"))
    return [*found, *(tab for tabs in MEETING_TABS for tab in tabs(user, meeting))]


def meeting_panels(user: User, meeting: Meeting) -> list[Panel]:
    """What the parts of the board show on the page of one meeting."""
    return [panel for build in MEETING_PANELS for panel in build(user, meeting)]


def item_links(user: User, meeting: Meeting) -> dict[int, list[dict[str, str]]]:
    """What the parts of the board offer below single items."""
    found: dict[int, list[dict[str, str]]] = {}
    for build in ITEM_LINKS:
        for item, links in build(user, meeting).items():
            found.setdefault(item, []).extend(links)
    return found


def demo_people() -> list[dict[str, Any]]:
    """Where to begin in the demonstration: the chair, the clerk and two members."""
    wanted = (
        ("clerk", "Clerk to the Board: prepare the coming meeting"),
        ("chair", "Independent chair: agenda, declarations, who comes"),
        ("council", "Lead Member: a board member who is no headteacher"),
    )
    rows = Holding.objects.on(clock.today()).filter(as_alternate=False).select_related("person", "seat")
    found = []
    for constituency, title in wanted:
        one = rows.filter(seat__constituency=constituency).order_by("seat__order").first()
        found += [{"user": one.person, "title": title}] if one else []
    return [{"role": "The Board", "sees": "Meetings, agendas and papers.", "people": found}] if found else []
