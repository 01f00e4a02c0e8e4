"""What one person sees of a meeting: the agenda as it stands for them, who comes, and what has happened."""

from dataclasses import dataclass, field

from board.calculations import Line, agenda_lines, by_part, flat
from board.choices import Capacity, MeetingState, Part
from board.models import AgendaItem, Attendance, Interest, Meeting
from board.roles import board_roles_of
from board.services import agendas
from board.services.interests import withdrawn_items
from hlp import clock
from hlp.models import User


@dataclass(frozen=True)
class Agenda:
    """The agenda for one reader: lines by part, the items from which they are withdrawn, and how it stands.

    ``hidden`` says why nothing is shown; ``old`` that it is being corrected, and shown as it was published.
    """

    parts: list[tuple[Part, list[Line]]] = field(default_factory=list)
    withdrawn: set[int] = field(default_factory=set)
    hidden: bool = False
    old: bool = False

    @property
    def lines(self) -> list[Line]:
        """All lines in the order of reading."""
        return flat(line for _, lines in self.parts for line in lines)


def agenda_of(user: User, meeting: Meeting) -> Agenda:
    """The agenda of a meeting for one reader: without part II where they have none."""
    held = board_roles_of(user)
    if not held.prepares and meeting.is_being_corrected:
        items = agendas.published_items(meeting, part_two=held.reads_part_two(meeting.pk))
        return Agenda(by_part(agenda_lines(meeting, items)), withdrawn_items(user, items), old=True)
    if not held.prepares and not meeting.is_agenda_out:
        return Agenda(hidden=True)
    seen = AgendaItem.objects.visible_to(user).filter(meeting=meeting)
    items = list(seen.select_related("presenter").in_order())
    return Agenda(by_part(agenda_lines(meeting, items)), withdrawn_items(user, items))


def attendances_of(user: User, meeting: Meeting) -> list[Attendance]:
    """Who comes to a meeting, as far as a person sees it, in the order of the table."""
    rows = Attendance.objects.visible_to(user).filter(meeting=meeting)
    order = [Capacity.MEMBER, Capacity.ALTERNATE, Capacity.CLERK, Capacity.OFFICER, Capacity.GUEST]
    found = rows.select_related("person", "seat", "alternate")
    return sorted(found, key=lambda row: order.index(Capacity(row.capacity)))


def own_attendance(user: User, meeting: Meeting) -> Attendance | None:
    """The person's own row, or None."""
    rows = Attendance.objects.visible_to(user).filter(meeting=meeting, person=user)
    return rows.select_related("seat", "alternate").first()


def interests_of(user: User, meeting: Meeting) -> list[Interest]:
    """The registered interests of those who are invited to a meeting, for everybody at the table."""
    if not board_roles_of(user).sits:
        return []
    rows = Interest.objects.visible_to(user).standing().filter(person__board_attendances__meeting=meeting)
    return list(rows.select_related("person"))


WORDS = {
    "moved": "Moved",
    "invited": "Invitations sent",
    "changed": "Details changed",
    "guest": "A guest added",
    "guest-removed": "A guest removed",
}


def history_of(meeting: Meeting) -> list[dict[str, str]]:
    """What has happened to a meeting, the newest first."""
    return [
        {
            "when": clock.when(row.at),
            "title": WORDS.get(row.kind) or MeetingState(row.to_state).label,
            "by": str(row.by) if row.by else "",
            "text": row.reason,
        }
        for row in meeting.events.select_related("by").order_by("-at", "-pk")
    ]
