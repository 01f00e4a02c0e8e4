"""Schools by name as people type it: short forms, former names, slips; also by URN, number or postcode.

All of it is decided in Python over the names in question, so both databases find the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet

from hlp.likeness import contains, holds, nearly_holds, typed_words, words_of
from schools.models import FormerName, School, SchoolLink

SHORT = {
    "saint": "st",
    "saints": "ss",
    "cofe": "ce",
    "coe": "ce",
    "jnr": "junior",
    "inf": "infant",
    "sch": "school",
    "acad": "academy",
}
LONG_FORMS = (("church", "of", "england"), ("c", "of", "e"), ("roman", "catholic"))
SHORT_FORMS = (("ce",), ("ce",), ("catholic",))
# What many schools are called: left out of what was typed where nothing fits with it.
GENERAL = frozenset(
    "school primary junior infant infants nursery secondary academy community free the of and for".split()
)
Fits = Callable[[tuple[str, ...], tuple[str, ...]], bool]
NUMBER = re.compile(r"\d{3}/\d{4}")
POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]*")


@dataclass(frozen=True)
class Found:
    """The schools that fit. ``near``: none fits as typed, these are like it. ``former``: old name and school."""

    schools: set[int] = field(default_factory=set)
    near: bool = False
    former: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Name:
    school: int
    name: str
    words: tuple[str, ...]
    now: str = ""  # what the school is called today, where ``name`` is an earlier one


def find(typed: str, among: QuerySet[School]) -> Found:
    """The schools of ``among`` that ``typed`` may mean. Three queries whatever there is."""
    rows = among.order_by().values_list("pk", "name", "urn", "la_code", "estab", "postcode").distinct()
    names, codes, called = [], {}, {}
    for pk, name, urn, authority, establishment, postcode in rows:
        names.append(_Name(pk, name, plain(name)))
        codes[pk] = (str(urn), f"{authority}/{establishment}", postcode.replace(" ", "").lower())
        called[pk] = name
    return choose(typed, names, codes, _former(called))


def choose(
    typed: str, names: list[_Name], codes: dict[int, tuple[str, str, str]], former: Iterable[_Name] = ()
) -> Found:
    """The schools that fit by a code; else by today's or an earlier name; else by something like it."""
    wanted = plain(typed)
    if not wanted:
        return Found(set(codes))
    if by_code := {pk for pk, own in codes.items() if _is_code(typed, own)}:
        return Found(by_code)
    everything = [*names, *former]
    for near, words, fits in _ways(wanted):
        if fitting := [one for one in everything if fits(words, one.words)]:
            return _found(fitting, near)
    return Found()


def _ways(wanted: tuple[str, ...]) -> Iterator[tuple[bool, tuple[str, ...], Fits]]:
    """What is tried in turn: as typed, with slips, and both without the words that many names hold."""
    special = tuple(word for word in wanted if word not in GENERAL)
    yield False, wanted, holds
    yield False, wanted, contains
    yield True, wanted, nearly_holds
    if special and special != wanted:
        yield True, special, holds
        yield True, special, nearly_holds


def _found(fitting: list[_Name], near: bool) -> Found:
    today = {one.school for one in fitting if not one.now}
    old = sorted({(one.name, one.now) for one in fitting if one.now and one.school not in today})
    return Found({one.school for one in fitting}, near, old)


def _is_code(typed: str, own: tuple[str, str, str]) -> bool:
    flat = typed.replace(" ", "").lower()
    if flat.isdigit():
        return len(flat) > 3 and own[0].startswith(flat)
    if NUMBER.fullmatch(flat):
        return own[1] == flat
    return bool(POSTCODE.fullmatch(flat)) and own[2].startswith(flat)


def plain(name: str) -> tuple[str, ...]:
    """The words of a name with the short form of what is often shortened."""
    words = typed_words(name) if len(name) > 60 else words_of(name)
    words = tuple(SHORT.get(word, word) for word in words)
    for long, short in zip(LONG_FORMS, SHORT_FORMS, strict=True):
        for place in range(len(words) - len(long) + 1):
            if words[place : place + len(long)] == long:
                words = (*words[:place], *short, *words[place + len(long) :])
                break
    return words


def _former(called: dict[int, str]) -> list[_Name]:
    """Earlier names of these schools, and the names of the schools that they followed."""
    rows = list(FormerName.objects.values_list("school", "name"))
    links = SchoolLink.objects.confirmed().values_list("school", "predecessor__name")
    return [
        _Name(school, name, plain(name), called[school])
        for school, name in [*rows, *links]
        if school in called and name != called[school]
    ]


def keep_former(renamed: Iterable[tuple[School, str]]) -> None:
    """Note the names that schools had until now. ``renamed``: the school and its new name."""
    rows = [FormerName(school=school, name=school.name) for school, name in renamed if school.name != name]
    FormerName.objects.bulk_create(rows, ignore_conflicts=True)
