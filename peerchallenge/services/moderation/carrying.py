"""What was agreed goes into the report, and replaces nothing there unless somebody says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit
from hlp.models import User
from peerchallenge.choices import Accuracy
from peerchallenge.models import Agreement, ChallengeSession, Direction, Report
from peerchallenge.services.moderation.comparing import DIRECTION, OVERALL
from peerchallenge.services.reports import Answers, answers_of, open_report, save_section

AGREED, REPORT, BOTH = "agreed", "report", "both"
JUDGED, HEADING = "self-evaluation", "direction"


@dataclass(frozen=True)
class Line:
    """One agreement, and what the report holds in its place. ``clashes``: the report says something else."""

    agreement: Agreement
    title: str
    code: str
    words: str
    evidence: str

    @property
    def is_there(self) -> bool:
        """Whether the report says the same already."""
        return (self.code, self.evidence) == (_code(self.agreement), self.agreement.reason)

    @property
    def clashes(self) -> bool:
        """Whether carrying it over would replace something."""
        other = self.code not in {"", _code(self.agreement)}
        return other or self.evidence not in {"", self.agreement.reason}


def _code(agreement: Agreement) -> str:
    return agreement.direction.code if agreement.direction else agreement.accuracy


def lines_of(session: ChallengeSession, report: Report) -> list[Line]:
    """Each agreement beside what the report says, in order. Reads; changes nothing."""
    answers = answers_of(report)
    rows = Agreement.objects.filter(session=session).select_related("area", "direction")
    found = {row.question: row for row in rows}
    areas = [
        _line(found[key], area["name"], area["accuracy"], area["evidence"])
        for area in answers["areas"]
        if (key := f"area-{area['id']}") in found
    ]
    if OVERALL in found:
        overall = answers["overall_accuracy"], answers["overall_evidence"]
        areas.append(_line(found[OVERALL], "The self-evaluation overall", *overall))
    if DIRECTION in found:
        label = Direction.objects.filter(year=session.round.year_id, code=answers["direction"]).first()
        evidence = answers["direction_evidence"]
        areas.append(
            Line(found[DIRECTION], "The school’s direction", answers["direction"], str(label or ""), evidence)
        )
    return areas


def _line(agreement: Agreement, title: str, code: str, evidence: str) -> Line:
    return Line(agreement, title, code, str(Accuracy(code).label) if code else "", evidence)


@transaction.atomic
def carry(
    *,
    session: ChallengeSession,
    choices: Mapping[str, str],
    revisions: Mapping[str, int],
    by: User,
) -> int:
    """Put what was agreed into the report's judgements: read, decide, save both sections, audit. Returns how many.

    What the report lacks is filled in. Where it says something else, ``choices`` has to say by question whether to take
    what was ``agreed``, keep the ``report``, or take the agreed judgement and put its reason below (``both``); a
    question without a choice raises ValidationError and nothing is saved. ``revisions`` are those of the sections that
    the page showed. Raises StaleEdit, Closed.
    """
    report = open_report(session=session)
    lines = [line for line in lines_of(session, report) if not line.is_there]
    problems = {
        line.agreement.question: f"Choose what to do about ‘{line.title}’"
        for line in lines
        if line.clashes and choices.get(line.agreement.question) not in {AGREED, REPORT, BOTH}
    }
    if problems:
        raise ValidationError(problems)
    wanted = [
        (line, choices.get(line.agreement.question, AGREED) if line.clashes else AGREED) for line in lines
    ]
    taken = [(line, choice) for line, choice in wanted if choice != REPORT]
    judged, heading = _answers(report, taken)
    for slug, data in ((JUDGED, judged), (HEADING, heading)):
        if data:
            save_section(report=report, slug=slug, revision=revisions.get(slug, 0), data=data, by=by)
    if taken:
        audit.record("moderation.carried", about=session.about, by=by, number=len(taken))
    return len(taken)


def _answers(report: Report, taken: list[tuple[Line, str]]) -> tuple[Answers, Answers]:
    """What to save of the two sections."""
    texts: dict[str, dict[str, Any]] = {
        line.agreement.question: {"accuracy": _code(line.agreement), "evidence": _evidence(line, choice)}
        for line, choice in taken
    }
    judged: Answers = {}
    areas = answers_of(report)["areas"]
    if any(f"area-{area['id']}" in texts for area in areas):
        judged["areas"] = [{**area, **texts.get(f"area-{area['id']}", {})} for area in areas]
    if OVERALL in texts:
        judged["overall_accuracy"] = texts[OVERALL]["accuracy"]
        judged["overall_evidence"] = texts[OVERALL]["evidence"]
    if DIRECTION not in texts:
        return judged, {}
    chosen = texts[DIRECTION]
    return judged, {"direction": chosen["accuracy"], "direction_evidence": chosen["evidence"]}


def _evidence(line: Line, choice: str) -> str:
    if choice == BOTH and line.evidence and line.agreement.reason not in line.evidence:
        return f"{line.evidence}\n\n{line.agreement.reason}"
    return line.evidence if choice == BOTH else line.agreement.reason
