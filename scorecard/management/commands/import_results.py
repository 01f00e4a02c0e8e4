"""``manage.py import_results FILE --year 2025/26 [--dry-run]``."""

from scorecard.management.importing import ImportCommand


class Command(ImportCommand):
    """Our own template, filled in by schools."""

    help = "Take over what schools report, in our own template."
    kind = "results"
