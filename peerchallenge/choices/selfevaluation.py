"""What a school writes of itself beside its areas."""

from django.db.models import TextChoices


class OwnText(TextChoices):
    """A plain text of a self-evaluation, in the order in which the team reads them."""

    FOCUS = "focus", "Why this focus"
    QUESTIONS = "questions", "Questions for the team"
    PROGRESS = "progress", "Progress since last time"
    SHOWCASE = "showcase", "One strength to showcase"


READ_FIRST = (
    OwnText.FOCUS,
    OwnText.QUESTIONS,
    OwnText.PROGRESS,
)  # before the areas; the showcase stands last
