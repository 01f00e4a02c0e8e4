"""Pages and news of the public site: every version kept, and what is shown follows from the clock."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hlp.choices import PageKind, PageState
from hlp.models.history import WrittenOnce
from hlp.models.picture import Picture

# Pages with an address of their own; every other page stands under /about/.
ADDRESSES = {
    "home": "hlp:public-home",
    "contact": "hlp:contact",
    "accessibility": "hlp:accessibility",
    "privacy": "hlp:privacy",
}


class PageQuerySet(models.QuerySet["Page"]):
    """Sets of pages."""

    def visible_to(self, user: settings.AUTH_USER_MODEL) -> "PageQuerySet":  # type: ignore[name-defined]
        """Behind the scenes, where drafts lie, is the Director alone."""
        return self if user.has_perm("hlp.edit_site") else self.none()

    def shown(self, at: datetime) -> "PageQuerySet":
        """What everybody sees at a moment, with the version that they see."""
        begun = Q(next__isnull=False, next_at__lte=at) | Q(live__isnull=False)
        return self.filter(begun).select_related("live__picture", "next__picture")

    def news(self) -> "PageQuerySet":
        """News, newest first."""
        return self.filter(kind=PageKind.NEWS).order_by("-dated_at", "-pk")

    def pages(self) -> "PageQuerySet":
        """Pages in the order of the menu."""
        return self.filter(kind=PageKind.PAGE).order_by("position", "slug")


class Page(models.Model):
    """A page or a piece of news.

    ``newest`` is the version that is edited. ``live`` is what the public sees; from ``next_at`` on it sees ``next``.
    ``fixed`` pages always exist at an address that does not change. ``dated_at`` is the date of a piece of news: when
    it was first to be seen.
    """

    kind = models.CharField(max_length=10, choices=PageKind)
    slug = models.SlugField(max_length=80)
    fixed = models.BooleanField(default=False)
    in_menu = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=100)
    newest = models.ForeignKey("PageVersion", null=True, on_delete=models.PROTECT, related_name="+")
    live = models.ForeignKey("PageVersion", null=True, on_delete=models.PROTECT, related_name="live_on")
    next = models.ForeignKey("PageVersion", null=True, on_delete=models.PROTECT, related_name="next_on")
    next_at = models.DateTimeField(null=True)
    dated_at = models.DateTimeField(null=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="page_address_once"),
            models.CheckConstraint(
                condition=Q(next__isnull=True, next_at__isnull=True)
                | Q(next__isnull=False, next_at__isnull=False),
                name="page_next_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.newest.title if self.newest else self.slug

    def get_absolute_url(self) -> str:
        """The address for the public."""
        if self.kind == PageKind.NEWS:
            return reverse("hlp:news-detail", args=[self.slug])
        return (
            reverse(ADDRESSES[self.slug]) if self.slug in ADDRESSES else reverse("hlp:page", args=[self.slug])
        )

    def version_at(self, at: datetime) -> "PageVersion | None":
        """The version that the public sees at a moment, or None."""
        return self.next if self.next and self.next_at and self.next_at <= at else self.live

    def state_at(self, at: datetime) -> PageState:
        """What the public sees of it at a moment."""
        seen = self.version_at(at)
        if seen is not None:
            return PageState.SHOWN if seen == self.newest else PageState.CHANGED
        return PageState.PLANNED if self.next else PageState.DRAFT

    def waits_at(self, at: datetime) -> bool:
        """Whether a version waits for its moment."""
        return self.next_at is not None and self.next_at > at


class PageVersion(WrittenOnce):
    """What a page said from one saving to the next. The body is Markdown, the summary is also its description."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=90)
    summary = models.CharField(max_length=240)
    body = models.TextField(blank=True)
    picture = models.ForeignKey(Picture, null=True, on_delete=models.PROTECT, related_name="versions")
    picture_text = models.CharField("text in place of the picture", max_length=250, blank=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(F("page"), F("number"), name="page_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="page_version_from_one"),
            models.CheckConstraint(
                condition=Q(picture__isnull=True) | ~Q(picture_text=""), name="page_picture_has_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


class FormerAddress(models.Model):
    """An address that a page had while it was to be seen; it leads to the page for good."""

    kind = models.CharField(max_length=10, choices=PageKind)
    slug = models.SlugField(max_length=80)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="former_address_once")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"
