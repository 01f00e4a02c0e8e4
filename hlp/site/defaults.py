"""The pages that ship with the product. Their bodies are ``data/pages/<slug>.md``."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "hlp" / "data" / "pages"


@dataclass(frozen=True)
class Default:
    """A page that always exists. ``in_menu``: whether the menu names it until the Director decides otherwise.

    ``empty`` is said on a page that lives from what the rooms show on it, while they have nothing to show.
    """

    slug: str
    title: str
    summary: str
    position: int
    in_menu: bool = False
    empty: str = ""

    @property
    def body(self) -> str:
        """The text as it ships, in Markdown."""
        return (FOLDER / f"{self.slug}.md").read_text(encoding="utf-8").strip()


DEFAULTS = (
    Default(
        "home",
        "Schools that challenge and support each other",
        "Primary and special schools and their council, answering together for every child’s education. "
        "Headteachers visit one another, look closely, and say honestly what they saw.",
        0,
    ),
    Default(
        "partnership",
        "The partnership",
        "No school should have to improve alone. What the partnership is, who belongs to it and what holds it together.",
        10,
        in_menu=True,
    ),
    Default(
        "peer-challenge",
        "How peer challenge works",
        "Twice a year each school opens its doors to fellow headteachers for a day of honest, careful challenge.",
        20,
        in_menu=True,
    ),
    Default(
        "board",
        "The board",
        "An independent chair, headteachers, governors and the council: the people who ask whether it works.",
        30,
        in_menu=True,
        empty="No minutes are published yet. They stand here once the next meeting has confirmed them.",
    ),
    Default(
        "performance-challenge",
        "The performance challenge",
        "One shared ambition a year, set in September from what results show and what children deserve.",
        40,
        empty="This year’s challenge is not published yet.",
    ),
    Default(
        "contact",
        "Write to the partnership’s office",
        "A question, an idea, or something to put right? We answer within five working days.",
        50,
    ),
    Default(
        "accessibility",
        "Accessibility",
        "How this website is made so that everybody can use it, and whom to tell where it fails.",
        60,
    ),
    Default(
        "privacy",
        "Privacy",
        "What the partnership keeps about people and schools, why, for how long, and who can see it.",
        70,
    ),
)
BY_SLUG = {default.slug: default for default in DEFAULTS}
