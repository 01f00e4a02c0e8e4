"""Schools of concern for tests: a decision that waits, one that is recommended, a case that is open."""

from datetime import date, datetime, timedelta
from typing import Any

from hlp import clock
from peerchallenge.choices import ConcernState, CriterionRating, ReviewDecision, TermKind
from peerchallenge.models import Concern, MonitoringCase, MonitoringTerm
from peerchallenge.services import concerns
from peerchallenge.services.monitoring import Entry, Meeting
from peerchallenge.services.monitoring_scheme import ensure_defaults
from schools.models import School
from tests.conftest import Cast

FOR_LA = "Leadership is not settled. The headteacher asks for help."


def raised(cast: Cast, school: School) -> Concern:
    """A concern that waits for the Director."""
    return concerns.raise_by_hand(school=school, reason="A second headteacher has left", by=cast.director)


def recommended(cast: Cast, school: School) -> Concern:
    """A concern that the Director has recommended to the LA."""
    concern = raised(cast, school)
    to = ConcernState.RECOMMENDED
    return concerns.decide(
        concern=concern,
        to=to,
        reason="It needs more than we have",
        for_la=FOR_LA,
        version=1,
        by=cast.director,
    )


def terms(kind: TermKind) -> list[MonitoringTerm]:
    """The words of a kind."""
    ensure_defaults()
    return list(MonitoringTerm.objects.filter(kind=kind))


def entry(**facts: Any) -> Entry:
    """A complete entry: stage 2, two criteria, the first review in four weeks."""
    values: dict[str, Any] = {
        "stage": terms(TermKind.STAGE)[1],
        "category": terms(TermKind.CATEGORY)[1],
        "triggers": terms(TermKind.TRIGGER)[:2],
        "criteria": ["A permanent headteacher is in post", "Reading outcomes have risen"],
        "next_review_on": clock.today() + timedelta(weeks=4),
        "plan": "A partner school for two terms.",
    }
    return Entry(**{**values, **facts})


def case_of(cast: Cast, school: School, at: datetime | None = None) -> MonitoringCase:
    """A school in monitoring, from now on."""
    concern = recommended(cast, school)
    return concerns.accept(
        concern=concern, entry=entry(), reason="", version=concern.version, by=cast.la_officer, at=at
    )


def meeting(case: MonitoringCase, day: date, decision: ReviewDecision, **facts: Any) -> Meeting:
    """A meeting at which every criterion is on track; the next one six weeks later."""
    closes = decision == ReviewDecision.CLOSE
    values: dict[str, Any] = {
        "ratings": {one.pk: (CriterionRating.ON_TRACK, "") for one in case.criteria.all()},
        "next_review_on": None if closes else day + timedelta(weeks=6),
        "closing_note": "All criteria are met." if closes else "",
        "attendees": "Headteacher, officer",
    }
    return Meeting(held_on=day, decision=decision, **{**values, **facts})
