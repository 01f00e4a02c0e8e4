"""What is owed to whom about declarations: word that the window is open, and a reminder a week before it closes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from hlp import clock, outbox
from hlp.models import Message
from schools.models import DeclarationWindow
from schools.services.declarations.answers import asked_now, authors_of

LAST_CALL = timedelta(days=7)


def tell_due(*, at: datetime | None = None) -> int:
    """Write what is owed and was not written yet. Returns how many."""
    moment = at or clock.now()
    day = clock.local(moment).date()
    found = (
        note for window in asked_now(day) for note in _notes(window, last=day >= window.closes - LAST_CALL)
    )
    notes = {note.key: note for note in found}
    told = set(Message.objects.filter(key__in=list(notes)).values_list("key", flat=True))
    return outbox.write([note for key, note in notes.items() if key not in told], at=moment)


def _notes(window: DeclarationWindow, *, last: bool) -> Iterator[outbox.Note]:
    """To everybody who has not answered; in the last week a reminder, which also tells of the opening."""
    kind = "declaration-reminder" if last else "declaration-open"
    for author in authors_of(window.year):
        if author.answered_at is None:
            yield outbox.Note(
                key=f"{kind}:year={window.year.name}:user={author.person.pk}",
                kind=kind,
                person=author.person,
                context={
                    "year": window.year.name,
                    "closes": clock.day(window.closes),
                    "path": reverse("schools:declaration-edit", args=[window.year_id]),
                },
                about=f"user:{author.person.pk}",
                why="They have not declared yet",
            )
