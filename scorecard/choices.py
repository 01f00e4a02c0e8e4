"""What is measured, for whom, in which unit; where a figure stands; and the codes that stand for no figure."""

from datetime import date

from django.db.models import TextChoices


class Topic(TextChoices):
    """What a measure is about, in the order of the score card."""

    EARLY_YEARS = "early-years", "Early years"
    PHONICS = "phonics", "Phonics"
    MULTIPLICATION = "multiplication", "Multiplication tables"
    KS2_ATTAINMENT = "ks2-attainment", "Key stage 2 attainment"
    KS2_PROGRESS = "ks2-progress", "Key stage 2 progress"
    ATTENDANCE = "attendance", "Attendance"
    BEHAVIOUR = "behaviour", "Suspensions and exclusions"
    INSPECTION = "inspection", "Inspection"
    CONTEXT = "context", "Context"


class MeasurePhase(TextChoices):
    """The part of a primary school that a measure looks at."""

    EARLY_YEARS = "early-years", "Early years"
    KS1 = "ks1", "Key stage 1"
    KS2 = "ks2", "Key stage 2"
    WHOLE = "whole", "Whole school"


class Standard(TextChoices):
    """Which bar a measure counts; none where it counts no bar."""

    EXPECTED = "expected", "Expected standard"
    HIGHER = "higher", "Higher standard"
    AVERAGE = "average", "Average"
    PROGRESS = "progress", "Progress"
    NONE = "", "None"


class Unit(TextChoices):
    """What a value counts."""

    PERCENT = "percent", "Per cent"
    POINTS = "points", "Points"
    SCORE = "score", "Scaled score"
    NUMBER = "number", "Number"
    POUNDS = "pounds", "Pounds"


class PupilGroup(TextChoices):
    """The pupils that a measure looks at."""

    ALL = "all", "All pupils"
    DISADVANTAGED = "disadvantaged", "Disadvantaged pupils"
    OTHER = "other", "Pupils not disadvantaged"
    GIRLS = "girls", "Girls"
    BOYS = "boys", "Boys"
    EAL = "eal", "Pupils with English as an additional language"
    SEN_SUPPORT = "sen_support", "Pupils with SEN support"
    EHCP = "ehcp", "Pupils with an education, health and care plan"


class Direction(TextChoices):
    """Whether higher is better."""

    UP = "up", "Higher is better"
    DOWN = "down", "Lower is better"
    NONE = "none", "Neither"


class SourceKind(TextChoices):
    """Where figures come from; each kind that is a file has an importer of that name."""

    KS2 = "ks2", "Key stage 2 performance tables (DfE)"
    OFSTED = "ofsted", "Inspection outcomes (Ofsted)"
    LAIT = "lait", "Local authority interactive tool (DfE)"
    EES = "ees", "Explore education statistics (DfE)"
    RESULTS = "results", "Our own template of results"
    PUPIL_PREMIUM = "pupil-premium", "Pupil premium allocations (DfE)"
    ENTERED = "entered", "Entered by hand"
    DEMO = "demo", "Invented for the demonstration"


class Area(TextChoices):
    """Whose figure it is."""

    SCHOOL = "school", "School"
    PARTNERSHIP = "partnership", "Partnership"
    LA = "la", "Local authority"
    LONDON = "london", "London"
    ENGLAND = "england", "England, state-funded schools"
    ENGLAND_ALL = "england-all", "England, all schools"
    NEIGHBOURS = "neighbours", "Statistical neighbours"


class Status(TextChoices):
    """How settled a figure is, from the least to the most."""

    REPORTED = "reported", "Reported by the school"
    PROVISIONAL = "provisional", "Provisional"
    REVISED = "revised", "Revised"
    FINAL = "final", "Final"


# Where two figures stand for one place, the more settled counts.
STATUS_RANK: dict[str, int] = {status: rank for rank, status in enumerate(Status.values)}


class Framework(TextChoices):
    """The scale of an inspection. Grades of different scales are never put into one series."""

    SECTION5 = "section5", "Overall effectiveness (2012 to 2019)"
    EIF = "eif", "Education inspection framework (2019 to 2024)"
    UNGRADED_HEADLINE = "ungraded-headline", "Four judgements without a headline grade (2024 to 2025)"
    REPORT_CARD = "report-card", "Report card (from November 2025)"


class QueryKind(TextChoices):
    """Why somebody should look at a figure."""

    ODD = "odd", "Moved further than its cohort explains"
    DIFFERENCE = "difference", "Two sources differ"


class QueryState(TextChoices):
    """Where such a question stands."""

    OPEN = "open", "Left open"
    SETTLED = "settled", "Settled"


# What a publisher writes instead of a figure, in capitals as we compare it. The first nine are the Department's own.
REASONS: dict[str, str] = {
    "SUPP": "Suppressed because so few pupils are counted that one could be recognised",
    "SUPP*": "Held back for a while because results were late",
    "SP": "A small percentage: above 0% and below 0.5%",
    "RE": "Redacted because the estimate is not reliable",
    "NE": "No entries",
    "NA": "Not applicable, or not available",
    "LOWCOV": "Too few of the pupils could be counted",
    "NEW": "A new school, without figures of its own yet",
    "NP": "Not published",
    "Z": "Not applicable",
    "X": "Not available",
    "C": "Suppressed because so few pupils are counted that one could be recognised",
    "U": "Low reliability",
    "LOW": "A figure above nothing that rounds to nothing",
    ":": "Not available",
    "..": "Not available",
    "-": "Not available",
    "NULL": "Left blank by the publisher",
    "BLANK": "Left blank by the publisher",
}
# Codes by which a publisher hides a figure that exists.
SUPPRESSED = frozenset({"SUPP", "SUPP*", "C"})
# What is recorded when an earlier figure is left blank in a later file.
BLANK = "BLANK"


def reason_label(code: str) -> str:
    """Why there is no figure, in words; the code itself where nobody told us."""
    return REASONS.get(code.upper(), f"Published as ‘{code}’")


def year_label(year: int) -> str:
    """An academic year as it is written: ``2016/17`` for 2016."""
    return f"{year}/{(year + 1) % 100:02}"


def year_of(day: date) -> int:
    """The academic year in which a day lies, by the year in which it began on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


class EditionState(TextChoices):
    """How far one version of a year's score card has come."""

    DRAFT = "draft", "Draft"
    PUBLISHING = "publishing", "Being published"
    PUBLISHED = "published", "Published"
    REPLACED = "replaced", "Replaced"
    DROPPED = "dropped", "Dropped"


EDITION_STEPS: dict[str, frozenset[str]] = {
    EditionState.DRAFT: frozenset({EditionState.PUBLISHING, EditionState.DROPPED}),
    EditionState.PUBLISHING: frozenset({EditionState.PUBLISHED, EditionState.DRAFT}),
    EditionState.PUBLISHED: frozenset({EditionState.REPLACED}),
    EditionState.REPLACED: frozenset(),
    EditionState.DROPPED: frozenset(),
}
# What everybody who reads score cards may open, and what only the Director may.
OUT = frozenset({EditionState.PUBLISHED, EditionState.REPLACED})
IN_HAND = frozenset({EditionState.DRAFT, EditionState.PUBLISHING})
MESSAGE_LABELS = {
    "score-card-published": "Score card published",
    "score-card-corrected": "Score card corrected",
}
