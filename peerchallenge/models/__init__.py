"""Rounds, sessions, self-evaluations, handbooks and reports."""

from peerchallenge.models.actions import ActionEvent, ActionNote, CarriedAction, CheckIn
from peerchallenge.models.availability import Availability, AwayDays
from peerchallenge.models.concern import Concern, ConcernEvent
from peerchallenge.models.dates import DatesLine, DatesPlan, DatesSeat, RoundHost
from peerchallenge.models.earlier import EarlierReport
from peerchallenge.models.evaluation import Evaluation
from peerchallenge.models.evidence import EvidenceNote
from peerchallenge.models.feed import CalendarFeed
from peerchallenge.models.finding import Finding, FindingTheme
from peerchallenge.models.handbook import Handbook, HandbookCopy, StaleHandbook
from peerchallenge.models.hostdocument import DocumentRule, HostDocument
from peerchallenge.models.moderation import Agreement, AreaView, ReviewerView
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
from peerchallenge.models.practice import PracticeNomination
from peerchallenge.models.previsit import Hypothesis, PreVisit
from peerchallenge.models.programme import (
    HostPerson,
    Programme,
    ProgrammeRemark,
    ProgrammeSlot,
    TemplateSlot,
)
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
from peerchallenge.models.round import Round, ThemeReason
from peerchallenge.models.scheme import Area, CountdownDays, Direction, EvidenceRule, ReplyRule
from peerchallenge.models.selfevaluation import AreaSelfEvaluation, SelfEvaluation, SelfEvaluationText
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
from peerchallenge.models.themes import (
    OutcomesEvent,
    OutcomesSummary,
    ThemeBoard,
    ThemeRule,
    WithheldText,
)
from peerchallenge.models.writing import NoteUse, Overruling, Presence

__all__ = [
    "WithheldText",
    "ThemeRule",
    "ThemeBoard",
    "OutcomesSummary",
    "OutcomesEvent",
    "DocumentRule",
    "HostDocument",
    "Hypothesis",
    "PreVisit",
    "ActionEvent",
    "ActionNote",
    "CarriedAction",
    "CheckIn",
    "Match",
    "MatchEvent",
    "StaleHandbook",
    "Strength",
    "SupportCase",
    "SupportEvent",
    "SupportNote",
    "ThemeReason",
    "AgreedAction",
    "NoteUse",
    "Overruling",
    "Presence",
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
    "CountdownDays",
    "DatesLine",
    "DatesPlan",
    "DatesSeat",
    "Direction",
    "Dispute",
    "DisputeEvent",
    "EarlierReport",
    "Evaluation",
    "EvidenceNote",
    "EvidenceRule",
    "Agreement",
    "AreaView",
    "ReviewerView",
    "FactualCorrection",
    "ExitCriterion",
    "Finding",
    "FindingTheme",
    "Handbook",
    "HandbookCopy",
    "Independence",
    "MonitoringCase",
    "MonitoringTerm",
    "Nomination",
    "Notice",
    "HostPerson",
    "PracticeNomination",
    "Programme",
    "ProgrammeRemark",
    "ProgrammeSlot",
    "TemplateSlot",
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
    "SelfEvaluationText",
    "SessionEvent",
    "ShareConsent",
    "ShareLink",
]
