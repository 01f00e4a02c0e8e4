"""Invented content for the page that shows every component."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

from hlp.forms import GovDateField, GovField, GovForm, MaxWords

COLOURS = "grey green teal blue purple magenta red orange yellow".split()


class SampleForm(GovForm):
    """One field of each kind."""

    name = forms.CharField(label="Name of the school")
    day = GovDateField(label="Date of the visit", help_text="For example 19 11 2026")
    judgement = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("yes", "Accurate"), ("no", "More positive than the evidence")]
    )
    evidence = forms.CharField(
        widget=forms.Textarea, validators=[MaxWords(150)], help_text="What did you see?"
    )
    agree = forms.BooleanField(label="I have told the host")

    def layout(self) -> list[Any]:
        """As pages do it."""
        return ["name", "day", GovField("judgement", inline=True), GovField("evidence", rows=5), "agree"]


def context() -> dict[str, Any]:
    """What ``hlp/components.html`` shows."""
    return {**_figures(), **_lists(), "colours": COLOURS, "documents": _documents(), "form": SampleForm()}


def _figures() -> dict[str, Any]:
    return {
        "tiles": [
            {"number": 31, "of": 46, "label": "Reports sent", "tone": "good", "href": "#table"},
            {"number": 2, "label": "Due today", "tone": "warn"},
            {"number": 1, "label": "Overdue", "tone": "bad", "href": "#table"},
            {"number": 12, "label": "Sessions to come"},
        ],
        "series": ["Urgent", "Some help", "On track", "Strong"],
        "bars": [
            {"label": "Attendance", "parts": [12, 9, 15, 10]},
            {"label": "Reading", "parts": [2, 11, 20, 13]},
        ],
    }


def _lists() -> dict[str, Any]:
    return {
        "actions": [
            {
                "title": "Write the report on Maple Juniors",
                "href": "#main-content",
                "text": "Due tomorrow at 4pm",
            },
            {
                "title": "Share your self-evaluation",
                "href": "#main-content",
                "status": "Due",
                "colour": "yellow",
            },
        ],
        "table": [
            {
                "school": "Maple Juniors",
                "lead": "Priya Raman",
                "ended": "19 Nov",
                "status": "Late",
                "colour": "red",
            },
            {
                "school": "Oak Lodge",
                "lead": "Tom Bell",
                "ended": "18 Nov",
                "status": "Sent",
                "colour": "green",
            },
        ],
        "page": Paginator(range(60), 20).page(2),
        "tasks": [
            {"title": "Context", "href": "#main-content", "status": "Completed"},
            {"title": "Judgement", "href": "#main-content", "status": "In progress", "colour": "teal"},
            {"title": "Send", "hint": "After every section", "status": "Cannot start yet"},
        ],
        "rows": [
            {"key": "Host", "value": "Maple Juniors"},
            {"key": "Date", "value": "Thursday 19 November 2026", "href": "#main-content"},
        ],
        "events": [
            {"when": "19 Nov at 4pm", "title": "Session ended", "by": "Priya Raman"},
            {
                "when": "20 Nov at 10:30pm",
                "title": "Report sent",
                "text": "On time, 31 hours after the session",
            },
        ],
    }


def _documents() -> list[SimpleNamespace]:
    sample = {"title": "Handbook", "stage": "Laying out pages", "progress": 40}
    states = [(True, False), (False, True), (False, False)]
    return [
        SimpleNamespace(pk=number, is_ready=ready, is_pending=pending, **sample)
        for number, (ready, pending) in enumerate(states, 1)
    ]
