"""``manage.py seed_demo``: fills an empty database with the demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.module_loading import import_string

from hlp import clock, documents, outbox
from hlp.models import User

# Papers that are made as soon as the workers run; the sweep starts the rest.
STARTED_AT_ONCE = 12


class Command(BaseCommand):
    """Seed the demonstration once; a database with people in it is left as it is."""

    help = "Fills an empty database with the demonstration: real schools, invented people. Needs DEMO=true."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--now``."""
        parser.add_argument("--now", help="the moment around which it is laid out, ISO 8601; default: now")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the seeders of settings.DEMO_SEEDERS in their order, all or nothing."""
        if not settings.DEMO:
            raise CommandError("This is no demonstration: DEMO is off. Nothing was changed.")
        if User.objects.exists():
            self.stdout.write("The demonstration is already there.")
            return
        moment = _moment(options["now"])
        with _logging_no_statements():
            seed(moment)
        self.stdout.write("The demonstration is ready.")


def _moment(text: str | None) -> datetime:
    if text is None:
        return clock.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--now must be a moment such as 2026-11-23T10:00+00:00, not {text}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.LONDON)


@contextmanager
def _logging_no_statements() -> Iterator[None]:
    """DEBUG keeps every statement, and on SQLite puts a second one beside it: half the time of the seeding."""
    connection = transaction.get_connection()
    connection.make_debug_cursor = connection.make_cursor
    try:
        yield
    finally:
        del connection.make_debug_cursor


@transaction.atomic
def seed(now: datetime) -> None:
    """Run every seeder around ``now``, then wake the workers once."""
    for path in settings.DEMO_SEEDERS:
        import_string(path)(now)
    _wake_once()


def _wake_once() -> None:
    """Forget the hundreds of wake-ups of a past that was played in a minute.

    The newest papers are started at once; the sweep makes the others, a few at a time.
    """
    transaction.get_connection().run_on_commit = []
    for _ in range(STARTED_AT_ONCE):
        documents.start()
    outbox.wake()
