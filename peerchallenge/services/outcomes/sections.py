"""The sections of a summary of outcomes, and what the data say for each, as Markdown to be edited."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Facts = dict[str, Any]
SMALL = "The numbers are too small to be shown."
UNPUBLISHED = "The themes of this round are not published yet."
NAMED = 3  # themes that a sentence names; the table has the others


@dataclass(frozen=True)
class Section:
    """One section: its key, its heading, and the function that drafts it."""

    key: str
    title: str
    draw: Callable[[Facts], str]


def listed(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _told(lines: list[dict[str, Any]]) -> list[str]:
    return [f"{row['number']} {row['label'].lower()}" for row in lines if row["number"]]


def _glance(facts: Facts) -> str:
    said = [f"{facts['held']} of {facts['sessions']} sessions of the {facts['round']} are held and reported."]
    time = facts["time"]
    if told := _told(time["lines"]):
        said.append(f"Of the reports, {listed(told)}.")
    if time["median"]:
        said.append(f"Half of them reached the school within {time['median']} of the end of the session.")
    return " ".join(said)


def _judgements(facts: Facts) -> str:
    said = []
    if told := _told(facts["accuracy"]):
        said.append(f"Set against the evidence, self-evaluations were: {listed(told)}.")
    if told := _told(facts["directions"]):
        said.append(f"The direction of the schools: {listed(told)}.")
    if any(row["number"] is None for row in [*facts["accuracy"], *facts["directions"]]):
        said.append("Numbers that would tell of fewer than three schools are left out.")
    return "\n\n".join(said) or SMALL


def _themes(facts: Facts) -> str:
    if not facts["themes_published"]:
        return UNPUBLISHED
    rows = facts["themes"][:NAMED]
    if not rows:
        return SMALL
    named = [f"**{row['name']}** ({row['work']['words']})" for row in rows]
    said = f"Schools most often have something to work on in {listed(named)}."
    if facts["proposed"]:
        said += f"\n\nCommon enough to become a project: {listed(facts['proposed'])}."
    return said


def _strengths(facts: Facts) -> str:
    if not facts["themes_published"]:
        return UNPUBLISHED
    rows = facts["strengths"][:NAMED]
    if not rows:
        return SMALL
    named = [f"**{row['name']}** ({row['strength']['words']})" for row in rows]
    said = f"Reports most often name strengths in {listed(named)}."
    if facts["examples"]:
        said += "\n\nIn the words of the reports:\n\n" + "\n\n".join(
            f"> {' '.join(row['text'].split())}" for row in facts["examples"]
        )
    return said


def _quality(facts: Facts) -> str:
    found = facts["quality"]
    if not found["done"]:
        return "No session of this round was looked at by somebody from outside the borough."
    groups = "1 group" if found["groups"] == 1 else f"{found['groups']} groups"
    reports = "1 QA report is sent." if found["reports"] == 1 else f"{found['reports']} QA reports are sent."
    return (
        f"In {found['done']} of {groups} a session of this round was looked at by somebody from outside the borough."
        f" {reports}"
    )


def _support(facts: Facts) -> str:
    if not facts["support"]:
        return "No need of support came up in this round."
    told = _told(facts["support"])
    return f"Of the needs of support: {listed(told)}." if told else SMALL


def _next(facts: Facts) -> str:
    if not facts["proposed"]:
        return "The themes of the coming round follow from what is above."
    return f"We suggest asking about {listed(facts['proposed'])} in the coming round."


SECTIONS = (
    Section("glance", "The round at a glance", _glance),
    Section("judgements", "How schools see themselves, and where they are going", _judgements),
    Section("themes", "What keeps coming up", _themes),
    Section("strengths", "What works", _strengths),
    Section("quality", "Quality assurance", _quality),
    Section("support", "Support", _support),
    Section("next", "What comes next", _next),
)
BY_KEY = {section.key: section for section in SECTIONS}


def drafted(facts: Facts) -> dict[str, dict[str, Any]]:
    """Every section as the data draft it."""
    found = {section.key: section.draw(facts) for section in SECTIONS}
    return {key: {"text": text, "drawn": text, "before": "", "revision": 1} for key, text in found.items()}
