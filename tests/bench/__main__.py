"""Measure, print a table, then one line of JSON. ``--full`` takes larger numbers."""

import os
import sys


def main() -> None:
    """Run all measurements on the database of the environment, which is emptied."""
    os.environ.setdefault("SECRET_KEY", "only-for-measuring-" + "x" * 40)
    os.environ.setdefault("STATICFILES_BACKEND", "django.contrib.staticfiles.storage.StaticFilesStorage")
    os.environ.update(DEMO="true", DEBUG="true", ALLOWED_HOSTS="testserver")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hlp.settings")
    import django

    django.setup()
    _measure(full="--full" in sys.argv)


def _measure(*, full: bool) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from tests.bench import (
        cards,
        clock,
        crashes,
        dates,
        editions,
        finding,
        findings,
        names,
        packs,
        pages,
        papers,
        planner,
        registers,
    )
    from tests.bench import figures as results
    from tests.bench.table import show

    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    call_command("seed_demo", verbosity=0)
    settings.DEBUG = False  # as in production: nothing keeps a list of queries
    figures = papers.measure() + editions.measure() + pages.measure(large=2_000)
    figures += packs.measure()
    figures += names.measure()
    figures += findings.measure(large=3_000)
    figures += registers.measure(schools=20_185)
    figures += results.measure(schools=16_000)
    figures += cards.measure(large=24_000)
    figures += finding.measure(entries=24_000)
    figures += dates.measure(large=600 if full else 200)
    figures += planner.measure(instances=10 if full else 5)
    figures += clock.measure(sessions=20_000, due=2_000)
    figures += clock.measure(sessions=500_000, due=5_000)
    figures += crashes.measure(sessions=2_000, kills=40 if full else 20, seeds=5 if full else 1)
    show(figures)
    results.show_authorities()


if __name__ == "__main__":
    main()
