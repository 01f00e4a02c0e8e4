"""What somebody typed as a question to the index: its units, each with the ways in which it may be said."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from django.db import connection
from django.db.models import Q

from hlp.likeness import distance, is_like, slips_allowed, typed_words
from schools.models import PracticeIndex, PracticeWord, Theme

ENDINGS = ("ings", "ing", "ies", "ers", "er", "ed", "es", "s", "y", "e")
SHORTEST_STEM = 3
MOST_LIKE = 4
UNKNOWN = 2.0  # how rare a word counts that only is like one of the directory's
BEGINS_FROM = 3
# Words of a question that say nothing of what is looked for.
IDLE = frozenset(
    """a about after all am an and any anyone are as at be been being best better by can could did do does doing done
    else ever every for from get gets getting go good has have help helping her his how i if ideas in into is it its let
    like looking made make makes making me more most much my need needs no not of on one or other our out please
    practice school schools should so some someone something than that the their them then there these they thing
    things this those to try trying up us use using want was way ways we well were what when where which who why
    will with work works would you your""".split()
)


@dataclass(frozen=True)
class Way:
    """Words that stand for a unit together. ``begins``: the last of them may be the beginning of a word."""

    words: tuple[str, ...]
    begins: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        """The words without their endings; a beginning as it is."""
        *first, last = self.words
        return (*map(stem, first), last if self.begins else stem(last))


@dataclass(frozen=True)
class Unit:
    """One thing asked for: a word or the name of a theme, with all ways to say it, and how rare it is (from 0 on)."""

    typed: str
    ways: tuple[Way, ...]
    weight: float = 1.0
    slipped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """All that is asked for."""

    units: tuple[Unit, ...]

    @property
    def stems(self) -> tuple[str, ...]:
        """Every stem of every way, for marking."""
        return tuple({stem for unit in self.units for way in unit.ways for stem in way.stems})

    @property
    def slipped(self) -> list[str]:
        """The typed words that nobody uses, for which words like them are looked for."""
        return [unit.typed for unit in self.units if unit.slipped]


def stem(word: str) -> str:
    """A word without its ending, as far as something is left: ``phonics`` and ``phonic`` are the same."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def ask(typed: str) -> Question:
    """The question that somebody typed. Five queries at most."""
    words = typed_words(typed)
    names = _theme_names()
    concepts, rest = _concepts(words, names)
    kept = [word for word in rest if word not in IDLE] or ([] if concepts else list(rest))
    known = _known(kept)
    number = max(PracticeIndex.objects.count(), 1)
    units = [Unit(" ".join(one), tuple(Way(way) for way in ways), 3.0) for one, ways in concepts]
    units += [_unit(word, known, number, is_last=word == words[-1]) for word in dict.fromkeys(kept)]
    return Question(tuple(unit for unit in units if unit.ways))


Phrase = tuple[str, ...]


def _theme_names() -> list[set[Phrase]]:
    """Of each theme all that it is or was called, and its synonyms; of merged themes too."""
    found: dict[int, set[Phrase]] = {}
    for theme in Theme.objects.select_related("merged_into").prefetch_related("synonyms"):
        names = [
            theme.name,
            *(row["name"] for row in theme.former),
            *(one.words for one in theme.synonyms.all()),
        ]
        found.setdefault(theme.survivor.pk, set()).update(typed_words(name) for name in names)
    return [{phrase for phrase in names if phrase} for names in found.values()]


def _concepts(words: Phrase, names: list[set[Phrase]]) -> tuple[list[tuple[Phrase, list[Phrase]]], list[str]]:
    """The parts of what was typed that name a theme, with its other names; and the words that are left."""
    rest, found = list(words), []
    every = sorted({phrase for each in names for phrase in each}, key=len, reverse=True)
    for phrase in every:
        place = _place(phrase, rest)
        if place is not None:
            ways = {phrase, *(other for each in names if phrase in each for other in each)}
            found.append((phrase, sorted(ways)))
            rest[place : place + len(phrase)] = []
    return found, rest


def _place(phrase: Phrase, words: list[str]) -> int | None:
    size = len(phrase)
    for place in range(len(words) - size + 1):
        if all(
            stem(one) == stem(other) for one, other in zip(phrase, words[place : place + size], strict=True)
        ):
            return place
    return None


def _known(words: Iterable[str]) -> dict[str, int]:
    """The words of the directory that begin with the stem of a typed one, and in how many editions they stand."""
    wanted = Q()
    for word in words:
        start = stem(word)
        wanted |= Q(
            word__gte=start, word__lt=f"{start}\U0010ffff" if connection.vendor == "sqlite" else f"{start}{{"
        )
    rows = PracticeWord.objects.filter(wanted) if wanted else PracticeWord.objects.none()
    return dict(rows.values_list("word", "editions"))


def _unit(word: str, known: dict[str, int], number: int, *, is_last: bool) -> Unit:
    start = stem(word)
    same = [count for one, count in known.items() if stem(one) == start or one == word]
    longer = [count for one, count in known.items() if one.startswith(word)]
    if same and not (is_last and longer):
        return Unit(word, (Way((word,)),), _rarity(max(same), number))
    if longer and len(word) >= BEGINS_FROM:
        ways = (Way((word,), begins=True), Way((word,)))
        return Unit(word, ways, _rarity(max([*longer, *same]), number))
    like = _alike(word)
    near = [Way((one,)) for one in like] or [Way(pair) for pair in _parted(word)]
    return Unit(word, tuple(near) or (Way((word,)),), UNKNOWN if near else _rarity(1, number), tuple(like))


def _rarity(editions: int, number: int) -> float:
    return log(1 + number / max(editions, 1))


def _alike(word: str) -> list[str]:
    """The words of the directory that are like a mistyped one, the nearest and most usual first."""
    allowed = slips_allowed(word)
    if not allowed:
        return []
    near = [
        (distance(word, one, allowed), -count, one) for one, count in _candidates(word) if is_like(word, one)
    ]
    return [one for _, _, one in sorted(near)[:MOST_LIKE]]


def _parted(word: str) -> list[tuple[str, str]]:
    """Two words of the directory that were written as one: ``times tables``."""
    pairs = [(word[:place], word[place:]) for place in range(BEGINS_FROM, len(word) - BEGINS_FROM + 1)]
    halves = {half for pair in pairs for half in pair}
    there = set(PracticeWord.objects.filter(word__in=halves).values_list("word", flat=True))
    return [pair for pair in pairs if there.issuperset(pair)][:MOST_LIKE]


def _candidates(word: str) -> list[tuple[str, int]]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT word, editions FROM schools_practiceword WHERE word %% %s"
                " ORDER BY similarity(word, %s) DESC LIMIT 60",
                [word, word],
            )
            return list(cursor.fetchall())
    rows = PracticeWord.objects.filter(Q(word__startswith=word[0]) | Q(word__startswith=word[1:2]))
    return list(rows.values_list("word", "editions"))
