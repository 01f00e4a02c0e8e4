"""How a form shows what a service refused: beside the box to correct, with everything typed kept."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from hlp import clock
from hlp.forms.base import GovFormMixin
from hlp.forms.layout import GovInclude

if TYPE_CHECKING:
    Base = forms.Form
else:
    Base = object

STALE = (
    "Somebody else saved a change after you opened this page. Nothing was overwritten, and what you typed is "
    "still here. Look at what is stored now, then save again if yours should replace it"
)


class TakesRefusals(GovFormMixin, Base):
    """A GOV.UK form that shows a service's refusals. ``names`` says which box stands for which argument."""

    names: dict[str, str] = {}
    stored: list[dict[str, str]] = []  # what a newer version holds

    def take(self, refusal: ValidationError) -> None:
        """Show each message at its field, or above the form where there is none."""
        by_field = getattr(refusal, "error_dict", None) or {"": refusal.error_list}
        for name, errors in by_field.items():
            field = self.names.get(name, name)
            self.add_error(field if field in self.fields else None, errors)

    def take_stale(self, newest: int) -> None:
        """Tell of a newer version, show what stands there now, and let the next press save over it knowingly.

        The form has been filled from what is stored, so its initial values are the newer ones.
        """
        self.stored = self._differing()
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(newest)  # type: ignore[index]
        self.add_error(None, STALE)

    def _differing(self) -> list[dict[str, str]]:
        """What is stored in the boxes in which something else was typed."""
        boxes = [self[name] for name in self.fields if name != "version"]
        shown = [box for box in boxes if box.name in self.changed_data and not box.is_hidden]
        return [{"key": str(box.label), "value": in_words(box)} for box in shown if box.initial is not None]

    @cached_property
    def helper(self) -> Any:
        """The boxes, below what is stored where that is newer."""
        found = super().helper
        if self.stored:
            found.layout.fields.insert(0, GovInclude("_components/stored.html", rows=self.stored))
        return found


def in_words(box: forms.BoundField) -> str:
    """The stored value of a box as somebody would read it."""
    value, choices = box.initial, getattr(box.field, "choices", None)
    if choices is not None:
        wanted = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
        names = [str(label) for key, label in _flat(choices) if str(key) in wanted and str(key)]
        return ", ".join(names) or "–"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return clock.when(value)
    if isinstance(value, date):
        return clock.day(value)
    return clock.clock_time(value) if isinstance(value, time) else str(value) or "–"


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
