"""Quality assurance for tests: a session that is over, an own judgement, a complete form, a report that is sent."""

from datetime import datetime

from peerchallenge.models import Area, ChallengeSession, QAReview
from peerchallenge.packs.qa_parts import QA_PARTS
from peerchallenge.services import reports
from peerchallenge.services.qa import judging, sending
from peerchallenge.services.qa.judging import Own
from tests import factories as make
from tests.conftest import Cast, utc
from tests.peerchallenge import full_report

SENT, JUDGED, ASSURED = utc("2026-11-20 10:00"), utc("2026-11-21 10:00"), utc("2026-11-24 10:00")
SECRET = "Let the deputy finish her sentence"
VIEW = "The host felt heard from the first minute"
OWN_EVIDENCE = "Books in Year 3 bear it out"


def reported(cast: Cast) -> ChallengeSession:
    """The cast's session, held, with its report sent."""
    full_report.write(make.held(cast.session), cast.lead)
    reports.send_report(session=cast.session, by=cast.lead, at=SENT)
    cast.session.refresh_from_db()
    return cast.session


def own(session: ChallengeSession, accuracy: str = "accurate", **facts: str) -> Own:
    """An own judgement: each area and all together are accurate, the school is improving."""
    areas = {area.pk: accuracy for area in Area.objects.filter(year=session.round.year)}
    values = {"overall": accuracy, "direction": "improving", **facts}
    return Own(**values, areas=areas, overall_evidence=OWN_EVIDENCE, direction_evidence="Seen in each room")


def judged(cast: Cast, at: datetime = JUDGED) -> QAReview:
    """The QA reviewer of the cast's session has recorded their own judgement."""
    review = judging.open_review(session=cast.session, by=cast.qa_reviewer)
    judging.record_judgement(review=review, own=own(cast.session), by=cast.qa_reviewer, at=at)
    return review


def fill(cast: Cast, review: QAReview) -> None:
    """Every part of the form."""
    for part in QA_PARTS:
        values = {"rating": "3", "verdict": "secure", "text": f"About {part.slug}"}
        data = {point.name: values[point.kind] for point in part.points}
        if part.slug == "lead":
            data["lead_comment"] = SECRET
        if part.slug == "views":
            data["host_view"] = VIEW
        judging.save_part(review=review, slug=part.slug, data=data, revision=0, by=cast.qa_reviewer)


def assured(cast: Cast, at: datetime = ASSURED) -> QAReview:
    """The QA report on the cast's session is sent."""
    reported(cast)
    review = judged(cast)
    fill(cast, review)
    return sending.send(review=review, by=cast.qa_reviewer, at=at)
