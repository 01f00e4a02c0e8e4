"""The partnership's own texts: the versions that ship with the product, and how the Director publishes a new one."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from hlp import audit, clock
from hlp import text as words
from hlp.models import Text, TextVersion, User
from hlp.transitions import StaleEdit

FOLDER = Path(settings.BASE_DIR) / "hlp" / "data" / "texts"


@dataclass(frozen=True)
class Default:
    """A text that ships with the product; its body is ``data/texts/<slug>.md``."""

    slug: str
    title: str
    purpose: str

    @property
    def body(self) -> str:
        """The text as it ships, in Markdown."""
        return (FOLDER / f"{self.slug}.md").read_text(encoding="utf-8").strip()


DEFAULTS = (
    Default(
        "code-of-conduct",
        "Code of conduct",
        "Every reviewer accepts it before the handbook opens. Printed in the handbook.",
    ),
    Default(
        "protocols", "Protocols", "How the day is run and what each side promises. Printed in the handbook."
    ),
    Default(
        "preparation", "Preparation", "What host and reviewers do before the day. Printed in the handbook."
    ),
    Default(
        "question-prompts",
        "Question prompts",
        "Questions that open a conversation, area by area. Printed in the handbook.",
    ),
    Default(
        "model-report",
        "Model report",
        "An invented example that shows length, tone and evidence. Printed in the handbook.",
    ),
    Default(
        "report-guidance",
        "Guidance for the report",
        "Shown at the top of each section of the report, under the heading of the same name.",
    ),
    Default(
        "safeguarding-route",
        "Safeguarding route",
        "Whom to tell at once when worried about a child. Printed in the handbook as a card of its own.",
    ),
    Default(
        "membership-agreement",
        "Membership agreement",
        "What a member and the partnership promise each other. A headteacher accepts it for each year.",
    ),
)


@transaction.atomic
def ensure_defaults(*, at: datetime | None = None) -> int:
    """Create the texts that ship with the product where they are missing. Returns how many were created.

    A text that is there already is left as the Director made it.
    """
    have = set(Text.objects.values_list("slug", flat=True))
    missing = [default for default in DEFAULTS if default.slug not in have]
    for default in missing:
        text = Text.objects.create(slug=default.slug, title=default.title, purpose=default.purpose)
        _add(text, number=1, body=default.body, note="As shipped", by=None, at=at or clock.now())
    return len(missing)


@transaction.atomic
def publish(
    *,
    text: Text,
    body: str,
    note: str,
    by: User,
    started_from: int | None = None,
    at: datetime | None = None,
) -> TextVersion:
    """Publish a new version: lock the text, check, add the version, make it current, audit.

    ``started_from`` is the number of the version that the editor was shown. The same words again change nothing.
    Raises StaleEdit when somebody has published a newer version since.
    """
    row = Text.objects.select_for_update(of=("self",)).select_related("current").get(pk=text.pk)
    body = words.tidy(body)
    if row.current and row.current.body == body:
        return row.current
    newest = row.current.number if row.current else 0
    if started_from not in {None, newest}:
        raise StaleEdit
    moment = at or clock.now()
    version = _add(row, number=newest + 1, body=body, note=note.strip(), by=by, at=moment)
    audit.record("text.published", about=f"text:{row.slug}", by=by, at=moment, version=version.number)
    return version


def _add(text: Text, *, number: int, body: str, note: str, by: User | None, at: datetime) -> TextVersion:
    version = TextVersion(text=text, number=number, body=body, note=note, by=by, at=at)
    version.save()
    text.current = version
    text.save(update_fields=["current"])
    return version
