"""The Director sets the days of a year's countdown."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hlp.access import Request, fetch
from hlp.transitions import StaleEdit
from peerchallenge.forms.countdown import CountdownForm
from peerchallenge.services.countdown import pages as services
from peerchallenge.views.sessions import posted
from schools.models import AcademicYear


@require_http_methods(["GET", "POST"])
def edit(request: Request, name: str) -> HttpResponse:
    """By how many school days before the day each step is due; ``name`` is the year's with a hyphen: 2026-27."""
    years = AcademicYear.objects.visible_to(request.user)
    year = fetch(years, request.user, "peerchallenge.edit_scheme", name=name.replace("-", "/"))
    form, stale = CountdownForm(posted(request), year=year), False
    if form.is_valid():
        try:
            services.change_days(
                year=year, days=form.days(), started_from=form.cleaned_data["seen"], by=request.user
            )
            messages.success(request, f"The countdown of {year} is saved.")
            return redirect("peerchallenge:countdown-edit", name=name)
        except StaleEdit:
            form, stale = CountdownForm(year=year), True
        except ValidationError as refusal:
            form.take(refusal)
    context = {"form": form, "year": year, "stale": stale}
    return render(request, "peerchallenge/scheme/countdown.html", context)
