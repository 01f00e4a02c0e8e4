"""What a reader gets of minutes: whole, or without part II, or without items from which they withdrew."""

from typing import Any

from board.choices import Part
from board.models import Meeting, MinutesVersion
from board.packs.minutes import facts, without_part_two
from board.roles import board_roles_of
from hlp.models import Document, User
from schools.models import School


def withdrawn(meeting: Meeting, user: User) -> set[int]:
    """The items of a meeting from which somebody withdrew, with what stands under them; by primary key."""
    own = set(user.withdrawals.filter(lifted_at=None, item__meeting=meeting).values_list("item", flat=True))
    return own | set(meeting.items.filter(parent__in=own).values_list("pk", flat=True))


def is_whole(meeting: Meeting, user: User) -> bool:
    """Whether somebody gets the minutes as a whole: with the right to part II, and withdrawn from no item."""
    return board_roles_of(user).reads_part_two(meeting.pk) and not withdrawn(meeting, user)


def document_of(version: MinutesVersion, meeting: Meeting, user: User) -> Document | None:
    """The PDF of a version for this reader: whoever does not get the whole gets part I."""
    return version.document if is_whole(meeting, user) else version.open_document


def now(meeting: Meeting, user: User) -> dict[str, Any]:
    """The minutes as they stand at this moment, for this reader."""
    return _for(facts(meeting), meeting, user)


def of(version: MinutesVersion | None, meeting: Meeting, user: User) -> dict[str, Any] | None:
    """What a version says to this reader; None where there is no version."""
    return _for(version.facts, meeting, user) if version else None


def _for(whole: dict[str, Any], meeting: Meeting, user: User) -> dict[str, Any]:
    if not board_roles_of(user).reads_part_two(meeting.pk):
        return without_part_two(whole)
    gone = withdrawn(meeting, user)
    return _without_restricted(whole, gone) if gone else whole


def _without_restricted(whole: dict[str, Any], gone: set[int]) -> dict[str, Any]:
    """The minutes without what is restricted of some items."""
    open_ = {item["id"]: item for item in without_part_two(whole)["items"]}
    items = [open_.get(item["id"]) if item["id"] in gone else item for item in whole["items"]]
    kept = [item for item in items if item is not None]
    titles = {item["title"] for item in whole["items"] if item["id"] in gone}
    declared = [row for row in whole["declarations"] if row["part"] == Part.ONE or row["item"] not in titles]
    actions = [action for item in kept for action in item["actions"]]
    return {**whole, "items": kept, "declarations": declared, "actions": actions}


def names_in(said: dict[str, Any]) -> list[dict[str, str]]:
    """The schools that the text of minutes names, with the item: what somebody looks at before they are published."""
    schools = list(School.objects.values_list("name", flat=True))
    found = []
    for item in said["items"]:
        texts = [
            item["title"],
            *(line["text"] for line in [*item["paragraphs"], *item["decisions"], *item["actions"]]),
        ]
        text = "\n".join(texts).lower()
        found += [{"school": name, "item": item["number"]} for name in schools if name.lower() in text]
    return found
