"""Members of the board who agreed to be named on the public site."""

from django.conf import settings
from django.db import models


class PublicName(models.Model):
    """Somebody agreed, for themselves, that everybody may read their name. Taking it back removes the row."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="public_name"
    )
    agreed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} may be named"
