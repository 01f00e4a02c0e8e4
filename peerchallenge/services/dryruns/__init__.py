"""A dry run of a year: every clash that stands in the database, before anything is published. Writes nothing."""

from peerchallenge.services.dryruns.run import DryRun, dry_run

__all__ = ["DryRun", "dry_run"]
