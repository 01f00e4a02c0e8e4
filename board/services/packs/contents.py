"""What a pack holds, frozen as plain facts, and what changed since the one before."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError

from board.calculations import Line, agenda_lines, flat
from board.choices import Part
from board.models import AgendaItem, Meeting, Pack, Paper
from board.services.gathering.places import is_misplaced
from hlp import clock

Facts = dict[str, Any]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def gather(meeting: Meeting) -> Facts:
    """The agenda with its ready papers as they are now.

    Raises ValidationError where a restricted paper stands under an item of part I.
    """
    items = AgendaItem.objects.filter(meeting=meeting).select_related("presenter")
    lines = flat(agenda_lines(meeting, items))
    papers = _papers(meeting)
    known = _published_papers(meeting)
    return {
        "meeting": _meeting(meeting),
        "items": [_item(line, papers.get(line.item.pk, []), known) for line in lines],
    }


def _meeting(meeting: Meeting) -> Facts:
    return {
        "pk": meeting.pk,
        "title": meeting.title,
        "day": clock.day(meeting.starts_at),
        "date": f"{meeting.day:%Y-%m-%d}",
        "time": f"{clock.clock_time(meeting.starts_at)} to {clock.clock_time(meeting.ends_at)}",
        "place": meeting.place,
    }


def _papers(meeting: Meeting) -> dict[int, list[Paper]]:
    """The papers with a good version, by item."""
    rows = Paper.objects.filter(item__meeting=meeting, current__isnull=False).standing()
    found: dict[int, list[Paper]] = {}
    for paper in rows.select_related("item", "current__document").order_by("position", "pk"):
        if is_misplaced(paper):
            raise ValidationError(
                f"“{paper.title}” names schools but stands under an item of part I, “{paper.item.title}”. "
                "Withdraw it there, or move the item into part II."
            )
        found.setdefault(paper.item_id, []).append(paper)
    return found


def _published_papers(meeting: Meeting) -> set[int] | None:
    """The papers that stood in a published pack; None where nothing was published."""
    packs = list(meeting.packs.published())
    if not packs:
        return None
    return {one["paper"] for pack in packs for item in pack.items for one in item["papers"]}


def _item(line: Line, papers: list[Paper], known: set[int] | None) -> Facts:
    item = line.item
    ordered = sorted(papers, key=lambda paper: known is not None and paper.pk not in known)
    return {
        "pk": item.pk,
        "parent": item.parent_id,
        "number": line.number,
        "title": item.title,
        "part": int(item.part),
        "facts": _facts(line),
        "papers": [
            _paper(paper, letter(place), known is not None and paper.pk not in known)
            for place, paper in enumerate(ordered)
        ],
    }


def _facts(line: Line) -> list[list[str]]:
    found = [["Purpose", f"To {line.item.get_purpose_display().lower()}"]]
    if line.item.presented_by:
        found.append(["Presented by", line.item.presented_by])
    found.append(["Time", f"{clock.clock_time(line.starts_at)}, {line.minutes} minutes"])
    return found


def letter(place: int) -> str:
    """``A`` to ``Z``, then ``A2`` and so on."""
    turn, at = divmod(place, len(LETTERS))
    return f"{LETTERS[at]}{turn + 1 if turn else ''}"


def _paper(paper: Paper, letter_: str, late: bool) -> Facts:
    current = paper.current
    assert current is not None  # noqa: S101 only those that have one are read
    return {
        "paper": paper.pk,
        "version": current.pk,
        "letter": letter_,
        "title": paper.title,
        "sha256": current.pdf_id,
        "pages": current.pages,
        "notes": current.notes,
        "late": late,
    }


def changes(before: Pack | None, after: Facts) -> list[Facts]:
    """What was added, replaced, withdrawn and moved, each with the items that it tells of."""
    if before is None:
        return []
    return [*_changed_items(before.items, after["items"]), *_changed_papers(before.items, after["items"])]


def _changed_items(before: list[Facts], after: list[Facts]) -> Iterator[Facts]:
    old, new = {item["pk"]: item for item in before}, {item["pk"]: item for item in after}
    for pk, item in new.items():
        if pk not in old:
            yield _change("added", f"Item {item['number']}, {item['title']}, was added", item)
        elif item["number"] != old[pk]["number"]:
            was = old[pk]["number"]
            yield _change(
                "moved", f"Item {was}, {item['title']}, is now item {item['number']}", item, old[pk]
            )
    for pk, item in old.items():
        if pk not in new:
            yield _change("withdrawn", f"Item {item['number']}, {item['title']}, was taken off", item)


def _changed_papers(before: list[Facts], after: list[Facts]) -> Iterator[Facts]:
    old, new = _by_paper(before), _by_paper(after)
    for pk, (item, paper) in new.items():
        where = f"Item {item['number']}, paper {paper['letter']}, “{paper['title']}”"
        if pk not in old:
            late = " and stands in the addendum" if paper["late"] else ""
            yield _change("added", f"{where}, was added{late}", item)
            continue
        old_item, old_paper = old[pk]
        if paper["version"] != old_paper["version"]:
            yield _change("replaced", f"{where}, was replaced by a newer version", item, old_item)
        if item["pk"] != old_item["pk"]:
            yield _change("moved", f"{where}, stood under another item before", item, old_item)
    for pk, (item, paper) in old.items():
        if pk not in new:
            yield _change("withdrawn", f"“{paper['title']}” of item {item['number']} was withdrawn", item)


def _by_paper(items: list[Facts]) -> dict[int, tuple[Facts, Facts]]:
    return {paper["paper"]: (item, paper) for item in items for paper in item["papers"]}


def _change(kind: str, text: str, *items: Facts) -> Facts:
    return {
        "kind": kind,
        "text": text,
        "items": sorted({item["pk"] for item in items}),
        "part": max(item["part"] for item in items),
    }


def is_part_two(item: Facts) -> bool:
    """Whether an item stood in part II when the pack was made."""
    return bool(item["part"] == Part.TWO)
