"""The lists of this room as files."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import attrgetter

from hlp.tables import Column, Table, in_parts
from peerchallenge.calculations import Line, line_of
from peerchallenge.models import Finding, Round
from peerchallenge.models.session import ChallengeSessionQuerySet
from peerchallenge.services.themes.boards import Board, ThemeLine, told


def _team(line: Line) -> str:
    return ", ".join(str(place.person) for place in line.session.reviewers.all() if not place.is_lead)


SESSION = [
    Column("School", attrgetter("session.host.name"), 44),
    Column("URN", attrgetter("session.host.urn"), 10),
    Column("Round", lambda line: str(line.session.round), 22),
    Column("Begins", attrgetter("session.starts_at"), 24),
    Column("Ends as planned", attrgetter("session.planned_end_at"), 24),
    Column("Collaborative", lambda line: str(line.session.group.collaborative), 18),
    Column("Group", lambda line: str(line.session.group), 14),
    Column("Lead reviewer", attrgetter("lead"), 26),
    Column("Reviewers", _team, 50),
    Column("QA reviewer", lambda line: str(line.session.qa_reviewer or ""), 26),
    Column("State", lambda line: line.session.get_state_display(), 16),
    Column("Report due", attrgetter("session.report_due_at"), 24),
    Column("Report sent", lambda line: getattr(line.session, "sent_at", None), 24),
]


def session_table(sessions: ChallengeSessionQuerySet, at: datetime) -> Table:
    """Sessions as the list shows them: who, when and how far, no text of anybody."""
    parts = in_parts(sessions.iterator(chunk_size=500))
    return Table("sessions", SESSION, (line_of(row, at) for part in parts for row in part))


def round_table(rounds: Iterable[Round], sessions: Mapping[int, int]) -> Table:
    """Rounds with the number of sessions that the reader may see, by the round's key."""
    columns = [
        Column("Round", str, 24),
        Column("Academic year", lambda row: str(row.year), 14),
        Column("Opens", attrgetter("opens"), 20),
        Column("Closes", attrgetter("closes"), 20),
        Column("Focus themes", lambda row: ", ".join(map(str, row.focus_themes.all())), 50),
        Column("Stage", lambda row: row.stage.capitalize(), 12),
        Column("Sessions", lambda row: sessions.get(row.pk, 0), 10),
    ]
    return Table("rounds", columns, rounds)


def themes_table(board: Board) -> Table:
    """A round's themes as the page shows them: what is hidden there is hidden here."""
    columns = [
        Column("Theme", attrgetter("name"), 40),
        Column("Schools", lambda line: told(line.counts[0]), 16),
        Column("As a strength", lambda line: told(line.counts[1]), 16),
        Column("To work on", lambda line: told(line.counts[2]), 16),
        Column("Of how many schools", lambda line: line.total.of, 20),
        Column("Round before", _before, 16),
    ]
    return Table("themes", columns, [*board.lines, *board.hidden])


def _before(line: ThemeLine) -> int | str:
    return "" if line.before is None else told(line.before)


FINDING = [
    Column("School", attrgetter("school.name"), 44),
    Column("URN", attrgetter("school.urn"), 10),
    Column("Year", lambda row: str(row.year), 12),
    Column("Round", lambda row: str(row.round or ""), 24),
    Column("Kind", lambda row: row.get_kind_display(), 16),
    Column("Text", attrgetter("text"), 80),
    Column("Themes", lambda row: ", ".join(tag.theme.name for tag in row.tags.all() if tag.confirmed), 44),
    Column("Confirmed", lambda row: row.settled_at, 24),
]


def finding_table(findings: Iterable[Finding]) -> Table:
    """Findings as the list shows them, with the themes that a person confirmed."""
    return Table("findings", FINDING, findings)
