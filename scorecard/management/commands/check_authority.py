"""``manage.py check_authority 850 --year 2016/17``: work an authority's published figures out again from its schools."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scorecard.management.importing import academic_year
from scorecard.services import checking


class Command(BaseCommand):
    """Prints the table of differences, each explained. Fails where one is not."""

    help = "Compare a local authority's published figures with those of its schools."

    def add_arguments(self, parser: CommandParser) -> None:
        """The authority and the year."""
        parser.add_argument("la", help="The three-digit code of the local authority")
        parser.add_argument("--year", type=academic_year, required=True, metavar="2016/17")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table. Raises CommandError where nothing was loaded, or something is not explained."""
        checks = checking.of_authority(options["la"], options["year"])
        if not checks:
            raise CommandError("No figures of this authority and of its schools are loaded for this year.")
        self.stdout.write("\n".join(checking.table(checks)))
        unexplained = [check for check in checks if check.cause == checking.Cause.OPEN]
        if unexplained:
            raise CommandError(f"{len(unexplained)} differences are not explained.")
