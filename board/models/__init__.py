"""The board's facts: seats and who holds them, meetings, the agenda, who comes, interests, papers and packs, projects."""

from board.models.action import BoardAction, BoardActionEvent, BoardActionNote
from board.models.agenda import AgendaItem, StandingItem
from board.models.attendance import Attendance, Guest
from board.models.challenge import Challenge, ChallengeEvent, ChallengeTarget
from board.models.decision import Decision, DeclaredInterest
from board.models.interest import Interest, InterestConfirmation, Withdrawal
from board.models.meeting import Meeting, MeetingEvent
from board.models.minutes import Minute, Minutes, MinutesEvent, MinutesVersion
from board.models.naming import PublicName
from board.models.pack import Pack, PackFile, PackOpening
from board.models.paper import Paper, PaperVersion
from board.models.projects import (
    Expression,
    ExpressionEvent,
    ImpactFigure,
    Milestone,
    ProgressReport,
    Project,
    ProjectCall,
    ProjectDocument,
    ProjectEvent,
    ProjectMeeting,
    ProjectMeetingPlace,
    ProjectMember,
)
from board.models.record import ArchivedPaper, RecordEntry
from board.models.seat import Holding, Seat

__all__ = [
    "AgendaItem",
    "ArchivedPaper",
    "Attendance",
    "BoardAction",
    "BoardActionEvent",
    "BoardActionNote",
    "Challenge",
    "ChallengeEvent",
    "ChallengeTarget",
    "Decision",
    "DeclaredInterest",
    "Expression",
    "ExpressionEvent",
    "Guest",
    "Holding",
    "ImpactFigure",
    "Interest",
    "InterestConfirmation",
    "Meeting",
    "MeetingEvent",
    "Milestone",
    "Minute",
    "Minutes",
    "MinutesEvent",
    "MinutesVersion",
    "Pack",
    "PackFile",
    "PackOpening",
    "Paper",
    "PaperVersion",
    "ProgressReport",
    "Project",
    "ProjectCall",
    "ProjectDocument",
    "ProjectEvent",
    "ProjectMeeting",
    "ProjectMeetingPlace",
    "ProjectMember",
    "PublicName",
    "RecordEntry",
    "Seat",
    "StandingItem",
    "Withdrawal",
]
