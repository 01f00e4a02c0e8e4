"""Which score cards a person opens, how much of each, and what lies behind the dots that are their own."""

from decimal import Decimal

from django.db.models import QuerySet

from hlp.models import User
from schools.models import School
from scorecard.calculations.facts import CardFacts
from scorecard.models import Result
from scorecard.roles import reading_of


def cards_of(user: User) -> QuerySet[School]:
    """The schools whose score cards somebody opens: their own, those that they lead, or all."""
    reading, seen = reading_of(user), School.objects.visible_to(user)
    return seen if reading.everything else seen.filter(pk__in=reading.schools)


def sees_all(user: User, school: School) -> bool:
    """Whether nothing of a school's card is hidden: from the school itself, and from the Director."""
    reading = reading_of(user)
    return reading.reported or school.pk in reading.own


def own_dots(user: User, card: CardFacts) -> dict[str, list[tuple[str, float]]]:
    """By measure: the reader's own schools with their figures of the card's year, to be lit among the dots."""
    own = reading_of(user).own
    if not own:
        return {}
    rows = Result.objects.current().with_values().filter(school__in=own, year=card.year)
    rows = rows.filter(measure__code__in=[one.code for one in card.measures]).order_by("school__name")
    found: dict[str, list[tuple[str, float]]] = {}
    for code, name, value in rows.values_list("measure__code", "school__name", "value"):
        found.setdefault(code, []).append((name, float(value or Decimal(0))))
    return found
