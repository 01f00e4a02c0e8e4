"""How well the check for names does on 200 sentences written for it, and how fast it is on a whole report."""

from peerchallenge.calculations.personal_names import find_names
from tests.bench.table import Figure, timed
from tests.peerchallenge import full_report, sentences

PART = "Names in a report (200 sentences written for the test)"


def measure() -> list[Figure]:
    """Recall and precision on all sentences and on the half that was held back, then milliseconds a report."""
    whole, held_back = sentences.measure(), sentences.measure(sentences.HELD_BACK)
    report = "\n\n".join(full_report.TEXTS.values())
    took = timed(lambda: find_names(report, staff=sentences.STAFF, team=sentences.TEAM), times=20)
    return [
        Figure(PART, "recall: found of those that name somebody", 100 * whole.recall, "%"),
        Figure(PART, "precision: of those stopped at, name somebody", 100 * whole.precision, "%"),
        Figure(PART, "recall, half held back", 100 * held_back.recall, "%"),
        Figure(PART, "precision, half held back", 100 * held_back.precision, "%"),
        Figure(PART, f"a report of {len(report.split())} words", 1000 * took, "ms"),
    ]
