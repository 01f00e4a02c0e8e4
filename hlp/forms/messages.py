"""The filter above the list of messages."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q

from hlp.choices import MessageState
from hlp.forms import GovForm
from hlp.models.message import MessageQuerySet, kind_label


class MessageFilterForm(GovForm):
    """State, kind, person and words; anything that is not a choice is left aside."""

    state = forms.ChoiceField(required=False, choices=[("", "Any state"), *MessageState.choices])
    kind = forms.ChoiceField(required=False)
    q = forms.CharField(required=False, label="Person, address or thing", max_length=200)
    person = forms.IntegerField(required=False, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Any kind"), *((kind, kind_label(kind)) for kind in kinds)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What was chosen, without the empty and the impossible."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def matching(self, messages: MessageQuerySet) -> MessageQuerySet:
        """The messages that fit."""
        chosen = self.chosen()
        words = chosen.pop("q", "")
        for word in words.split():
            messages = messages.filter(
                Q(person__name__icontains=word)
                | Q(address__icontains=word)
                | Q(about__icontains=word)
                | Q(key__icontains=word)
            )
        return messages.filter(**chosen)

    def query(self) -> str:
        """The filter as the beginning of an address's query, for the links to other pages."""
        return "".join(f"{urlencode({name: value})}&" for name, value in self.chosen().items())
