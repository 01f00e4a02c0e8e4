"""``manage.py import_pupil_premium FILE --year 2019/20 [--dry-run]``."""

from scorecard.management.importing import ImportCommand


class Command(ImportCommand):
    """The Department's list of pupil premium allocations."""

    help = "Take the pupil premium of each school over."
    kind = "pupil-premium"
