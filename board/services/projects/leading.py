"""The colleague who leads a project: an account for one who has none, and what they are told."""

from dataclasses import dataclass
from datetime import datetime

from board.models import Project
from board.services.projects.places import tell
from hlp import audit, outbox
from hlp.models import User
from schools.services.people import new_person, welcome


@dataclass(frozen=True)
class Colleague:
    """Somebody who has no account yet."""

    name: str
    email: str


def account_of(colleague: Colleague, *, by: User, at: datetime | None = None) -> User:
    """The account of a colleague without a post; made with an audit entry and an invitation where there is none.

    The same name and address twice is one account. Raises ValidationError where somebody else has the address.
    """
    known = User.objects.filter(email__iexact=colleague.email, name__iexact=colleague.name).first()
    if known:
        return known
    person = new_person(colleague.email, colleague.name)
    audit.record("person.project-lead", about=f"user:{person.pk}", by=by, at=at)
    outbox.write([welcome(person, "Lead of a project", by)], at=at)
    return person


def tell_lead(project: Project, *, at: datetime) -> None:
    """Tell the colleague that they lead the project, once."""
    if project.lead_person:
        tell(
            "project-lead",
            [project.lead_person],
            about=project.about,
            once=project.about,
            path=project.get_absolute_url(),
            why="they lead the project",
            at=at,
            title=project.title,
        )
