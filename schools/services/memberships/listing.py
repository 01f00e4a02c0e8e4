"""What the list of members shows beside each school, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hlp import clock
from schools.choices import Arrival
from schools.models import AcademicYear, Membership, School
from schools.services.listing import SchoolCard, school_cards
from schools.services.maps import Pin
from schools.services.memberships.standing import Story


@dataclass
class MemberCard:
    """A member of a year: its membership, how it came, since when it has been one without a break.

    ``departs`` is what the reader may know of its leaving: those who run the partnership know it beforehand.
    """

    card: SchoolCard
    row: Membership
    arrival: Arrival | None
    since: date
    departs: bool

    @property
    def school(self) -> School:
        """The school."""
        return self.card.school

    @property
    def collaborative(self) -> str:
        """The collaborative of its group in the year, or nothing."""
        return str(self.card.place.group.collaborative) if self.card.place else ""

    @property
    def has_left(self) -> bool:
        """Whether its last day is over."""
        return self.row.ends < clock.today()

    @property
    def pin(self) -> Pin:
        """The school as the map takes it."""
        return Pin(self.school, self.collaborative)


def member_cards(
    schools: Iterable[School], year: AcademicYear, story: Story, *, beforehand: bool
) -> list[MemberCard]:
    """A card for each of these members of a year, in the same order. Three queries and that of the schools.

    A school that has become a member since the story was read is left for the next look.
    """
    known = story.rows.get(year.pk, {})
    cards = [card for card in school_cards(schools, year) if card.school.pk in known]
    return [_card(card, year, story, beforehand=beforehand) for card in cards]


def _card(card: SchoolCard, year: AcademicYear, story: Story, *, beforehand: bool) -> MemberCard:
    pk = card.school.pk
    row = story.rows[year.pk][pk]
    return MemberCard(
        card=card,
        row=row,
        arrival=story.arrival(pk, year),
        since=story.since(pk, year),
        departs=departs(pk, year, story, beforehand=beforehand),
    )


def departs(school: int, year: AcademicYear, story: Story, *, beforehand: bool) -> bool:
    """Whether a member of a year does not go on, as far as the reader may know: after its last day, or beforehand."""
    over = story.rows[year.pk][school].ends < clock.today()
    return (beforehand or over) and story.departs(school, year)
