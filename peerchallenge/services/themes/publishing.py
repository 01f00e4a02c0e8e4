"""A round's themes are published, and what they found goes into the coming round."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from peerchallenge.models import Round, ThemeBoard
from peerchallenge.services.rounds import take_up_themes
from peerchallenge.services.themes.boards import evidence, shown_counts
from peerchallenge.services.themes.facts import facts_of
from peerchallenge.services.themes.gathering import gather, readiness
from schools.choices import Role
from schools.models import Appointment, Theme

KIND = "themes-published"
READERS = (Role.HEADTEACHER, Role.LEAD_HEADTEACHER, Role.DIRECTOR, Role.ADMINISTRATOR)


@transaction.atomic
def publish_board(*, round: Round, by: User, at: datetime | None = None) -> ThemeBoard:
    """Freeze what the round found and show it to the partnership: lock, check, write, messages, audit.

    Once; a second time gives what is there. Raises ValidationError while a report is not final.
    """
    row = Round.objects.select_for_update().get(pk=round.pk)
    if there := ThemeBoard.objects.filter(round=row).first():
        return there
    ready = readiness(row)
    if not ready.is_open:
        raise ValidationError("The themes of a round are published when its last report is final.")
    gathered, moment = gather(row), at or clock.now()
    if not gathered.tagged:
        raise ValidationError("No theme of this round’s findings is confirmed yet.")
    made = ThemeBoard(round=row, facts=facts_of(gathered), published_at=moment, published_by=by)
    made.save()
    _tell(made, moment)
    audit.record("themes.published", about=made.about, by=by, at=moment)
    return made


def _tell(board: ThemeBoard, at: datetime) -> None:
    posts = Appointment.objects.on(clock.local(at).date()).filter(role__in=READERS, person__is_active=True)
    people = {post.person for post in posts.select_related("person")}
    outbox.write(
        [
            Note(
                key=f"{KIND}:round={board.round_id}:user={person.pk}",
                kind=KIND,
                person=person,
                context={"round": str(board.round), "path": board.get_absolute_url()},
                about=board.about,
                why="the themes of a round were published",
            )
            for person in sorted(people, key=lambda one: one.pk)
        ],
        at=at,
    )


def coming_rounds(after: Round) -> QuerySet[Round]:
    """The rounds that open after this one and are not over."""
    rows = Round.objects.filter(opens__gt=after.opens, closes__gte=clock.today())
    return rows.select_related("year").order_by("opens")


def take_up(
    *,
    found_in: Round,
    into: Round,
    themes: Iterable[int],
    version: int,
    by: User,
    at: datetime | None = None,
) -> list[str]:
    """Take themes (primary keys) of a published board into a coming round, its counts as their reasons. Returns names.

    Side effects are those of ``rounds.take_up_themes``. What the board does not show is left out. Raises StaleEdit.
    """
    known = shown_counts(found_in)
    chosen = Theme.objects.filter(pk__in=[pk for pk in themes if pk in known]).order_by("name")
    reasons = [(theme.name, evidence(found_in, known[theme.pk][1])) for theme in chosen]
    take_up_themes(round=into, themes=reasons, version=version, by=by, at=at)
    return [name for name, _ in reasons]
