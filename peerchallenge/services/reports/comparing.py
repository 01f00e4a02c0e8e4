"""Two texts of one section, side by side: what differs, and what comes of choosing."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from peerchallenge.choices import Accuracy, Keep, SupportWanted
from peerchallenge.models import Direction, Report
from peerchallenge.packs.paragraphs import difference
from peerchallenge.packs.sections import Section
from peerchallenge.services.reports.answers import Answers, answers_of, tidied

Pieces = list[tuple[str, str]]
NOTHING = "Nothing chosen"


@dataclass(frozen=True)
class Differing:
    """One answer that two people gave differently, in words. Texts can be edited together, lists joined."""

    name: str
    label: str
    theirs: str
    mine: str
    is_text: bool = True
    joins: bool = False

    @cached_property
    def _pieces(self) -> Pieces:
        return difference(self.theirs, self.mine)

    @property
    def theirs_marked(self) -> Pieces:
        """Their text in pieces; ``out`` marks what mine does not have."""
        return _runs(piece for piece in self._pieces if piece[0] != "in")

    @property
    def mine_marked(self) -> Pieces:
        """My text in pieces; ``in`` marks what theirs does not have."""
        return _runs(piece for piece in self._pieces if piece[0] != "out")

    @property
    def both(self) -> str:
        """Both texts in one to start from: what they share once, then theirs and mine where they part."""
        return together(self.theirs, self.mine)


def _runs(pieces: Iterable[tuple[str, str]]) -> Pieces:
    """The pieces with neighbours of one mark in one; a space between two marked words is marked with them."""
    found: Pieces = []
    for mark, piece in pieces:
        if found and found[-1][0] == mark:
            found[-1] = (mark, found[-1][1] + piece)
        elif len(found) > 1 and mark != "same" and found[-2][0] == mark and not found[-1][1].strip(" "):
            space = found.pop()[1]
            found[-1] = (mark, found[-1][1] + space + piece)
        else:
            found.append((mark, piece))
    return found


def together(theirs: str, mine: str) -> str:
    """Two texts line by line in one: shared lines once, else theirs before mine."""
    first, second = theirs.split("\n"), mine.split("\n")
    found: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(a=first, b=second, autojunk=False).get_opcodes():
        found += first[a:b]
        if tag != "equal":
            found += second[c:d]
    return "\n".join(found)


def differing(
    section: Section, theirs: Answers, mine: Answers, directions: Mapping[str, str]
) -> list[Differing]:
    """What differs between the stored answers and those that somebody typed, in the order of the page.

    ``directions`` are the labels of the year's scheme by code.
    """
    typed = {**theirs, **tidied(section, mine, theirs)}
    rows = (*_areas(theirs, typed, section), *_choices(section, theirs, typed, directions))
    texts = (Differing(box.name, box.label, theirs[box.name], typed[box.name]) for box in section.boxes)
    return [row for row in (*rows, *_actions(section, theirs, typed), *texts) if row.theirs != row.mine]


def differing_now(report: Report, section: Section, mine: Answers) -> list[Differing]:
    """What differs between a section as it is stored and what somebody typed."""
    scheme = Direction.objects.filter(year=report.session.round.year_id)
    labels = dict(scheme.values_list("code", "label")) if section.kind == "direction" else {}
    return differing(section, answers_of(report), mine, labels)


def _areas(theirs: Answers, mine: Answers, section: Section) -> Iterator[Differing]:
    if section.kind != "areas":
        return
    for old, new in zip(theirs["areas"], mine["areas"], strict=True):
        codes = _label(Accuracy, old["accuracy"]), _label(Accuracy, new["accuracy"])
        yield Differing(f"accuracy_{old['id']}", f"{old['name']}: the judgement", *codes, is_text=False)
        evidence = f"evidence_{old['id']}"
        yield Differing(evidence, f"{old['name']}: the evidence", old["evidence"], new["evidence"])


def _choices(
    section: Section, theirs: Answers, mine: Answers, directions: Mapping[str, str]
) -> Iterator[Differing]:
    def differ(name: str, label: str, say: Callable[[str], str]) -> Differing:
        return Differing(name, label, say(theirs[name]), say(mine[name]), is_text=False)

    if section.kind == "areas":
        yield differ("overall_accuracy", "Overall: the judgement", partial(_label, Accuracy))
    elif section.kind == "direction":
        yield differ("direction", "The school’s direction", lambda code: directions.get(code, NOTHING))
    elif section.kind == "support":
        yield differ("support", "What support the school wants", partial(_label, SupportWanted))


def _label(kind: Any, code: str) -> str:
    return str(kind(code).label) if code else NOTHING


def _actions(section: Section, theirs: Answers, mine: Answers) -> Iterator[Differing]:
    if section.kind == "actions":
        old, new = _listed(theirs["actions"]), _listed(mine["actions"])
        yield Differing("actions", "Agreed actions", old, new, is_text=False, joins=True)


def _listed(actions: list[dict[str, str]]) -> str:
    lines = (", ".join(part for part in row.values() if part) for row in actions)
    return "\n".join(f"{place}. {line}" for place, line in enumerate(lines, 1)) or "No actions"


def chosen(
    section: Section, theirs: Answers, mine: Answers, keep: Mapping[str, str], texts: Mapping[str, str]
) -> Answers:
    """The section's answers that come of choosing: ``keep`` says which by name, ``texts`` hold what was edited together.

    What is not in ``keep`` stays as stored. Agreed actions of both are put one after the other.
    """
    found = deepcopy({name: theirs[name] for name in section.names})
    typed = {**theirs, **tidied(section, mine, theirs)}
    for name, which in keep.items():
        if which != Keep.THEIRS:
            _put(
                found, name, _joined(name, theirs, typed, texts) if which == Keep.BOTH else _get(typed, name)
            )
    return found


def _joined(name: str, theirs: Answers, mine: Answers, texts: Mapping[str, str]) -> Any:
    if name == "actions":
        return [*theirs["actions"], *(row for row in mine["actions"] if row not in theirs["actions"])]
    return texts.get(name, "")


def _get(answers: Answers, name: str) -> Any:
    kind, _, area = name.partition("_")
    if area.isdigit():
        return next(row[kind] for row in answers["areas"] if row["id"] == int(area))
    return answers[name]


def _put(answers: Answers, name: str, value: Any) -> None:
    kind, _, area = name.partition("_")
    if area.isdigit():
        answers["areas"] = [
            {**row, kind: value} if row["id"] == int(area) else row for row in answers["areas"]
        ]
    else:
        answers[name] = value
