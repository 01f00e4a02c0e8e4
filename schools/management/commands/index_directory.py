"""Repair the index of the directory of good practice, as the sweep does each night."""

from typing import Any

from django.core.management.base import BaseCommand

from schools.services.directory import search


class Command(BaseCommand):
    """Says how many rows of the index were missing, different or left over."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Repair it."""
        self.stdout.write(f"{search.rebuild()} rows of the index were mended.")
