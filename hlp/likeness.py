"""Words as people type them: which names they mean, in spite of case, accents, short forms and slips of the fingers.

Nothing here asks a database, so a list finds the same on SQLite and on PostgreSQL.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST_TYPED = 100  # characters that are looked at
MOST_WORDS = 10
# A word of so many letters may differ in one letter, and one of so many in two.
ONE_SLIP_FROM, TWO_SLIPS_FROM = 4, 8
SQUEEZED_FROM = 5  # letters from which words may be joined or parted: "stmarys", "crane ford"
APOSTROPHES = re.compile(r"['’‘`´]")
WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=100_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in small letters without accents; ``St Mary’s`` is ``st`` and ``marys``."""
    flat = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text.replace("&", " and ")))
    return tuple(WORD.findall("".join(c for c in flat if not unicodedata.combining(c)).lower()))


def typed_words(typed: str) -> tuple[str, ...]:
    """The words of what somebody typed, as many as are looked at."""
    return words_of(typed[:LONGEST_TYPED])[:MOST_WORDS]


def holds(typed: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether each typed word begins a word of the name, be they written as one or apart."""
    return all(_begins(one, words) for one in typed) or _runs_on("".join(typed), words)


def contains(typed: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether each typed word stands in a word of the name, anywhere from three letters on."""
    return all(_begins(one, words) or (len(one) > 2 and any(one in word for word in words)) for one in typed)


def nearly_holds(typed: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether each typed word begins a word of the name, or is like one."""
    return all(_begins(one, words) or any(is_like(one, word) for word in words) for one in typed)


def _begins(typed: str, words: tuple[str, ...]) -> bool:
    return any(word.startswith(typed) for word in words) or _runs_on(typed, words)


def _runs_on(typed: str, words: tuple[str, ...]) -> bool:
    """Whether the words from some word on, written as one, begin with what was typed."""
    if len(typed) < SQUEEZED_FROM:
        return False
    return any("".join(words[place : place + 4]).startswith(typed) for place in range(len(words)))


@lru_cache(maxsize=50_000)
def is_like(typed: str, word: str) -> bool:
    """Whether a word, or its beginning, is what was typed but for a slip: a letter wrong, missing, too many or swapped.

    One slip from four letters on, two from eight; the first letter of a shorter word must be right.
    """
    allowed = slips_allowed(typed)
    if not allowed or (allowed == 1 and typed[0] != word[:1] and typed[:2] != word[1::-1]):
        return False
    return any(
        distance(typed, word[:length], allowed) <= allowed
        for length in {
            len(word),
            *range(max(len(typed) - allowed, 3), min(len(typed) + allowed, len(word)) + 1),
        }
    )


def slips_allowed(typed: str) -> int:
    """How many slips a word of this length may hold; none in a number."""
    if typed.isdigit() or len(typed) < ONE_SLIP_FROM:
        return 0
    return 1 if len(typed) < TWO_SLIPS_FROM else 2


def distance(one: str, other: str, most: int) -> int:
    """Letters wrong, missing, too many or swapped with their neighbour; ``most + 1`` as soon as it must be more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, compared in enumerate(other, 1):
            cost = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (letter != compared))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == compared
            line.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return last[-1]
