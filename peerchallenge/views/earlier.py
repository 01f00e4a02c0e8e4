"""Earlier reports in Word: uploaded, checked and filed by the Director, so that history counts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import access
from hlp.access import Request
from peerchallenge.choices import EarlierState
from peerchallenge.forms.earlier import LinesForm, UploadForm
from peerchallenge.models import EarlierReport, Round
from peerchallenge.services.findings import earlier as services
from peerchallenge.views.findings import confirmed
from peerchallenge.views.sessions import posted
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear, School

EDIT = "peerchallenge.edit_vocabulary"
PER_PAGE = 50
SECONDS = 3  # between two looks at a report that is being read


def _report(request: Request, pk: int) -> EarlierReport:
    rows = EarlierReport.objects.visible_to(request.user).select_related(
        "school", "year", "round__year", "filed_by"
    )
    return access.fetch(rows, request.user, pk=pk)


@require_GET
def earlier_list(request: Request) -> HttpResponse:
    """Every earlier report with how far it is."""
    access.require_sight(request.user, EDIT)
    rows = EarlierReport.objects.visible_to(request.user).select_related("school", "year", "round__year")
    search = SchoolSearch(request)
    counted = (
        search.narrow(rows, "school")
        .annotate(number=Count("findings"), waiting=Count("findings", filter=Q(findings__settled_at=None)))
        .order_by("-uploaded_at", "-pk")
    )
    page = Paginator(counted, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "peerchallenge/earlier/list.html", {"page": page, "search": search})


@require_http_methods(["GET", "POST"])
def earlier_create(request: Request) -> HttpResponse:
    """Upload one."""
    access.require_sight(request.user, EDIT)
    user = request.user
    form = UploadForm(
        posted(request),
        request.FILES or None,
        schools=School.objects.visible_to(user),
        years=AcademicYear.objects.visible_to(user).order_by("-starts"),
        rounds=Round.objects.visible_to(user).select_related("year"),
    )
    if form.is_valid():
        data = form.cleaned_data
        where = {name: data[name] for name in ("school", "year", "round")}
        try:
            report = services.upload(data=data["file"].read(), name=data["file"].name, by=user, **where)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            return redirect(report.get_absolute_url())
    return render(request, "peerchallenge/earlier/create.html", {"form": form})


@require_http_methods(["GET", "POST"])
def earlier_detail(request: Request, pk: int) -> HttpResponse:
    """What was read in one, to be checked and filed; once filed, the themes of its findings are confirmed."""
    report = _report(request, pk)
    form = LinesForm(posted(request), report=report) if report.state == EarlierState.READY else None
    if form is not None and form.is_valid():
        try:
            services.file_lines(report=report, lines=form.wanted(), by=request.user)
            messages.success(request, "Filed. Themes are proposed now, and wait to be confirmed.")
            return redirect(report.get_absolute_url())
        except ValidationError as refusal:
            form.add_error(None, refusal)
    findings = list(report.findings.visible_to(request.user).with_tags())  # type: ignore[attr-defined]
    forms, stale = confirmed(request, findings) if report.state == EarlierState.FILED else ([], [])
    if request.method == "POST" and form is None and not stale:
        return redirect(report.get_absolute_url())
    context = {
        "report": report,
        "form": form,
        "forms": forms,
        "stale": stale,
        "refresh_seconds": SECONDS if report.state == EarlierState.READING else None,
    }
    return render(request, "peerchallenge/earlier/detail.html", context)


@require_POST
def earlier_remove(request: Request, pk: int) -> HttpResponse:
    """Take an upload back, with what was filed from it."""
    report = _report(request, pk)
    services.remove(report=report, by=request.user)
    messages.success(request, "The upload and its findings are removed.")
    return redirect("peerchallenge:earlier-list")
