"""The partnership's texts: read by everybody who is signed in, edited by the Director."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hlp import texts
from hlp.access import Request, fetch, require
from hlp.forms.texts import TextForm
from hlp.models import Text, TextVersion
from hlp.transitions import StaleEdit


@require_GET
def index(request: Request) -> HttpResponse:
    """All texts, what each is for and when it last changed."""
    rows = Text.objects.visible_to(request.user).select_related("current__by")
    return render(request, "hlp/text/list.html", {"texts": rows})


@require_GET
def detail(request: Request, slug: str, number: int | None = None) -> HttpResponse:
    """One text as it stands, or an earlier version of it, with the history of versions."""
    user: Any = request.user
    text = fetch(Text.objects.visible_to(user), user, slug=slug)
    versions = text.versions.select_related("by")
    shown = fetch(versions, user, number=F("text__current__number") if number is None else number)
    context = {
        "text": text,
        "shown": shown,
        "versions": versions,
        "is_newest": shown.pk == text.current_id,
        "may_edit": user.has_perm("hlp.edit_texts"),
    }
    return render(request, "hlp/text/detail.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str) -> HttpResponse:
    """Edit a text: preview as often as wanted, then publish. A newer version is told and never overwritten."""
    user: Any = request.user
    text = fetch(Text.objects.visible_to(user).select_related("current__by"), user, slug=slug)
    require(user, "hlp.edit_texts")
    current: TextVersion | None = text.current
    number, body = (current.number, current.body) if current else (0, "")
    form = TextForm(request.POST or None, initial={"number": number, "body": body}, cancel=text_url(text))
    stale = False
    if request.method == "POST" and "publish" in request.POST and form.is_valid():
        try:
            return _publish(request, text, form)
        except StaleEdit:
            stale = True
    preview = request.POST.get("body", "") if "preview" in request.POST else ""
    if preview or stale:
        form = _again(request, text, form, number if stale else None)
    context = {"text": text, "form": form, "preview": preview, "stale": stale, "current": current}
    return render(request, "hlp/text/edit.html", context)


def _publish(request: Request, text: Text, form: TextForm) -> HttpResponse:
    user: Any = request.user
    data = form.cleaned_data
    version = texts.publish(
        text=text,
        body=data["body"],
        note=data["note"],
        by=user,
        started_from=data["number"],
    )
    messages.success(request, f"{text.title}, version {version.number}, is published.")
    return redirect("hlp:text-detail", slug=text.slug)


def _again(request: Request, text: Text, form: TextForm, number: int | None) -> TextForm:
    """The form with what was typed and no complaints; ``number`` says that the newer version has been seen."""
    typed = {name: request.POST.get(name, "") for name in ("number", "body", "note")}
    if number is not None:
        typed["number"] = str(number)
    return TextForm(initial=typed, cancel=form.cancel)


def text_url(text: Text) -> str:
    """The page on which a text is read."""
    return reverse("hlp:text-detail", args=[text.slug])
