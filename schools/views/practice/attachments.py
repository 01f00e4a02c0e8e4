"""Pictures and files beside a draft: added and taken away."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hlp.access import Request, fetch
from hlp.site.pictures import Refused as PictureRefused
from hlp.uploads.refusals import Refused
from schools.forms.practice_acts import FileForm, PictureForm
from schools.models import PracticeEntry
from schools.services.directory import attachments
from schools.views.practice.work import WRITE, page, works_on

Given = dict[str, Any]


@page
def picture_add(request: Request, pk: int) -> HttpResponse:
    """Add a picture with its description."""

    def add(entry: PracticeEntry, file: Any, given: Given) -> None:
        words = {name: given[name] for name in ("alternative", "caption")}
        attachments.add_picture(entry=entry, file=file, size=file.size, by=request.user, **words)

    return _attach(request, pk, PictureForm, add, "picture")


@page
def file_add(request: Request, pk: int) -> HttpResponse:
    """Add a file for others."""

    def add(entry: PracticeEntry, file: Any, given: Given) -> None:
        attachments.add_file(
            entry=entry, data=file.read(), filename=file.name, title=given["title"], by=request.user
        )

    return _attach(request, pk, FileForm, add, "file")


def _attach(
    request: Request,
    pk: int,
    form_class: type[PictureForm | FileForm],
    add: Callable[[PracticeEntry, Any, Given], None],
    noun: str,
) -> HttpResponse:
    entry = works_on(request, pk, WRITE)
    form = form_class(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        try:
            add(entry, form.cleaned_data["file"], form.cleaned_data)
        except (PictureRefused, Refused) as refusal:
            form.add_error("file", str(refusal))
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, f"The {noun} is added.")
            return redirect(entry.work_address)
    context = {"form": form, "entry": entry, "title": f"Add a {noun}"}
    return render(request, "schools/practice/attach.html", context)


@require_POST
def picture_remove(request: Request, pk: int, number: int) -> HttpResponse:
    """Take a picture away from the draft."""
    entry = works_on(request, pk, WRITE)
    return _removed(request, entry.work_address, fetch(entry.pictures.all(), request.user, pk=number))


@require_POST
def file_remove(request: Request, pk: int, number: int) -> HttpResponse:
    """Take a file away from the draft."""
    entry = works_on(request, pk, WRITE)
    return _removed(request, entry.work_address, fetch(entry.files.all(), request.user, pk=number))


def _removed(request: Request, href: str, thing: object) -> HttpResponse:
    try:
        attachments.remove(thing=thing, by=request.user)  # type: ignore[arg-type]
    except ValidationError as refusal:
        messages.error(request, f"{refusal.messages[0]}.")
    else:
        messages.success(request, "It is taken away from the draft.")
    return redirect(href)
