"""The Director edits a year's areas and directions."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hlp.access import Request, fetch
from hlp.transitions import StaleEdit
from peerchallenge.forms.scheme import SchemeForm
from peerchallenge.services import schemes
from schools.models import AcademicYear


@require_http_methods(["GET", "POST"])
def edit(request: Request, name: str) -> HttpResponse:
    """Rename, add and remove areas and directions; ``name`` is the year's with a hyphen: 2026-27."""
    years = AcademicYear.objects.visible_to(request.user)
    year = fetch(years, request.user, "peerchallenge.edit_scheme", name=name.replace("-", "/"))
    form = SchemeForm(request.POST or None, year=year)
    stale = request.method == "POST" and request.POST.get("seen") != schemes.seen(year)
    if request.method == "POST" and not stale and form.is_valid():
        try:
            schemes.change_scheme(
                year=year,
                areas=form.area_lines(),
                directions=form.direction_lines(),
                reply_days=form.cleaned_data["reply_days"],
                theme_rule=(form.cleaned_data["theme_percent"], form.cleaned_data["theme_schools"]),
                evidence_days=form.cleaned_data["evidence_days"],
                document_months=form.cleaned_data["document_months"],
                started_from=form.cleaned_data["seen"],
                by=request.user,
            )
            messages.success(request, f"The scheme of {year} is saved.")
            return redirect("peerchallenge:scheme-edit", name=name)
        except StaleEdit:
            stale = True
        except ValidationError as refusal:
            form.add_error(None, refusal)
    if stale:
        form = SchemeForm(year=year, initial=form.typed())
    context = {"form": form, "year": year, "stale": stale}
    return render(request, "peerchallenge/scheme/edit.html", context)
