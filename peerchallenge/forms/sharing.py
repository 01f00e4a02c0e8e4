"""The forms with which a headteacher widens the audience of a report."""

from typing import Any

from django import forms

from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovLink
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.services.sharing import LONGEST_DAYS


class ConsentForm(TakesRefusals, GovForm):
    """What may be shared wider in one year."""

    submit = "Continue"
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    collaborative = forms.BooleanField(
        label="Headteachers of our collaborative may read our reports", required=False
    )
    authority = forms.BooleanField(
        label="The officer of the local authority may read our reports", required=False
    )
    directory = forms.BooleanField(
        label="Good practice named in our reports may be offered to the directory", required=False
    )

    def __init__(self, *args: Any, href: str = "", **kwargs: Any) -> None:
        self.href = href
        super().__init__(*args, **kwargs)

    def layout(self) -> list[Any]:
        """Three boxes and the buttons."""
        boxes = [GovField(name, small=True) for name in ("collaborative", "authority", "directory")]
        return ["version", *boxes, GovButtons(GovButton(self.submit), GovLink("Cancel", self.href))]


class LinkForm(TakesRefusals, GovForm):
    """For whom a link is, and for how long. ``key`` makes pressing twice harmless."""

    submit = "Continue"
    key = forms.CharField(max_length=32, min_length=32, widget=forms.HiddenInput)
    reader = forms.CharField(
        label="Name of the reader", help_text="Printed across every page they see.", max_length=80
    )
    role = forms.CharField(label="As what", help_text="For example: chair of governors", max_length=80)
    days = forms.IntegerField(
        label="For how many days?",
        help_text=f"At most {LONGEST_DAYS}. You can revoke the link at any time.",
        min_value=1,
        max_value=LONGEST_DAYS,
    )

    def __init__(self, *args: Any, href: str = "", **kwargs: Any) -> None:
        self.href = href
        super().__init__(*args, **kwargs)

    def layout(self) -> list[Any]:
        """Three boxes and the buttons."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", self.href))
        reader = GovField("reader", width="two-thirds", autocomplete="off")
        return ["key", reader, GovField("role", width="two-thirds"), GovField("days", width=3), buttons]
