"""Two schools brought together: introduced, agreed, and looked back on by the school that received the help."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit, move
from peerchallenge.choices import MATCH_MOVES, Impact, MatchState, SupportState
from peerchallenge.models import Match, Strength, SupportCase
from peerchallenge.services.support.cases import locked, step, tell
from schools.choices import Role
from schools.models import School
from schools.roles import people_with

REVIEW_AFTER = timedelta(weeks=8)


@dataclass(frozen=True)
class Terms:
    """What two schools agree on. ``days`` of the helping school's people, ``cost`` pounds to the receiving school."""

    what: str
    days: Decimal
    starts: date
    ends: date
    cost: Decimal | None = None


@transaction.atomic
def introduce(*, case: SupportCase, provider: School, by: User, at: datetime | None = None) -> Match:
    """Introduce a school that may help: lock, check, introduction, move, audit, messages to both headteachers.

    Twice is once. Raises ValidationError where it is the school itself, it has not consented to be offered, or
    another is introduced already; WrongMove where the need is over.
    """
    moment = at or clock.now()
    row = locked(case)
    known = row.matches.filter(provider=provider).first()
    if known and known.state != MatchState.ENDED:
        return known
    if provider.pk == row.school_id:
        raise ValidationError("A school does not help itself: choose another")
    if known:
        raise ValidationError(f"{provider} was introduced before, and it came to nothing")
    willing = Strength.objects.standing().filter(school=provider).exclude(consent_at=None)
    if not willing.exists():
        raise ValidationError(f"{provider} has not consented to be introduced. Ask its headteacher first")
    if row.matches.filter(state__in=[MatchState.INTRODUCED, MatchState.AGREED]).exists():
        raise ValidationError("Another school is introduced already. Say first what came of it")
    strength = willing.filter(theme=row.theme).first() or willing.first()
    match = Match.objects.create(case=row, provider=provider, strength=strength, introduced_at=moment)
    step(row, SupportState.INTRODUCED, by=by, at=moment, reason=f"With {provider}")
    audit.record("support.introduced", about=row.about, by=by, at=moment, provider=provider.urn)
    _tell_both(match, "support-introduced", moment)
    return match


def _tell_both(match: Match, kind: str, at: datetime) -> None:
    people = [
        person
        for school in (match.case.school, match.provider)
        for person in people_with(Role.HEADTEACHER, school=school)
    ]
    tell(match.case, kind, people, match.get_absolute_url(), f"match={match.pk}", at)


def _locked_match(match: Match) -> Match:
    SupportCase.objects.select_for_update().get(pk=match.case_id)  # the case first, as everywhere
    return Match.objects.select_for_update(of=("self",)).select_related("case", "provider").get(pk=match.pk)


@transaction.atomic
def agree(*, match: Match, terms: Terms, version: int, by: User, at: datetime | None = None) -> Match:
    """Write down what was agreed: lock, check, save, move both, audit, messages to both headteachers.

    The same terms twice are one agreement. Raises StaleEdit, ValidationError by field, WrongMove.
    """
    moment = at or clock.now()
    row = _locked_match(match)
    facts = {name: getattr(row, name) for name in ("what", "days", "starts", "ends", "cost")}
    if row.state == MatchState.AGREED and facts == vars(terms):
        return row
    if row.version != version:
        raise StaleEdit
    if terms.ends < terms.starts:
        raise ValidationError({"ends": "The last day must be on or after the first"})
    if terms.days <= 0:
        raise ValidationError({"days": "Enter how many days were agreed, for example 2.5"})
    for name, value in vars(terms).items():
        setattr(row, name, value)
    row.review_on, row.version = terms.starts + REVIEW_AFTER, row.version + 1
    update = ("what", "days", "starts", "ends", "cost", "review_on", "version")
    move(row, to=MatchState.AGREED, table=MATCH_MOVES, by=by, at=moment, update=update)
    step(row.case, SupportState.AGREED, by=by, at=moment)
    audit.record("support.agreed", about=row.case.about, by=by, at=moment, days=str(terms.days))
    _tell_both(row, "support-agreed", moment)
    return row


@transaction.atomic
def end(*, match: Match, reason: str, by: User, at: datetime | None = None) -> Match:
    """It came to nothing: lock, move, the need is open again, audit. Twice is once.

    Raises ValidationError without a reason, WrongMove.
    """
    moment = at or clock.now()
    row = _locked_match(match)
    if row.state == MatchState.ENDED:
        return row
    if not reason:
        raise ValidationError({"reason": "Enter why it came to nothing"})
    move(row, to=MatchState.ENDED, table=MATCH_MOVES, by=by, at=moment, reason=reason)
    step(row.case, SupportState.OPEN, by=by, at=moment, reason=f"{row.provider}: {reason}")
    audit.record("support.ended", about=row.case.about, by=by, at=moment)
    return row


@transaction.atomic
def review_impact(*, match: Match, impact: Impact, text: str, by: User, at: datetime | None = None) -> Match:
    """The school that received the help says what it changed: lock, save, move both, audit. Twice is once.

    Raises WrongMove where nothing was agreed.
    """
    moment = at or clock.now()
    row = _locked_match(match)
    if row.state == MatchState.REVIEWED:
        return row
    row.impact, row.impact_text, row.impact_at = impact, text, moment
    update = ("impact", "impact_text", "impact_at")
    move(row, to=MatchState.REVIEWED, table=MATCH_MOVES, by=by, at=moment, update=update)
    step(row.case, SupportState.REVIEWED, by=by, at=moment)
    audit.record("support.reviewed", about=row.case.about, by=by, at=moment, impact=impact)
    return row
