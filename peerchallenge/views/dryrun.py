"""A dry run of a year: every clash before anything is published."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hlp import access, clock
from hlp.access import Request
from peerchallenge.services.dryruns import dry_run
from schools.models import AcademicYear


@require_GET
def dry_run_page(request: Request, pk: int) -> HttpResponse:
    """Every clash of the year, by how much it matters, each with a link to where it is mended."""
    user = request.user
    years = AcademicYear.objects.visible_to(user)
    year = access.fetch(years, user, "peerchallenge.plan_sessions", pk=pk)
    context = {"run": dry_run(year), "years": years.filter(ends__gte=clock.today()).exclude(pk=pk)}
    return render(request, "peerchallenge/calendar/dry_run.html", context)
