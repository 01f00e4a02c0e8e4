"""Support for tests: a need of the host school, a strength of the far school, and what follows."""

from datetime import date
from decimal import Decimal

from peerchallenge.choices import Urgency
from peerchallenge.models import Match, Strength, SupportCase
from peerchallenge.services.support import cases, matches, strengths
from peerchallenge.services.support.matches import Terms
from schools.models import School, Theme
from tests.conftest import Cast

NEED = "Our new phonics lead works alone"
TERMS = Terms(
    what="Phonics lead visits each fortnight",
    days=Decimal("2.5"),
    starts=date(2026, 11, 20),
    ends=date(2027, 2, 12),
    cost=Decimal("450.00"),
)


def phonics() -> Theme:
    """The theme of the need."""
    return Theme.objects.get_or_create(name="Early reading")[0]


def need(cast: Cast, school: School | None = None) -> SupportCase:
    """A request of the host school's headteacher."""
    return cases.request_help(
        school=school or cast.host_school, need=NEED, urgency=Urgency.TERM, theme=phonics(), by=cast.host
    )


def strength(cast: Cast, *, consents: bool = True) -> Strength:
    """What Fir, the far school, is strong in."""
    detail = "Every child keeps up in phonics"
    facts = {"theme": phonics(), "detail": detail, "consents": consents}
    return strengths.offer(school=cast.far_school, by=cast.outsider, **facts)


def introduced(cast: Cast) -> Match:
    """Fir introduced to the host school."""
    strength(cast)
    return matches.introduce(case=need(cast), provider=cast.far_school, by=cast.director)


def agreed(cast: Cast) -> Match:
    """Two and a half days agreed."""
    match = introduced(cast)
    return matches.agree(match=match, terms=TERMS, version=match.version, by=cast.director)
