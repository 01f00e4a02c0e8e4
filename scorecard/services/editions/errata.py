"""What a correction changed, computed from the frozen facts of both versions."""

from collections.abc import Iterator

from scorecard.calculations.errata import Changed, changes
from scorecard.calculations.facts import PARTNERSHIP, CardFacts, GapFacts, MeasureFacts
from scorecard.models import Card, Edition, Erratum
from scorecard.packs.figures import unit_of
from scorecard.services.editions.freezing import read


def said(measure: MeasureFacts | GapFacts, value: float) -> str:
    """A value as the cards show it."""
    return unit_of(measure).say(value)


def compare(before: CardFacts, after: CardFacts) -> list[Changed]:
    """What changed on one card. A school's lists its own figures; what it is compared with stands on the partnership's."""
    found = changes(before, after, said)
    if after.kind == PARTNERSHIP:
        return found
    places = {line.label for measure in after.measures for line in measure.lines if line.place != after.kind}
    places |= {row.label for gap in after.gaps for row in gap.rows if row.place != after.kind}
    return [change for change in found if change.place not in places]


def write(edition: Edition, before: Edition) -> int:
    """Write down what changed since the version that this one corrects, card by card. Returns how many figures."""
    rows = list(_rows(edition, before))
    Erratum.objects.bulk_create(rows)
    return len(rows)


def _rows(edition: Edition, before: Edition) -> Iterator[Erratum]:
    old = {(card.school_id, card.full): card for card in before.cards.all()}
    for card in edition.cards.order_by("pk"):
        if known := old.get((card.school_id, card.full)):
            yield from (_row(edition, card, change) for change in compare(read(known), read(card)))


def _row(edition: Edition, card: Card, change: Changed) -> Erratum:
    return Erratum(
        edition=edition,
        school_id=card.school_id,
        full=card.full,
        code=change.code[:40],
        what=change.what[:250],
        place=change.place[:150],
        year=change.year,
        before=change.before,
        after=change.after,
        why=change.why[:250],
    )
