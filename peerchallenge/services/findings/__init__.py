"""Findings of reports: filed when a report is sent, tagged with themes that a person confirms."""

from peerchallenge.services.findings.confirming import Decision, confirm, confirm_many
from peerchallenge.services.findings.filing import file_report
from peerchallenge.services.findings.moving import merged, sort_tags

__all__ = ["Decision", "confirm", "confirm_many", "file_report", "merged", "sort_tags"]
