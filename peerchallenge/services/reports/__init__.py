"""The report: written by the team, sent to the host, sealed if it must be."""

from peerchallenge.services.reports.answers import Answers, answers_of, blank_scheme, pick, words_of
from peerchallenge.services.reports.comparing import Differing, chosen, differing, differing_now
from peerchallenge.services.reports.completeness import Problem, Task, problems, problems_of, tasks
from peerchallenge.services.reports.drafting import Closed, open_report, save_section, savings, settle
from peerchallenge.services.reports.guidance import guidance_of
from peerchallenge.services.reports.notes import note_of, notes_beside, take_in
from peerchallenge.services.reports.presence import Around, look_around
from peerchallenge.services.reports.reply_texts import reply_texts
from peerchallenge.services.reports.sealing import seal_version
from peerchallenge.services.reports.sending import ask_preview, send_report
from peerchallenge.services.reports.snapshot import punctuality, section_of, sections_of, texts_of
from peerchallenge.services.reports.warnings import (
    Warned,
    names_while_writing,
    open_warnings,
    overrule,
    warnings_of,
)

__all__ = [
    "Answers",
    "Around",
    "Closed",
    "Differing",
    "Problem",
    "Task",
    "Warned",
    "answers_of",
    "ask_preview",
    "blank_scheme",
    "chosen",
    "differing",
    "differing_now",
    "guidance_of",
    "look_around",
    "names_while_writing",
    "note_of",
    "notes_beside",
    "open_report",
    "open_warnings",
    "overrule",
    "pick",
    "problems",
    "problems_of",
    "punctuality",
    "reply_texts",
    "save_section",
    "seal_version",
    "savings",
    "section_of",
    "sections_of",
    "send_report",
    "settle",
    "take_in",
    "tasks",
    "texts_of",
    "warnings_of",
    "words_of",
]
