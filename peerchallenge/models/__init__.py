"""Rounds, sessions, self-evaluations, handbooks and reports."""

from peerchallenge.models.handbook import Handbook, ProgrammeSlot
from peerchallenge.models.report import AgreedAction, AreaJudgement, ConfidentialNote, Report, ReportVersion
from peerchallenge.models.round import Round
from peerchallenge.models.scheme import Area, Direction
from peerchallenge.models.selfevaluation import AreaSelfEvaluation, SelfEvaluation
from peerchallenge.models.session import ChallengeSession, Reviewer, SessionEvent

__all__ = [
    "AgreedAction",
    "Area",
    "AreaJudgement",
    "AreaSelfEvaluation",
    "ChallengeSession",
    "ConfidentialNote",
    "Direction",
    "Handbook",
    "ProgrammeSlot",
    "Report",
    "ReportVersion",
    "Reviewer",
    "Round",
    "SelfEvaluation",
    "SessionEvent",
]
