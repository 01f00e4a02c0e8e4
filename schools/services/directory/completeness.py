"""What an entry still needs before it can be checked and published. A draft may be saved without any of it."""

from dataclasses import dataclass

from schools.choices.practice import PracticeKind
from schools.models import PracticeEntry

# The parts in which a school writes, in the order of the page: slug, heading, fields.
PARTS: list[tuple[str, str, tuple[str, ...]]] = [
    ("about", "What it is", ("title", "kind", "summary", "phase", "year_groups")),
    ("context", "Your school", ("roll", "pupil_premium", "eal", "context")),
    ("practice", "Why and what you did", ("need", "what_we_did", "cost", "time")),
    (
        "impact",
        "What it changed",
        ("impact", "measure", "before", "after", "source", "pupils", "would_change"),
    ),
    (
        "others",
        "For other schools",
        (
            "resources",
            "contact_role",
            "visits_welcome",
            "visit_days",
            "visit_capacity",
            "validated_by",
            "validated_on",
            "review_months",
        ),
    ),
]

WORDS = {
    "summary": "Say in one or two sentences what it is",
    "need": "Say why you did it",
    "what_we_did": "Say what you did",
    "impact": "Say what it changed",
    "would_change": "Say what you would do differently",
    "contact_role": "Say whom others can ask, by their role",
    "visit_days": "Say when visits suit",
    "visit_capacity": "Say how many visitors can come on one day",
    "after": "Give the figure after, too",
    "before": "Give the figure before, too",
    "source": "Say where the figures come from",
    "themes": "Choose at least one theme",
}
ALWAYS = ("summary", "need", "what_we_did", "contact_role")
WHEN_FINISHED = ("impact", "would_change")


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: the field, the part in which it is written, and what to do."""

    field: str
    part: str
    words: str


def gaps(entry: PracticeEntry) -> list[Gap]:
    """What is missing, in the order of the page. Work in progress needs no impact yet."""
    wanted = [name for name in _wanted(entry) if getattr(entry, name) in ("", None)]
    found = [Gap(name, part_of(name), WORDS[name]) for name in wanted]
    if not entry.themes.exists():
        found.append(Gap("themes", "about", WORDS["themes"]))
    order = [slug for slug, _, _ in PARTS]
    return sorted(found, key=lambda gap: order.index(gap.part))


def _wanted(entry: PracticeEntry) -> list[str]:
    names = list(ALWAYS)
    if entry.kind != PracticeKind.WORK_IN_PROGRESS:
        names += WHEN_FINISHED
    if entry.visits_welcome:
        names += ["visit_days", "visit_capacity"]
    if entry.before or entry.after:
        names += ["before", "after", "source"]
    return names


def part_of(field: str) -> str:
    """The part in which a field is written."""
    return next((slug for slug, _, fields in PARTS if field in fields), "about")
