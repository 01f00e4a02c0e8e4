"""What schools are strong in: offered by themselves, named in a report, and shown to others only with consent."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from peerchallenge.choices import StrengthSource
from peerchallenge.models import Strength
from schools.models import School, Theme


@transaction.atomic
def offer(
    *,
    school: School,
    theme: Theme,
    detail: str,
    source: StrengthSource = StrengthSource.OFFERED,
    consents: bool = True,
    by: User,
    at: datetime | None = None,
) -> Strength:
    """Note a strength: strength, audit. A headteacher's own offer is their consent; what others note waits for it.

    The same strength twice is one.
    """
    moment = at or clock.now()
    consent = {"consent_at": moment, "consent_by": by} if consents else {}
    strength, new = Strength.objects.get_or_create(
        school=school,
        theme=theme,
        detail=detail,
        source=source,
        withdrawn_at=None,
        defaults={"known_at": moment, **consent},
    )
    if new:
        audit.record("strength.noted", about=f"school:{school.urn}", by=by, at=moment, theme=theme.name)
    return strength


@transaction.atomic
def consent(*, strength: Strength, by: User, at: datetime | None = None) -> Strength:
    """The headteacher lets the school be introduced for this strength: lock, save, audit. Twice is once."""
    moment = at or clock.now()
    row = Strength.objects.select_for_update().get(pk=strength.pk)
    if row.withdrawn_at:
        raise ValidationError("This strength is withdrawn")
    if row.consent_at is None:
        row.consent_at, row.consent_by = moment, by
        row.save(update_fields=["consent_at", "consent_by"])
        audit.record("strength.consent", about=f"school:{row.school.urn}", by=by, at=moment)
    return row


@transaction.atomic
def withdraw(*, strength: Strength, by: User, at: datetime | None = None) -> Strength:
    """The school is no longer introduced for it: lock, save, audit. What was agreed already stays. Twice is once."""
    moment = at or clock.now()
    row = Strength.objects.select_for_update().get(pk=strength.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at = moment
        row.save(update_fields=["withdrawn_at"])
        audit.record("strength.withdrawn", about=f"school:{row.school.urn}", by=by, at=moment)
    return row
