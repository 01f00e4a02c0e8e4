"""Who can see a report, and how its headteacher widens that: yearly consent, and links for readers without an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac

from hlp import audit, clock, documents, text
from hlp.models import Document, User
from hlp.transitions import StaleEdit
from peerchallenge.models import ChallengeSession, QAJudgement, ReportVersion, ShareConsent, ShareLink
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services.reports.sealing import SHARED, seal_shared
from peerchallenge.services.reports.sending import filename
from schools.choices import Role
from schools.models import AcademicYear, GroupPlace, School
from schools.roles import people_with

SALT = "peerchallenge.share-link"
LONGEST_DAYS = 90
MOST_LIVE = 10
KINDS = ("collaborative", "authority", "directory")


@dataclass(frozen=True)
class Opened:
    """What a link opens: the link, the newest version, and the reader's own PDF of it."""

    link: ShareLink
    version: ReportVersion
    document: Document


@dataclass(frozen=True)
class Reader:
    """Somebody who can read a report, and as what."""

    name: str
    part: str


# --- Who can see it ----------------------------------------------------------------------------


def readers(session: ChallengeSession) -> list[Reader]:
    """Everybody who can read the report of a session (loaded ``with_people``) by their post, by name."""
    collaborative = session.group.collaborative
    heads = people_with(Role.HEADTEACHER, school=session.host)
    found = [Reader(person.name, f"headteacher, {session.host}") for person in heads]
    found += [Reader(r.person.name, _part(r.is_lead, str(r.school or ""))) for r in session.reviewers.all()]
    leads = people_with(Role.LEAD_HEADTEACHER, collaborative=collaborative)
    found += [Reader(person.name, f"lead headteacher, {collaborative}") for person in leads]
    found += [Reader(person.name, "Director") for person in people_with(Role.DIRECTOR)]
    judged = QAJudgement.objects.filter(session=session, by=session.qa_reviewer_id).select_related("by")
    return found + [Reader(row.by.name, "QA reviewer of this session") for row in judged]


def _part(is_lead: bool, school: str) -> str:
    part = "lead reviewer" if is_lead else "reviewer"
    return f"{part}, {school}" if school else part


def consent_of(school: School, year: AcademicYear) -> ShareConsent | None:
    """What the headteacher allowed for a year, or None where nobody has been asked yet."""
    return ShareConsent.objects.filter(school=school, year=year).select_related("given_by").first()


def added_by(session: ChallengeSession, wanted: Mapping[str, bool]) -> list[Reader]:
    """The people to whom these consents open the report beyond its ordinary audience, by name."""
    found: dict[str, Reader] = {}
    if wanted.get("collaborative"):
        places = GroupPlace.objects.filter(
            group__collaborative=session.group.collaborative_id, year=session.round.year_id
        ).exclude(school=session.host_id)
        for place in places.select_related("school").order_by("school__name"):
            for person in people_with(Role.HEADTEACHER, school=place.school):
                found.setdefault(person.name, Reader(person.name, f"headteacher, {place.school}"))
    if wanted.get("authority"):
        for person in people_with(Role.LA_OFFICER):
            found.setdefault(person.name, Reader(person.name, "officer of the local authority"))
    known = {reader.name for reader in readers(session)}
    return [reader for name, reader in found.items() if name not in known]


@transaction.atomic
def give_consent(
    *,
    school: School,
    year: AcademicYear,
    wanted: Mapping[str, bool],
    version: int,
    by: User,
    at: datetime | None = None,
) -> ShareConsent:
    """Note what a headteacher allows for a year: lock the school, check, write, audit. The same again changes nothing.

    ``version`` is 0 where nothing was noted yet. Raises StaleEdit.
    """
    School.objects.select_for_update().get(pk=school.pk)
    row = ShareConsent.objects.filter(school=school, year=year).first()
    values = {kind: bool(wanted.get(kind)) for kind in KINDS}
    if row and all(getattr(row, kind) == value for kind, value in values.items()):
        return row
    if version != (row.version if row else 0):
        raise StaleEdit
    row = row or ShareConsent(school=school, year=year, version=0)
    for kind, value in values.items():
        setattr(row, kind, value)
    row.given_by, row.given_at, row.version = by, at or clock.now(), row.version + 1
    row.save()
    audit.record("consent.given", about=f"school:{school.pk}", by=by, at=at, year=str(year), **values)
    return row


# --- Links ---------------------------------------------------------------------------------------


@transaction.atomic
def make_link(
    *,
    session: ChallengeSession,
    reader: str,
    role: str,
    days: int,
    key: str,
    by: User,
    at: datetime | None = None,
) -> tuple[ShareLink, str]:
    """A link for one reader and its token, which is kept nowhere.

    The token follows from ``key`` (random, from the form), the person and the server's secret, so that pressing twice
    gives the same link. In order: locks the session, checks, writes, asks for the reader's PDF, audits. Raises
    ValidationError by field.
    """
    moment = at or clock.now()
    row = deadline_clock.locked(session.pk)
    token = salted_hmac(SALT, f"{row.pk}:{by.pk}:{key}", algorithm="sha256").hexdigest()
    found = ShareLink.objects.filter(token_hash=hashed(token)).first()
    if found:
        return found, token
    reader, role = " ".join(text.tidy(reader).split()), " ".join(text.tidy(role).split())
    _check(row, reader, role, days, moment)
    link = ShareLink.objects.create(
        session=row,
        token_hash=hashed(token),
        reader=reader,
        role=role,
        created_at=moment,
        created_by=by,
        expires_at=moment + timedelta(days=days),
    )
    document_of(link, newest(row), moment)
    audit.record("share.made", about=row.about, by=by, at=moment, link=link.pk, days=days)
    return link, token


def _check(row: ChallengeSession, reader: str, role: str, days: int, moment: datetime) -> None:
    errors: dict[str, str] = {}
    if not row.is_report_sent:
        raise ValidationError("The report is not sent yet.")
    if not reader:
        errors["reader"] = "Enter the name of the reader"
    if not role:
        errors["role"] = "Enter as what they read it, for example: chair of governors"
    if not 1 <= days <= LONGEST_DAYS:
        errors["days"] = f"Enter a number of days from 1 to {LONGEST_DAYS}"
    if errors:
        raise ValidationError(errors)
    if row.share_links.live(moment).count() >= MOST_LIVE:  # type: ignore[attr-defined]
        raise ValidationError(f"There are {MOST_LIVE} active links already. Revoke one first.")


def hashed(token: str) -> str:
    """The SHA-256 by which a token is known."""
    return sha256(token.encode()).hexdigest()


def newest(session: ChallengeSession) -> ReportVersion:
    """The version that a link shows."""
    return session.versions.filter(sealed_at=None).order_by("-number")[0]


def document_of(link: ShareLink, version: ReportVersion, at: datetime | None = None) -> Document:
    """The reader's own PDF of a version, watermarked with their name; asked for where it is not there yet."""
    stem = f"-for-{link.pk}{f'-version-{version.number}' if version.number > 1 else ''}"
    return documents.ask(
        SHARED,
        about=link.about,
        title=f"Report on {link.session.host.name}, for {link.reader}",
        filename=filename(link.session, stem),
        source={**version.data, "draft": False, "reader": str(link)},
        at=at,
    )


@transaction.atomic
def revoke(*, link: ShareLink, by: User, at: datetime | None = None) -> ShareLink:
    """End a link at once: lock, write, make its PDF unreadable, audit. Revoking twice changes nothing."""
    moment = at or clock.now()
    row = ShareLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = moment, by
        row.save(update_fields=["revoked_at", "revoked_by"])
        seal_shared([row])
        audit.record("share.revoked", about=f"session:{row.session_id}", by=by, at=moment, link=row.pk)
    return row


@transaction.atomic
def open_link(token: str, *, what: str = "", at: datetime | None = None) -> Opened | None:
    """What a live link opens; None for any other token. The opening is counted and audited where ``what`` names it.

    Where a newer version was issued since, the reader's PDF of it is asked for.
    """
    moment = at or clock.now()
    live = ShareLink.objects.live(moment).filter(token_hash=hashed(token)).select_for_update(of=("self",))
    link = live.select_related("session__host", "session__round__year").first()
    if link is None:
        return None
    if what:
        link.views, link.last_viewed_at = link.views + 1, moment
        link.save(update_fields=["views", "last_viewed_at"])
        about = f"session:{link.session_id}"
        audit.record("share.viewed", about=about, by=None, at=moment, link=link.pk, what=what)
    version = newest(link.session)
    return Opened(link, version, document_of(link, version, moment))
