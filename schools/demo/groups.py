"""Triads and quads by nearness, in four collaboratives from west to east.

The invented schools form two triads of their own: whatever the demonstration tells of a late report falls upon
nobody from a real school.
"""

from collections.abc import Callable
from itertools import pairwise

from schools.models import AcademicYear, Collaborative, Group, GroupPlace, Membership, School

LETTERS = "ABCD"
INVENTED_IN = "AC"
# From which side the schools are grouped; it changes from year to year, so that groups change too.
SIDES: tuple[Callable[[School], int], ...] = (
    lambda school: school.easting or 0,
    lambda school: school.northing or 0,
    lambda school: -(school.northing or 0),
)


def join(year: AcademicYear, schools: list[School]) -> None:
    """Make the year's memberships."""
    Membership.objects.bulk_create(Membership(school=school, year=year) for school in schools)


def lay_groups(year: AcademicYear, schools: list[School]) -> list[Group]:
    """Make the year's groups with their places."""
    side = SIDES[year.starts.year % len(SIDES)]
    mainstream = sorted((s for s in schools if not s.is_special and not s.invented), key=_west_to_east)
    invented = [s for s in schools if s.invented]
    shares = [[*share] for share in quarters(mainstream)]
    made: list[tuple[Group, list[School]]] = []
    for letter, share in zip(LETTERS, shares, strict=True):
        own = nearest_groups(share, side)
        if letter in INVENTED_IN:
            at = 3 * INVENTED_IN.index(letter)
            own.append(invented[at : at + 3])
        made += [(_group(year, letter, number, team), team) for number, team in enumerate(own, 1)]
    _add_special([s for s in schools if s.is_special], made)
    GroupPlace.objects.bulk_create(_place(group, s) for group, team in made for s in team)
    return [group for group, _ in made]


def _west_to_east(school: School) -> tuple[int, int]:
    return school.easting or 0, school.urn


def quarters(schools: list[School]) -> list[list[School]]:
    """Four shares of nearly equal size, in the order given."""
    cuts = [round(part * len(schools) / 4) for part in range(5)]
    return [schools[start:end] for start, end in pairwise(cuts)]


def sizes(number: int) -> list[int]:
    """Quads first, as few as are needed, then triads: 11 is 4, 4, 3."""
    quads = number % 3
    return [4] * quads + [3] * ((number - 4 * quads) // 3)


def nearest_groups(schools: list[School], side: Callable[[School], int]) -> list[list[School]]:
    """Groups of three and four: from one side, each first school with its nearest neighbours."""
    left = sorted(schools, key=lambda school: (side(school), school.urn))
    found: list[list[School]] = []
    for size in sizes(len(left)):
        first = left[0]
        near = _by_distance(first, left)[:size]
        found.append(near)
        left = [school for school in left if school not in near]
    return found


def _by_distance(first: School, schools: list[School]) -> list[School]:
    return sorted(schools, key=lambda school: (_metres(first, school), school.urn))


def _metres(one: School, other: School) -> float:
    distance = one.distance_to(other)
    return float("inf") if distance is None else distance


def _group(year: AcademicYear, letter: str, number: int, team: list[School]) -> Group:
    collaborative = Collaborative.objects.get_or_create(name=f"Collaborative {letter}")[0]
    name = f"{'Quad' if len(team) == 4 else 'Triad'} {letter}{number}"
    return Group.objects.create(name=name, year=year, collaborative=collaborative)


def _add_special(special: list[School], made: list[tuple[Group, list[School]]]) -> None:
    """Each special school joins the nearest group of real schools that has no other special school."""
    for school in special:
        free = [team for _, team in made if not any(s.is_special or s.invented for s in team)]
        distances = [min(_metres(school, neighbour) for neighbour in team) for team in free]
        free[distances.index(min(distances))].append(school)


def _place(group: Group, school: School) -> GroupPlace:
    return GroupPlace(group=group, school=school, year=group.year, additional=school.is_special)
