"""Tells those concerned that a handbook has changed: one message for many changes in a short time."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from hlp import clock, outbox
from hlp.choices import DocumentState, MessageState
from hlp.models import Message
from hlp.outbox import Note
from peerchallenge.models import ChallengeSession, Handbook
from peerchallenge.services import notices
from peerchallenge.services.clock import context_of
from peerchallenge.services.handbooks.changes import TOLD_AT_ONCE, changed_groups, sentences

CHANGED = "handbook-changed"
QUIET = timedelta(minutes=20)  # how long nothing else must have changed before anybody is told


def tell_changes(handbook: Handbook, *, at: datetime) -> None:
    """Write the message about everything since the version that people know; what waits about an older one is withdrawn.

    News that has a message of its own (date, team) is not told a second time by itself.
    """
    session, now = handbook.session, handbook.document.source
    outbox.cancel(about=session.about, kinds=[CHANGED])
    known = _known_to_people(session, now["version"])
    groups = changed_groups(known.document.source, now) if known else []
    if not set(groups) - TOLD_AT_ONCE:
        return
    context: dict[str, Any] = {
        **context_of(session),
        "changes": sentences(groups, now),
        "version": now["version"],
        "path": reverse("peerchallenge:handbook-detail", args=[session.pk]),
    }
    notes = [
        Note(
            key=f"{CHANGED}:session={session.pk}:version={now['version']}:user={person.pk}",
            kind=CHANGED,
            person=person,
            context=context,
            about=session.about,
            why="the handbook has changed",
            due_at=clock.after_quiet(at + QUIET),
        )
        for person in notices.concerned(session)
    ]
    outbox.write(notes, at=at)


def _known_to_people(session: ChallengeSession, newest: int) -> Handbook | None:
    """The version that people were last told of, or the first that they could open."""
    told = Message.objects.filter(kind=CHANGED, about=session.about, state=MessageState.SENT)
    last = told.order_by("-pk").values_list("context", flat=True).first()
    older = Handbook.objects.filter(session=session, document__version__lt=newest).select_related("document")
    known = older.filter(document__version=last["version"]).first() if last else None
    opened = older.filter(document__state=DocumentState.READY)
    return known or opened.order_by("document__version").first()
