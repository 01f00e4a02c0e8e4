"""Forms: dates and times as people type them, errors in words, and a summary whose links find the box."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from hlp.forms import (
    GovBeside,
    GovButton,
    GovButtons,
    GovDateField,
    GovDateTimeField,
    GovDetails,
    GovField,
    GovFieldset,
    GovForm,
    GovLink,
    GovTimeField,
    MaxWords,
)
from hlp.forms.dates import GovDateTimeWidget
from hlp.forms.wording import called
from hlp.templatetags.govuk import error_items

NOUN = "the date of the session"


class VisitForm(GovForm):
    """One field of every kind."""

    judgement = forms.ChoiceField(choices=[("a", "Accurate"), ("b", "Cautious")], widget=forms.RadioSelect)
    evidence = forms.CharField(
        label="Evidence you saw", help_text="Name nobody.", widget=forms.Textarea, validators=[MaxWords(3)]
    )
    themes = forms.MultipleChoiceField(
        choices=[("1", "Reading"), ("0", "None")], widget=forms.CheckboxSelectMultiple
    )
    on = GovDateField(noun=NOUN)
    starts = GovTimeField(label="Start time")
    school = forms.ChoiceField(choices=[("", "---------"), ("1", "Ashgrove")])
    agree = forms.BooleanField(label="I have read the code")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def layout(self) -> list[Any]:
        """Every layout object once."""
        return [
            GovField("judgement", inline=True, size="m", heading=True, hints={"a": "As it is"}),
            GovBeside(GovField("evidence", rows=6)),
            GovFieldset("When", "on", GovField("starts", width=10, autocomplete="off")),
            GovField("themes", exclusive="0"),
            GovDetails("More", "school"),
            "agree",
            GovButtons(GovButton("Save", name="save"), GovLink("Cancel", "/home/")),
        ]


def refusal(field: forms.Field, value: Any) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    error = caught.value.error_list[0]
    return str(error.messages[0]), str(error.code)


@pytest.mark.parametrize("typed", [["19", "11", "2026"], [" 19", "Nov", "2026"], ["19", "november", "2026 "]])
def test_a_date_is_read_as_people_type_it(typed: list[str]) -> None:
    assert GovDateField().clean(typed) == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("typed", "message", "code"),
    [
        (["", "", ""], "Enter the date of the session, for example 19 11 2026", "required"),
        (["19", "", ""], "The date of the session must include a month and year", "part-1"),
        (
            ["19", "11", "26"],
            "The year of the date of the session must have 4 numbers, such as 2026",
            "part-2",
        ),
        (["31", "11", "2026"], "The date of the session must be a real date", "invalid"),
        (["x", "Sol", "2026"], "The date of the session must be a real date", "invalid"),
        (["29", "2", "2027"], "The date of the session must be a real date", "invalid"),
    ],
)
def test_a_date_that_cannot_be_read_is_refused_in_words(typed: list[str], message: str, code: str) -> None:
    assert refusal(GovDateField(noun=NOUN), typed) == (message, code)


def test_a_date_keeps_to_its_limits() -> None:
    field = GovDateField(noun=NOUN, earliest=date(2026, 9, 1), latest=lambda: date(2026, 12, 18))

    assert (
        refusal(field, ["31", "8", "2026"])[0] == "The date of the session must be 1 September 2026 or later"
    )
    assert (
        refusal(field, ["19", "12", "2026"])[0]
        == "The date of the session must be 18 December 2026 or earlier"
    )
    assert field.clean(["18", "12", "2026"]) == date(2026, 12, 18)


def test_an_optional_date_left_empty_is_none() -> None:
    assert GovDateField(required=False).clean(["", "", ""]) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("4pm", time(16)),
        ("4 PM", time(16)),
        ("3.45pm", time(15, 45)),
        ("3:45 p.m.", time(15, 45)),
        ("15:45", time(15, 45)),
        ("1545", time(15, 45)),
        ("03:45", time(3, 45)),
        ("8:30", time(8, 30)),
        ("midday", time(12)),
        ("12am", time(0)),
        ("12.30pm", time(12, 30)),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, expected: time) -> None:
    assert GovTimeField().clean(typed) == expected


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the start time, for example 9am or 3:45pm"),
        ("3:45", "Say whether 3:45 is am or pm, for example 3:45pm"),
        ("4", "Say whether 4 is am or pm, for example 4pm"),
        ("25:00", "Enter the start time like 9am, 3:45pm or 15:45"),
        ("13pm", "Enter the start time like 9am, 3:45pm or 15:45"),
        ("after lunch", "Enter the start time like 9am, 3:45pm or 15:45"),
    ],
)
def test_a_time_that_can_mean_two_things_is_asked_about(typed: str, message: str) -> None:
    assert refusal(GovTimeField(label="Start time"), typed)[0] == message


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["19", "11", "2026", "3:30pm"], datetime(2026, 11, 19, 15, 30, tzinfo=UTC)),
        (["19", "6", "2026", "3:30pm"], datetime(2026, 6, 19, 14, 30, tzinfo=UTC)),
        (["25", "10", "2026", "1:30am"], datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_london_time_kept_in_utc(typed: list[str], expected: datetime) -> None:
    assert GovDateTimeField().clean(typed) == expected


@pytest.mark.parametrize(
    ("typed", "message", "code"),
    [
        (["", "", "", ""], "Enter the end, for example 19 11 2026 and 3:30pm", "required"),
        (["", "", "", "4pm"], "The end must include a date", "part-0"),
        (["19", "11", "2026", ""], "The end must include a time, such as 3:30pm", "part-3"),
        (
            ["29", "3", "2026", "1:30am"],
            "The clocks go forward on that day: 1:30am does not happen",
            "part-3",
        ),
    ],
)
def test_a_moment_that_cannot_be_is_refused(typed: list[str], message: str, code: str) -> None:
    assert refusal(GovDateTimeField(label="End"), typed) == (message, code)


def test_a_stored_moment_is_shown_on_londons_clocks() -> None:
    shown = GovDateTimeWidget().decompress(datetime(2026, 6, 19, 14, 30, tzinfo=UTC))

    assert shown == [19, 6, 2026, "3:30pm"]


def test_what_was_not_touched_has_not_changed() -> None:
    moment = datetime(2026, 11, 19, 15, 30, tzinfo=UTC)

    assert GovDateTimeField().has_changed(moment, ["19", "11", "2026", "3:30pm"]) is False
    assert GovDateField().has_changed(date(2026, 11, 19), ["19", "11", "26"]) is True
    assert GovTimeField().has_changed(time(15, 30), "3.30pm") is False


@pytest.mark.parametrize(
    ("label", "inside"),
    [("URN", "the URN"), ("Start time", "the start time"), ("When it ended", "when it ended")],
)
def test_a_label_is_called_properly_inside_a_sentence(label: str, inside: str) -> None:
    assert called(label) == inside


def test_too_many_words_are_counted_for_the_writer() -> None:
    with pytest.raises(ValidationError, match=r"^\['Use 3 words or fewer. You have 2 words too many'\]$"):
        MaxWords(3)("one two three four five")


def test_every_error_is_a_sentence_that_links_to_its_first_box() -> None:
    data = {"evidence": "a b c d", "on_0": "19", "on_1": "", "on_2": "2026", "starts": "3:45"}

    assert error_items(VisitForm(data)) == [
        ("id_judgement_0", "Select the judgement"),
        ("id_evidence", "Use 3 words or fewer. You have 1 word too many"),
        ("id_themes_0", "Select the themes"),
        ("id_on_1", "The date of the session must include a month"),
        ("id_starts", "Say whether 3:45 is am or pm, for example 3:45pm"),
        ("id_school", "Select the school"),
        ("id_agree", "Tick the box: I have read the code"),
        ("", "Enter the version"),
    ]


def test_every_link_of_the_summary_finds_a_control_on_the_page() -> None:
    form = VisitForm({"on_0": "19"})
    summary = render_to_string("_components/error_summary.html", {"form": form})
    page = render_crispy_form(form)
    targets = re.findall(r'href="#([^"]+)"', summary)
    controls = re.findall(r'<(?:input|select|textarea)[^>]*\sid="([^"]+)"', page)

    assert len(targets) == 7
    assert [target for target in targets if target not in controls] == []


def test_every_id_that_a_control_is_described_by_is_on_the_page_once() -> None:
    page = render_crispy_form(VisitForm({"on_0": "19"}))
    described = {name for names in re.findall(r'aria-describedby="([^"]+)"', page) for name in names.split()}
    ids = re.findall(r'\sid="([^"]+)"', page)

    assert {
        "id_evidence_helptext",
        "id_evidence_error",
        "id_evidence-info",
        "id_judgement_0_hint",
    } <= described
    assert described <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_form_without_errors_has_no_summary() -> None:
    assert render_to_string("_components/error_summary.html", {"form": VisitForm()}).strip() == ""


def test_a_formset_adds_its_errors_to_the_summary() -> None:
    class Action(GovForm):
        what = forms.CharField(label="What will be done")

    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-what": ""}
    formset = forms.formset_factory(Action)(data, initial=[{"what": "Plan"}])

    assert error_items(None, formset) == [("id_form-0-what", "Enter what will be done")]


def test_the_browser_does_not_check_and_what_was_typed_stays() -> None:
    page = render_crispy_form(
        VisitForm({"evidence": "Çéline & <b>", "on_0": "31", "on_1": "Nov", "on_2": "2026"})
    )

    assert " novalidate" in page
    assert " required" not in page
    assert "Çéline &amp; &lt;b&gt;</textarea>" in page
    assert re.findall(r'name="on_\d" type="text" value="(\w+)"', page) == ["31", "Nov", "2026"]


def test_the_word_count_under_a_box_comes_from_its_validator() -> None:
    page = render_crispy_form(VisitForm())

    assert 'data-maxlength="3" data-count-type="words"' in page
    assert "You can enter up to 3 words" in page


def test_a_section_with_an_error_inside_is_open() -> None:
    assert '<details class="govuk-details" open>' in render_crispy_form(VisitForm({}))
    assert '<details class="govuk-details">' in render_crispy_form(VisitForm())
