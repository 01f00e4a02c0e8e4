"""Where the judgement overall and those on the areas disagree. Pure functions of the codes.

The rule is our own (INF, after domain.md 1.8: accuracy by area and overall in the same words; X4: a judgement needs its
evidence). A team may have good reasons, so this warns and forbids nothing.
"""

from collections.abc import Sequence

from peerchallenge.choices import Accuracy

SAME_WAY = {Accuracy.MORE_POSITIVE: Accuracy.MORE_CAUTIOUS, Accuracy.MORE_CAUTIOUS: Accuracy.MORE_POSITIVE}


def disagreement(overall: str, areas: Sequence[str]) -> str:
    """In a sentence what disagrees, or nothing. ``areas`` are the codes of each area, unanswered ones left out.

    In this order: nothing was looked at but there is a judgement overall, or the other way round; "accurate" where
    half of the areas or more are not; more positive or more cautious where no area is, or where more areas point the
    other way.
    """
    looked = [code for code in areas if code and code != Accuracy.NOT_LOOKED_AT]
    if not overall or not areas:
        return ""
    label = str(Accuracy(overall).label).lower()
    if overall == Accuracy.NOT_LOOKED_AT:
        return "No judgement overall, although areas were judged" if looked else ""
    if not looked:
        return f"Overall the self-evaluation is called {label}, although no area was looked at"
    off = sum(code != Accuracy.ACCURATE for code in looked)
    if overall == Accuracy.ACCURATE:
        half = off and 2 * off >= len(looked)
        return (
            f"Overall the self-evaluation is called accurate, although {off} of {len(looked)} areas are not"
            if half
            else ""
        )
    return _direction(overall, label, looked)


def _direction(overall: str, label: str, looked: Sequence[str]) -> str:
    same, other = looked.count(overall), looked.count(SAME_WAY[Accuracy(overall)])
    if not same:
        return f"Overall the self-evaluation is called {label}, although no area is"
    if other > same:
        return f"Overall the self-evaluation is called {label}, although more areas point the other way"
    return ""
