"""``manage.py dry_run``: every clash of a year before anything is published."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from peerchallenge.services.dryruns import DryRun, dry_run
from schools.models import AcademicYear


class Command(BaseCommand):
    """Look for every clash in a year; write nothing to the database."""

    help = "Lists every clash of an academic year: hosts without a day, people twice on one day, and more."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--year``, ``--json``."""
        parser.add_argument("--year", required=True, help="the academic year, 2027/28")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found, by weight, or one JSON object."""
        year = AcademicYear.objects.filter(name=options["year"]).first()
        if year is None:
            raise CommandError(f"There is no academic year {options['year']}. Lay it out first.")
        found = dry_run(year)
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            self._tell(found)

    def _tell(self, found: DryRun) -> None:
        for severity, kinds in found.parts:
            self.stdout.write(severity.value)
            for kind, findings in kinds:
                self.stdout.write(f"  {kind.title}: {len(findings)}")
                for finding in findings:
                    self.stdout.write(f"    {finding.text}")
        verdict = "Nothing stands in the way" if found.ready else "Not ready"
        self.stdout.write(f"{found.year}: {verdict}. {len(found.findings)} findings.")
