"""Training in the demonstration: held last year, in July and lately; one event to come.

Everybody from a real school is trained. The acting headteacher of an invented school is not yet, and of the
two who share an invented headship one has to refresh soon.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from hlp import clock
from hlp.models import User
from schools.choices import Audience, PlaceState, Role
from schools.demo.people import ACTING, SHARED
from schools.demo.register import JOIN_NEXT_YEAR, JOIN_THIS_YEAR
from schools.models import (
    AcademicYear,
    Appointment,
    TrainingEvent,
    TrainingModule,
    TrainingPlace,
    TrainingRecord,
)
from schools.services.training import certificates, reminders

VENUE = "Lampton Civic Hall, Committee Room 2"
PROVIDER = "The partnership’s own trainers"
AGO, AHEAD = timedelta(days=9), timedelta(days=16)
REFRESH_IN = timedelta(days=33)
ELSEWHERE = "Millbrook Teaching School Hub"
SHADOWING = "Shadowing a peer challenge"
LATELY = ("Moderation", "The feedback conversation")


def train_everybody(years: list[AcademicYear], now: datetime) -> None:
    """The events with their lists, the records that follow, and the messages that they cause."""
    last, this, _ = years
    today = clock.local(now).date()
    heads = _heads(today)
    modules = list(TrainingModule.objects.exclude(name=SHADOWING))
    newcomers = [person for urn in sorted(JOIN_THIS_YEAR) for person in heads.get(urn, [])]
    to_join = [person for urn in sorted(JOIN_NEXT_YEAR) for person in heads.get(urn, [])]
    acting, refreshing = heads[ACTING][-1], heads[SHARED][-1]
    late = {person.pk for person in [*newcomers, *to_join, acting, refreshing]}
    known = {person.pk: person for people in heads.values() for person in people if person.pk not in late}
    _hold("Training for lead reviewers", last.starts + timedelta(days=16), modules, known.values(), now)
    july = this.starts - timedelta(days=55)
    _hold("Training for schools that join", july, modules, newcomers, now)
    keen = [person for person in known.values() if person not in heads[ACTING]][2:20:3]
    short = [module for module in modules if module.name in LATELY]
    lately = _hold("Moderation and feedback: an afternoon’s practice", today - AGO, short, keen, now)
    TrainingPlace.objects.create(event=lately, person=refreshing, state=PlaceState.ABSENT, changed_at=now)
    _elsewhere(refreshing, modules, today)
    _to_come(today + AHEAD, modules, [*to_join, refreshing, *keen[:3]], [acting], now)
    reminders.tell_due(at=now - timedelta(days=2))


def _heads(today: date) -> dict[int, list[User]]:
    """The headteachers of today and of the past by URN, in the order of their posts."""
    posts = Appointment.objects.filter(role=Role.HEADTEACHER, starts__lte=today)
    found: dict[int, list[User]] = {}
    for urn, post in (
        (post.school.urn, post)
        for post in posts.select_related("person", "school").order_by("pk")
        if post.school
    ):
        found.setdefault(urn, []).append(post.person)
    return found


def _weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _hold(
    title: str, day: date, modules: list[TrainingModule], people: Iterable[User], now: datetime
) -> TrainingEvent:
    """An event that is over: everybody was present and has their records and the number of a certificate."""
    event = _event(title, day, modules)
    event.attendance_at = event.ends_at
    event.save(update_fields=["attendance_at"])
    present = list(people)
    TrainingPlace.objects.bulk_create(
        TrainingPlace(
            event=event,
            person=person,
            state=PlaceState.PRESENT,
            changed_at=event.ends_at,
            certificate=certificates.new_number(),
        )
        for person in present
    )
    TrainingRecord.objects.bulk_create(
        TrainingRecord(
            person=person,
            module=module,
            day=event.day,
            provider=PROVIDER,
            refresh_due=module.refresh_due(event.day),
            event=event,
        )
        for person in present
        for module in modules
    )
    return event


def _event(title: str, day: date, modules: list[TrainingModule], **facts: object) -> TrainingEvent:
    on = _weekday(day)
    event = TrainingEvent.objects.create(
        title=title,
        starts_at=clock.at(on, time(9, 15)),
        ends_at=clock.at(on, time(15, 30)),
        venue=VENUE,
        provider=PROVIDER,
        audience=Audience.HEADTEACHERS,
        **facts,
    )
    event.modules.set(modules)
    return event


def _elsewhere(person: User, modules: list[TrainingModule], today: date) -> None:
    """What a person did with another provider, nearly three years ago."""
    due = today + REFRESH_IN
    day = due.replace(year=due.year - 3, day=min(due.day, 28))
    TrainingRecord.objects.bulk_create(
        TrainingRecord(
            person=person, module=one, day=day, provider=ELSEWHERE, refresh_due=one.refresh_due(day)
        )
        for one in modules
    )


def _to_come(
    day: date, modules: list[TrainingModule], coming: list[User], invited: list[User], now: datetime
) -> None:
    """An event for newcomers, nearly full."""
    note = "Bring the last report that your school received, and a pen that you like."
    event = _event("Training for lead reviewers", day, modules, capacity=len(coming) + 3, note=note)
    states = dict.fromkeys(coming, PlaceState.COMING) | dict.fromkeys(invited, PlaceState.INVITED)
    TrainingPlace.objects.bulk_create(
        TrainingPlace(event=event, person=person, state=state, changed_at=now - timedelta(days=3))
        for person, state in states.items()
    )
