"""Moderation: own views first, then all beside each other, then what is agreed, then into the report."""

from peerchallenge.services.moderation.agreeing import NOT_YET, Own, agree, record_view
from peerchallenge.services.moderation.carrying import AGREED, BOTH, REPORT, Line, carry, lines_of
from peerchallenge.services.moderation.comparing import Question, Table, table_of

__all__ = [
    "AGREED",
    "BOTH",
    "NOT_YET",
    "REPORT",
    "Line",
    "Own",
    "Question",
    "Table",
    "agree",
    "carry",
    "lines_of",
    "record_view",
    "table_of",
]
