"""Forms of the record: the search, and the upload of an earlier paper."""

from datetime import date
from typing import Any

from django import forms

from board.choices import ArchiveKind, Outcome, Part, RecordKind
from board.services.record import LONGEST_QUERY, Wanted
from hlp.forms import GovDateField, GovField, GovForm
from peerchallenge.forms.refusals import TakesRefusals

READERS = [
    (Part.ONE.value, "Part I: everybody on the Board and their alternates"),
    (Part.TWO.value, "Part II: restricted"),
]


class SearchForm(GovForm):
    """Words, and what narrows them."""

    q = forms.CharField(label="Words", required=False, max_length=LONGEST_QUERY)
    kind = forms.ChoiceField(label="In", required=False, choices=[("", "Everything"), *RecordKind.choices])
    outcome = forms.ChoiceField(
        label="Outcome", required=False, choices=[("", "Any outcome"), *Outcome.choices]
    )
    year = forms.ChoiceField(label="Academic year", required=False)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(year), f"{year}/{(year + 1) % 100:02}") for year in years]
        self.fields["year"] = forms.ChoiceField(
            label="Academic year", required=False, choices=[("", "All years"), *choices]
        )

    def wanted(self) -> Wanted:
        """What the service takes; a search that makes no sense finds everything."""
        given = self.cleaned_data if self.is_valid() else {}
        year = int(given.get("year") or 0)
        return Wanted(
            words=given.get("q", ""),
            kind=given.get("kind", ""),
            outcome=given.get("outcome", ""),
            since=date(year, 9, 1) if year else None,
            until=date(year + 1, 8, 31) if year else None,
        )


class ArchiveForm(TakesRefusals, forms.Form):
    """Minutes or a pack of an earlier meeting."""

    submit = "Upload"

    kind = forms.ChoiceField(label="What is it?", choices=ArchiveKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="Title", max_length=200)
    held_on = GovDateField(label="Day of the meeting")
    part = forms.TypedChoiceField(
        label="Who may read it?",
        coerce=int,
        choices=[
            (Part.ONE.value, "Part I: everybody on the Board and their alternates"),
            (Part.TWO.value, "Part II: restricted"),
        ],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label="File",
        help_text="A PDF of at most 40 MB. The title and the text are searched; scanned pages are found by title only.",
        error_messages={"required": "Choose a PDF", "empty": "This file is empty"},
    )

    def layout(self) -> list[Any]:
        """What, when, for whom, the file."""
        return [
            GovField("kind", size="s", inline=True),
            GovField("title", size="s"),
            GovField("held_on", size="s"),
            GovField("part", size="s"),
            GovField("file", size="s"),
        ]
