"""What is still to be done with a draft, as the Director's list of tasks."""

from typing import Any

from django.urls import reverse

from scorecard.models import Edition
from scorecard.packs.figures import GAPS
from scorecard.packs.layout import HEADLINE, PARTS
from scorecard.services.editions.drafting import choosable


def of_draft(edition: Edition) -> list[dict[str, Any]]:
    """The measures to choose, then a part at a time what to write."""
    chosen = set(edition.measures)
    known = choosable(edition.year)
    topics = {measure.topic for measure in known if measure.code in chosen}
    number = sum(measure.code in chosen for measure in known)
    measures = {
        "title": "Choose the measures",
        "href": reverse("scorecard:edition-measures", args=[edition.pk]),
        "status": f"{number} of {len(known)}",
        "colour": "" if number else "blue",
    }
    return [measures, *(_part(edition, key) for key in PARTS if key in {HEADLINE, GAPS} | topics)]


def _part(edition: Edition, key: str) -> dict[str, Any]:
    written = bool(edition.commentary.get(key))
    return {
        "title": f"Write about: {PARTS[key]}",
        "href": reverse("scorecard:edition-commentary", args=[edition.pk, key]),
        "status": "Written" if written else "Nothing yet",
        "colour": "" if written else "grey",
    }
