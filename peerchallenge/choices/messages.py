"""What the kinds of messages are called where they are listed."""

from peerchallenge.choices.concern import CONCERN_LABELS
from peerchallenge.choices.programme import PROGRAMME_LABELS
from peerchallenge.choices.qa import QA_LABELS
from peerchallenge.choices.support import SUPPORT_LABELS
from peerchallenge.choices.themes import THEME_LABELS

MESSAGE_LABELS = {
    "dates-published": "Dates published",
    "availability-asked": "Days on which you cannot",
    "session-planned": "Session planned",
    "session-moved": "Session moved",
    "session-postponed": "Session postponed",
    "session-cancelled": "Session cancelled",
    "team-changed": "Review team changed",
    "self-evaluation-shared": "Self-evaluation shared",
    "host-documents-given": "Documents for the team",
    "session-tomorrow": "Session on the next school day",
    "report-clock-started": "Session ended, report due",
    "report-end-corrected": "End corrected, report due",
    "report-due-24h": "Report due in 24 hours",
    "report-due-4h": "Report due in 4 hours",
    "report-due-now": "Report due now",
    "report-late-24h": "Report a day late",
    "report-late-digest": "Late reports of the day",
    "report-sent": "Report sent to the host",
    "report-receipt": "Receipt for the report",
    "report-replaced": "Report replaced",
    "reply-due-soon": "Reply to the report due soon",
    "reply-extended": "More time for the reply",
    "reply-lapsed": "Time for the reply is over",
    "reply-received": "Reply to the report received",
    "corrections-due-soon": "Corrections to be decided soon",
    "corrections-due-now": "Corrections to be decided now",
    "corrections-late": "Corrections undecided for two days",
    "judgement-disputed": "Judgement disputed",
    "dispute-waiting": "Dispute of a judgement waits",
    "dispute-settled": "Dispute of a judgement settled",
    "report-final": "Final report sent",
    "evaluation-asked": "Evaluation of a session",
    "check-in-due": "Check-in on the actions due",
    "check-in-late": "Check-in on the actions late",
    **CONCERN_LABELS,
    **SUPPORT_LABELS,
    **QA_LABELS,
    **PROGRAMME_LABELS,
    **THEME_LABELS,
    "qa-nominated": "Session nominated for QA",
    "qa-nomination-answered": "Nomination for QA answered",
}
