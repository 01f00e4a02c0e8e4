"""Layout objects for crispy forms in GOV.UK style.

Every string given to them is written by us; what people type reaches a page only through a field.
"""

from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import render_field
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

PACK = "govuk"


class GovField(LayoutObject):
    """One field with options of how it looks.

    size: ``s`` ``m`` ``l`` ``xl`` for the label or legend; heading: it is also the page's ``h1``;
    hint: instead of the help text; hints: {option value: hint}; inline, small: radios and checkboxes;
    exclusive: value of the checkbox that clears the others; words: limit shown under a text box (read from
    ``MaxWords`` if not given); rows; width: ``2 3 4 5 10 20 30`` characters or ``full two-thirds one-half``;
    prefix, suffix; others become attributes of the control (``autocomplete="email"``, ``inputmode``).
    """

    OPTIONS = frozenset(
        "size heading hint hints inline small exclusive words width prefix suffix label".split()
    )

    def __init__(self, name: str, **options: Any) -> None:
        known = self.OPTIONS
        self.fields = [name]
        self.options = {key: value for key, value in options.items() if key in known}
        self.options["attrs"] = {
            key.replace("_", "-"): value for key, value in options.items() if key not in known
        }

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        """The field through ``govuk/field.html``, which finds the options as ``options``."""
        extra = {"options": self.options}
        return render_field(self.fields[0], form, context, template_pack=template_pack, extra_context=extra)


class GovFieldset(LayoutObject):
    """Fields under one legend. size as in ``GovField``; heading: the legend is also the page's ``h1``."""

    def __init__(
        self, legend: str, *fields: Any, size: str = "m", heading: bool = False, hint: str = ""
    ) -> None:
        self.fields = list(fields)
        self.legend = {"text": legend, "size": size, "heading": heading, "hint": hint}

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        """The fields inside ``<fieldset>``."""
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string("govuk/layout/fieldset.html", {"legend": self.legend, "fields": inner})


class GovBeside(LayoutObject):
    """Fields on the left, a template on the right (below them on a phone): the safeguarding card, say."""

    def __init__(self, *fields: Any, template: str = "_components/safeguarding.html", **values: Any) -> None:
        self.fields = list(fields)
        self.template = template
        self.values = values

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        """Two columns; the template sees the page's context and the values given."""
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        seen = {**_flat(context), **self.values, "fields": inner, "beside": self.template}
        return render_to_string("govuk/layout/beside.html", seen)


class GovDetails(LayoutObject):
    """Fields that wait behind a summary to open."""

    def __init__(self, summary: str, *fields: Any) -> None:
        self.fields = list(fields)
        self.summary = summary

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        """The fields inside ``<details>``, open when one of them has an error."""
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        names = {pointer.name for pointer in self.get_field_names()}
        values = {"summary": self.summary, "fields": inner, "open": bool(names & set(form.errors))}
        return render_to_string("govuk/layout/details.html", values)


class GovInclude:
    """A template between fields; it sees the page's context and the values given."""

    def __init__(self, template: str, **values: Any) -> None:
        self.template = template
        self.values = values

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        """The template, rendered."""
        return render_to_string(self.template, {**_flat(context), **self.values, "form": form})


class GovText(GovInclude):
    """A heading, a paragraph, or both, between fields. level: of the heading, 2 unless told."""

    def __init__(self, *, heading: str = "", text: str = "", level: int = 2, size: str = "m") -> None:
        super().__init__("govuk/layout/text.html", heading=heading, text=text, level=level, size=size)


class GovButton(GovInclude):
    """A submit button. style: ``""`` green, ``secondary``, ``warning``; name, value: which was pressed."""

    def __init__(self, text: str, *, style: str = "", name: str = "", value: str = "1", **attrs: Any) -> None:
        flat = {key.replace("_", "-"): item for key, item in attrs.items()}
        values = {"text": text, "style": style, "name": name, "value": value, "attrs": flat}
        super().__init__("govuk/layout/button.html", button=values)


class GovLink(GovInclude):
    """A link beside buttons: ``GovLink("Cancel", reverse("hlp:home"))``."""

    def __init__(self, text: str, href: str) -> None:
        super().__init__("govuk/layout/link.html", text=text, href=href)


class GovButtons(LayoutObject):
    """A row of ``GovButton`` and ``GovLink``, the first the usual way on."""

    def __init__(self, *buttons: GovInclude) -> None:
        self.fields = list(buttons)

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        """The buttons in a group that stacks on a phone."""
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string("govuk/layout/buttons.html", {"buttons": inner})


def _flat(context: Context) -> dict[str, Any]:
    return {str(key): value for key, value in context.flatten().items()}
