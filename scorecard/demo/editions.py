"""Score cards of the demonstration: one that is published, its correction, and this year's draft.

The published one is of the newest year for which the figures of all schools ship; the draft stands on provisional ones.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from hlp import drawings
from hlp.choices import DocumentState
from hlp.models import Document, User
from peerchallenge.demo.post import deliver
from schools.choices import Role
from schools.models import School
from schools.roles import people_with
from scorecard.choices import SourceKind
from scorecard.models import Edition, Measure, SourceFile
from scorecard.services import results, summaries
from scorecard.services.editions import drafting, publishing
from scorecard.services.editions.papers import KIND
from scorecard.services.results import Figure

OUT, DRAFT = 2023, 2025  # academic years by their beginning
CORRECTED = 999003  # an invented school whose figure was amended
FIRST, SECOND, BEGUN = timedelta(days=150), timedelta(days=118), timedelta(days=4)
REASON = (
    "A school’s appeal against the marking of a paper was upheld after the score card had gone out, and the publisher "
    "amended its table. Nothing else changed."
)
WORDS = {
    "headline": (
        "Read these figures together and not one at a time. Most of our schools are small enough for a handful of "
        "children to move a percentage by several points, so look at the line over the years before you look at the last "
        "year.\n\nThe question for the autumn round is not where a school stands, but what it has learnt that another "
        "could use."
    ),
    "ks2-attainment": (
        "Reading, writing and mathematics together is the hardest bar, because a child must clear all three. Where one "
        "subject lies well below the others the curriculum for that subject is the place to start."
    ),
    "gaps": (
        "A gap closes well only when disadvantaged pupils rise. Please bring to the peer challenge what you have tried, "
        "and how you know."
    ),
}
BEGINNING = "Provisional figures. To be read again when the final ones are published in December."


def seed(now: datetime) -> None:
    """Publish, correct, and begin the next draft; the worker draws and prints what nobody waits for."""
    director = people_with(Role.DIRECTOR)[0]
    first = drafting.start_draft(year=OUT, by=director, at=now - FIRST - timedelta(days=9))
    for number, (part, words) in enumerate(WORDS.items(), 1):
        drafting.write(edition=first, part=part, text=words, version=number, by=director, at=now - FIRST)
    _publish(first, director, now - FIRST)
    _amend(now - SECOND)
    second = drafting.start_correction(edition=first, reason=REASON, by=director, at=now - SECOND)
    _publish(second, director, now - SECOND)
    _print_no_more(first)
    drawings.draw([figure["digest"] for figure in second.cards.get(school=None).figures])
    deliver(now)
    draft = drafting.start_draft(year=DRAFT, by=director, at=now - BEGUN)
    drafting.write(edition=draft, part="headline", text=BEGINNING, version=1, by=director, at=now - BEGUN)


def _publish(edition: Edition, director: User, at: datetime) -> None:
    edition.refresh_from_db()
    publishing.publish(edition=edition, version=edition.version, by=director, at=at)
    edition.refresh_from_db()
    publishing.publish_undrawn(edition, at=at)


def _amend(at: datetime) -> None:
    """A figure of an invented school is amended by its publisher."""
    school, measure = School.objects.get(urn=CORRECTED), Measure.objects.get(code="rwm-exp")
    before = school.results.current().get(measure=measure, year=OUT)
    source = SourceFile.objects.create(
        kind=SourceKind.DEMO,
        name="Amended figures of invented schools",
        publisher="Invented",
        published_on=at.date(),
        year=OUT,
        status="final",
        loaded_at=at,
        rows=1,
    )
    value = (before.value or Decimal(0)) + 4
    amended = Figure(measure.pk, OUT, value, cohort=before.cohort, school=school.pk)
    results.record([amended], source=source, by=None, at=at)
    summaries.refresh(at)


def _print_no_more(edition: Edition) -> None:
    """Whoever still wants a page of the replaced version as a PDF asks for it."""
    cards = [f"{KIND}:{pk}" for pk in edition.cards.exclude(school=None).values_list("pk", flat=True)]
    Document.objects.filter(kind=KIND, about__in=cards, state=DocumentState.WAITING).delete()
