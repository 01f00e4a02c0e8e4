"""``manage.py import_ofsted FILE [--published 2026-01-31] [--dry-run]``."""

from scorecard.management.importing import ImportCommand


class Command(ImportCommand):
    """Ofsted’s management information of state-funded schools, of any month since 2015."""

    help = "Take inspections over. No complete file was at hand: compare a dry run with schools you know."
    kind = "ofsted"
