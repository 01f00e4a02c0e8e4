"""The entries that somebody works on, in the order in which they ask for them."""

from dataclasses import dataclass

from hlp import clock
from hlp.models import User
from schools.choices.practice import PracticeState
from schools.models import GroupPlace, PracticeEntry, School
from schools.models.practice import PracticeEntryQuerySet
from schools.models.school import SchoolQuerySet
from schools.roles import describe as posts_of
from schools.roles import roles_of

S = PracticeState
COLOURS = {
    S.NOMINATED: "yellow",
    S.DRAFTED: "blue",
    S.SUBMITTED: "purple",
    S.CHECKED: "yellow",
    S.CONSENTED: "teal",
    S.PUBLISHED: "green",
    S.DECLINED: "grey",
    S.ARCHIVED: "grey",
}


@dataclass(frozen=True)
class Line:
    """One entry on the desk: where it stands, the colour of that, whether it is to be looked at again."""

    entry: PracticeEntry
    review_due: bool

    @property
    def colour(self) -> str:
        """The colour of its state."""
        return COLOURS[PracticeState(self.entry.state)]


@dataclass(frozen=True)
class Group:
    """Entries that ask for the same."""

    title: str
    lines: list[Line]


def groups(entries: PracticeEntryQuerySet, user: User) -> list[Group]:
    """First what waits for this reader, then what others are doing, then what is published and what is over."""
    today = clock.today()
    rows = entries.select_related("school", "live").order_by("-touched_at", "-pk")
    lines = [Line(entry, entry.is_review_due(today)) for entry in rows]
    mine = [line for line in lines if waits_for(line, user)]
    rest = [line for line in lines if line not in mine]
    going = [line for line in rest if line.entry.state not in {S.PUBLISHED, S.DECLINED, S.ARCHIVED}]
    shown = [line for line in rest if line.entry.state == S.PUBLISHED]
    over = [line for line in rest if line.entry.state in {S.DECLINED, S.ARCHIVED}]
    named = [
        ("Waiting for you", mine),
        ("Under way", going),
        ("Published", shown),
        ("Not in the directory", over),
    ]
    return [Group(title, found) for title, found in named if found]


def waits_for(line: Line, user: User) -> bool:
    """Whether the next step of an entry is this reader's."""
    held, entry = roles_of(user), line.entry
    heads, leads = entry.school_id in held.schools, entry.school_id in held.schools | held.delegated
    if entry.state in {S.NOMINATED, S.DRAFTED}:
        return leads
    if entry.state == S.SUBMITTED:
        return bool(held.collaboratives) and not heads and not held.director
    if entry.state == S.CHECKED:
        return heads
    if entry.state == S.CONSENTED:
        return held.director
    return line.review_due and heads


def schools_to_nominate(visible: SchoolQuerySet, user: User) -> SchoolQuerySet:
    """The schools for which somebody may begin or nominate: their own, their collaborative's, for the Director all."""
    held, today = roles_of(user), clock.today()
    if held.director:
        return visible.members_on(today)
    places = GroupPlace.objects.filter(group__collaborative__in=held.collaboratives)
    near = places.filter(year__starts__lte=today, year__ends__gte=today).values("school")
    mine = visible.filter(pk__in=held.schools | held.delegated)
    return mine | visible.filter(pk__in=near) if held.collaboratives else mine


def is_own(school: School, user: User) -> bool:
    """Whether somebody leads or prepares for the school."""
    held = roles_of(user)
    return school.pk in held.schools | held.delegated


def describe(user: User) -> str:
    """Who somebody is, by their first post: ``the Director of the partnership``."""
    held = roles_of(user)
    if held.director:
        return "the Director"
    if held.collaboratives:
        return "the lead headteacher"
    return (posts_of(user) or ["a member"])[0].split(",")[0].lower()
