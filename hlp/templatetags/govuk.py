"""What the crispy pack ``govuk`` needs to know of a field: its kind, its parts and what describes it."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from hlp.forms import MaxWords

register = template.Library()

# The first match counts: a checkbox list is also a radio list, and both are also selects, to Django.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "checkbox"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.MultiWidget, "parts"),
)
CLASSES = {"select": "govuk-select", "textarea": "govuk-textarea", "file": "govuk-file-upload"}
GROUPS = {"checkboxes", "radios", "parts"}
PART_WIDTHS = {"day": 2, "month": 2, "year": 4, "time": 10}


@register.filter
def kind(field: BoundField) -> str:
    """Which template of the pack draws this field."""
    widget = field.field.widget
    return next((name for cls, name in KINDS if isinstance(widget, cls)), "input")


def field_id(field: BoundField) -> str:
    """The id Django gives to the control, or the stem of the ids where it has several."""
    return str(field.field.widget.attrs.get("id") or field.auto_id)


@register.filter
def focus_id(field: BoundField) -> str:
    """The id of the control that a link in the error summary should focus."""
    stem = field_id(field)
    if kind(field) not in GROUPS:
        return stem
    faulty = _faulty_parts(field)
    return f"{stem}_{min(faulty) if faulty else 0}"


def _faulty_parts(field: BoundField) -> set[int]:
    errors = field.form.errors.as_data().get(field.name, [])
    codes = [str(error.code) for error in errors]
    return {int(code.removeprefix("part-")) for code in codes if code.startswith("part-")}


def words(field: BoundField, options: dict[str, Any]) -> int | None:
    """The word limit: as the layout says, else as the field's validator says."""
    limits = [item.limit for item in field.field.validators if isinstance(item, MaxWords)]
    limit: int | None = options.get("words") or (limits[0] if limits else None)
    return limit


@register.simple_tag
def describe(field: BoundField, options: dict[str, Any] | None = None) -> dict[str, Any]:
    """All that ``govuk/field.html`` shows around the control."""
    options = options or {}
    stem = field_id(field)
    hint = options.get("hint", field.help_text)
    limit = words(field, options)
    described = [(hint, f"{stem}_helptext"), (field.errors, f"{stem}_error"), (limit, f"{stem}-info")]
    return {
        **options,
        "id": stem,
        "kind": kind(field),
        "label": options.get("label", field.label),
        "hint": hint,
        "words": limit,
        "describedby": " ".join(name for shown, name in described if shown),
    }


@register.simple_tag
def control(field: BoundField, shown: dict[str, Any]) -> SafeString:
    """The one control of a field, with its classes, its description and the layout's attributes."""
    attrs = {**shown.get("attrs", {}), "class": _classes(field, shown)}
    if shown["describedby"]:
        attrs["aria-describedby"] = shown["describedby"]
    return field.as_widget(attrs=attrs)


def _classes(field: BoundField, shown: dict[str, Any]) -> str:
    base = CLASSES.get(shown["kind"], "govuk-input")
    names = [base, field.field.widget.attrs.get("class", "")]
    if shown.get("width"):
        width = str(shown["width"])
        names.append(f"govuk-input--width-{width}" if width.isdigit() else f"govuk-!-width-{width}")
    if shown["words"]:
        names.append("govuk-js-character-count")
    if field.errors:
        names.append(f"{base}--error")
    return " ".join(name for name in names if name)


@register.simple_tag
def options_of(field: BoundField, shown: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The choices of radios or checkboxes: id, name, value, label, checked, hint, exclusive."""
    hints = {str(key): hint for key, hint in (shown.get("hints") or {}).items()}
    for index, item in enumerate(field.subwidgets):
        value = str(item.data["value"])
        if not value and shown["kind"] == "radios":
            continue  # a model's empty choice: a radio group shows it by having none chosen
        yield {
            "id": f"{shown['id']}_{index}",
            "name": item.data["name"],
            "value": value,
            "label": item.data["label"],
            "checked": item.data["selected"],
            "disabled": field.field.disabled,
            "hint": hints.get(value, ""),
            "exclusive": value == str(shown.get("exclusive", "")) and value != "",
        }


@register.simple_tag
def parts_of(field: BoundField, shown: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The boxes of a date, or of a date and time: id, name, value, label, width, faulty."""
    widget: Any = field.field.widget
    drawn = widget.get_context(field.html_name, field.value(), {"id": shown["id"]})["widget"]["subwidgets"]
    names = getattr(widget, "parts", [f"part {number + 1}" for number in range(len(drawn))])
    faulty = _faulty_parts(field) or (set(range(len(drawn))) if field.errors else set())
    for index, (part, name) in enumerate(zip(drawn, names, strict=True)):
        yield {
            "id": f"{shown['id']}_{index}",
            "name": part["name"],
            "value": "" if part["value"] is None else part["value"],
            "label": name.capitalize(),
            "width": PART_WIDTHS.get(name, 10),
            "numeric": name in {"day", "year"},
            "faulty": index in faulty,
        }


@register.simple_tag
def error_items(*forms_or_sets: Any) -> list[tuple[str, str]]:
    """(id to focus or "", message) for what is wrong in forms, formsets and lists of them, in page order."""
    items: list[tuple[str, str]] = []
    for entry in forms_or_sets:
        if isinstance(entry, BaseFormSet):
            items += [("", str(message)) for message in entry.non_form_errors()]
            items += error_items(*entry.forms)
        elif isinstance(entry, list | tuple):
            items += error_items(*entry)
        elif isinstance(entry, forms.BaseForm) and entry.is_bound:
            items += _form_errors(entry)
    return items


def _form_errors(form: forms.BaseForm) -> list[tuple[str, str]]:
    items = [("", str(message)) for message in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else focus_id(field)
        items += [(target, str(message)) for message in field.errors]
    return items
