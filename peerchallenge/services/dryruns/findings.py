"""What a dry run finds, by how much it matters."""

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How much it matters: what no plan may contain, what somebody should look at, what is still to be done."""

    STOPS = "Mend before anything is published"
    WARNS = "Look at these"
    OPEN = "Still to be done"


class Kind(Enum):
    """What is wrong: how much it matters, and what it is called."""

    NO_TERMS = Severity.STOPS, "Terms that are not laid out"
    NO_GROUP = Severity.STOPS, "Members without a group"
    LEFT = Severity.STOPS, "Schools in a group that are not members"
    NO_HEAD = Severity.STOPS, "Schools without a headteacher"
    FEW_REVIEWERS = Severity.STOPS, "Groups without enough reviewers"
    NO_DAY = Severity.STOPS, "Hosts without a possible day"
    TWICE = Severity.STOPS, "People with two sessions on one day"
    RECIPROCAL = Severity.STOPS, "Schools that lead each other in one round"
    CLOSED = Severity.STOPS, "Sessions on days that are closed"
    OUTSIDE = Severity.STOPS, "Sessions outside their round"
    NOT_A_HEAD = Severity.STOPS, "Reviewers who head no school on the day"
    NO_LEAD = Severity.STOPS, "Sessions without a lead reviewer"
    UNTRAINED = Severity.WARNS, "Lead reviewers whose training is not in date"
    AWAY = Severity.WARNS, "People who have said that they cannot"
    CONFLICT = Severity.WARNS, "Reviewers from a school in conflict with the host"
    ALONE = Severity.WARNS, "Sessions with the lead reviewer alone"
    HOLIDAY = Severity.WARNS, "Rounds that meet holidays"
    NO_ROUND = Severity.OPEN, "Rounds that are not open yet"
    NO_DATE = Severity.OPEN, "Sessions without a date"
    NOT_PLANNED = Severity.OPEN, "Hosts without a session in a round"
    NO_ANSWER = Severity.OPEN, "Headteachers who have not said when they cannot"

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.value[0]

    @property
    def title(self) -> str:
        """What it is called."""
        return self.value[1]


@dataclass(frozen=True)
class Finding:
    """One clash as a sentence, with the page where it is mended."""

    kind: Kind
    text: str
    href: str
