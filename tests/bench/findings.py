"""Proposed themes: precision and recall on a hundred findings that nothing was learned from, and what learning costs."""

import tomllib
from pathlib import Path
from typing import Any

from peerchallenge.demo import prose
from peerchallenge.services.findings.learning import Lesson, Proposer, Topic
from tests.bench.table import Figure, timed

PART = "Themes proposed for findings"
LABELLED = Path(__file__).with_name("findings.toml")
GROUPS = ("strengths", "better", "actions")
# What the pools of sentences leave open between braces, filled as a report of the demonstration would fill it.
FACTS = {"y1": "Year 2", "y2": "Year 5", "s1": "history", "s2": "science", "n": "eight", "focus": "the focus"}


def vocabulary() -> list[Topic]:
    """The demonstration's vocabulary without its core theme, which every finding would be about."""
    return [
        Topic(key, name, tuple(theme.get("synonyms", ())), theme["description"])
        for key, (name, theme) in enumerate(prose.pool("vocabulary").items())
        if "synonyms" in theme
    ]


def lessons() -> list[Lesson]:
    """Sentences of the demonstration's reports, each under the focus it was written for: what people confirmed."""
    keys = {topic.name: topic.key for topic in vocabulary()}
    found: dict[str, set[int]] = {}
    for name, theme in prose.pool("themes").items():
        for group in GROUPS:
            for sentence in theme[group]:
                found.setdefault(sentence.partition(" | ")[0], set()).add(keys[name])
    return [Lesson(text.format_map(FACTS), frozenset(themes)) for text, themes in sorted(found.items())]


def labelled() -> list[tuple[str, frozenset[str]]]:
    """The hundred findings with the names of their themes."""
    told: dict[str, Any] = tomllib.loads(LABELLED.read_text(encoding="utf-8"))
    names = {code: name for name, code in told.items() if isinstance(code, str)}
    return [(text, frozenset(names[code] for code in codes.split())) for codes, text in told["findings"]]


def judged(proposer: Proposer, least: float | None = None) -> tuple[int, int, int]:
    """How many themes were proposed rightly, how many wrongly, and how many were missed."""
    names = {topic.key: topic.name for topic in proposer.topics}
    right = wrong = missed = 0
    rows = labelled()
    for (_, wanted), guesses in zip(rows, proposer.propose([text for text, _ in rows]), strict=True):
        given = {names[guess.theme] for guess in guesses}
        right += len(given & wanted)
        wrong += len(given - wanted)
        missed += len(wanted - given)
    return right, wrong, missed


def measure(*, large: int) -> list[Figure]:
    """Precision and recall with the vocabulary alone and with what people confirmed; learning from ``large`` findings."""
    topics, told = vocabulary(), lessons()
    many = [
        Lesson(f"{lesson.text} ({turn})", lesson.themes)
        for turn in range(large // len(told))
        for lesson in told
    ]
    seconds = timed(lambda: Proposer(topics, many))
    return [
        *_shares("vocabulary alone", Proposer(topics, [])),
        *_shares(f"and {len(told)} confirmed findings", Proposer(topics, told)),
        Figure(PART, f"learning from {len(many):,} findings", seconds, "s"),
    ]


def _shares(words: str, proposer: Proposer) -> list[Figure]:
    right, wrong, missed = judged(proposer)
    return [
        Figure(PART, f"precision, {words}", 100 * right / (right + wrong), "%"),
        Figure(PART, f"recall, {words}", 100 * right / (right + missed), "%"),
    ]
