"""The one door through which a thing changes its state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hlp.models import User

Table = Mapping[str, frozenset[str]]


class WrongMove(Exception):
    """A change of state that the table does not hold."""

    def __init__(self, from_state: str, to_state: str) -> None:
        super().__init__(f"cannot move from {from_state} to {to_state}")
        self.from_state, self.to_state = from_state, to_state


def check(table: Table, from_state: str, to_state: str) -> None:
    """Raise WrongMove unless the table allows the step."""
    if to_state not in table[from_state]:
        raise WrongMove(from_state, to_state)


def move(
    thing: Any,
    *,
    to: str,
    table: Table,
    by: User | None,
    at: datetime,
    reason: str = "",
    update: tuple[str, ...] = (),
    **detail: Any,
) -> None:
    """Move ``thing``, already locked, to the state ``to`` and write its history row.

    Saves ``state`` and the fields named in ``update``. Raises WrongMove.
    """
    check(table, thing.state, to)
    before, thing.state = thing.state, to
    thing.save(update_fields=["state", *update])
    thing.events.model(
        thing=thing, from_state=before, to_state=to, at=at, by=by, reason=reason, detail=detail
    ).save()


class StaleEdit(Exception):
    """Somebody saved a newer text since this form was opened; nothing was overwritten."""


@dataclass(frozen=True)
class Saving:
    """One saving of what is being typed: the page's token, its turn, and the revision it knew (or, once saved, made)."""

    page: str
    turn: int
    revision: int


def is_overtaken(new: Saving, last: Saving) -> bool:
    """Has the same page saved a later turn already, so that this one may be passed over?

    Raises StaleEdit where another page has saved since the revision that this one knew.
    """
    own = new.page != "" and new.page == last.page
    if not own and new.revision != last.revision:
        raise StaleEdit
    return own and new.turn < last.turn
