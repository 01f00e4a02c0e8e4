"""Entries and questions written to measure the search of the directory: what headteachers type, and what they mean."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from hlp import clock
from hlp.models import User
from schools.choices.practice import PracticeAudience, PracticeState
from schools.models import PracticeEdition, PracticeEntry, School, Synonym, Theme
from schools.services.directory import search as searching
from schools.services.directory.search import Wanted, search

FILES = Path(__file__).resolve().parent / "files"
THEMES = {
    "Early reading": ["phonics", "learning to read", "decoding"],
    "Writing": ["handwriting", "composition"],
    "Mathematics": ["maths", "numeracy", "arithmetic"],
    "Attendance": ["absence", "absenteeism", "persistent absence"],
    "Pupil premium": ["disadvantaged pupils", "free school meals", "closing the gap"],
    "More able pupils": ["greater depth", "gifted and talented", "high attainers"],
    "Behaviour": ["exclusions", "suspensions", "conduct"],
    "Inclusion and SEND": ["special needs", "send", "autism", "ehcp"],
    "English as an additional language": ["eal", "bilingual", "new arrivals"],
    "Early years outdoors": ["eyfs", "forest school", "outside environment"],
    "Assessment": ["tracking", "marking", "feedback"],
    "Governance": ["governors", "governing body"],
    "Wellbeing": ["mental health", "workload"],
    "Wider curriculum": ["foundation subjects", "history", "geography", "music", "art"],
}


ENTRIES: list[dict[str, Any]] = json.loads((FILES / "practice_entries.json").read_text())["entries"]

# What was typed, and the entries of which one should come first.
QUESTIONS: list[tuple[str, tuple[str, ...]]] = [
    ("phonics", ("sounds",)),
    ("phonix", ("sounds",)),
    ("how do we get reluctant boys to write", ("boys",)),
    ("boys writting", ("boys",)),
    ("oral rehersal", ("talk",)),
    ("bar mod", ("bars",)),
    ("multiplication check year 4", ("tables",)),
    ("timestables", ("tables",)),
    ("persistent absence", ("gate",)),
    ("attendence", ("gate", "letters")),
    ("letters to parents about attendance", ("letters",)),
    ("what to spend pupil premium on tutoring", ("premium",)),
    ("closing the gap", ("premium", "trips")),
    ("disadvantaged experiences museum", ("trips",)),
    ("greater depth maths", ("depth",)),
    ("gifted and talented reading", ("club",)),
    ("low level disruption", ("calm",)),
    ("reducing suspensions", ("calm",)),
    ("restorative", ("restore",)),
    ("lunchtime incidents playground", ("restore",)),
    ("autism base in mainstream", ("base",)),
    ("dislexia", ("dyslexia",)),
    ("pupils with no English new arrivals", ("arrive",)),
    ("eyfs outdoor area", ("mud", "woods")),
    ("forest sch", ("woods",)),
    ("marking workload", ("marking",)),
    ("assessment without levels", ("levels",)),
    ("goverors visits", ("govern",)),
    ("anxiety before sats", ("worry",)),
    ("violin", ("strings",)),
]


def lay_themes() -> dict[str, Theme]:
    """The themes with their synonyms."""
    found = {}
    for name, words in THEMES.items():
        found[name] = Theme.objects.get_or_create(name=name)[0]
        for one in words:
            Synonym.objects.get_or_create(theme=found[name], words=one)
    return found


def lay(school: School, by: User, *, audience: str = PracticeAudience.PUBLIC) -> dict[int, str]:
    """All entries as published editions of one school; their keys by the edition's primary key."""
    themes = lay_themes()
    return {_edition(one, school, by, themes, audience).pk: one["key"] for one in ENTRIES}


def _edition(
    one: dict[str, Any], school: School, by: User, themes: dict[str, Theme], audience: str
) -> PracticeEdition:
    at = clock.now() - timedelta(days=30)
    text = {name: one[name] for name in ("title", "summary", "what_we_did")}
    entry = PracticeEntry.objects.create(school=school, nominated_at=at, touched_at=at, **text)
    consent = {"consent_at": at, "consent_by": by}
    edition = PracticeEdition.objects.create(
        entry=entry, number=1, audience=audience, published_at=at, school=school, **consent, **text
    )
    edition.themes.set([themes[name] for name in one["themes"]])
    PracticeEntry.objects.filter(pk=entry.pk).update(live=edition, state=PracticeState.PUBLISHED)
    entry.refresh_from_db()
    searching.keep(entry)
    return edition


def reciprocal_ranks(keys: dict[int, str], reader: User | None = None) -> dict[str, float]:
    """For each question 1 divided by the place of the first entry that answers it; 0 where none of the first 20 does."""
    found = {}
    for typed, wanted in QUESTIONS:
        places = [keys.get(pk) for pk in search(reader, Wanted(words=typed)).keys[:20]]
        found[typed] = max((1 / (places.index(key) + 1) for key in wanted if key in places), default=0.0)
    return found
