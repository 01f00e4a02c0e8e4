"""Pictures of the public site, as our own re-encoded files."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from hlp.models.document import Blob

WIDTHS = (480, 960, 1600)  # pixels; a picture is kept in each that it fills, and in its own where it is small


class PictureQuerySet(models.QuerySet["Picture"]):
    """Sets of pictures."""

    def visible_to(self, user: settings.AUTH_USER_MODEL) -> "PictureQuerySet":  # type: ignore[name-defined]
        """Every picture for the Director; nobody else sees one before it is on a page."""
        return self if user.has_perm("hlp.edit_site") else self.none()


class InSizes:
    """What a page shows in the width that fits. Whoever is it gives its ``widths``, smallest first, and ``address``."""

    @property
    def widths(self) -> list[int]:
        """The sizes that are kept, in pixels."""
        raise NotImplementedError

    def address(self, width: int) -> str:
        """The address of one size."""
        raise NotImplementedError

    @property
    def middle(self) -> str:
        """The address for browsers that do not choose a size."""
        return self.address(self.widths[min(1, len(self.widths) - 1)])

    @property
    def sources(self) -> str:
        """All sizes as an image's ``srcset``."""
        return ", ".join(f"{self.address(width)} {width}w" for width in self.widths)


class Picture(InSizes, models.Model):
    """One picture. ``width`` and ``height`` are those of its largest size, in pixels."""

    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PictureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Picture {self.pk}, {self.width} by {self.height}"

    def get_absolute_url(self) -> str:
        """The address of its largest size."""
        return self.address(self.width)

    def address(self, width: int) -> str:
        """The address of one size."""
        return reverse("hlp:picture", args=[self.pk, width])

    @property
    def widths(self) -> list[int]:
        """The sizes that are kept, smallest first."""
        return sorted({*(width for width in WIDTHS if width < self.width), self.width})


class PictureSize(models.Model):
    """The bytes of a picture at one width, as JPEG."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="sizes")
    width = models.PositiveIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "width"], name="picture_size_once")]

    def __str__(self) -> str:
        return f"{self.picture}, {self.width}"
