"""What papers and packs show on the board's pages and among what needs somebody."""

from typing import Any

from django.urls import reverse

from board.choices import AHEAD
from board.home.pieces import Panel, Tab
from board.models import AgendaItem, Meeting, Pack, Paper
from board.roles import board_roles_of
from board.services.packs.reading import held_by
from hlp import clock
from hlp.models import User


def tabs(user: User, meeting: Meeting) -> list[Tab]:
    """The papers to read, and the table of papers for those who gather them."""
    found = []
    if meeting.packs.published().exists():
        found.append(Tab("Papers", reverse("board:pack-read", args=[meeting.pk]), "pack"))
    if user.has_perm("board.gather_papers"):
        found.append(Tab("Gather papers", reverse("board:paper-list", args=[meeting.pk]), "papers"))
    return found


def meeting_panels(user: User, meeting: Meeting) -> list[Panel]:
    """Where the published papers are."""
    pack = meeting.packs.published().newest()
    return [Panel("board/home/pack.html", {"pack": pack, "meeting": meeting})] if pack else []


def panels(user: User) -> list[Panel]:
    """The papers of the next meeting, on the board's own home page."""
    seen = Pack.objects.visible_to(user).published().filter(meeting__state__in=AHEAD)
    pack = seen.select_related("meeting").order_by("meeting__starts_at", "-version").first()
    return [Panel("board/home/pack.html", {"pack": pack, "meeting": pack.meeting})] if pack else []


def needs(user: User) -> list[dict[str, Any]]:
    """Papers that somebody was asked for, and packs that they have not opened."""
    return [*_owed(user), *_unread(user)]


def _owed(user: User) -> list[dict[str, Any]]:
    mine = Paper.objects.owed().filter(author=user, item__meeting__state__in=AHEAD)
    found = []
    for paper in mine.select_related("item__meeting").order_by("due_on", "pk"):
        due = clock.at(paper.due_on, clock.LAST_CALL) if paper.due_on else None
        by = f"By {clock.short_day(paper.due_on)}" if paper.due_on else ""
        found.append(
            {
                "title": f"Paper for the Board: {paper.title}",
                "href": paper.get_absolute_url(),
                "text": f"For the meeting on {clock.day(paper.item.meeting.starts_at)}",
                "due": due,
                "late": paper.is_overdue,
                "status": "Late" if paper.is_overdue else by,
                "colour": "red" if paper.is_overdue else "yellow",
                "kind": ("papers for the Board", reverse("board:paper-mine")),
            }
        )
    return found


def _unread(user: User) -> list[dict[str, Any]]:
    if not board_roles_of(user).any:
        return []
    seen = Pack.objects.visible_to(user).published().filter(meeting__state__in=AHEAD)
    newest: dict[int, Pack] = {
        pack.meeting_id: pack for pack in seen.select_related("meeting").order_by("version")
    }
    opened = set(user.pack_openings.filter(pack__in=newest.values()).values_list("pack", flat=True))
    return [
        {
            "title": f"Papers for the Board’s meeting on {clock.day(pack.meeting.starts_at)}",
            "href": reverse("board:pack-read", args=[pack.meeting_id]),
            "since": pack.published_at,
            "status": "New",
            "colour": "blue",
        }
        for pack in newest.values()
        if pack.pk not in opened
    ]


def item_links(user: User, meeting: Meeting) -> dict[int, list[dict[str, str]]]:
    """Below each item the papers to read, or for those who gather them the papers to gather."""
    if user.has_perm("board.gather_papers") and meeting.is_ahead:
        page = reverse("board:paper-list", args=[meeting.pk])
        items = AgendaItem.objects.readable_by(user).filter(meeting=meeting).values_list("pk", flat=True)
        return {pk: [{"label": "Gather papers", "href": f"{page}#item-{pk}"}] for pk in items}
    held = held_by(user, meeting)
    if held is None:
        return {}
    page = reverse("board:pack-read", args=[meeting.pk])
    return {
        item["pk"]: [{"label": _papers(item), "href": f"{page}#item-{item['pk']}"}]
        for item in held.items
        if item["papers"]
    }


def _papers(item: dict[str, Any]) -> str:
    number = len(item["papers"])
    return "1 paper" if number == 1 else f"{number} papers"
