"""``manage.py import_ees FILE [--status final] [--dry-run]``."""

from scorecard.management.importing import ImportCommand


class Command(ImportCommand):
    """A tidy file of Explore education statistics."""

    help = "Take figures over from a tidy file: the early years profile and others."
    kind = "ees"
