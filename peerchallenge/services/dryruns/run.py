"""The whole of a dry run: every check over the facts of a year."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from hlp import clock
from peerchallenge.services.dryruns import groundwork, sessions
from peerchallenge.services.dryruns.facts import read_facts
from peerchallenge.services.dryruns.findings import Finding, Kind, Severity
from schools.models import AcademicYear

CHECKS = (
    groundwork.terms_and_rounds,
    groundwork.schools_and_groups,
    groundwork.hosts_without_a_session,
    groundwork.answers,
    sessions.days,
    sessions.people,
    sessions.each_other,
)


@dataclass(frozen=True)
class DryRun:
    """What was found in a year, by kind in the order of ``Kind``; ``looked_at`` says how much there was to look at."""

    year: AcademicYear
    findings: list[Finding]
    looked_at: dict[str, int]

    @property
    def ready(self) -> bool:
        """Whether nothing has to be mended before anything is published."""
        return not self.of(Severity.STOPS)

    def of(self, severity: Severity) -> list[Finding]:
        """The findings of one weight."""
        return [finding for finding in self.findings if finding.kind.severity is severity]

    @property
    def parts(self) -> list[tuple[Severity, list[tuple[Kind, list[Finding]]]]]:
        """The findings by weight and by kind, as a page shows them."""
        return [
            (severity, [(kind, list(part)) for kind, part in groupby(found, key=lambda f: f.kind)])
            for severity in Severity
            if (found := self.of(severity))
        ]

    def as_json(self) -> dict[str, Any]:
        """Plain values: ``year``, ``ready``, ``looked_at``, ``findings`` (severity, kind, text, href)."""
        return {
            "year": self.year.name,
            "ready": self.ready,
            "looked_at": self.looked_at,
            "findings": [
                {
                    "severity": finding.kind.severity.name.lower(),
                    "kind": finding.kind.name.lower().replace("_", "-"),
                    "text": finding.text,
                    "href": finding.href,
                }
                for finding in self.findings
            ],
        }


def dry_run(year: AcademicYear, at: datetime | None = None) -> DryRun:
    """Look for every clash in a year, in a fixed number of queries. Reads, and writes nothing."""
    facts = read_facts(year, clock.local(at or clock.now()).date())
    found = [finding for check in CHECKS for finding in check(facts)]
    order = {kind: place for place, kind in enumerate(Kind)}
    looked_at = {
        "members": len(facts.members),
        "groups": len(facts.schools()),
        "rounds": len(facts.rounds),
        "sessions": sum(slot.session is not None for slot in facts.slots),
        "drafts": sum(slot.session is None for slot in facts.slots),
    }
    return DryRun(year, sorted(dict.fromkeys(found), key=lambda f: order[f.kind]), looked_at)
