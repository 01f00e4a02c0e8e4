"""One session that a lead headteacher would like to have assured, and that waits for the Director."""

from datetime import timedelta

from peerchallenge import rules
from peerchallenge.choices import TO_COME
from peerchallenge.demo.stage import Stage
from peerchallenge.models import ChallengeSession
from peerchallenge.services import nominations
from schools.choices import Role
from schools.roles import people_with

REASON = "These colleagues review together for the first time. A word from outside would help them and the next teams."
AGO = timedelta(days=2, hours=3)


def play(stage: Stage) -> None:
    """The last session to come that nobody assures, in a collaborative whose lead headteacher is not part of it."""
    rows = ChallengeSession.objects.filter(state__in=TO_COME, qa_reviewer=None).with_people()
    for session in rows.order_by("-starts_at", "-pk"):
        place = session.group.collaborative
        for lead in people_with(Role.LEAD_HEADTEACHER, stage.today, collaborative=place):
            if rules.oversees(lead, session) and not rules.on_team(lead, session):
                nominations.nominate(session=session, reason=REASON, by=lead, at=stage.now - AGO)
                return
