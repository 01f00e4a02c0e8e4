"""The two-minute evaluation after a session: given once by each, read by the Director, averaged for the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, text
from hlp.models import User
from peerchallenge import rules
from peerchallenge.choices import REPORT_SENT, Part
from peerchallenge.models import ChallengeSession, Evaluation, Reply, Round
from peerchallenge.packs.questions import MARKS, QUESTIONS
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services.replies.opening import refresh

FEWEST = 3  # answers of others that an average needs, so that nobody's own can be told from it
MOST_CHARACTERS = 300


@dataclass(frozen=True)
class Average:
    """A question and the mean of its marks."""

    question: str
    mean: float


@transaction.atomic
def evaluate(
    *, session: ChallengeSession, marks: Mapping[str, int], comment: str, by: User, at: datetime | None = None
) -> Evaluation:
    """Keep one person's view: lock the session, check, write, end their reminder, audit. A second time replaces the first.

    Raises ValidationError by field, or when the report is not sent.
    """
    moment = at or clock.now()
    row = deadline_clock.locked(session.pk)
    if row.state not in REPORT_SENT:
        raise ValidationError("The evaluation opens when the report is sent.")
    comment = " ".join(text.tidy(comment).split())
    errors = {
        code: f"Select how far this is so: {label}"
        for code, label in QUESTIONS.items()
        if marks.get(code) not in MARKS
    }
    if len(comment) > MOST_CHARACTERS:
        errors["comment"] = f"The line must be {MOST_CHARACTERS} characters or fewer"
    if errors:
        raise ValidationError(errors)
    values = {
        "marks": {code: marks[code] for code in QUESTIONS},
        "comment": comment,
        "part": part_of(by, row),
        "at": moment,
    }
    found, _ = Evaluation.objects.update_or_create(session=row, person=by, defaults=values)
    if reply := Reply.objects.filter(session=row).first():
        reply.session = row
        refresh(reply, moment)
        reply.save(update_fields=["next_reminder_at"])
    audit.record("session.evaluated", about=row.about, by=by, at=moment)
    return found


def part_of(person: User, session: ChallengeSession) -> Part:
    """In which part somebody evaluates."""
    if rules.heads_host(person, session):
        return Part.HOST
    return Part.LEAD if rules.leads_team(person, session) else Part.REVIEWER


def averages(round_: Round, reader: User) -> list[Average]:
    """The means of a round for one reader: of all answers but their own, and none where these are fewer than three."""
    others = Evaluation.objects.filter(session__round=round_).exclude(person=reader)
    return means(list(others.values_list("marks", flat=True)))


def means(found: Iterable[Mapping[str, int]]) -> list[Average]:
    """The mean of each question, to one place; nothing below three answers."""
    rows = list(found)
    if len(rows) < FEWEST:
        return []
    return [
        Average(label, round(sum(row[code] for row in rows) / len(rows), 1))
        for code, label in QUESTIONS.items()
    ]
