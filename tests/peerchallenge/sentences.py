"""The sentences on which the check for names is measured, and the measuring."""

from dataclasses import dataclass
from pathlib import Path

from peerchallenge.calculations.personal_names import find_names

SENTENCES = Path(__file__).parent / "files" / "named_sentences.txt"
SCHOOLS = ("Ash Primary School", "Beech Primary School", "Cedar Primary School")
STAFF, TEAM = ("Hana Host",), ("Leo Lead", "Rita Reviewer")
SEEN, HELD_BACK = "seen", "held back"


@dataclass(frozen=True)
class Measured:
    """How many sentences name somebody and were found, and at how many of the others the check stopped."""

    naming: int
    found: int
    others: int
    stopped: int

    @property
    def recall(self) -> float:
        """The share of sentences that name somebody which was found."""
        return self.found / self.naming

    @property
    def precision(self) -> float:
        """The share of sentences at which the check stopped that do name somebody."""
        return self.found / (self.found + self.stopped)


def sentences(*halves: str) -> list[tuple[bool, str]]:
    """The labelled sentences of some halves of the file, all of them unless told."""
    found, half = [], ""
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        half = line.strip("[]") if line.startswith("[") else half
        if "\t" in line and not line.startswith("#") and half in (halves or (SEEN, HELD_BACK)):
            label, sentence = line.split("\t")
            found.append((label == "yes", sentence))
    return found


def measure(*halves: str) -> Measured:
    """Run the check over the sentences."""
    rows = [(names, warns(sentence)) for names, sentence in sentences(*halves)]
    naming, others = [w for names, w in rows if names], [w for names, w in rows if not names]
    return Measured(len(naming), sum(naming), len(others), sum(others))


def warns(sentence: str) -> bool:
    """Whether the check stops at a sentence."""
    return bool(find_names(sentence, staff=STAFF, team=TEAM, schools=SCHOOLS))
