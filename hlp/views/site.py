"""Behind the public site: the Director writes, looks, publishes, takes off and brings back."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hlp import clock
from hlp.access import Request, fetch, require_sight
from hlp.choices import PageKind
from hlp.forms.site import PageForm, PlaceForm, PublishForm
from hlp.models import Page, Picture
from hlp.site import pages, pictures, reading
from hlp.site.listing import card, cards
from hlp.transitions import StaleEdit
from hlp.views import public

EDIT = "hlp.edit_site"


def site_list(request: Request) -> HttpResponse:
    """Everything on the site: pages in their order, news newest first, each with what the public sees.

    Pages that ship with a newer version of the product are taken in when somebody who may edit them first looks.
    """
    require_sight(request.user, EDIT)
    pages.ensure_defaults()
    found = cards(Page.objects.visible_to(request.user))
    context = {
        "pages": [one for one in found if one.page.kind == PageKind.PAGE],
        "news": [one for one in found if one.page.kind == PageKind.NEWS],
    }
    return render(request, "hlp/site/list.html", context)


def detail(request: Request, pk: int) -> HttpResponse:
    """One page: what the public sees of it, what can be done, and all its versions."""
    page = _page(request, pk)
    versions = page.versions.select_related("by")
    context = {"page": page, "card": card(page), "versions": versions}
    return render(request, "hlp/site/detail.html", context)


@require_http_methods(["GET", "POST"])
def create(request: Request, kind: str) -> HttpResponse:
    """Begin a page or a piece of news."""
    require_sight(request.user, EDIT)
    if kind not in PageKind:
        raise Http404
    return _write(request, None, PageKind(kind))


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Write a new version: preview as often as wanted, then save it, or save and publish it."""
    page = _page(request, pk)
    return _write(request, page, PageKind(page.kind))


def _write(request: Request, page: Page | None, kind: PageKind) -> HttpResponse:
    had = _picture_so_far(request, page)
    form = _form(request, page, had)
    stale = False
    if request.method == "POST":
        valid = form.is_valid()
        had = _picture_now(request, form, had)
        if valid and "preview" not in request.POST:
            try:
                return _saved(request, page, kind, form, had)
            except StaleEdit:
                stale = True
        if not valid and "preview" not in request.POST:
            form.had = had
            form.data = {**request.POST.dict(), "kept": had.pk if had else ""}
        else:
            form = _again(request, page, form, had, stale=stale)
    context = {"page": page, "kind": kind, "form": form, "had": had, "stale": stale, **_preview(request, had)}
    return render(request, "hlp/site/edit.html", context)


def _form(request: Request, page: Page | None, had: Picture | None) -> PageForm:
    newest = page.newest if page else None
    initial = {
        "number": newest.number if newest else None,
        "kept": had.pk if had else None,
        "title": newest.title if newest else "",
        "summary": newest.summary if newest else "",
        "body": newest.body if newest else "",
        "picture_text": newest.picture_text if newest else "",
    }
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return PageForm(*sent, initial=initial, cancel=_back(page), had=had)


def _back(page: Page | None) -> str:
    return reverse("hlp:site-detail", args=[page.pk]) if page else reverse("hlp:site-list")


def _picture_so_far(request: Request, page: Page | None) -> Picture | None:
    """The picture that the form shows: that of the page's newest version, or one sent with the form before."""
    if request.method != "POST":
        return page.newest.picture if page and page.newest else None
    sent = request.POST.get("kept", "")
    is_number = sent.isascii() and sent.isdecimal() and len(sent) < 12
    return Picture.objects.visible_to(request.user).filter(pk=sent).first() if is_number else None


def _picture_now(request: Request, form: PageForm, had: Picture | None) -> Picture | None:
    """The picture after what was sent: a new one is kept at once, so that no preview and no mistake loses it."""
    data = form.cleaned_data
    if prepared := data.get("picture"):
        return pictures.keep(prepared, by=request.user)
    return None if data.get("no_picture") else had


def _again(
    request: Request, page: Page | None, form: PageForm, had: Picture | None, *, stale: bool
) -> PageForm:
    """The form with what was typed and no complaints; where it was stale, the newer version counts as seen."""
    names = ("number", "title", "summary", "body", "picture_text", "note")
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in names}
    typed["kept"] = had.pk if had else None
    if stale and page and page.newest:
        typed["number"] = page.newest.number
    return PageForm(initial=typed, cancel=form.cancel, had=had)


def _preview(request: Request, had: Picture | None) -> dict[str, Any]:
    asked = "preview" in request.POST
    words = {name: request.POST.get(name, "") for name in ("title", "summary", "body", "picture_text")}
    return {"asked": asked, "shown": {**words, "picture": had}}


def _saved(
    request: Request, page: Page | None, kind: PageKind, form: PageForm, picture: Picture | None
) -> HttpResponse:
    """Save what was written, publish it where that was wished, and lead to the page. Raises StaleEdit."""
    data, content = form.cleaned_data, form.content(picture)
    if page is None:
        slug = reading.free_slug(kind, form.address())
        page = pages.create(kind=kind, slug=slug, content=content, note=data["note"], by=request.user)
        page = _page(request, page.pk)
        version = page.newest
    else:
        version = pages.save(
            page=page, content=content, note=data["note"], by=request.user, started_from=data["number"]
        )
    if "publish" in request.POST and version is not None:
        pages.publish(page=page, version=version, by=request.user)
        messages.success(request, f"‘{content.title}’ is published.")
    else:
        messages.success(request, f"‘{content.title}’ is saved as a draft. The public does not see it yet.")
    return redirect("hlp:site-detail", pk=page.pk)


@require_POST
def preview(request: Request) -> HttpResponse:
    """How what is being typed looks, as a part of the page for the script beside the text."""
    require_sight(request.user, EDIT)
    words = {name: request.POST.get(name, "") for name in ("title", "summary", "body", "picture_text")}
    shown = {**words, "picture": _picture_so_far(request, None)}
    return render(request, "hlp/site/_preview.html", {"shown": shown})


def version(request: Request, pk: int, number: int) -> HttpResponse:
    """One version in the dress of the site, as everybody would see it."""
    page = _page(request, pk)
    found = fetch(page.versions.select_related("picture"), request.user, number=number)
    shown = reading.shown(page, found)
    if shown is None:
        raise Http404
    shown = replace(shown, dated_at=page.dated_at or clock.now())
    strip = {"draft_of": page, "draft": found}
    if page.kind == PageKind.NEWS:
        return render(request, "hlp/public/news_detail.html", {**public.news_context(shown), **strip})
    return render(request, "hlp/public/page.html", {**public.page_context(request, shown), **strip})


@require_POST
def restore(request: Request, pk: int, number: int) -> HttpResponse:
    """Bring an earlier version back as the newest draft."""
    page = _page(request, pk)
    found = fetch(page.versions.select_related("picture"), request.user, number=number)
    made = pages.restore(page=page, version=found, by=request.user)
    messages.success(
        request, f"What version {number} said is now version {made.number}. Publish it when it is right."
    )
    return redirect("hlp:site-detail", pk=pk)


@require_http_methods(["GET", "POST"])
def publish(request: Request, pk: int) -> HttpResponse:
    """Publish the newest version, now or from a moment on."""
    page = _page(request, pk)
    form = PublishForm(request.POST or None, cancel=_back(page))
    if request.method == "POST" and form.is_valid() and page.newest:
        moment = form.moment_chosen()
        pages.publish(page=page, version=page.newest, by=request.user, moment=moment)
        told = f"from {clock.when(moment)} on" if moment else "now"
        messages.success(request, f"Everybody sees ‘{page}’ {told}.")
        return redirect("hlp:site-detail", pk=pk)
    return render(request, "hlp/site/publish.html", {"page": page, "form": form, "card": card(page)})


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a page off the site, after asking once."""
    page = _page(request, pk)
    if request.method == "POST":
        try:
            pages.withdraw(page=page, by=request.user)
        except ValidationError as error:
            messages.error(request, f"{error.messages[0]}.")
        else:
            messages.success(
                request, f"‘{page}’ is off the site. Nothing is lost: publish it again when you like."
            )
        return redirect("hlp:site-detail", pk=pk)
    return render(request, "hlp/site/withdraw.html", {"page": page})


@require_POST
def cancel_plan(request: Request, pk: int) -> HttpResponse:
    """Let a version that waits for its time wait no more."""
    page = _page(request, pk)
    pages.cancel_plan(page=page, by=request.user)
    messages.success(request, f"‘{page}’ no longer waits to be published.")
    return redirect("hlp:site-detail", pk=pk)


@require_http_methods(["GET", "POST"])
def place(request: Request, pk: int) -> HttpResponse:
    """Change a page's address and its place in the menu."""
    page = _page(request, pk)
    initial = {"slug": page.slug, "in_menu": page.in_menu, "position": page.position}
    is_news = page.kind == PageKind.NEWS
    form = PlaceForm(request.POST or None, initial=initial, cancel=_back(page), is_news=is_news)
    if request.method == "POST" and form.is_valid():
        try:
            pages.place(page=page, by=request.user, **{**initial, **form.cleaned_data})
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"The place of ‘{page}’ is saved.")
            return redirect("hlp:site-detail", pk=pk)
    return render(request, "hlp/site/place.html", {"page": page, "form": form})


def _page(request: Request, pk: int) -> Page:
    rows = Page.objects.visible_to(request.user).select_related(
        "newest__picture", "newest__by", "live", "next"
    )
    return fetch(rows, request.user, pk=pk)
