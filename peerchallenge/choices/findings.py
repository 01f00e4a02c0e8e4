"""Findings: what a report found, and where it was read."""

from django.db.models import TextChoices


class FindingKind(TextChoices):
    """What a finding is."""

    STRENGTH = "strength", "Strength"
    BETTER = "better", "Even better if"
    ACTION = "action", "Action"


class FindingOrigin(TextChoices):
    """Where a finding was read."""

    REPORT = "report", "Report"
    WORD = "word", "Earlier report"


class EarlierState(TextChoices):
    """How far the reading of an earlier report is."""

    READING = "reading", "Being read"
    READY = "ready", "To be checked"
    FILED = "filed", "Filed"
    FAILED = "failed", "Could not be read"
