"""How a form shows what a service refused: beside the box to correct, with everything typed kept."""

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError

from hlp.forms import GovFormMixin

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

    def take(self, refusal: ValidationError) -> None:
        """Show each message at its field, or above the form where there is none."""
        by_field = getattr(refusal, "error_dict", None) or {"": refusal.error_list}
        for name, errors in by_field.items():
            field = self.names.get(name, name)
            self.add_error(field if field in self.fields else None, errors)

    def take_stale(self, newest: int) -> None:
        """Tell of a newer version, and let the next press save over it knowingly."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(newest)  # type: ignore[index]
        self.add_error(None, STALE)
