"""What everybody may know of the member schools: facts of the public register, of the members of today.

Nothing here knows what happens between the schools. Numbers of pupils are left out, since a small one tells too much.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import dist
from typing import Any

from django.db.models import Q
from django.urls import reverse

from hlp import clock
from hlp.site.feeds import SiteMap
from hlp.site.metadata import absolute
from schools.choices import Phase
from schools.models import School
from schools.models.school import SchoolQuerySet
from schools.services.maps import Map, Pin, Point, draw_map

NEAREST = 3
MOST_JOINED = 150
TONES = {Phase.NURSERY: 2, Phase.SPECIAL: 3, Phase.ALL_THROUGH: 2}
SIZES = (
    9,
    7,
    11,
    8,
)  # radii that take turns, so that the drawing looks like a night sky and not like a table
REGISTER = "https://www.get-information-schools.service.gov.uk/Establishments/Establishment/Details/"


@dataclass(frozen=True)
class SkyPoint:
    """A member on the drawing of the first page, in the drawing's units."""

    x: float
    y: float
    tone: int
    size: int


@dataclass(frozen=True)
class Sky:
    """The drawing of the first page: the borough, a point a member, and lines between neighbours."""

    width: int
    height: int
    outline: str
    points: list[SkyPoint]
    lines: list[tuple[Point, Point]]


@dataclass(frozen=True)
class Neighbour:
    """A member school near another. ``metres`` as the crow flies."""

    school: School
    href: str
    metres: float


def members_today() -> SchoolQuerySet:
    """The schools that are members today, by name."""
    return School.objects.members_on(clock.today()).distinct()


def public_address(school: School) -> str:
    """The page of a school for everybody."""
    return reverse("schools:public-detail", args=[school.urn])


def district(school: School) -> str:
    """The outward part of the postcode, ``TW3``, or nothing."""
    return school.postcode.split()[0].upper() if school.postcode.strip() else ""


def districts(schools: Iterable[School]) -> list[str]:
    """The postcode areas of these schools, in the order of letters and numbers."""

    def order(name: str) -> tuple[str, int]:
        letters = name.rstrip("0123456789")
        return letters, int(name[len(letters) :] or 0)

    return sorted({name for school in schools if (name := district(school))}, key=order)


def matching(schools: SchoolQuerySet, *, words: str, area: str) -> SchoolQuerySet:
    """Those whose name, place or postcode holds every word, in one postcode area where one is given."""
    for word in words.split():
        name = Q(name__icontains=word) | Q(town__icontains=word) | Q(locality__icontains=word)
        schools = schools.filter(name | Q(postcode__istartswith=word) | Q(postcode__iendswith=word))
    return schools.filter(postcode__istartswith=f"{area} ") if area else schools


def public_map(schools: Iterable[School]) -> Map:
    """The map of these schools, each marker leading to the school's page for everybody."""
    return draw_map(Pin(school, href=public_address(school)) for school in schools)


def draw_sky(schools: Iterable[School]) -> Sky:
    """The members as points on the borough, each joined to the two nearest: a drawing that says how close they lie."""
    drawn = draw_map(Pin(school) for school in schools)
    places = [marker.home for marker in drawn.markers]
    points = [
        SkyPoint(*marker.home, tone=TONES.get(Phase(marker.school.phase), 1), size=SIZES[number % len(SIZES)])
        for number, marker in enumerate(drawn.markers)
    ]
    return Sky(drawn.width, drawn.height, drawn.outline, points, _joined(places))


def _joined(places: list[Point]) -> list[tuple[Point, Point]]:
    """Lines from each place to the two nearest, each once; none where there are too many to see."""
    if len(places) > MOST_JOINED:
        return []
    pairs: set[tuple[int, int]] = set()
    for number, here in enumerate(places):
        others = [other for other in range(len(places)) if other != number]
        closest = sorted(others, key=lambda other: dist(here, places[other]))[:2]
        pairs |= {(min(number, other), max(number, other)) for other in closest}
    return [(places[one], places[other]) for one, other in sorted(pairs)]


def place_of(school: School, schools: Iterable[School]) -> Map | None:
    """The map on which a school's place among the members is marked, or None where the register gives no place."""
    return draw_map(Pin(one) for one in schools) if school.easting and school.northing else None


def nearest(school: School, schools: Iterable[School]) -> list[Neighbour]:
    """The member schools nearest to a school, nearest first."""
    others = [(other, school.distance_to(other)) for other in schools if other.pk != school.pk]
    known = [(metres, other) for other, metres in others if metres is not None]
    ordered = sorted(known, key=lambda pair: (pair[0], pair[1].name))[:NEAREST]
    return [Neighbour(other, public_address(other), metres) for metres, other in ordered]


def register_address(school: School) -> str:
    """The school's page in the Department's register; nothing for an invented school."""
    return "" if school.invented else f"{REGISTER}{school.urn}"


def structured(school: School) -> dict[str, Any]:
    """A school as schema.org's School: register facts only."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": school.street,
        "addressLocality": school.town,
        "postalCode": school.postcode,
        "addressCountry": "GB",
    }
    return {
        "@type": "School",
        "name": school.name,
        "identifier": f"URN {school.urn}",
        "url": absolute(public_address(school)),
        "address": {name: value for name, value in address.items() if value},
        **({"sameAs": school.website_href} if school.website_href else {}),
    }


class MemberMap(SiteMap):
    """The pages of the member schools, for search engines."""

    def items(self) -> Iterable[School]:
        """The members of today."""
        return members_today()

    def location(self, item: School) -> str:
        """The page of one."""
        return public_address(item)
