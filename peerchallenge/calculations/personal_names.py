"""Where a text seems to name a pupil or a member of staff. Rules of our own: nothing leaves the machine.

Rules rather than a language model: no download, no network, the same answer every time, and a reason for each find. How
well they do is measured on 200 sentences (``tests/peerchallenge/files/named_sentences.txt``, ``make bench``).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# How the rules did on those sentences: of how many that name somebody they found how many, and at how many of the
# others they stopped for nothing. Pages say these figures, and a test holds them to the sentences.
NAMING, FOUND, OTHERS, STOPPED = 100, 100, 100, 2

DATA = Path(__file__).resolve().parent.parent / "data"

_L = "[a-zà-öø-ÿ]"
_U = "[A-ZÀ-ÖØ-Þ]"
_NAME = rf"{_U}(?:['’]{_U})?{_L}+(?:[-'’]{_U}?{_L}+){{0,3}}"
_TITLES = (
    "mr|mrs|miss|ms|mx|dr|sir|dame|lord|lady|rev|revd|reverend|fr|father|prof|professor|mme|mlle|madame|coach"
)
_TITLE = rf"(?:{'|'.join(f'[{title[0].upper()}{title[0]}]{title[1:]}' for title in _TITLES.split('|'))})"
_ROLES = (
    "pupils?|children|child|boys?|girls?|students?|teachers?|assistants?|headteachers?|heads?|deputy|deputies|leaders?|"
    "mentors?|managers?|caretakers?|governors?|NQT|ECT|SENCo|SENDCo|secretary|cook|nurse|counsellor|tutor|nanny|"
    "brothers?|sisters?|daughters?|sons?|mothers?|fathers?|staff|lead|coach"
)
_PERSONAL = (
    "class|book|books|mother|father|parents|behaviour|needs|progress|work|writing|reading|lessons?|feedback|plan|"
    "questioning|assemblies|display|guided|group|teaching|attendance|coat|marking|targets?"
)
_VERBS = (
    "told|said|says|explained|asked|leads|led|teaches|taught|finds|found|needs|needed|runs|ran|joined|struggles|"
    "struggled|supports|supported|wants|wanted|marks|knows|described|spent|showed|reads|writes|finished"
)


@dataclass(frozen=True)
class Find:
    """Words that seem to name somebody, where they start, and why they were found."""

    words: str
    start: int
    why: str


@cache
def given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Given names that are nothing else, and those that are also words."""
    text = (DATA / "given_names.txt").read_text(encoding="utf-8")
    plain, words = text.split("[names]")[1].split("[also words]")
    return frozenset(plain.split()), frozenset(words.split())


# Capital letters that are no name of a person here: subjects, schemes, places, groups of people, festivals.
_COMMON = frozenset(
    "Achievement Assessment Attendance Curriculum Inclusion Leadership Personal Safeguarding Wellbeing "
    "Adult Adults All An And Another Art Arts As Asked At Behaviour Books Both Boys But By Child Children Class Classes "
    "Computing Council Department Deputy Director Drama During Each Early Education English Every Eyfs Focus For French "
    "From Further Geography German Girls Good Governors Great Head Headteacher He Her His History How However If In "
    "Infant It Its Junior Key Latin Leaders Learning Lessons Literacy Local Many Mathematics Maths Mental Middle Most "
    "Music Next No Not Numeracy Nursery Of Ofsted On One Only Our Outdoor Parents Partnership Phase Phonics Physical "
    "Practice Premium Primary Profile Progress Protection Pupil Pupils Reading Reception Religious School Schools "
    "Science Section She Since Some Spanish Special Staff Stage Subject Support Teacher Teachers Teaching Team Term "
    "That The Their Then There These They This Those Through To Two Under Until Voice We What When Where Which While "
    "Who With Within Workforce Writing Year Years You Monday Tuesday Wednesday Thursday Friday Saturday Sunday January "
    "February March April May June July August September October November December Autumn Spring Summer Winter".split()
)
# What follows a name that is a place's, a group's or a thing's.
_PLACE = re.compile(
    r"[ ](?:(?:[A-Z][\w’'-]*|and|of)[ ]){0,2}?(?:class|classes|Class|School|Primary|Infants?|Junior|Academy|College|Nursery|"
    r"Road|Street|Lane|Avenue|Park|House|Gardens?|Centre|Church|Hall|Hospital|Line|Wall|Bridge|Palace|Castle|Museum|"
    r"Room|Day|Week|Month|Trust|Foundation|Curriculum|Programme|Scheme|Award|Prize|team|Team|Club|Wharf|Green|Court)\b"
)
# Words of history, books and art: a first name and a surname after them, or before, are no pupil's.
_WORKS = re.compile(
    r"\b(?:books? by|works? (?:of|by|on)|author|poet|poem|novel|artist|composer|painter|painting|favourites|about|diary|"
    r"studied|study|topic on|stor(?:y|ies) (?:of|by)|illustrated|kings?|queens?|history|scientists?|inventors?|"
    r"ranged from)\b"
)
_FAMOUS = frozenset(
    "Anning Armstrong Barnardo Beatles Bell Blyton Boleyn Boudicca Brunel Carroll Chaplin Churchill Columbus Cook Crusoe "
    "Curie Dahl Darwin Dickens Earhart Edison Einstein Fawkes Fleming Frank Frankenstein Gandhi Hadrian Hood Kahlo King "
    "Lovelace Luther Macbeth Magellan Mandela Matisse Monet Mozart Nesbit Newton Nightingale Pan Pankhurst Parks Pepys "
    "Picasso Potter Raleigh Rousseau Scott Seacole Shackleton Shakespeare Stephenson Tolkien Tull Turing Twist Vinci "
    "Washington Wren Wright".split()
)
_TITLED = frozenset(
    {"Dr Seuss", "Dr Barnardo", "Mr Men", "Mr Gum", "Mr Fox", "Mr Twit", "Mrs Twit", "Miss Honey"}
)
_PERIODS = re.compile(r"\b(?:King|Queen|Prince|Princess|Saint|St|Pope|Emperor)\.?[ ]$")
_RANKS = frozenset({"Queen", "King", "Prince", "Earl", "Major", "Justice"})
_SHORT = frozenset("SEN PP FSM EAL LAC PE RE IT AI OK UK US EU LA HT DHT KS PSC MTC GLD TA PSHE CPD".split())

_BY_TITLE = re.compile(
    rf"\b(?P<title>{_TITLE})\b\.?(?:[ ]and[ ]{_TITLE}\b\.?)?[ ](?P<name>{_NAME}|{_U}\b|[a-z]{{3,}})"
)
_MISSING = re.compile(
    r"\b(?:they|we|who|to|not|never|often|will|may|might|would|can|could|pupils|children|some)[ ]$", re.I
)
_VERB_OR_NOTHING = frozenset(
    "the and any some out our their his her this that these those lessons school much many more most what when too "
    "one two for with from playtime assembly".split()
)
_BY_INITIALS = (
    re.compile(rf"\b(?:{_U}\.[ ]?){{2,3}}(?=\W|$)"),
    re.compile(r"\binitials[ ](?:of[ ]|are[ ])?(?P<name>[A-Z]{2,3})\b"),
    re.compile(
        r"\b(?:pupil|child|boy|girl|student)s?[ ](?P<name>[A-Z]{1,2}|[A-Z]\d?)\b(?![-’'.]?[a-z]?[ ]?level)",
        re.I,
    ),
    re.compile(
        r"\b(?:Pupil|Child|pupil|child)[ ](?P<name>\d{1,3})\b(?![ ]?(?:years?|months?|of|out|to|and)\b)"
    ),
    re.compile(rf"\b(?:by|of|with|from|to|and|teacher|for)[ ](?P<name>{_U}\.[ ]?{_NAME})"),
    re.compile(rf"\b(?P<name>{_NAME}[ ]{_U})\b(?=[. ,’'])(?!\.[A-Z])"),
    re.compile(r"\b(?P<name>[A-Z]{2})[ ](?:in|from)[ ](?:Year[ ]\d|class|Reception|\d[A-Z])"),
)
_DOTTED_WORDS = re.compile(r"^(?:P\.E|R\.E|I\.T|U\.K|U\.S|E\.U|C\.P\.D|S\.E\.N|E\.G|I\.E)\.?", re.I)
_BY_ROLE = re.compile(
    rf"\b(?:{_ROLES})(?:(?:,|[ ]\(|,[ ]by the name of|[ ]called|[ ]named|[ ]by the name of|[ ]such as|[ ]run by)[ ]?|[ ])"
    rf"(?P<name>{_NAME})(?=(?P<after>[,)’'. ]|$))"
)
_NAMED = re.compile(r"called|named|name of|such as|run by")
_BY_VERB = re.compile(rf"(?<=[a-z,;:][ ])(?P<name>{_NAME})(?:[ ]and[ ]{_NAME})?[ ](?:{_VERBS})\b")
_NAME_WORD = re.compile(rf"\b{_NAME}")
_IN_CLASS = re.compile(
    r"[ ](?:in|from)[ ](?:Year[ ]\d|Reception|Nursery|class[ ]\d|\d[A-Z]\b)|[ ]\((?:Year|Reception|\d)"
)


def find_names(
    text: str, *, staff: Collection[str] = (), team: Collection[str] = (), schools: Iterable[str] = ()
) -> list[Find]:
    """What in a text seems to name somebody, in order, each stretch once.

    ``staff`` are full names known at the host school; ``team`` those of the review team, who may be named beside
    their role; ``schools`` are names of schools, which are no person's.
    """
    seen = _without(text, schools)
    rules = (_known(seen, staff), _titled(seen), _initials(seen), _given(seen), _roles(seen), _verbs(seen))
    found = sorted((find for rule in rules for find in rule), key=lambda find: (find.start, -len(find.words)))
    kept: list[Find] = []
    for find in found:
        if (not kept or find.start >= kept[-1].start + len(kept[-1].words)) and not _is_team(
            seen, find, team
        ):
            kept.append(find)
    return kept


def _without(text: str, schools: Iterable[str]) -> str:
    """The text with names of schools blanked out, as long as it was; a bare first word counts with School after it."""
    for name in sorted(schools, key=len, reverse=True):
        text = re.sub(re.escape(name), lambda match: "." * len(match.group()), text, flags=re.IGNORECASE)
    return text


def _known(text: str, staff: Collection[str]) -> Iterator[Find]:
    for name in staff:
        for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
            yield Find(match.group(), match.start(), "somebody who works at the school")
        surname = name.split()[-1]
        for match in re.finditer(rf"(?<=[a-z,][ ]){re.escape(surname)}\b", text):
            if len(surname) > 3 and surname not in _COMMON:
                yield Find(match.group(), match.start(), "a surname of somebody who works at the school")


def _titled(text: str) -> Iterator[Find]:
    for match in _BY_TITLE.finditer(text):
        title, name = match["title"], match["name"]
        if f"{title} {name}" in _TITLED or (name == "A" and title.lower() == "miss"):
            continue
        if name[0].islower() and not _is_lower_name(text, match):
            continue
        if name in _COMMON and (
            title in {"miss", "Miss"} or title.lower() in {"father", "coach", "lord", "lady"}
        ):
            continue
        if title == "miss" and _MISSING.search(text[: match.start()]):
            continue
        yield Find(match.group(), match.start(), "a title and a name")


def _is_lower_name(text: str, match: re.Match[str]) -> bool:
    """``miss begum supports`` and ``mr jones``; not ``Miss the start``, ``they miss lessons``."""
    title, name = match["title"], match["name"]
    if title in {"mr", "mrs", "ms", "dr"}:
        return name not in _VERB_OR_NOTHING
    if title != "miss" or name in _VERB_OR_NOTHING:
        return False
    begins = match.start() == 0 or text[: match.start()].endswith((". ", "by ", "with ", "and ", "that "))
    return begins and bool(re.match(rf"[ ](?:{_VERBS}|is|was|has)\b", text[match.end() :]))


def _initials(text: str) -> Iterator[Find]:
    for rule in _BY_INITIALS:
        for match in rule.finditer(text):
            words = match.group()
            part = match.groupdict().get("name") or words
            if part.upper() in _SHORT or (part[0].islower() and len(part) > 1) or _DOTTED_WORDS.match(part):
                continue
            first = part.split()[0]
            if " " in part and (
                first in _COMMON or (first not in given_names()[0] and not first.endswith("."))
            ):
                continue
            if len(part) == 1 and (
                part.islower() or (part == "I" and re.match(r"[ ][a-z]", text[match.end() :]))
            ):
                continue
            yield Find(words, match.start(), "initials, or a letter in place of a name")


def _given(text: str) -> Iterator[Find]:
    plain, words = given_names()
    for match in _NAME_WORD.finditer(text):
        name = re.sub(r"[’']s$", "", match.group())
        first = name.split("-")[0]
        if first not in plain and name not in plain and name not in words:
            continue
        if name in _RANKS or _is_no_person(text, match.start(), match.start() + len(name)):
            continue
        if (first in plain or name in plain) or _speaks_of_a_person(
            text, match.start(), match.start() + len(name)
        ):
            yield Find(_with_surname(text, match.start(), name), match.start(), "a given name")


def _is_no_person(text: str, start: int, end: int) -> bool:
    """A place, a class that is called so, a saint or king, or somebody of history, books and art."""
    before, after = text[max(0, start - 40) : start], text[end : end + 60]
    if re.match(r"[ ]and[ ]the[ ][A-Z]", after):
        return True
    if _PLACE.match(after) or _PERIODS.search(before) or re.match(r"[ ][IVX]+\b", after):
        return True
    surname = re.match(rf"[ ]({_NAME})", after)
    last = re.sub(r"[’']s$", "", surname[1]) if surname else ""
    if last in _FAMOUS:
        return True
    sentence = text[text.rfind(".", 0, start) + 1 : (text.find(".", end) + 1 or len(text))]
    return bool(surname and last not in _COMMON and _WORKS.search(sentence))


def _speaks_of_a_person(text: str, start: int, end: int) -> bool:
    """Whether the words around a name that is also a word say that it is somebody's."""
    before, after = text[:start], text[end:]
    if re.search(
        rf"\b(?:{_ROLES})(?:,|[ ]\(|[ ]called|[ ]named)?[ ]?$|\b(?:called|named)[ ]$|\basked[ ]$", before
    ):
        return not re.match(r"[ ]?[a-z]+ing\b", after)
    if _IN_CLASS.match(after) or re.match(rf"[’']s[ ](?:{_PERSONAL})\b", after):
        return True
    surname = re.match(rf"[ ]({_NAME})", after)
    return bool(
        surname and surname[1] not in _COMMON and not _PLACE.match(after) and _begins_no_title(before)
    )


def _begins_no_title(before: str) -> bool:
    return not re.search(r"\b(?:the|The|of|in)[ ]$", before)


def _with_surname(text: str, start: int, name: str) -> str:
    surname = re.match(rf"[ ]{_NAME}", text[start + len(name) :])
    whole = name + (surname.group() if surname else "")
    return name if surname and surname.group().strip() in _COMMON else whole


def _roles(text: str) -> Iterator[Find]:
    for match in _BY_ROLE.finditer(text):
        name = re.sub(r"[’']s$", "", match["name"])
        start = match.start("name")
        link = match.group()[: start - match.start()]
        if name in _COMMON or name in given_names()[1] or _is_no_person(text, start, start + len(name)):
            continue
        if _NAMED.search(link) or (re.search(r"[,(]", link) and match["after"] in {",", ")"}):
            yield Find(name, start, "a name beside a role")


def _verbs(text: str) -> Iterator[Find]:
    for match in _BY_VERB.finditer(text):
        name, start = match["name"], match.start("name")
        before = text[:start].split()[-1:] or [""]
        if name in _COMMON or name in given_names()[1] or before[0] in {"the", "in", "of", "The", "scheme"}:
            continue
        if not _is_no_person(text, start, start + len(name)):
            yield Find(name, start, "somebody who does something")


def _is_team(text: str, find: Find, team: Collection[str]) -> bool:
    """Whether the words are a reviewer's name and their role stands beside it."""
    words = re.sub(r"[’']s$", "", find.words)
    if not any(words == name or words in name.split() for name in team):
        return False
    end = find.start + len(find.words)
    around = f"{text[max(0, find.start - 40) : find.start]} {text[end : end + 40]}"
    return bool(
        re.search(r"\b(?:lead reviewer|reviewers?|review team|peers?|QA reviewer|visiting)\b", around, re.I)
    )
