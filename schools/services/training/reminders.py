"""What is owed to whom about training: the offer to newcomers, and the reminder that a refresh is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from hlp import clock, outbox
from hlp.models import Message, User
from schools.choices import Role
from schools.models import Appointment, Membership
from schools.services.training.standing import Line, Standing, standings

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Heads:
    """The headteachers of the members on a day: their posts, since when each school is a member, their training."""

    posts: list[Appointment]
    joined: dict[int, date]
    standings: dict[int, Standing]


def heads_of_members(day: date) -> Heads:
    """Everybody to whom something may be owed. Five queries."""
    joined = joined_on(day)
    posts = heads_on(day, joined)
    return Heads(posts, joined, standings((post.person for post in posts), day))


def tell_due(*, at: datetime | None = None) -> int:
    """Write every offer and reminder that is owed and was not written yet. Returns how many."""
    moment = at or clock.now()
    heads = heads_of_members(clock.local(moment).date())
    notes = {note.key: note for note in [*offers(heads), *refreshers(heads)]}
    told = set(Message.objects.filter(key__in=list(notes)).values_list("key", flat=True))
    return outbox.write([note for key, note in notes.items() if key not in told], at=moment)


def offers(heads: Heads) -> Iterator[outbox.Note]:
    """An offer to each headteacher who has never done all that a lead needs: once for each time that they came.

    They come when they are appointed, or when their school joins.
    """
    for post in heads.posts:
        owed = heads.standings[post.person_id].owed
        if post.school_id and any(line.record is None for line in owed):
            since = max(post.starts, heads.joined[post.school_id])
            yield _note(
                f"training-offer:user={post.person_id}:school={post.school_id}:since={since}",
                post.person,
                "training-offer",
                "They head a member school and are not trained",
                school=str(post.school),
            )


def refreshers(heads: Heads) -> Iterator[outbox.Note]:
    """A reminder to each headteacher whose training runs out within sixty days, and one when it has run out."""
    for standing in heads.standings.values():
        if due := _dated(standing.refresh_due):
            yield _refresher(standing.person, f"due={due[0][1]}", due, over=False)
        if over := _dated(standing.owed):
            latest = max(day for _, day in over)
            yield _refresher(standing.person, f"over={latest}", over, over=True)


def _dated(lines: list[Line]) -> list[tuple[str, date]]:
    """Names with their refresh dates, of those that have one."""
    found = [(line.module.name, line.record.refresh_due) for line in lines if line.record]
    return [(name, day) for name, day in found if day]


def _refresher(person: User, key: str, lines: list[tuple[str, date]], *, over: bool) -> outbox.Note:
    shown = [f"{name}, {clock.day(day)}" for name, day in lines]
    return _note(
        f"training-refresh:user={person.pk}:{key}",
        person,
        "training-refresh",
        "Their training ran out" if over else "Their training is to be refreshed",
        modules=shown,
        over=over,
    )


def heads_on(day: date, schools: dict[int, date]) -> list[Appointment]:
    """The headteachers' posts of a day at these schools, with person and school."""
    posts = Appointment.objects.on(day).filter(role=Role.HEADTEACHER, school__in=schools)
    return list(posts.filter(person__is_active=True).select_related("person", "school").order_by("pk"))


def joined_on(day: date) -> dict[int, date]:
    """The members on a day by primary key, with the day on which each joined (last, if it had left)."""
    here = set(Membership.objects.on(day).values_list("school_id", flat=True))
    since: dict[int, date] = {}
    rows = Membership.objects.filter(school__in=here, starts__lte=day).order_by("-starts")
    for school, starts, ends, back in rows.values_list("school_id", "starts", "ends", "back_on"):
        if school not in since or since[school] == ends + DAY:
            since[school] = back if back and back <= day else starts
    return since


def _note(key: str, person: User, kind: str, why: str, **context: object) -> outbox.Note:
    return outbox.Note(
        key=key,
        kind=kind,
        person=person,
        context={**context, "path": reverse("schools:training-list")},
        about=f"user:{person.pk}",
        why=why,
    )
