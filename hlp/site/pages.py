"""How pages and news are written, published, taken off the site and brought back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp import text as words
from hlp.choices import PageKind
from hlp.models import FormerAddress, Page, PageVersion, Picture, User
from hlp.site.defaults import DEFAULTS
from hlp.transitions import StaleEdit


@dataclass(frozen=True)
class Content:
    """What one version says. ``picture_text`` stands in place of the picture for those who cannot see it."""

    title: str
    summary: str
    body: str
    picture: Picture | None = None
    picture_text: str = ""

    def tidied(self) -> "Content":
        """The same with one kind of line break and without what a word processor leaves behind."""
        title, summary, picture_text = (
            " ".join(words.tidy(value).split()) for value in (self.title, self.summary, self.picture_text)
        )
        alone = picture_text if self.picture else ""
        return Content(title, summary, words.tidy(self.body), self.picture, alone)


def content_of(version: PageVersion) -> Content:
    """What a version says."""
    return Content(version.title, version.summary, version.body, version.picture, version.picture_text)


@transaction.atomic
def ensure_defaults(*, at: datetime | None = None) -> int:
    """Create and publish the pages that ship with the product where they are missing. Returns how many were created.

    A page that is there already is left as the Director made it.
    """
    moment = at or clock.now()
    have = set(Page.objects.pages().values_list("slug", flat=True))
    missing = [default for default in DEFAULTS if default.slug not in have]
    for default in missing:
        facts = {"fixed": True, "in_menu": default.in_menu, "position": default.position}
        page, is_new = Page.objects.get_or_create(kind=PageKind.PAGE, slug=default.slug, defaults=facts)
        if is_new:
            content = Content(default.title, default.summary, default.body)
            page.live = _add(page, content, number=1, note="As shipped", by=None, at=moment)
            page.save(update_fields=["live"])
    return len(missing)


@transaction.atomic
def create(
    *, kind: PageKind, slug: str, content: Content, note: str, by: User, at: datetime | None = None
) -> Page:
    """Begin a page or a piece of news with its first version, which nobody sees yet: page, version, audit.

    Raises ValidationError where the address is taken.
    """
    moment = at or clock.now()
    _require_free(kind, slug, None)
    page = Page.objects.create(kind=kind, slug=slug)
    _add(page, content.tidied(), number=1, note=note, by=by, at=moment)
    audit.record("page.created", about=f"page:{page.pk}", by=by, at=moment)
    return page


@transaction.atomic
def save(
    *,
    page: Page,
    content: Content,
    note: str,
    by: User,
    started_from: int | None = None,
    at: datetime | None = None,
) -> PageVersion:
    """Save a new version, which is not published by that: lock the page, check, add the version, audit.

    ``started_from`` is the number of the version that the editor was shown. The same words again change nothing.
    Raises StaleEdit when somebody has saved a newer version since.
    """
    row = _locked(page)
    newest = _newest(row)
    content = content.tidied()
    if content_of(newest) == content:
        return newest
    if started_from not in {None, newest.number}:
        raise StaleEdit
    moment = at or clock.now()
    version = _add(row, content, number=newest.number + 1, note=note, by=by, at=moment)
    audit.record("page.saved", about=f"page:{row.pk}", by=by, at=moment, version=version.number)
    return version


def restore(*, page: Page, version: PageVersion, by: User, at: datetime | None = None) -> PageVersion:
    """Save what an earlier version said as the newest; it is published as any other."""
    note = f"As in version {version.number}"
    return save(page=page, content=content_of(version), note=note, by=by, at=at)


@transaction.atomic
def publish(
    *, page: Page, version: PageVersion, by: User, moment: datetime | None = None, at: datetime | None = None
) -> Page:
    """Show a version to everybody, now or from ``moment`` on: lock the page, note what is shown, audit.

    What waited for its moment before is replaced. A piece of news is dated by its first moment.
    """
    now = at or clock.now()
    row = _settled(_locked(page), now)
    if moment is None or moment <= now:
        row.live, row.next, row.next_at = version, None, None
        row.dated_at = min(row.dated_at or now, now)
    else:
        row.next, row.next_at = version, moment
        row.dated_at = row.dated_at if row.live and row.dated_at else moment
    row.save(update_fields=["live", "next", "next_at", "dated_at"])
    detail: dict[str, Any] = {"version": version.number, "from": (row.next_at or now).isoformat()}
    audit.record("page.published", about=f"page:{row.pk}", by=by, at=now, **detail)
    return row


@transaction.atomic
def withdraw(*, page: Page, by: User, at: datetime | None = None) -> Page:
    """Take a page off the site, and what waits to be shown: lock the page, note it, audit. Drafts and versions stay.

    Raises ValidationError for a page that always exists.
    """
    now = at or clock.now()
    row = _settled(_locked(page), now)
    if row.fixed:
        raise ValidationError("This page always stands on the site. Change what it says instead")
    if row.live is None and row.next is None:
        return row
    if row.live is None:
        row.dated_at = None
    row.live = row.next = row.next_at = None
    row.save(update_fields=["live", "next", "next_at", "dated_at"])
    audit.record("page.withdrawn", about=f"page:{row.pk}", by=by, at=now)
    return row


@transaction.atomic
def cancel_plan(*, page: Page, by: User, at: datetime | None = None) -> Page:
    """Let what waits for its moment wait no more; what is shown stays shown: lock the page, note it, audit."""
    now = at or clock.now()
    row = _settled(_locked(page), now)
    if row.next is None:
        return row
    row.next = row.next_at = None
    row.dated_at = row.dated_at if row.live else None
    row.save(update_fields=["next", "next_at", "dated_at"])
    audit.record("page.plan-cancelled", about=f"page:{row.pk}", by=by, at=now)
    return row


@transaction.atomic
def place(
    *, page: Page, slug: str, in_menu: bool, position: int, by: User, at: datetime | None = None
) -> Page:
    """Change a page's address, and where it stands in the menu: lock the page, keep its old address leading to it, audit.

    Raises ValidationError where the address is taken, or where the page's address is fixed.
    """
    row = _locked(page)
    if row.fixed and slug != row.slug:
        raise ValidationError({"slug": "The address of this page cannot be changed"})
    if slug != row.slug:
        _require_free(PageKind(row.kind), slug, row)
        FormerAddress.objects.filter(kind=row.kind, slug=slug).delete()
        if row.dated_at is not None:
            FormerAddress.objects.create(kind=row.kind, slug=row.slug, page=row)
    row.slug, row.in_menu, row.position = slug, in_menu, position
    row.save(update_fields=["slug", "in_menu", "position"])
    audit.record("page.placed", about=f"page:{row.pk}", by=by, at=at or clock.now(), slug=slug)
    return row


def _require_free(kind: PageKind, slug: str, page: Page | None) -> None:
    """Raise ValidationError where another page has the address, or had it and it still leads there."""
    others = Page.objects.filter(kind=kind, slug=slug).exclude(pk=page.pk if page else 0)
    former = FormerAddress.objects.filter(kind=kind, slug=slug).exclude(page=page)
    if others.exists() or former.exists():
        raise ValidationError({"slug": f"Another page has the address ‘{slug}’. Choose a different one"})


def _locked(page: Page) -> Page:
    return (
        Page.objects.select_for_update(of=("self",)).select_related("newest", "live", "next").get(pk=page.pk)
    )


def _settled(page: Page, at: datetime) -> Page:
    """The page with what has come to its moment as what is shown."""
    if page.next is not None and page.next_at is not None and page.next_at <= at:
        page.live, page.next, page.next_at = page.next, None, None
    return page


def _newest(page: Page) -> PageVersion:
    newest: PageVersion = page.newest  # type: ignore[assignment]  # every page has one from its first day
    return newest


def _add(
    page: Page, content: Content, *, number: int, note: str, by: User | None, at: datetime
) -> PageVersion:
    version = PageVersion(page=page, number=number, note=note.strip(), by=by, at=at, **vars(content))
    version.save()
    page.newest = version
    page.save(update_fields=["newest"])
    return version
