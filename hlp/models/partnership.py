"""The partnership that this installation belongs to."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Partnership(models.Model):
    """The one row that names the partnership; until there is one, the settings name it."""

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=20)
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="partnership_only_one")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Partnership":
        """The partnership's row, or an unsaved one from the settings."""
        return cls.objects.filter(pk=1).first() or cls(
            pk=1,
            name=settings.PARTNERSHIP_NAME,
            short_name=settings.PARTNERSHIP_SHORT_NAME,
            contact_email=settings.CONTACT_EMAIL,
            contact_phone=settings.CONTACT_PHONE,
        )
