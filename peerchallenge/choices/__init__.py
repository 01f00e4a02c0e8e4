"""States, judgements and the tables of allowed steps."""

from peerchallenge.choices.actions import ACTION_MOVES, ActionState, Going, NoteKind
from peerchallenge.choices.concern import (
    CASE_MOVES,
    CONCERN_MOVES,
    DECISIONS,
    REFERRED,
    UNDECIDED,
    CaseState,
    ConcernState,
    CriterionRating,
    ReviewDecision,
    TermKind,
)
from peerchallenge.choices.evidence import EvidenceKind
from peerchallenge.choices.findings import EarlierState, FindingKind, FindingOrigin
from peerchallenge.choices.hostdocument import HostPaper
from peerchallenge.choices.messages import MESSAGE_LABELS
from peerchallenge.choices.previsit import HypothesisOutcome
from peerchallenge.choices.programme import WITHOUT_EVIDENCE, Side, SlotKind, SlotTeam
from peerchallenge.choices.qa import QARating, QAVerdict
from peerchallenge.choices.reply import (
    CONTESTED,
    CORRECTION_MOVES,
    DECIDED,
    DISPUTE_MOVES,
    IN_DISPUTE,
    REPLY_MOVES,
    REPLY_OVER,
    CorrectionState,
    DisputeState,
    ReplyState,
)
from peerchallenge.choices.selfevaluation import READ_FIRST, OwnText
from peerchallenge.choices.session import (
    MAIN_TERMS,
    OFF,
    QA_STATES,
    REPORT_OPEN,
    REPORT_SENT,
    SESSION_MOVES,
    TO_COME,
    Accuracy,
    DatesState,
    EventKind,
    OwnJudgement,
    Part,
    RoundClock,
    SessionState,
    SupportWanted,
)
from peerchallenge.choices.support import (
    MATCH_MOVES,
    SUPPORT_MOVES,
    SUPPORT_OVER,
    Impact,
    MatchState,
    StrengthSource,
    SupportSource,
    SupportState,
    Urgency,
)
from peerchallenge.choices.themes import (
    OUTCOMES_MOVES,
    OUTCOMES_OUT,
    OutcomesState,
    PupilGroup,
)
from peerchallenge.choices.writing import Keep, WarningKind
