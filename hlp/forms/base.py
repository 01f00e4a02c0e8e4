"""What every form shares: no browser validation, errors in whole sentences, a crispy helper with buttons."""

from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.deconstruct import deconstructible

from hlp import text
from hlp.forms.layout import GovButton, GovButtons
from hlp.forms.wording import called

DASHES = "---------"
REQUIRED = str(forms.Field.default_error_messages["required"])


@deconstructible
class MaxWords:
    """Refuse a text of more than ``limit`` words, counted as the box beside it counts them.

    ``GovField`` shows the count under any field that carries this validator. Raises ``ValidationError``.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, value: str) -> None:
        """Raise ``ValidationError`` saying how many words are too many."""
        over = text.words(value) - self.limit
        if over > 0:
            words = "1 word" if over == 1 else f"{over} words"
            message = f"Use {self.limit} words or fewer. You have {words} too many"
            raise ValidationError(message, code="max_words")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MaxWords) and self.limit == other.limit

    def __hash__(self) -> int:
        return hash(("MaxWords", self.limit))


class TidyField(forms.CharField):
    """A text of several lines, tidied as all typed text is."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The text without what a word processor leaves behind."""
        return text.tidy(str(super().to_python(value)))


class GovFormMixin:
    """Make any Django form a GOV.UK form: put it first among the bases.

    ``submit`` names the green button. ``layout()`` may return layout objects and field names instead of all
    fields in order; end it with ``GovButtons`` for buttons of your own, else the green button is added.
    """

    use_required_attribute = False
    submit: str = "Save and continue"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            _say_what_is_missing(name, field)
            _name_the_empty_choice(field)

    def layout(self) -> list[Any]:
        """Field names and layout objects in order; all fields unless overridden."""
        return list(self.fields)  # type: ignore[attr-defined]

    @cached_property
    def helper(self) -> FormHelper:
        """What ``{% crispy form %}`` reads."""
        helper = FormHelper()
        helper.include_media = False
        helper.render_hidden_fields = True
        items = self.layout()
        if not any(isinstance(item, GovButtons) for item in items):
            items = [*items, GovButtons(GovButton(self.submit))]
        helper.layout = Layout(*items)
        return helper


class GovForm(GovFormMixin, forms.Form):
    """A plain form in GOV.UK style."""


class GovModelForm(GovFormMixin, forms.ModelForm):
    """A model form in GOV.UK style. For dates name ``GovDateField`` and its kin in ``Meta.field_classes``."""


def _say_what_is_missing(name: str, field: forms.Field) -> None:
    label = str(field.label) if field.label else name.replace("_", " ").capitalize()
    if str(field.error_messages.get("required")) == REQUIRED:
        field.error_messages["required"] = _required_message(label, field)
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = f"{label} must be %(limit_value)d characters or fewer"


def _name_the_empty_choice(field: forms.Field) -> None:
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = "Choose one"
    elif isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.Select):
        choices: Any = field.choices
        field.choices = [(key, "Choose one" if label == DASHES else label) for key, label in choices]


def _required_message(label: str, field: forms.Field) -> str:
    if label.endswith("?"):
        return f"Answer the question ‘{label}’"
    verb = "Enter"
    if isinstance(field, forms.BooleanField):
        return f"Tick the box: {label}"
    if isinstance(field, forms.FileField):
        verb = "Choose a file for"
    elif isinstance(field.widget, forms.Select | forms.RadioSelect):
        verb = "Select"
    return f"{verb} {called(label)}"
