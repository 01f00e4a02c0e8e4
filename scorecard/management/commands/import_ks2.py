"""``manage.py import_ks2 FILE --year 2024/25 [--status final] [--published 2025-12-11] [--dry-run]``."""

from scorecard.management.importing import ImportCommand


class Command(ImportCommand):
    """The performance tables of key stage 2 as downloaded."""

    help = "Take the key stage 2 performance tables over, of one local authority or of all England."
    kind = "ks2"
