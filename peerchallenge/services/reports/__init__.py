"""The report: written by the team, sent to the host, sealed if it must be."""

from peerchallenge.services.reports.answers import Answers, answers_of, blank_scheme, pick, words_of
from peerchallenge.services.reports.completeness import Problem, Task, problems, problems_of, tasks
from peerchallenge.services.reports.drafting import Closed, open_report, save_section
from peerchallenge.services.reports.reply_texts import reply_texts
from peerchallenge.services.reports.sealing import seal_version
from peerchallenge.services.reports.sending import ask_preview, send_report
from peerchallenge.services.reports.snapshot import punctuality, section_of, sections_of, texts_of

__all__ = [
    "Answers",
    "Closed",
    "Problem",
    "Task",
    "answers_of",
    "ask_preview",
    "blank_scheme",
    "open_report",
    "pick",
    "problems",
    "problems_of",
    "punctuality",
    "reply_texts",
    "save_section",
    "seal_version",
    "section_of",
    "sections_of",
    "send_report",
    "tasks",
    "texts_of",
    "words_of",
]
