"""What a plan must keep and what it should: the rules and the wishes, as data that pages show."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Rule:
    """A hard rule. It has no weight; where ``overrulable``, the Director may overrule it with a reason."""

    key: str
    label: str
    sentence: str
    overrulable: bool = False


@dataclass(frozen=True)
class Wish:
    """A soft wish. ``weight`` is what one ``unit`` costs by default, in points: a kilometre between two schools is one."""

    key: str
    label: str
    sentence: str
    unit: str
    weight: float


RULES: tuple[Rule, ...] = (
    Rule("once", "Once each", "Every member is in exactly one group."),
    Rule("size", "Triads and quads", "A group has three or four mainstream schools."),
    Rule(
        "additional",
        "Special schools in addition",
        "A special school joins a triad or quad as an additional member, spread so that no group has more than it must.",
        overrulable=True,
    ),
    Rule("trust", "Not one trust", "Schools of one trust do not review each other.", overrulable=True),
    Rule(
        "federation",
        "Not one federation",
        "Schools of one federation do not review each other.",
        overrulable=True,
    ),
    Rule(
        "head", "Not one headteacher", "Nobody reviews a school that they head themselves.", overrulable=True
    ),
    Rule(
        "declared",
        "Declared conflicts",
        "Schools between which a headteacher has declared a conflict do not review each other.",
        overrulable=True,
    ),
    Rule("together", "Pinned together", "Schools that the Director pinned together are in one group."),
    Rule("apart", "Pinned apart", "Schools that the Director pinned apart are not in one group."),
    Rule(
        "placed", "Pinned to a collaborative", "A school pinned to a collaborative is in one of its groups."
    ),
    Rule("collaborative", "One collaborative", "Every group belongs to exactly one collaborative."),
)

WISHES: tuple[Wish, ...] = (
    Wish(
        "distance",
        "Short ways",
        "The distance between every two schools of a group, as the crow flies.",
        "km",
        1.0,
    ),
    Wish(
        "neighbours",
        "Neighbours apart",
        "Two schools less than a kilometre apart that compete for the same pupils.",
        "pair",
        3.0,
    ),
    Wish(
        "recent",
        "New company",
        "Two schools that were in one group last year; two thirds of it the year before, one third three years ago.",
        "pair",
        6.0,
    ),
    Wish(
        "interests",
        "Interests met",
        "A school that would like to work with others and has none of them in its group.",
        "school",
        3.0,
    ),
    Wish(
        "phase",
        "Phases mixed",
        "Two infant, two junior, two nursery or two all-through schools in one group.",
        "pair",
        2.0,
    ),
    Wish(
        "size",
        "Sizes mixed",
        "A group whose schools are all small, all of middle size or all large.",
        "group",
        2.0,
    ),
    Wish(
        "faith",
        "Characters mixed",
        "A group whose schools all have the same religious character.",
        "group",
        2.0,
    ),
    Wish(
        "lead",
        "A trained lead",
        "A group without a headteacher who is trained to lead a review.",
        "group",
        8.0,
    ),
    Wish(
        "watched",
        "Watched schools spread out",
        "A school being watched closely in a group that has one already.",
        "school",
        8.0,
    ),
    Wish(
        "balance",
        "Collaboratives of one size",
        "A school that a collaborative has too many or too few.",
        "school",
        5.0,
    ),
    Wish(
        "reach",
        "Compact collaboratives",
        "The distance of every school from the centre of its collaborative.",
        "km",
        0.5,
    ),
    Wish("home", "The same collaborative", "A school that leaves last year's collaborative.", "school", 1.0),
)

DEFAULT_WEIGHTS = MappingProxyType({wish.key: wish.weight for wish in WISHES})
