"""Writing the report: opened once, saved section by section, never over somebody's newer text."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import clock
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge.choices import REPORT_SENT
from peerchallenge.models import ChallengeSession, Report
from peerchallenge.packs.sections import (
    BY_SLUG,
    MOST_ACTIONS,
    MOST_CHARACTERS,
    WHAT_CHARACTERS,
    WHEN_CHARACTERS,
    WHO_CHARACTERS,
    Section,
)
from peerchallenge.services.reports.answers import Answers, answers_of, pick, store, tidied
from peerchallenge.services.reports.notes import mark_used

ACTION_LIMITS = {"what": WHAT_CHARACTERS, "who": WHO_CHARACTERS, "by_when": WHEN_CHARACTERS}


class Closed(Exception):
    """The report can no longer be written, or not at present; the message says why, in a sentence."""


def open_report(*, session: ChallengeSession, at: datetime | None = None) -> Report:
    """The session's report, with an empty one made where there is none yet.

    Raises Closed when the session is postponed or cancelled.
    """
    if not (session.is_report_open or session.is_report_sent):
        raise Closed(
            f"This session is {session.get_state_display().lower()}, so there is no report to write."
        )
    report = Report.objects.select_related("direction").get_or_create(session=session)[0]
    report.session = session
    return report


@transaction.atomic
def save_section(
    *,
    report: Report,
    slug: str,
    revision: int,
    data: Answers,
    by: User,
    at: datetime | None = None,
    visited: bool = False,
    page: str = "",
    turn: int = 0,
    taken: Collection[int] = (),
) -> int:
    """Save what a section has so far: lock the report, check that nobody was faster, store. Returns its revision.

    Nothing is required here. ``page`` and ``turn`` tell a writer's own earlier saving, whose answer got lost on the
    way, from another person's. ``visited`` notes that an optional section was left empty on purpose. The same
    answers again change nothing. ``taken`` are notes of the day (primary keys) whose text was taken in: they are marked
    as used. Raises StaleEdit, Closed, and ValidationError for a text that is too long.
    """
    row = locked(report)
    section = BY_SLUG[slug]
    before = answers_of(row)
    after = tidied(section, data, before)
    fields: list[str] = []
    if visited and section.optional and slug not in row.visited:
        row.visited = [*row.visited, slug]
        fields.append("visited")
    if after != pick(before, section):
        if not _is_newest(row, slug, revision, page, turn):
            raise StaleEdit
        check_lengths(section, after)
        fields += store(row, section, after)
        fields += _note(row, slug, by, at or clock.now(), page, turn)
    row.save(update_fields=fields)
    if taken:
        mark_used(row, slug, taken, by, at or clock.now())
    return int(row.revisions.get(slug, 0))


@transaction.atomic
def settle(*, report: Report, slug: str, page: str, turn: int) -> None:
    """Note that the writer of a page (its token and turn) has seen the stored text and keeps it. Nothing else changes.

    So the browser knows that it need not keep what was typed on that page any longer. Raises Closed.
    """
    row = locked(report)
    if page and slug in row.saves:
        row.saves = {**row.saves, slug: {**row.saves[slug], "page": page, "turn": turn}}
        row.save(update_fields=["saves"])


def savings(report: Report) -> str:
    """The page and turn of each section's last saving, as ``page:turn page:turn``: the browser keeps what came later."""
    marks = ((last.get("page"), last.get("turn", 0)) for last in report.saves.values())
    return " ".join(f"{page}:{turn}" for page, turn in marks if page)


def locked(report: Report) -> Report:
    """The report, locked, with its session as it stands now. Raises Closed when it may not be written."""
    row = Report.objects.select_for_update().get(pk=report.pk)
    # Read after the lock is ours: the report may have been sent while we waited.
    row.session = ChallengeSession.objects.select_related("host", "round").get(pk=row.session_id)
    if row.session.state in REPORT_SENT:
        raise Closed("The report was sent. Nothing can be changed in it now.")
    if not row.session.is_report_open:
        raise Closed(
            f"This session is {row.session.get_state_display().lower()}, so there is no report to write."
        )
    return row


def _is_newest(row: Report, slug: str, revision: int, page: str, turn: int) -> bool:
    last = row.saves.get(slug, {})
    own = bool(page) and last.get("page") == page and turn > last.get("turn", 0)
    return own or revision == row.revisions.get(slug, 0)


def _note(row: Report, slug: str, by: User, moment: datetime, page: str, turn: int) -> list[str]:
    row.revisions = {**row.revisions, slug: row.revisions.get(slug, 0) + 1}
    saving = {"at": moment.isoformat(), "by": by.name, "page": page, "turn": turn}
    row.saves = {**row.saves, slug: saving}
    row.saved_at, row.saved_by = moment, by
    return ["revisions", "saves", "saved_at", "saved_by"]


def check_lengths(section: Section, data: Answers) -> None:
    """Raise ValidationError, by field, for any text that is longer than a report can hold."""
    errors: dict[str, Any] = {}
    for box in section.boxes:
        errors |= _too_long(box.name, box.label, data[box.name], MOST_CHARACTERS)
    for area in data.get("areas", []):
        errors |= _too_long(
            f"evidence_{area['id']}", f"Evidence on {area['name']}", area["evidence"], MOST_CHARACTERS
        )
    actions = data.get("actions", [])
    for place, row in enumerate(actions):
        for key, limit in ACTION_LIMITS.items():
            errors |= _too_long(f"{key}_{place}", f"Action {place + 1}", row[key], limit)
    if len(actions) > MOST_ACTIONS:
        errors["what_0"] = f"Agree {MOST_ACTIONS} actions or fewer"
    if errors:
        raise ValidationError(errors)


def _too_long(name: str, label: str, value: str, limit: int) -> dict[str, str]:
    if len(value) <= limit:
        return {}
    return {name: f"{label} must be {limit:,} characters or fewer. You have {len(value):,}"}
