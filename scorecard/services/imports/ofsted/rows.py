"""From a row of Ofsted's management information to the inspections that it tells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from scorecard.choices import Framework
from scorecard.services.imports import written
from scorecard.services.imports.ofsted.columns import LINK, Block, blocks_of
from scorecard.services.imports.tables import Row, Table

EIF_BEGAN = date(2019, 9, 1)
HEADLINES_ENDED = date(2024, 9, 2)
REPORT_CARDS_BEGAN = date(2025, 11, 10)
NOT_GIVEN = frozenset({"", "null", "0", "9", "not judged", "not applicable", "n/a", "na", "no data", "-"})
GRADES = {
    "1": "Outstanding",
    "2": "Good",
    "3": "Requires improvement",
    "4": "Inadequate",
    "outstanding": "Outstanding",
    "good": "Good",
    "requires improvement": "Requires improvement",
    "satisfactory": "Satisfactory",
    "inadequate": "Inadequate",
}
CARD_GRADES = {
    name.casefold(): name
    for name in (
        "Exceptional",
        "Strong standard",
        "Expected standard",
        "Needs attention",
        "Urgent improvement",
    )
}
SAFEGUARDING = {
    "yes": "Effective",
    "effective": "Effective",
    "no": "Not effective",
    "not effective": "Not effective",
    "ineffective": "Not effective",
    "met": "Met",
    "not met": "Not met",
}
CATEGORIES = {
    "sm": "Special measures",
    "special measures": "Special measures",
    "swk": "Serious weaknesses",
    "serious weaknesses": "Serious weaknesses",
    "rsi": "Requires significant improvement",
    "requires significant improvement": "Requires significant improvement",
}
LONGEST_OUTCOME = 120


@dataclass(frozen=True)
class Told:
    """An inspection as a row tells it; ``then`` is the URN of the school that was inspected."""

    row: int
    urn: int
    then: int
    day: date
    framework: Framework
    published_on: date | None = None
    overall: str = ""
    grades: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    safeguarding: str = ""
    category: str = ""
    outcome: str = ""
    url: str = ""


class Wrong(ValueError):
    """A cell that cannot be taken: its column, and why."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


def framework_on(day: date) -> Framework:
    """The framework in force on a day. Sources: Ofsted, 2 September 2024 and 10 November 2025 (domain 1.18)."""
    if day >= REPORT_CARDS_BEGAN:
        return Framework.REPORT_CARD
    if day >= HEADLINES_ENDED:
        return Framework.UNGRADED_HEADLINE
    return Framework.EIF if day >= EIF_BEGAN else Framework.SECTION5


class Reader:
    """Reads the rows of one table, whatever its era."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.blocks = blocks_of(table)
        self.link = table.first(*LINK)

    def told(self, number: int, row: Row) -> Iterator[Told]:
        """The inspections of a row. Raises Wrong for a cell that cannot be understood."""
        urn = self.urn(row)
        url = self._text(row, self.link)
        for block in self.blocks:
            day = self._day(row, block.date)
            if day is None:
                continue
            told = self._block(number, row, block, urn, day, url)
            if told.grades or told.overall or told.outcome:
                yield told

    def urn(self, row: Row) -> int:
        """The URN of the school today. Raises Wrong."""
        return self._urn(row, "URN")

    def _block(self, number: int, row: Row, block: Block, urn: int, day: date, url: str) -> Told:
        words = CARD_GRADES if block.is_card else GRADES
        grades = ((area, self._word(row, heads, words)) for area, heads in block.areas.items())
        framework = framework_on(day)
        if block.is_card != (framework == Framework.REPORT_CARD) and block.areas:
            said = "a report card" if block.is_card else "graded as before November 2025"
            raise Wrong(self.table.first(*block.date), f"an inspection of {day:%d/%m/%Y} cannot be {said}")
        return Told(
            row=number,
            urn=urn,
            then=self._then(row, block, urn),
            day=day,
            framework=framework,
            published_on=self._day(row, block.published),
            overall="" if block.is_card else self._word(row, block.overall, GRADES),
            grades=tuple((area, grade) for area, grade in grades if grade),
            safeguarding=self._word(row, block.safeguarding, SAFEGUARDING),
            category=self._word(row, block.category, CATEGORIES),
            outcome=self._outcome(row, block),
            url=url if url.startswith(("http://", "https://")) else "",
        )

    def _outcome(self, row: Row, block: Block) -> str:
        text = self._text(row, self.table.first(*block.outcome))
        return "" if text.casefold() in NOT_GIVEN else text[:LONGEST_OUTCOME]

    def _then(self, row: Row, block: Block, urn: int) -> int:
        """Which URN was inspected. Raises Wrong where the file says that it was another one, and not which."""
        heading, relates = self.table.first(*block.urn), self.table.first(*block.relates)
        if self._text(row, heading).casefold() not in NOT_GIVEN:
            return self._urn(row, heading)
        if self._text(row, relates).casefold() == "no":
            raise Wrong(relates, "the inspection is of an earlier school, and the file does not say which")
        return urn

    def _text(self, row: Row, heading: str) -> str:
        try:
            return self.table.cell(row, heading) if heading else ""
        except ValueError as error:
            raise Wrong(heading, str(error)) from error

    def _urn(self, row: Row, heading: str) -> int:
        try:
            return written.urn(self._text(row, heading))
        except written.Unreadable as error:
            raise Wrong(heading, str(error)) from error

    def _day(self, row: Row, headings: tuple[str, ...]) -> date | None:
        heading = self.table.first(*headings)
        try:
            return written.day(self._text(row, heading))
        except written.Unreadable as error:
            raise Wrong(heading, str(error)) from error

    def _word(self, row: Row, headings: tuple[str, ...], words: dict[str, str]) -> str:
        """The word of a scale under the first of these headings; ``""`` where nothing was judged. Raises Wrong."""
        heading = self.table.first(*headings)
        text = self._text(row, heading).removesuffix(".0").casefold()
        if text in NOT_GIVEN:
            return ""
        if text not in words:
            raise Wrong(heading, f"‘{text[:30]}’ is none of {', '.join(sorted(set(words.values())))}")
        return words[text]
