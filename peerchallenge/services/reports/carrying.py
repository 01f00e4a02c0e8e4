"""The agreed actions of a report become the school's own, and follow what a later version says."""

from datetime import datetime, timedelta

from peerchallenge.models import CarriedAction, ChallengeSession, CheckIn
from peerchallenge.services.reports.snapshot import Data

CHECK_IN_FROM, CHECK_IN_UNTIL = timedelta(weeks=6), timedelta(weeks=8)


def carry_on(session: ChallengeSession, data: Data, at: datetime) -> None:
    """Make an action of each that the report agrees, and lay out the check-in; what is there is put in step."""
    known = {row.position: row for row in CarriedAction.objects.filter(session=session)}
    agreed = [action for section in data["sections"] for action in section["actions"]]
    for position, action in enumerate(agreed, 1):
        texts = {
            "what": action["what"],
            "agreed_who": action["who"],
            "agreed_by_when": action["by_when"],
        }
        row = known.get(position) or CarriedAction(
            session=session, school=session.host, position=position, owner=action["who"]
        )
        for name, value in texts.items():
            setattr(row, name, value)
        row.save()
    if agreed:
        CheckIn.objects.get_or_create(
            session=session, defaults={"due_from": at + CHECK_IN_FROM, "due_until": at + CHECK_IN_UNTIL}
        )
