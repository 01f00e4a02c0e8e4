"""What the columns of Ofsted's management information mean, era by era, by their headings.

Sources: the headings of the state-funded schools' files of 2015 to 2019, 2019 to 2024, since September 2024 and since
November 2025 as public programs that read them name them. A row tells up to three inspections: the latest graded one
of the file's own era, an earlier graded one, and the latest ungraded one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scorecard.services.imports.tables import Table

# Areas as pages show them, and the headings under which their grade stood over the years.
SECTION5 = {
    "Outcomes for pupils": (
        "outcomes for pupils",
        "outcomes for children and learners",
        "achievement of pupils",
    ),
    "Quality of teaching, learning and assessment": (
        "quality of teaching, learning and assessment",
        "quality of teaching",
    ),
    "Personal development, behaviour and welfare": (
        "personal development, behaviour and welfare",
        "behaviour and safety of pupils",
    ),
}
EIF = {
    "Quality of education": ("quality of education",),
    "Behaviour and attitudes": ("behaviour and attitudes",),
    "Personal development": ("personal development",),
}
BOTH = {
    "Leadership and management": (
        "effectiveness of leadership and management",
        "leadership and management",
    ),
    "Early years provision": ("early years provision (where applicable)", "early years provision"),
    "Sixth form provision": (
        "sixth form provision (where applicable)",
        "16 to 19 study programmes (where applicable)",
        "16 to 19 study programmes",
    ),
}
GRADED = {**SECTION5, **EIF, **BOTH}
CARD = {
    "Inclusion": ("inclusion",),
    "Curriculum and teaching": ("curriculum and teaching",),
    "Achievement": ("achievement",),
    "Attendance and behaviour": ("attendance and behaviour",),
    "Personal development and wellbeing": ("personal development and wellbeing",),
    "Early years": ("early years (where applicable)",),
    "Post-16 provision": ("post-16 provision (where applicable)",),
    "Leadership and governance": ("leadership and governance",),
}
SAFEGUARDING = ("safeguarding is effective?", "is safeguarding effective?", "safeguarding is effective")
OVERALL = ("overall effectiveness",)
RELATES = "does the {} relate to the urn of the current school?"
THEN = "urn at time of {}"


@dataclass(frozen=True)
class Block:
    """The columns of one inspection of a row. Of several headings the first that the file has is read.

    ``names`` are what the file calls the inspection where it says which school was inspected.
    """

    date: tuple[str, ...]
    published: tuple[str, ...] = ()
    overall: tuple[str, ...] = ()
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    safeguarding: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    is_card: bool = False

    @property
    def urn(self) -> tuple[str, ...]:
        """The columns of the URN that the inspected school had."""
        return tuple(THEN.format(name) for name in self.names)

    @property
    def relates(self) -> tuple[str, ...]:
        """The columns that say whether the school of today was inspected."""
        return tuple(RELATES.format(name.removeprefix("the ")) for name in self.names)


def _led(before: str, headings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{before} {heading}" for heading in headings)


def _areas(before: str) -> dict[str, tuple[str, ...]]:
    return {area: _led(before, headings) for area, headings in GRADED.items()}


OF_LATEST = ("latest full inspection", "latest graded inspection", "the latest full inspection")
REPORT_CARD = Block(
    date=("inspection start date", "inspection date"),
    published=("publication date",),
    areas=CARD,
    safeguarding=("safeguarding standards",),
    category=("category of concern", "most recent category of concern"),
    is_card=True,
    names=OF_LATEST,
)
LATEST = Block(
    date=("inspection start date", "inspection date", "inspection end date"),
    published=("publication date",),
    overall=(*OVERALL, "rating"),
    areas=GRADED,
    safeguarding=SAFEGUARDING,
    category=("category of concern",),
    names=OF_LATEST,
)
LATEST_OEIF = Block(
    date=("inspection start date of latest oeif graded inspection",),
    published=("publication date of latest oeif graded inspection",),
    overall=_led("latest oeif", OVERALL),
    areas=_areas("latest oeif"),
    safeguarding=_led("latest oeif", SAFEGUARDING),
    category=("latest oeif category of concern",),
    names=("latest oeif graded inspection",),
)
# The publication date beside an earlier inspection is not always its own, so it is not read.
PREVIOUS = Block(
    date=(
        "previous inspection start date",
        "previous full inspection date",
        "previous inspection date",
        "previous inspection end date",
    ),
    overall=(
        "previous full inspection overall effectiveness",
        "previous graded inspection overall effectiveness",
        "previous overall effectiveness",
    ),
    areas=_areas("previous"),
    safeguarding=_led("previous", SAFEGUARDING),
    category=("previous category of concern",),
    names=("previous full inspection", "previous graded inspection", "previous inspection"),
)
UNGRADED = Block(
    date=(
        "date of latest ungraded inspection",
        "date of latest section 8 inspection since last full inspection",
        "date of latest section 8 inspection",
        "date of latest short inspection",
    ),
    published=(
        "ungraded inspection publication date",
        "section 8 inspection publication date",
        "short inspection publication date",
    ),
    outcome=(
        "ungraded inspection overall outcome",
        "section 8 inspection overall outcome",
        "short inspection overall outcome",
    ),
    names=("the ungraded inspection", "the section 8 inspection", "the short inspection"),
)
LINK = ("web link (opens in new window) [link address]", "web link (opens in new window)", "web link")


def blocks_of(table: Table) -> list[Block]:
    """The inspections that a file's rows tell, the newest era first."""
    card = table.has("inclusion") and table.has("curriculum and teaching")
    order = [REPORT_CARD if card else LATEST, LATEST_OEIF, PREVIOUS, UNGRADED]
    return [block for block in order if table.first(*block.date) and _says_something(table, block)]


def _says_something(table: Table, block: Block) -> bool:
    told = (*block.overall, *block.outcome, *(name for names in block.areas.values() for name in names))
    return bool(table.first(*told))


def era_of(table: Table) -> str:
    """Which of Ofsted's forms the file has, in words for the page."""
    if table.has("inclusion") and table.has("curriculum and teaching"):
        return "Report cards (from November 2025)"
    if table.first(*LATEST_OEIF.date):
        return "Four judgements without a headline grade (from September 2024)"
    if table.has("quality of education"):
        return "Education inspection framework (2019 to 2024)"
    if table.first("outcomes for pupils", "outcomes for children and learners"):
        return "Overall effectiveness with outcomes for pupils (2015 to 2019)"
    return "Overall effectiveness and dates only"
