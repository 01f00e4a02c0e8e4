"""The host's reply as it is printed at the end of a report: plain data, made from its rows."""

from typing import Any

from hlp import clock
from peerchallenge.choices import CONTESTED, CorrectionState, DisputeState
from peerchallenge.models import Dispute, FactualCorrection, Reply

PRINTED_DISPUTES = CONTESTED | {DisputeState.WITHDRAWN}


def annex_of(reply: Reply) -> dict[str, Any]:
    """What a final report says of the reply: when and by whom, its words, each correction with its answer, disputes."""
    corrections = reply.corrections.filter(state__in=[CorrectionState.ACCEPTED, CorrectionState.DECLINED])
    disputes = reply.disputes.filter(state__in=PRINTED_DISPUTES)
    return {
        "answered": clock.when(reply.answered_at) if reply.answered_at else "",
        "by": reply.answered_by.name if reply.answered_by else "",
        "words": reply.words,
        "corrections": [_correction(row) for row in corrections.select_related("decided_by")],
        "disputes": [_dispute(row) for row in disputes],
    }


def _correction(row: FactualCorrection) -> dict[str, Any]:
    return {
        "paragraph": row.paragraph,
        "number": row.number,
        "place": row.place,
        "before": row.before,
        "after": row.after,
        "why": row.why,
        "accepted": row.state == CorrectionState.ACCEPTED,
        "reason": row.reason,
        "decided_by": row.decided_by.name if row.decided_by else "",
    }


def _dispute(row: Dispute) -> dict[str, Any]:
    return {
        "name": row.judgement,
        "label": row.label,
        "verdict": row.verdict,
        "contested": row.is_contested,
        "status": row.get_state_display(),
        "outcome": row.outcome,
    }


def contested_names(annex: dict[str, Any]) -> list[str]:
    """The parts of a report whose judgement is contested."""
    return [row["name"] for row in annex["disputes"] if row["contested"]]
