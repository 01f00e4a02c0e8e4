"""Rounds, sessions, self-evaluations, handbooks and reports."""

from peerchallenge.models.actions import ActionEvent, ActionNote, CarriedAction, CheckIn
from peerchallenge.models.availability import Availability, AwayDays
from peerchallenge.models.concern import Concern, ConcernEvent
from peerchallenge.models.dates import DatesLine, DatesPlan, DatesSeat, RoundHost
from peerchallenge.models.evaluation import Evaluation
from peerchallenge.models.feed import CalendarFeed
from peerchallenge.models.handbook import Handbook, ProgrammeSlot
from peerchallenge.models.monitoring import (
    CaseEvent,
    CaseReview,
    ExitCriterion,
    MonitoringCase,
    MonitoringTerm,
    Notice,
    Rating,
)
from peerchallenge.models.nomination import Nomination
from peerchallenge.models.qa import Independence, QAAreaJudgement, QAJudgement, QAReview
from peerchallenge.models.reply import (
    CorrectionEvent,
    Dispute,
    DisputeEvent,
    FactualCorrection,
    Reply,
    ReplyEvent,
)
from peerchallenge.models.report import AgreedAction, AreaJudgement, ConfidentialNote, Report, ReportVersion
from peerchallenge.models.round import Round
from peerchallenge.models.scheme import Area, Direction, ReplyRule
from peerchallenge.models.selfevaluation import AreaSelfEvaluation, SelfEvaluation
from peerchallenge.models.session import ChallengeSession, Reviewer, SessionEvent
from peerchallenge.models.sharing import ShareConsent, ShareLink
from peerchallenge.models.support import (
    Match,
    MatchEvent,
    Strength,
    SupportCase,
    SupportEvent,
    SupportNote,
)

__all__ = [
    "ActionEvent",
    "ActionNote",
    "CarriedAction",
    "CheckIn",
    "Match",
    "MatchEvent",
    "Strength",
    "SupportCase",
    "SupportEvent",
    "SupportNote",
    "AgreedAction",
    "Area",
    "AreaJudgement",
    "AreaSelfEvaluation",
    "Availability",
    "AwayDays",
    "CalendarFeed",
    "CaseEvent",
    "CaseReview",
    "ChallengeSession",
    "Concern",
    "ConcernEvent",
    "ConfidentialNote",
    "CorrectionEvent",
    "DatesLine",
    "DatesPlan",
    "DatesSeat",
    "Direction",
    "Dispute",
    "DisputeEvent",
    "Evaluation",
    "FactualCorrection",
    "ExitCriterion",
    "Handbook",
    "Independence",
    "MonitoringCase",
    "MonitoringTerm",
    "Nomination",
    "Notice",
    "ProgrammeSlot",
    "QAAreaJudgement",
    "QAJudgement",
    "QAReview",
    "Reply",
    "ReplyEvent",
    "ReplyRule",
    "Rating",
    "Report",
    "ReportVersion",
    "Reviewer",
    "Round",
    "RoundHost",
    "SelfEvaluation",
    "SessionEvent",
    "ShareConsent",
    "ShareLink",
]
