"""The directory of good practice: from a nomination to a published entry, and the visits that it leads to."""

from schools.services.directory.drafting import save
from schools.services.directory.nominating import begin, nominate
from schools.services.directory.publishing import archive, discard, publish, review
from schools.services.directory.steps import check, consent, convert, decline, revise, send_back, submit

__all__ = [
    "archive",
    "begin",
    "check",
    "consent",
    "convert",
    "decline",
    "discard",
    "nominate",
    "publish",
    "review",
    "revise",
    "save",
    "send_back",
    "submit",
]
