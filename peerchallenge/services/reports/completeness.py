"""What is missing in a report before it can be sent, and how far each section is. Pure functions of the answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from hlp import text
from peerchallenge.choices import Accuracy, SupportWanted
from peerchallenge.packs.sections import AREA_WORDS, SECTIONS, Section, report_sections
from peerchallenge.services.reports.answers import Answers, pick


@dataclass(frozen=True)
class Problem:
    """Something missing: in which section, at which box (the id of its control), and what to do about it."""

    slug: str
    box: str
    message: str


@dataclass(frozen=True)
class Task:
    """A section and how far it is."""

    section: Section
    status: str
    colour: str
    done: bool


def problems(answers: Answers) -> list[Problem]:
    """Everything that stands in the way of sending, in the order of the sections."""
    return [problem for section in report_sections() for problem in problems_of(section, answers)]


def problems_of(section: Section, answers: Answers) -> list[Problem]:
    """What is missing in one section: texts, judgements, and evidence for each judgement."""
    found = [*_CHECKS.get(section.slug, _nothing)(answers), *_boxes(section, answers)]
    return [Problem(section.slug, f"id_{name}", message) for name, message in found]


def _nothing(answers: Answers) -> Iterable[tuple[str, str]]:
    return ()


def _boxes(section: Section, answers: Answers) -> Iterator[tuple[str, str]]:
    for box in section.boxes:
        if box.missing and not answers[box.name].strip():
            yield box.name, box.missing
        yield from _too_many(box.name, f"{section.title}, {_inside(box.label)}", answers[box.name], box.words)


def _too_many(name: str, label: str, value: str, limit: int) -> Iterator[tuple[str, str]]:
    over = text.words(value) - limit
    if over > 0:
        yield name, f"{label}: use {limit} words or fewer. You have {over} too many"


def _areas(answers: Answers) -> Iterator[tuple[str, str]]:
    for area in answers["areas"]:
        if not area["accuracy"]:
            message = f"Select how the self-evaluation of {_inside(area['name'])} compares with the evidence"
            yield f"accuracy_{area['id']}_0", message
        elif area["accuracy"] != Accuracy.NOT_LOOKED_AT and not area["evidence"].strip():
            yield f"evidence_{area['id']}", f"Enter the evidence for the judgement on {_inside(area['name'])}"
        label = f"Evidence on {_inside(area['name'])}"
        yield from _too_many(f"evidence_{area['id']}", label, area["evidence"], AREA_WORDS)
    if not answers["overall_accuracy"]:
        yield "overall_accuracy_0", "Select how the self-evaluation as a whole compares with the evidence"


def _inside(name: str) -> str:
    return name[:1].lower() + name[1:]


def _direction(answers: Answers) -> Iterator[tuple[str, str]]:
    if not answers["direction"]:
        yield "direction_0", "Select the judgement on direction"


def _actions(answers: Answers) -> Iterator[tuple[str, str]]:
    if not answers["actions"]:
        yield "what_0", "Enter at least one agreed action"
    for place, row in enumerate(answers["actions"]):
        for key, message in _ACTION_PARTS:
            if not row[key].strip():
                yield f"{key}_{place}", message.format(place + 1)


_ACTION_PARTS = (
    ("what", "Enter what is to be done in action {}"),
    ("who", "Enter who sees to action {}"),
    ("by_when", "Enter by when action {} is done"),
)


def _support(answers: Answers) -> Iterator[tuple[str, str]]:
    if not answers["support"]:
        yield "support_0", "Select what support the school wants"
    elif answers["support"] != SupportWanted.NONE and not answers["support_detail"].strip():
        yield "support_detail", "Enter what kind of support the school wants"


_CHECKS = {
    "self-evaluation": _areas,
    "direction": _direction,
    "actions": _actions,
    "support": _support,
}


def tasks(answers: Answers, visited: Iterable[str]) -> list[Task]:
    """Every section with its status: completed, in progress, not yet started, or optional."""
    seen = set(visited)
    return [_task(section, answers, section.slug in seen) for section in SECTIONS]


def _task(section: Section, answers: Answers, seen: bool) -> Task:
    begun = any(_filled(value) for value in pick(answers, section).values())
    if section.optional:
        return (
            Task(section, "Completed", "", True) if begun or seen else Task(section, "Optional", "grey", True)
        )
    if not problems_of(section, answers):
        return Task(section, "Completed", "", True)
    return (
        Task(section, "In progress", "blue", False)
        if begun
        else Task(section, "Not yet started", "blue", False)
    )


def _filled(value: Any) -> bool:
    if isinstance(value, list):
        return any(
            row.get(key) for row in value for key in ("accuracy", "evidence", "what", "who", "by_when")
        )
    return bool(value)
