"""``manage.py import_lait FILE [--status final] [--dry-run]``."""

from scorecard.management.importing import ImportCommand


class Command(ImportCommand):
    """A table of the local authority interactive tool."""

    help = "Take figures of London, England and authorities over from LAIT."
    kind = "lait"
