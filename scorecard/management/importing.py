"""What the commands of all importers share: ``manage.py import_ks2 FILE --year 2024/25 [--dry-run]``."""

import argparse
import re
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from schools.services.delimited import Refused
from scorecard.choices import Status
from scorecard.services.imports.base import Ask, Importer
from scorecard.services.imports.registry import IMPORTERS
from scorecard.services.imports.taking import Outcome, take_over


def academic_year(text: str) -> int:
    """2024 for ``2024/25``, ``2024-25`` or ``2024-2025``. Raises ArgumentTypeError."""
    match = re.fullmatch(r"(20\d\d)[/-](?:20)?(\d\d)", text.strip())
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        raise argparse.ArgumentTypeError(f"{text} is no academic year; write it like 2024/25")
    return int(match[1])


class ImportCommand(BaseCommand):
    """Everything of a file or nothing. Subclasses say which importer by ``kind``."""

    kind = ""

    @property
    def importer(self) -> Importer:
        """The importer of this command."""
        return IMPORTERS[self.kind]

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, its year, how settled it is."""
        importer = self.importer
        parser.add_argument("file", type=Path, help=importer.hint)
        if importer.asks_year:
            parser.add_argument("--year", type=academic_year, required=True, metavar="2024/25")
        if importer.asks_status:
            parser.add_argument("--status", choices=importer.statuses, default=importer.statuses[-1])
        parser.add_argument("--published", type=date.fromisoformat, metavar="2025-12-11")
        parser.add_argument("--dry-run", action="store_true", help="Write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the file over and report. Raises CommandError with a sentence."""
        path: Path = options["file"]
        status = options.get("status") or self.importer.statuses[-1]
        ask = Ask(options.get("year"), Status(status), options["published"])
        write = not options["dry_run"]
        try:
            outcome = take_over(self.importer, path, ask, name=path.name, write=write, by=None)
        except Refused as error:
            raise CommandError(f"{error} Nothing was imported.") from error
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        self.stdout.write("\n".join(report(outcome, write=write)))


def report(outcome: Outcome, *, write: bool) -> list[str]:
    """What was read and recorded, line by line; then every rejected row."""
    reading, done = outcome.reading, outcome.recorded
    lines = [f"{reading.read:,} rows read."]
    lines += [f"  {what}: {number:,}" for what, number in reading.taken.items()]
    lines += [f"  left, {why[:1].lower()}{why[1:]}: {number:,}" for why, number in reading.left.most_common()]
    lines.append("It would record:" if not write else "Recorded:")
    lines.append(
        f"  {done.new:,} new figures, {done.superseded:,} that change others, {done.confirmed:,} that confirm others"
    )
    lines.append(f"  {done.unchanged:,} that we had already, {done.beside:,} kept beside more settled ones")
    lines += [f"  {code}: {number:,}" for code, number in reading.codes.most_common()]
    lines += [f"Check: {sentence}" for sentence in reading.warnings]
    lines += [f"No column for: {name}" for name in reading.absent]
    lines.append(f"{reading.rejected:,} rows rejected.")
    lines += [
        f"  row {one.row}, {one.column or 'whole row'}: {one.value!r} {one.why}" for one in reading.rejects
    ]
    return lines if write else [*lines, "Nothing was written."]
