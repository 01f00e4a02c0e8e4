"""What visitors of the public site write to the office."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Sets of enquiries."""

    def visible_to(self, user: settings.AUTH_USER_MODEL) -> "EnquiryQuerySet":  # type: ignore[name-defined]
        """Enquiries are for the office."""
        return self if user.has_perm("hlp.read_enquiries") else self.none()

    def waiting(self) -> "EnquiryQuerySet":
        """Those that nobody has answered."""
        return self.filter(answered_at=None)


class Enquiry(models.Model):
    """A visitor's question. ``token`` is that of the form, so that sending twice writes once."""

    token = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    about = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "enquiries"

    def __str__(self) -> str:
        return f"Enquiry of {self.at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """The page on which the office reads it."""
        return reverse("hlp:enquiry-detail", args=[self.pk])
