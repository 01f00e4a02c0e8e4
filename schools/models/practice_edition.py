"""What was published of good practice, with its pictures and files: it stays as it was."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.urls import reverse

from hlp import clock
from hlp.models import Blob, Picture, User
from hlp.models.picture import InSizes
from schools.choices.practice import (
    PracticeAudience,
)
from schools.models.practice import PracticeEntry, PracticeText
from schools.roles import reads_partnership


class PracticePicture(InSizes, models.Model):
    """A picture beside an entry, described for who cannot see it. It is replaced and never changed."""

    entry = models.ForeignKey(PracticeEntry, on_delete=models.PROTECT, related_name="pictures")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="+")
    alternative = models.CharField(max_length=250)
    caption = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.alternative

    @property
    def widths(self) -> list[int]:
        """The sizes of its file."""
        return self.picture.widths

    def address(self, width: int) -> str:
        """The address of one size, for whoever may read the entry."""
        return reverse("schools:practice-picture", args=[self.pk, width])


class PracticeFile(models.Model):
    """A file that others can use, as it came. It is replaced and never changed."""

    entry = models.ForeignKey(PracticeEntry, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(max_length=120)
    filename = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its bytes."""
        return reverse("schools:practice-file", args=[self.pk])


class PracticeEditionQuerySet(models.QuerySet["PracticeEdition"]):
    """Sets of editions."""

    def visible_to(self, user: User) -> "PracticeEditionQuerySet":
        """What is published now, for whoever reads the partnership's things."""
        return self.standing() if reads_partnership(user) else self.none()

    def standing(self) -> "PracticeEditionQuerySet":
        """Those that are published now, one an entry."""
        return self.filter(live_on__isnull=False)

    def for_everybody(self) -> "PracticeEditionQuerySet":
        """Those on the public site."""
        return self.standing().filter(audience=PracticeAudience.PUBLIC)


class PracticeEdition(PracticeText):
    """What was published of an entry, and stays as it was. ``published_on`` is its first day."""

    entry = models.ForeignKey(PracticeEntry, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=8, choices=PracticeAudience)
    provenance = models.CharField(max_length=200, blank=True)
    provenance_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    consent_at = models.DateTimeField()
    consent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    pictures: "models.ManyToManyField[PracticePicture, models.Model]" = models.ManyToManyField(
        PracticePicture, related_name="editions"
    )
    files: "models.ManyToManyField[PracticeFile, models.Model]" = models.ManyToManyField(
        PracticeFile, related_name="editions"
    )

    objects = PracticeEditionQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="practice_edition_once")]

    def get_absolute_url(self) -> str:
        """The page of its entry, for members."""
        return reverse("schools:practice-detail", args=[self.entry_id])

    @property
    def public_address(self) -> str:
        """Its page for everybody."""
        return reverse("schools:public-practice", args=[self.entry_id])

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it, while it stands."""
        return self.audience == PracticeAudience.PUBLIC

    @property
    def published_on(self) -> date:
        """The day in London."""
        moment: datetime = self.published_at
        return clock.local(moment).date()
