"""The pieces that the parts of the board put on its pages."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """A template with what it shows."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tab:
    """One page of a meeting; ``key`` tells the page which of them it is."""

    label: str
    href: str
    key: str
