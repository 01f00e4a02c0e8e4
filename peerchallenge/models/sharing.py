"""With whom a school shares its report: the headteacher's yearly consent, and links for readers without an account."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q

from hlp import clock
from hlp.models import User
from peerchallenge.models.session import ChallengeSession
from schools.models import AcademicYear, GroupPlace, School
from schools.roles import roles_of


class ShareConsentQuerySet(models.QuerySet["ShareConsent"]):
    """Sets of consents."""

    def visible_to(self, user: User) -> "ShareConsentQuerySet":
        """The school's headteachers and the Director."""
        held = roles_of(user)
        return self if held.director else self.filter(school__in=held.schools)


class ShareConsent(models.Model):
    """What a headteacher allows for one year, beyond the report's ordinary audience. Without a row: nothing."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="share_consents")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="share_consents")
    collaborative = models.BooleanField("headteachers of our collaborative", default=False)
    authority = models.BooleanField("the local authority’s officer", default=False)
    directory = models.BooleanField("good practice in the directory", default=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ShareConsentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "year"], name="consent_once_a_year")]

    def __str__(self) -> str:
        return f"Consent of {self.school} for {self.year}"


def shared_with(user: User) -> Q:
    """Sessions whose headteacher shares the report with this reader, once the reply is over."""
    held = roles_of(user)
    consents = ShareConsent.objects.filter(school=OuterRef("host"), year=OuterRef("round__year"))
    open_to = Q(pk__in=[])
    if held.schools:
        mine = GroupPlace.objects.filter(
            school__in=held.schools,
            group__collaborative=OuterRef("group__collaborative"),
            year=OuterRef("round__year"),
        )
        open_to |= Q(models.Exists(consents.filter(collaborative=True))) & Q(models.Exists(mine))
    if held.la_officer:
        open_to |= Q(models.Exists(consents.filter(authority=True)))
    return open_to


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    """Sets of links."""

    def visible_to(self, user: User) -> "ShareLinkQuerySet":
        """The host's headteachers and the Director."""
        held = roles_of(user)
        return self if held.director else self.filter(session__host__in=held.schools)

    def live(self, at: datetime) -> "ShareLinkQuerySet":
        """Neither run out nor revoked."""
        return self.filter(expires_at__gt=at, revoked_at=None)


class ShareLink(models.Model):
    """A link to one report for one named reader. Only the SHA-256 of its token is kept."""

    session = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="share_links")
    token_hash = models.CharField(max_length=64, unique=True)
    reader = models.CharField("who will read it", max_length=80)
    role = models.CharField("as what", max_length=80)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    views = models.PositiveIntegerField(default=0)
    last_viewed_at = models.DateTimeField(null=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="share_link_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="share_link_revoked_by_and_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader}, {self.role}"

    @property
    def about(self) -> str:
        """How its document and the audit log name it."""
        return f"share:{self.pk}"

    @property
    def status(self) -> str:
        """``Active``, ``Revoked`` or ``Run out``."""
        if self.revoked_at is not None:
            return "Revoked"
        return "Active" if self.expires_at > clock.now() else "Run out"
