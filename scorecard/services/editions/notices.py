"""Who is told that a score card is out: that it is, and where; never what it says."""

from datetime import datetime
from typing import Any

from django.db.models import Case, When

from hlp import clock, outbox
from hlp.models import User
from hlp.outbox import Note
from schools.choices import Role
from schools.models import Appointment
from scorecard.models import Edition, Erratum

PUBLISHED, CORRECTED = "score-card-published", "score-card-corrected"
WHY = {PUBLISHED: "a score card was published", CORRECTED: "a score card was corrected"}
# Those who read the partnership's score card, beside the schools themselves.
READERS = (Role.LEAD_HEADTEACHER, Role.DIRECTOR, Role.ADMINISTRATOR, Role.LA_OFFICER)


def tell(edition: Edition, *, at: datetime) -> int:
    """Write one message to each headteacher and each reader; of a correction only to those whom it concerns."""
    kind = CORRECTED if edition.corrects_id else PUBLISHED
    notes = [
        Note(
            key=f"{kind}:edition={edition.pk}:user={person.pk}",
            kind=kind,
            person=person,
            context={"year": edition.label, "path": path},
            about=edition.about,
            why=WHY[kind],
        )
        for person, path in _concerned(edition, at).items()
    ]
    return outbox.write(notes, at=at)


def _concerned(edition: Edition, at: datetime) -> dict[User, str]:
    """Whom it concerns, each with the page to open: that of their school, else the partnership's."""
    cards = edition.cards.filter(school__isnull=False, full=True).select_related("school")
    paths = {card.school_id: card.get_absolute_url() for card in cards}
    everybody = not edition.corrects_id
    changed = set(Erratum.objects.filter(edition=edition).values_list("school", flat=True))
    found: dict[User, str] = {}
    for post in _posts(at):
        if not (everybody or None in changed or post.school_id in changed):
            continue
        if post.role in READERS:
            found.setdefault(post.person, edition.get_absolute_url())
        elif path := paths.get(post.school_id):
            found[post.person] = edition.get_absolute_url() if found.get(post.person, path) != path else path
    return found


def _posts(at: datetime) -> Any:
    """The posts of the day of those who read score cards; lead headteachers and offices before headteachers."""
    rows = Appointment.objects.on(clock.local(at).date()).filter(role__in=[Role.HEADTEACHER, *READERS])
    headship_last = Case(When(role=Role.HEADTEACHER, then=1), default=0)
    posts = rows.filter(person__is_active=True).select_related("person")
    return posts.order_by(headship_last, "person__name", "pk")
