"""Take schools over from a download of Get Information about Schools."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from schools.choices import ChangeKind
from schools.services.gias import Outcome, Refused, take_over


class Command(BaseCommand):
    """Says what was read, taken and left, and what changed; ``--dry-run`` only says it."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the local authorities, and whether to write."""
        parser.add_argument(
            "file", type=Path, help="edubasealldata….csv, results.csv, links….csv or extract.zip"
        )
        parser.add_argument(
            "--la", action="append", metavar="CODE", help="Local authority; again for more; ‘all’ for all"
        )
        parser.add_argument("--dry-run", action="store_true", help="Write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Everything or nothing."""
        las = [code.zfill(3) for code in options["la"] or [settings.LA_CODE] if code != "all"]
        dry = options["dry_run"]
        try:
            outcome = take_over(options["file"], las=las, write=not dry, by=None)
        except Refused as error:
            raise CommandError(f"{error} Nothing was imported.") from error
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        self.stdout.write("\n".join(_report(outcome, dry)))


def _report(outcome: Outcome, dry: bool) -> list[str]:
    lines = [f"{outcome.read:,} rows read, {outcome.taken:,} taken, {outcome.left.total():,} left."]
    lines += [f"  left, {why[:1].lower()}{why[1:]}: {number:,}" for why, number in outcome.left.most_common()]
    lines += [f"{outcome.links_read:,} links read, {outcome.links_new:,} of them new between our schools."]
    lines.append("It would change:" if dry else "Changed:")
    counted = [(kind, outcome.changes[kind]) for kind in ChangeKind if outcome.changes[kind]]
    lines += [f"  {kind.label}: {number:,}{_named(outcome, kind)}" for kind, number in counted]
    lines.append(f"  Unchanged: {outcome.unchanged:,}")
    lines += [f"To be confirmed: {p['successor']} follows {p['predecessor']}" for p in outcome.proposals]
    return lines + (["Nothing was written."] if dry else [])


def _named(outcome: Outcome, kind: ChangeKind) -> str:
    """The few that are worth a name each."""
    items = outcome.items.get(kind, [])
    names = ", ".join(f"{item['name']} {item['urn']}" for item in items)
    return f" ({names})" if len(items) <= 5 else ""
