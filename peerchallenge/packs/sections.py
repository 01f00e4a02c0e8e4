"""The sections of a report: one table from which forms, task list, checks, PDF and blank forms are made."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """One text of the report. ``name`` is its field; ``words`` is how many it may have when it is sent.

    ``missing`` is said when it is empty and the report is to be sent; "" for a text that may be empty.
    """

    name: str
    label: str
    hint: str
    missing: str = ""
    words: int = 300
    rows: int = 8


@dataclass(frozen=True)
class Section:
    """One page of the report. ``kind`` says which form it has; ``keys`` are its answers beside the boxes.

    An optional section may stay empty; a confidential one is no part of the report.
    """

    slug: str
    title: str
    guidance: str
    boxes: tuple[Box, ...] = ()
    kind: str = "texts"
    keys: tuple[str, ...] = ()
    optional: bool = False
    confidential: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all answers of the section."""
        return (*self.keys, *(box.name for box in self.boxes))


STRENGTHS = "What is working, and how you know. About 60 to 120 words."
BETTER = "What would make it better still, and how you know. About 40 to 80 words."

SECTIONS = (
    Section(
        "context",
        "Context",
        "Enough for a reader who does not know the school. The date, the team and the focus are added for you.",
        (
            Box(
                "context",
                "The school and its context",
                "Size, intake, leadership and what has changed since last time. About 40 to 80 words.",
                "Describe the school and its context",
            ),
        ),
    ),
    Section(
        "activities",
        "Activities of the day",
        "What the team did, and with whom: roles, not names.",
        (
            Box(
                "activities",
                "What the team did",
                "For example: four learning walks, books from years 2 and 5, a conversation with eight pupils. "
                "About 40 to 80 words.",
                "Say what the team did on the day",
            ),
        ),
    ),
    Section(
        "teaching-and-learning",
        "Teaching and learning",
        "The core theme of every challenge. Say what you saw, heard or read, not what you were told to expect.",
        (
            Box("teaching_strengths", "Strengths", STRENGTHS, "Enter the strengths of teaching and learning"),
            Box(
                "teaching_better",
                "Even better if",
                BETTER,
                "Enter what would make teaching and learning even better",
            ),
        ),
    ),
    Section(
        "focus",
        "The focus",
        "The focus and the key lines of enquiry that were agreed before the day.",
        (
            Box("focus_strengths", "Strengths", STRENGTHS, "Enter the strengths you found in the focus"),
            Box("focus_better", "Even better if", BETTER, "Enter what would make the focus even better"),
        ),
    ),
    Section(
        "progress",
        "Progress since last time",
        "What has become of the actions agreed at the last challenge.",
        (
            Box(
                "progress",
                "Progress since the last challenge",
                "If this is the school’s first challenge, say so. About 40 to 80 words.",
                "Describe the progress since last time, or say that this is the first challenge",
            ),
        ),
    ),
    Section(
        "self-evaluation",
        "Judgement on the self-evaluation",
        "Compare what the school says of itself with what you found. Choose ‘Not looked at’ where you did not look.",
        (
            Box(
                "overall_evidence",
                "Evidence for the judgement overall",
                "What weighed most. About 30 to 60 words.",
                "Enter the evidence for the overall judgement on the self-evaluation",
                rows=5,
            ),
        ),
        kind="areas",
        keys=("areas", "overall_accuracy"),
    ),
    Section(
        "direction",
        "Judgement on direction",
        "Where the school is heading, in the words of this year’s scheme.",
        (
            Box(
                "direction_evidence",
                "Evidence for this judgement",
                "What you saw that shows where the school is heading. About 60 to 100 words.",
                "Enter the evidence for the judgement on direction",
            ),
        ),
        kind="direction",
        keys=("direction",),
    ),
    Section(
        "good-practice",
        "Good practice worth sharing",
        "Something that another school could come and see.",
        (
            Box(
                "good_practice",
                "Good practice worth sharing",
                "What it is, and who in school to ask for (a role, not a name). About 30 to 60 words.",
            ),
        ),
        optional=True,
    ),
    Section(
        "actions",
        "Agreed actions",
        "What you and the headteacher agreed at the end of the day. Rows that you leave empty are ignored.",
        kind="actions",
        keys=("actions",),
    ),
    Section(
        "support",
        "Support wanted",
        "What help the headteacher would like after the challenge. The Director brokers support from outside the group.",
        (
            Box(
                "support_detail",
                "What kind of support",
                "Needed unless the answer is none.",
                words=150,
                rows=4,
            ),
        ),
        kind="support",
        keys=("support",),
    ),
    Section(
        "note",
        "Confidential note to the Director",
        "No part of the report: it is not on the host’s page and not in the PDF. Most reports need none.",
        (
            Box(
                "note",
                "Note to the Director",
                "Never about the safety of a child: use the safeguarding route at once.",
                words=500,
            ),
        ),
        kind="note",
        optional=True,
        confidential=True,
    ),
)
BY_SLUG = {section.slug: section for section in SECTIONS}

# The whole report, in words: what headteachers elsewhere found long enough to be of use and short enough to be read.
FEWEST_WORDS, MOST_WORDS = 500, 1000
# No text of a report is longer than this many characters, whatever it consists of.
MOST_CHARACTERS = 8000
WHAT_CHARACTERS, WHO_CHARACTERS, WHEN_CHARACTERS = 300, 120, 60
MOST_ACTIONS = 12
AREA_WORDS = 150

PROTOCOL = (
    "This report is a summary of professional conversations between peers. It is not comparable with an inspection "
    "and makes no judgement on safeguarding or governance."
)


def report_sections() -> Iterator[Section]:
    """The sections that make up the report: all but the confidential note."""
    return (section for section in SECTIONS if not section.confidential)
