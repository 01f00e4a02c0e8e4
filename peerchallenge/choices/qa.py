"""Quality assurance: how well a part was done, and what the QA reviewer concludes."""

from django.db.models import TextChoices


class QARating(TextChoices):
    """How well a part of a challenge was done."""

    VERY_WELL = "4", "Very well"
    WELL = "3", "Well"
    PARTLY = "2", "In part"
    NOT_YET = "1", "Not yet"


class QAVerdict(TextChoices):
    """What the QA reviewer concludes of the whole challenge."""

    SECURE = "secure", "Secure"
    ADVICE = "advice", "Secure, with advice"
    MODERATION = "moderation", "Needs re-moderation"


QA_LABELS = {
    "qa-booked": "QA of a session",
    "qa-sent": "QA report sent",
    "qa-due": "QA report due",
    "qa-late": "QA report late",
    "qa-coverage": "Groups without QA",
    "qa-declare": "Declaration of independence due",
}
