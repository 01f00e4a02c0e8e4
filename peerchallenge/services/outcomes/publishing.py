"""A summary is published: checked for names, frozen with its numbers, printed, shown, told."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from hlp import audit, clock, documents, outbox, papers, transitions
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.calculations.naming import named_in
from peerchallenge.choices import OUTCOMES_MOVES, OutcomesState
from peerchallenge.models import OutcomesSummary, ThemeBoard
from peerchallenge.services.outcomes.facts import facts_of
from peerchallenge.services.outcomes.sections import SECTIONS
from peerchallenge.services.themes.quotes import known_names
from schools.choices import Role
from schools.models import Appointment

KIND = "outcomes-published"
TEMPLATE = "peerchallenge/outcomes/summary_pdf.html"
READERS = (Role.HEADTEACHER, Role.LEAD_HEADTEACHER, Role.DIRECTOR, Role.ADMINISTRATOR, Role.LA_OFFICER)


def names_in(summary: OutcomesSummary) -> list[tuple[str, list[str]]]:
    """What looks like the name of a school or a person, by section."""
    names = known_names()
    told = [(section.title, named_in(summary.text_of(section.key), names)) for section in SECTIONS]
    return [(title, found) for title, found in told if found]


@transaction.atomic
def publish(
    *,
    summary: OutcomesSummary,
    version: int,
    by: User,
    names_stay: bool = False,
    at: datetime | None = None,
) -> OutcomesSummary:
    """Freeze a draft with the numbers of this moment: lock, check, document, replace the one before, messages, audit.

    Once; a second time gives what is there. Raises StaleEdit where the draft was changed since, WrongMove where it was
    dropped, ValidationError while the round's themes are not published, and for names unless ``names_stay``.
    """
    locked = OutcomesSummary.objects.select_for_update().get(pk=summary.pk)
    if locked.state == OutcomesState.PUBLISHED:
        return locked
    if not locked.is_draft:
        raise WrongMove(locked.state, OutcomesState.PUBLISHED)
    if locked.version != version:
        raise StaleEdit
    _check(locked, names_stay)
    moment = at or clock.now()
    before = locked.round.summaries.select_for_update().filter(state=OutcomesState.PUBLISHED).first()
    if before:
        transitions.move(
            before, to=OutcomesState.REPLACED, table=OUTCOMES_MOVES, by=by, at=moment, reason=locked.reason
        )
    locked.facts = facts_of(locked.round, moment)
    locked.published_at, locked.published_by = moment, by
    locked.document = _document(locked, moment)
    changed = ("facts", "published_at", "published_by", "document")
    transitions.move(
        locked, to=OutcomesState.PUBLISHED, table=OUTCOMES_MOVES, by=by, at=moment, update=changed
    )
    _tell(locked, moment)
    audit.record("outcomes.published", about=locked.about, by=by, at=moment, names_stay=names_stay)
    return locked


def _check(summary: OutcomesSummary, names_stay: bool) -> None:
    if not ThemeBoard.objects.filter(round=summary.round_id).exists():
        raise ValidationError("Publish the themes of the round first: the summary counts them.")
    if not any(summary.text_of(section.key).strip() for section in SECTIONS):
        raise ValidationError("The summary has no words yet.")
    if not names_stay and names_in(summary):
        raise ValidationError(
            "The text seems to name a school or a person. Take the name out, or confirm that it may stay."
        )


def printed(summary: OutcomesSummary) -> dict[str, Any]:
    """What the page, the PDF and the Board's paper show of a summary."""
    told = [
        {"key": section.key, "title": section.title, "text": summary.text_of(section.key)}
        for section in SECTIONS
        if summary.text_of(section.key).strip()
    ]
    return {
        **summary.facts,
        "number": summary.number,
        "reason": summary.reason,
        "published": clock.day(summary.published_at) if summary.published_at else "",
        "sections": told,
    }


def _document(summary: OutcomesSummary, at: datetime) -> Any:
    title = str(summary)
    return documents.ask(
        papers.KIND,
        about=summary.about,
        title=title,
        filename=f"{slugify(title)}-version-{summary.number}.pdf",
        source={"title": title, "restricted": False, "template": TEMPLATE, **printed(summary)},
        at=at,
    )


def _tell(summary: OutcomesSummary, at: datetime) -> None:
    posts = Appointment.objects.on(clock.local(at).date()).filter(role__in=READERS, person__is_active=True)
    people = {post.person for post in posts.select_related("person")}
    context = {
        "round": str(summary.round),
        "path": summary.get_absolute_url(),
        "corrected": summary.corrects_id is not None,
    }
    outbox.write(
        [
            Note(
                key=f"{KIND}:summary={summary.pk}:user={person.pk}",
                kind=KIND,
                person=person,
                context=context,
                about=summary.about,
                why="a summary of outcomes was published",
            )
            for person in sorted(people, key=lambda one: one.pk)
        ],
        at=at,
    )
