"""Kinds of the documents that a host gives to its review team."""

from django.db.models import TextChoices


class HostPaper(TextChoices):
    """What a document is (domain: the pack of documents before a challenge)."""

    PLAN = "plan", "Improvement plan"
    DATA = "data", "Figures and assessment"
    LAST_REPORT = "report", "Last report and what became of it"
    TIMETABLE = "timetable", "Timetable, staff list or map"
    POLICY = "policy", "Policy or curriculum"
    OTHER = "other", "Something else"
