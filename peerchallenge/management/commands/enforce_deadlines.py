"""Run the 48-hour clock once, by hand."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hlp import clock, outbox
from hlp.models import User
from peerchallenge.deadlines import Owed
from peerchallenge.services.sweep import sweep


class Command(BaseCommand):
    """Write what is owed into the outbox, deliver it, and print what was owed to whom and why."""

    help = "Runs the sweep of the 48-hour clock once. Prints one JSON object per line for each message owed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the moment and whether to keep anything."""
        parser.add_argument(
            "--at", help="the moment to act as if it were, ISO 8601, for instance 2026-11-21T16:00Z"
        )
        parser.add_argument("--dry-run", action="store_true", help="print only: nothing is written or sent")

    def handle(self, *args: Any, at: str | None, dry_run: bool, **options: Any) -> None:
        """Sweep once. Raises CommandError when ``--at`` is no moment."""
        moment = _moment(at)
        owed = sweep(at=moment, dry_run=dry_run)
        addresses = User.objects.in_bulk({item.person for item in owed})
        for item in owed:
            self.stdout.write(json.dumps(_line(item, addresses[item.person])))
        if not dry_run:
            outbox.deliver_due(at=moment)


def _moment(value: str | None) -> datetime:
    if value is None:
        return clock.now()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise CommandError(
            f"--at takes an ISO 8601 moment such as 2026-11-21T16:00Z, not {value!r}"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.LONDON)


def _line(item: Owed, person: User) -> dict[str, str]:
    return {
        "key": item.key,
        "kind": item.kind,
        "to": person.email,
        "owed_since": item.moment.isoformat(),
        "why": item.why,
    }
