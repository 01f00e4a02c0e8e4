"""The vocabulary of themes, kept by the Director."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import access
from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge.forms.vocabulary import MergeForm, SplitForm, ThemeForm
from peerchallenge.models import FindingTheme
from peerchallenge.services.findings import sort_tags
from peerchallenge.services.findings.proposing import ask
from peerchallenge.views.sessions import posted
from schools.models import Theme
from schools.services import themes as services

EDIT = "peerchallenge.edit_vocabulary"
SORTED_AT_ONCE = 20
LIST, DETAIL, SORT = (f"peerchallenge:theme-{verb}" for verb in ("list", "detail", "sort"))


def _theme(request: Request, pk: int) -> Theme:
    access.require_sight(request.user, EDIT)
    return access.fetch(
        Theme.objects.visible_to(request.user).select_related("merged_into"), request.user, pk=pk
    )


@require_GET
def theme_list(request: Request) -> HttpResponse:
    """Every theme with how often it was confirmed; those that are no longer used below."""
    access.require_sight(request.user, EDIT)
    confirmed = Count("tags", filter=Q(tags__confirmed=True))
    rows = (
        Theme.objects.visible_to(request.user)
        .annotate(number=confirmed)
        .select_related("merged_into")
        .prefetch_related("synonyms")
    )
    context = {
        "themes": [row for row in rows if row.is_in_use],
        "former": [row for row in rows if not row.is_in_use],
    }
    return render(request, "peerchallenge/theme/list.html", context)


@require_http_methods(["GET", "POST"])
def theme_create(request: Request) -> HttpResponse:
    """Add a theme."""
    access.require_sight(request.user, EDIT)
    form = ThemeForm(posted(request))
    if form.is_valid():
        try:
            theme = services.add_theme(by=request.user, **form.facts())
        except ValidationError as refusal:
            form.take(refusal)
        else:
            ask()
            messages.success(request, f"‘{theme}’ is part of the vocabulary.")
            return redirect(DETAIL, theme.pk)
    return render(request, "peerchallenge/theme/create.html", {"form": form})


@require_GET
def theme_detail(request: Request, pk: int) -> HttpResponse:
    """One theme: its words, how often it was confirmed, and everything that was done to it."""
    theme = _theme(request, pk)
    context = {
        "theme": theme,
        "synonyms": theme.synonyms.all(),
        "number": FindingTheme.objects.visible_to(request.user).confirmed().filter(theme=theme).count(),
        "changes": theme.changes.select_related("by", "other"),
        "parts": services.parts_of(theme),
    }
    return render(request, "peerchallenge/theme/detail.html", context)


@require_http_methods(["GET", "POST"])
def theme_edit(request: Request, pk: int) -> HttpResponse:
    """Rename, describe, change the synonyms."""
    theme = _theme(request, pk)
    form = ThemeForm(posted(request), theme=theme)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_theme(theme=theme, version=version, by=request.user, **form.facts())
        except StaleEdit:
            form.take_stale(theme.version)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            ask()
            messages.success(request, "Saved.")
            return redirect(DETAIL, pk)
    return render(request, "peerchallenge/theme/edit.html", {"form": form, "theme": theme})


@require_http_methods(["GET", "POST"])
def theme_merge(request: Request, pk: int) -> HttpResponse:
    """Merge a theme into another."""
    theme = _theme(request, pk)
    form = MergeForm(posted(request), theme=theme)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.merge_themes(theme=theme, into=data["into"], version=data["version"], by=request.user)
        except StaleEdit:
            form.take_stale(theme.version)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, f"‘{theme}’ is now part of ‘{data['into']}’.")
            return redirect(DETAIL, data["into"].pk)
    number = FindingTheme.objects.visible_to(request.user).confirmed().filter(theme=theme).count()
    return render(request, "peerchallenge/theme/merge.html", {"form": form, "theme": theme, "number": number})


@require_http_methods(["GET", "POST"])
def theme_split(request: Request, pk: int) -> HttpResponse:
    """Split new themes off one; then its findings are sorted."""
    theme = _theme(request, pk)
    form = SplitForm(posted(request), theme=theme)
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.split_theme(theme=theme, names=form.wanted(), version=version, by=request.user)
        except StaleEdit:
            form.take_stale(theme.version)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            return redirect(SORT, pk)
    return render(request, "peerchallenge/theme/split.html", {"form": form, "theme": theme})


@require_http_methods(["GET", "POST"])
def theme_sort(request: Request, pk: int) -> HttpResponse:
    """Sort the findings of a theme under those that were split off it, a page at a time."""
    theme = _theme(request, pk)
    if request.method == "POST":
        chosen = {name[3:]: str(value) for name, value in request.POST.items() if name.startswith("tag")}
        moves = {int(tag): int(part) for tag, part in chosen.items() if tag.isdigit() and part.isdigit()}
        moved = sort_tags(theme=theme, moves=moves, by=request.user)
        messages.success(request, f"{moved} finding{'' if moved == 1 else 's'} moved.")
        return redirect(f"{request.path}?page={request.POST.get('page', '1')}")
    tags = (
        FindingTheme.objects.visible_to(request.user)
        .confirmed()
        .filter(theme=theme)
        .select_related("finding__school")
    )
    page = Paginator(tags.order_by("pk"), SORTED_AT_ONCE).get_page(request.GET.get("page"))
    context = {"theme": theme, "page": page, "parts": services.parts_of(theme)}
    return render(request, "peerchallenge/theme/sort.html", context)


@require_http_methods(["GET", "POST"])
def theme_retire(request: Request, pk: int) -> HttpResponse:
    """Take a theme out of use."""
    theme = _theme(request, pk)
    if request.method == "POST":
        try:
            services.retire_theme(theme=theme, by=request.user)
            ask()
            messages.success(request, f"‘{theme}’ is no longer offered. What it tags keeps it.")
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(DETAIL, pk)
    return render(request, "peerchallenge/theme/retire.html", {"theme": theme})


@require_POST
def theme_restore(request: Request, pk: int) -> HttpResponse:
    """Take a retired theme up again."""
    theme = _theme(request, pk)
    try:
        services.restore_theme(theme=theme, by=request.user)
        ask()
        messages.success(request, f"‘{theme}’ is in use again.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(DETAIL, pk)
