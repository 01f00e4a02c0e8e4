"""How a visitor of the public site looks for a school."""

from typing import Any

from django import forms

from hlp.forms import GovForm


class FindForm(GovForm):
    """Name, place or postcode, and a postcode area; what is not among the areas is left aside."""

    q = forms.CharField(required=False, label="Name, place or postcode", max_length=100)
    area = forms.ChoiceField(required=False, label="Postcode area")

    def __init__(self, *args: Any, areas: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "All areas"), *((area, area) for area in areas)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """The words and the area, empty where nothing possible was given."""
        self.is_valid()
        return {"words": self.cleaned_data.get("q", ""), "area": self.cleaned_data.get("area", "")}
