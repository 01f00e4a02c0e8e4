"""Names in texts: of schools, people and places; found, and taken out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

SCHOOL, PERSON, PLACE = "[school]", "[name]", "[place]"

# Words of the kind of a school, and small words that join: what stands before them is how people call the school.
_JOINING = {"the", "of", "and", "&", "for"}
_COMMON = {
    *("school", "schools", "primary", "junior", "infant", "infants", "nursery", "academy", "college"),
    *(
        "catholic",
        "roman",
        "rc",
        "church",
        "community",
        "free",
        "special",
        "c",
        "e",
        "ce",
        "cofe",
        "va",
        "vc",
    ),
    *("voluntary", "aided", "controlled", "centre", "children’s", "children's", "federation", "trust"),
    *("girls", "boys", "first", "all-through", "sixth", "form"),
}
# Given names and surnames that are ordinary words too.
_ORDINARY = {
    *(
        "will",
        "mark",
        "grace",
        "may",
        "hope",
        "faith",
        "joy",
        "rose",
        "art",
        "bill",
        "rob",
        "sue",
        "pat",
        "drew",
    ),
    *(
        "young",
        "good",
        "best",
        "long",
        "read",
        "little",
        "bright",
        "wise",
        "strong",
        "green",
        "brown",
        "white",
    ),
    *(
        "black",
        "west",
        "north",
        "day",
        "page",
        "bell",
        "price",
        "school",
        "head",
        "early",
        "april",
        "june",
        "summer",
    ),
    *("field", "hill", "wood", "woods", "park", "king", "bishop", "dean", "english", "french", "welsh"),
}
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Rev|Revd|Fr|Father|Sister)\.?\s+(?:[A-Z][\w’'-]+)(?:\s+[A-Z][\w’'-]+)?"
)
_PLACED = re.compile(
    r"\b(?:[A-Z][\w’'-]+\s+){1,3}(?:Road|Street|Lane|Avenue|Close|Estate|Gardens|Crescent|Way)\b"
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")


def called(name: str) -> str:
    """How people call a school: its name up to the first word of its kind, empty where nothing is left."""
    kept: list[str] = []
    for word in re.sub(r"[(),.]", " ", name).split():
        plain = word.casefold()
        if plain in _COMMON or (plain in _JOINING and not kept):
            if kept:
                break
            continue
        kept.append(word)
    while kept and kept[-1].casefold() in _JOINING:
        kept.pop()
    return " ".join(kept)


@dataclass(frozen=True)
class Names:
    """The names that a partnership knows: schools and people in full, places."""

    schools: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @cached_property
    def _school(self) -> re.Pattern[str]:
        short = (called(name) for name in self.schools)
        ends = r"(?:\s+(?:[A-Z][\w’'-]*\s+){0,4}(?:School|Academy|Nursery|Primary|Infants?|Juniors?))?(?:[’']s?)?"
        return _any_of([*self.schools, *(one for one in short if len(one) > 2)], ends)

    @cached_property
    def _person(self) -> re.Pattern[str]:
        parts = {
            part
            for name in self.people
            for part in re.split(r"\s+", name)
            if len(part) > 2 and part.strip(".").casefold() not in _ORDINARY and part[0].isupper()
        }
        return _any_of([*self.people, *parts], r"(?:[’']s?)?")

    @cached_property
    def _place(self) -> re.Pattern[str]:
        return _any_of(self.places)


def _any_of(names: Iterable[str], ends: str = "") -> re.Pattern[str]:
    """Any of the names as whole words, the longest first, whatever the white space in them."""
    kept = sorted({name.strip() for name in names if name.strip()}, key=lambda one: (-len(one), one))
    if not kept:
        return re.compile(r"(?!)")
    body = "|".join(re.sub("['’]", "['’]", re.escape(name).replace(r"\ ", r"\s+")) for name in kept)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w){ends}")


def anonymised(text: str, names: Names) -> str:
    """The text without names of schools, people and places, each replaced by what it is in brackets."""
    text = names._school.sub(SCHOOL, text)
    text = _TITLED.sub(PERSON, text)
    text = names._person.sub(PERSON, text)
    text = _POSTCODE.sub(PLACE, _PLACED.sub(PLACE, text))
    text = names._place.sub(PLACE, text)
    return re.sub(r"(\[(?:school|name|place)\])(?:\s+\1)+", r"\1", text)


def named_in(text: str, names: Names) -> list[str]:
    """The schools and people that a text seems to name, each once, in its own words and order."""
    found = [
        (match.start(), match.group())
        for pattern in (names._school, _TITLED, names._person)
        for match in pattern.finditer(text)
    ]
    kept: dict[str, None] = {}
    end = -1
    for start, words in sorted(found, key=lambda one: (one[0], -len(one[1]))):
        if start >= end:
            kept[" ".join(words.split())] = None
            end = start + len(words)
    return list(kept)
