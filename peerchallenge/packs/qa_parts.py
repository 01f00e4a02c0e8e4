"""The parts of a QA report: one table from which forms, task list, checks, page and PDF are made."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One question of a part. ``kind`` is ``rating``, ``text`` or ``verdict``; an optional one may stay empty."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    optional: bool = False


@dataclass(frozen=True)
class QAPart:
    """One page of the form. ``skills`` marks what only the lead reviewer and the Director read."""

    slug: str
    title: str
    guidance: str
    points: tuple[Point, ...]
    skills: bool = False


def _rated(name: str, label: str, hint: str) -> tuple[Point, Point]:
    return Point(name, label, "rating", hint), Point(
        f"{name}_comment", f"{label}: your comment, with evidence"
    )


QA_PARTS = (
    QAPart(
        "process",
        "Process",
        "How the challenge was prepared and held.",
        (
            *_rated(
                "preparation",
                "Preparation",
                "Self-evaluation and papers on time, key lines of enquiry sharp, the timetable balanced, the team briefed.",
            ),
            *_rated(
                "conduct",
                "Conduct",
                "Protocol followed, the host involved, challenge as well as support, no surprises, time kept.",
            ),
        ),
    ),
    QAPart(
        "evidence",
        "Evidence base",
        "What the judgements rest on.",
        _rated(
            "evidence",
            "Evidence base",
            "Enough of it, from more than one source, about all groups of pupils; facts kept apart from evaluation.",
        ),
    ),
    QAPart(
        "lead",
        "Lead reviewer’s skills",
        "To help a colleague grow. Only the lead reviewer and the Director read this part.",
        _rated(
            "lead", "Lead reviewer’s skills", "Planning, questioning, leading the team, moderation, feedback."
        ),
        skills=True,
    ),
    QAPart(
        "reviewers",
        "Reviewers’ skills",
        "Of the team as a whole. Name nobody.",
        _rated("reviewers", "Reviewers’ skills", "Questioning, listening, note-taking, working as a team."),
    ),
    QAPart(
        "report",
        "The report",
        "Open it once your own judgement is recorded.",
        _rated(
            "report",
            "The report",
            "Matches the feedback, clear, rests on evidence, actions can be used, nobody on the staff is identifiable.",
        ),
    ),
    QAPart(
        "views",
        "What others said",
        "In two or three sentences each.",
        (
            Point("host_view", "The host headteacher’s view"),
            Point("team_view", "The reviewers’ view"),
        ),
    ),
    QAPart(
        "sharing",
        "Advice and practice",
        "What you bring from elsewhere, and what others should see.",
        (
            Point("advice", "Advice, and what other boroughs do"),
            Point("practice", "Practice worth sharing", optional=True),
        ),
    ),
    QAPart(
        "verdict",
        "Overall verdict",
        "Of the challenge as a whole.",
        (
            Point("verdict", "Verdict", "verdict"),
            Point("verdict_comment", "Why"),
        ),
    ),
)
QA_BY_SLUG = {part.slug: part for part in QA_PARTS}
OWN = "judgement"  # the slug of the draft of the own judgement
RATED = tuple((p.name, p.label) for part in QA_PARTS for p in part.points if p.kind == "rating")


def gaps(part: QAPart, answers: dict[str, str]) -> list[Point]:
    """The points of a part that are needed and empty."""
    return [point for point in part.points if not point.optional and not answers.get(point.name)]


def missing(answers: dict[str, dict[str, str]]) -> Iterator[tuple[QAPart, Point]]:
    """Every point of the whole form that is needed and empty."""
    for part in QA_PARTS:
        for point in gaps(part, answers.get(part.slug, {})):
            yield part, point
