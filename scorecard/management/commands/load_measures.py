"""``manage.py load_measures``: add the measures of the catalogue that are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from scorecard.services import catalogue


class Command(BaseCommand):
    """Safe to repeat: nothing that is there is changed."""

    help = "Add the measures that the application ships with, where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were added."""
        self.stdout.write(f"{catalogue.load()} measures added.")
