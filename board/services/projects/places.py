"""What the services of projects share: locking, who is to be told, and the words they are told with."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from board.models import Project
from hlp import outbox
from hlp.models import User
from schools.choices import Role
from schools.models import School
from schools.roles import people_with


def locked(project: Project) -> Project:
    """The project as it stands now, nobody else changing it until the transaction ends."""
    rows = Project.objects.select_for_update(of=("self",)).select_related("measure", "lead_school", "theme")
    return rows.get(pk=project.pk)


def heads_of(schools: Iterable[School]) -> list[User]:
    """The headteachers of these schools today, each once."""
    found = {
        person.pk: person for school in schools for person in people_with(Role.HEADTEACHER, school=school)
    }
    return list(found.values())


def schools_of(project: Project) -> list[School]:
    """The lead school and those that take part now, by name."""
    rows = project.members.filter(left_on=None).select_related("school")
    found = {row.school_id: row.school for row in rows}
    if project.lead_school:
        found[project.lead_school.pk] = project.lead_school
    return sorted(found.values(), key=lambda school: school.name)


def community(project: Project) -> list[User]:
    """The lead colleague and the headteachers of the lead school and of all that take part."""
    people = {person.pk: person for person in heads_of(schools_of(project))}
    if project.lead_person and project.lead_person.is_active:
        people[project.lead_person.pk] = project.lead_person
    return list(people.values())


def tell(
    kind: str,
    people: Iterable[User],
    *,
    about: str,
    once: str,
    path: str,
    why: str,
    at: datetime,
    **context: Any,
) -> None:
    """Write one message of a kind to each person; ``once`` tells apart what may be told again."""
    notes = [
        outbox.Note(
            key=f"{kind}:{once}:user={person.pk}"[:200],
            kind=kind,
            person=person,
            context={"path": path, **context},
            about=about,
            why=why,
        )
        for person in people
        if person.is_active
    ]
    outbox.write(notes, at=at)
