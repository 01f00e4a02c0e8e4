"""A round whose reports are all there, for tests: thirteen schools in two collaboratives, and what was found."""

from datetime import timedelta
from itertools import count
from typing import Any

from peerchallenge.choices import FindingKind, SessionState
from peerchallenge.models import ChallengeSession, Round, ThemeBoard
from peerchallenge.services.themes.publishing import publish_board
from schools.models import Group, School, Theme
from tests import factories as make
from tests.conftest import Cast
from tests.peerchallenge.found import MADE, found

READING, ATTENDANCE = "Reading for meaning", "Attendance and belonging"
_days = count()


def closed_session(round: Round, school: School, group: Any) -> ChallengeSession:
    """A session of a school that is over, its report final."""
    starts = MADE - timedelta(days=14, minutes=next(_days))
    session = make.SessionFactory(
        round=round, host=school, group=group, starts_at=starts, planned_end_at=starts + timedelta(hours=7)
    )
    ended = session.planned_end_at
    ChallengeSession.objects.filter(pk=session.pk).update(
        state=SessionState.CLOSED, ended_at=ended, report_due_at=ended + timedelta(hours=48)
    )
    return ChallengeSession.objects.get(pk=session.pk)


def themed_round(cast: Cast, *, round: Round | None = None) -> Round:
    """Sessions of the cast's round, all closed: seven schools in one collaborative, six in the other.

    Reading is something to work on at four of the first and three of the second, and a strength at three more;
    attendance is found at two schools alone.
    """
    round = round or cast.round
    ChallengeSession.objects.filter(pk=cast.session.pk, round=round).update(state=SessionState.CANCELLED)
    reading, _ = Theme.objects.get_or_create(name=READING)
    attendance, _ = Theme.objects.get_or_create(name=ATTENDANCE)
    other, _ = Group.objects.get_or_create(
        year=round.year, name="Far group", collaborative=cast.other_collaborative
    )
    groups = [cast.group, other]
    sessions = [
        closed_session(round, make.SchoolFactory(), groups[0 if number < 7 else 1]) for number in range(13)
    ]
    for number in (0, 1, 2, 3, 7, 8, 9):
        text = f"Give pupils at {sessions[number].host.name} books that they want to read, {number} a week."
        found(sessions[number], text, reading, kind=FindingKind.BETTER, by=cast.director)
    for number in (4, 5, 10):
        text = f"Pupils with SEND talk about books with {number} others."
        found(sessions[number], text, reading, kind=FindingKind.STRENGTH, by=cast.director)
    for number in (0, 11):
        found(sessions[number], f"Ring home by {number} o’clock.", attendance, kind=FindingKind.ACTION)
    return round


def themed_board(cast: Cast) -> ThemeBoard:
    """The published theme board of that round."""
    return publish_board(round=themed_round(cast), by=cast.director, at=MADE)
