"""The form on which a member of the board agrees to be named in public."""

from django import forms

from hlp.forms import GovForm


class NamingForm(GovForm):
    """One question, answered for oneself."""

    submit = "Save"
    named = forms.BooleanField(
        required=False,
        label="Show my name on the public page about the board",
        help_text="Beside the seat that you hold, for as long as you hold it. Nothing else about you is shown.",
    )
