"""Draws the year planner from the facts that were kept when it was asked for."""

from datetime import date
from typing import Any

from hlp import clock, pdf
from hlp.documents import Progress

TEMPLATE = "peerchallenge/calendar/pdf.html"


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """The planner as a tagged PDF on A4, landscape. Reads nothing but ``source``."""
    progress(10, "Laying out the months")
    return pdf.render(TEMPLATE, context(source), progress)


def context(source: dict[str, Any]) -> dict[str, Any]:
    """The facts as the template wants them: a cell for each school and month."""
    months = [date.fromisoformat(month) for month in source["months"]]
    return {
        "title": f"Year planner {source['year']}",
        "year": source["year"],
        "months": [f"{month:%B}" for month in months],
        "dates": [_dates(source["dates"], month) for month in months],
        "sections": [
            {**part, "rows": [_row(row, months) for row in part["rows"]]} for part in source["sections"]
        ],
    }


def _row(row: dict[str, Any], months: list[date]) -> dict[str, Any]:
    sessions = [{**one, "day": date.fromisoformat(one["day"])} for one in row["sessions"]]
    cells = [[_told(one) for one in sessions if one["day"].replace(day=1) == month] for month in months]
    return {**row, "cells": cells}


def _told(session: dict[str, Any]) -> dict[str, Any]:
    return {**session, "on": f"{session['day']:%a} {session['day'].day}"}


def _dates(dates: list[dict[str, str]], month: date) -> list[dict[str, str]]:
    """What begins in a month: ``26 to 30 Oct: Half term``."""
    found = []
    for one in dates:
        first, last = date.fromisoformat(one["starts"]), date.fromisoformat(one["ends"])
        if first.replace(day=1) == month:
            found.append({**one, "on": _span(first, last)})
    return found


def _span(first: date, last: date) -> str:
    if first == last:
        return f"{first:%a} {first.day}"
    same = first.month == last.month and first.year == last.year
    return f"{first.day} to {last.day}" if same else f"{clock.short_day(first)} to {clock.short_day(last)}"
