"""The demonstration's themes: published for every round that is over, with its summary; a draft for the one that runs."""

from datetime import timedelta

from peerchallenge.choices import REPORT_SENT
from peerchallenge.demo.stage import Stage
from peerchallenge.models import ChallengeSession, Round
from peerchallenge.services.outcomes import publishing as summaries
from peerchallenge.services.outcomes import writing
from peerchallenge.services.themes.gathering import ready_rounds
from peerchallenge.services.themes.publishing import publish_board

AFTER_THE_ROUND, SUMMARY_AFTER = timedelta(days=16), timedelta(days=23)
NEXT = (
    "The Board may wish to look at the themes that are common enough to become a project, and to ask the coming round "
    "how far schools have come.\n\nWe thank every headteacher who gave a day to another school."
)


def play(stage: Stage) -> None:
    """Publish what is complete, in the order of the rounds, and begin the summary of the round that runs."""
    complete = ready_rounds()
    for round_ in Round.objects.filter(opens__lte=stage.today).select_related("year").order_by("opens"):
        sent = ChallengeSession.objects.filter(round=round_, state__in=REPORT_SENT)
        if round_ in complete and round_.closes < stage.today:
            _publish(stage, round_)
        elif round_.closes >= stage.today and sent.exists():
            writing.start_draft(round=round_, by=stage.director, at=stage.now - timedelta(hours=20))


def _publish(stage: Stage, round_: Round) -> None:
    over = stage.now - (stage.today - round_.closes)
    board = min(over + AFTER_THE_ROUND, stage.now - timedelta(days=2))
    publish_board(round=round_, by=stage.director, at=board)
    at = min(over + SUMMARY_AFTER, stage.now - timedelta(days=1))
    draft = writing.start_draft(round=round_, by=stage.director, at=at)
    writing.write(summary=draft, section="next", text=NEXT, revision=1, by=stage.director, at=at)
    draft.refresh_from_db()
    summaries.publish(summary=draft, version=draft.version, by=stage.director, names_stay=True, at=at)
