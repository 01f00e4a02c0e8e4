"""The host's self-evaluation: started, saved part by part, shared with the review team, printed."""

from peerchallenge.services.selfevaluations.printing import ask_paper, is_current, may_take, papers, written
from peerchallenge.services.selfevaluations.sharing import SHAREABLE, Reader, readers, share
from peerchallenge.services.selfevaluations.starting import (
    of_last_time,
    progress_so_far,
    start_from_last_time,
)
from peerchallenge.services.selfevaluations.writing import (
    AREA_FIELDS,
    EDITABLE,
    TEXT_FIELDS,
    open_self_evaluation,
    save_self_evaluation,
    savings,
)

__all__ = [
    "AREA_FIELDS",
    "EDITABLE",
    "SHAREABLE",
    "TEXT_FIELDS",
    "Reader",
    "ask_paper",
    "is_current",
    "may_take",
    "of_last_time",
    "open_self_evaluation",
    "papers",
    "progress_so_far",
    "readers",
    "save_self_evaluation",
    "savings",
    "share",
    "start_from_last_time",
    "written",
]
