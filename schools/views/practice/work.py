"""Where entries are written: one's own, nominating, the page of a draft, and its parts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hlp import clock
from hlp.access import Request, fetch, require_sight
from hlp.transitions import StaleEdit
from schools.choices.practice import PracticeKind
from schools.forms.practice import PART_FORMS, AboutForm, NominateForm, PartForm
from schools.models import PracticeEntry, School, Theme
from schools.services import directory
from schools.services.directory import desk, working
from schools.services.directory.completeness import PARTS

page = require_http_methods(["GET", "POST"])
WRITE, NOMINATE = "schools.write_practice", "schools.nominate_practice"


def works_on(request: Request, pk: int, permission: str | None = None) -> PracticeEntry:
    """The entry, for those who read its draft. Raises Http404 for others, PermissionDenied without the permission."""
    rows = (
        PracticeEntry.objects.visible_to(request.user)
        .worked_on_by(request.user)
        .select_related("school", "live")
    )
    return fetch(rows, request.user, permission, pk=pk)


@require_GET
def practice_desk(request: Request) -> HttpResponse:
    """The entries on which the reader works, by what is to be done next."""
    require_sight(request.user, NOMINATE)
    entries = PracticeEntry.objects.visible_to(request.user).worked_on_by(request.user)
    context = {"groups": desk.groups(entries, request.user), "total": entries.count()}
    return render(request, "schools/practice/desk.html", context)


@page
def practice_nominate(request: Request) -> HttpResponse:
    """Start an entry of one's own school, or name something worth sharing at another."""
    user = request.user
    require_sight(user, NOMINATE)
    own = user.has_perm(WRITE) and not user.has_perm("schools.check_practice")
    data = request.POST if request.method == "POST" else None
    schools = desk.schools_to_nominate(School.objects.visible_to(user), user)
    form = NominateForm(data, schools=schools, themes=Theme.objects.in_use(), own=own)
    if form.is_valid():
        return redirect(_nominated(request, form))
    return render(request, "schools/practice/nominate.html", {"form": form, "own": own})


def _nominated(request: Request, form: NominateForm) -> str:
    facts, user = form.cleaned_data, request.user
    school: School = facts["school"]
    named: dict[str, Any] = {
        "school": school,
        "title": facts["title"],
        "kind": PracticeKind(facts["kind"]),
        "themes": facts["themes"],
        "by": user,
    }
    if desk.is_own(school, user):
        entry = directory.begin(**named)
        messages.success(request, "The entry is begun. Write its parts in any order; nothing is public.")
    else:
        who = desk.describe(user)
        entry = directory.nominate(
            provenance=f"Nominated by {who}", provenance_on=clock.today(), text=facts["text"], **named
        )
        messages.success(request, "The headteacher is being told. The school decides whether it takes it up.")
    return entry.work_address


@require_GET
def practice_work(request: Request, pk: int) -> HttpResponse:
    """Where an entry is written, checked and published: what is there, what is missing, what comes next."""
    entry = works_on(request, pk)
    return render(request, "schools/practice/work.html", working.page_of(entry, request.user))


@page
def practice_part(request: Request, pk: int, slug: str) -> HttpResponse:
    """Write one part."""
    entry = works_on(request, pk, WRITE)
    if slug not in PART_FORMS:
        raise Http404
    if not entry.is_written:
        messages.error(request, "This text rests now. Take it back to change it.")
        return redirect(entry.work_address)
    form = _part_form(request, entry, slug)
    if request.method == "POST" and form.is_valid() and _saved(request, entry, form):
        messages.success(request, f"‘{form.heading}’ is saved.")
        return redirect(_next_part(entry, slug) if "next" in request.POST else entry.work_address)
    context = {"form": form, "entry": entry, "parts": _steps(entry, slug)}
    return render(request, "schools/practice/part.html", context)


def _part_form(request: Request, entry: PracticeEntry, slug: str) -> PartForm:
    kind = PART_FORMS[slug]
    more: dict[str, Any] = {}
    if kind is AboutForm:
        more = {"themes": working.themes_for(entry), "areas": working.areas_for(entry)}
    data = request.POST if request.method == "POST" else None
    return kind(data, instance=entry, cancel=entry.work_address, **more)


def _saved(request: Request, entry: PracticeEntry, form: PartForm) -> bool:
    """Save what was written, or say in the form why not; what was typed stays in its boxes."""
    tags = {name: form.cleaned_data[name] for name in ("themes", "areas") if name in form.cleaned_data}
    version = form.cleaned_data["version"]
    try:
        directory.save(entry=entry, facts=form.facts(), version=version, by=request.user, **tags)
    except StaleEdit:
        form.take_stale(
            PracticeEntry.objects.visible_to(request.user).worked_on_by(request.user).get(pk=entry.pk).version
        )
        return False
    except ValidationError as refusal:
        form.take(refusal)
        return False
    return True


def _next_part(entry: PracticeEntry, slug: str) -> str:
    order = [name for name, _, _ in PARTS]
    after = order[order.index(slug) + 1 :]
    return reverse("schools:practice-part", args=[entry.pk, after[0]]) if after else entry.work_address


def _steps(entry: PracticeEntry, slug: str) -> list[dict[str, Any]]:
    """The way through the parts, above each of them."""
    return [
        {
            "heading": heading,
            "href": reverse("schools:practice-part", args=[entry.pk, name]),
            "current": name == slug,
        }
        for name, heading, _ in PARTS
    ]
