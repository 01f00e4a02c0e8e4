"""Records entered by hand or taken back, and the certificates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hlp import clock, documents
from hlp.access import Request, fetch, require, require_sight
from hlp.models import User
from schools.choices import PlaceState
from schools.forms.training import NumberForm, RecordForm, WhyForm
from schools.models import Appointment, TrainingModule, TrainingPlace, TrainingRecord
from schools.services.training import certificates, records
from schools.views.training.attendance import notes

MANAGE = "schools.manage_training"


@require_http_methods(["GET", "POST"])
def record_create(request: Request) -> HttpResponse:
    """Enter training that people did elsewhere."""
    user = request.user
    require_sight(user, "schools.read")
    require(user, MANAGE)
    held = Appointment.objects.visible_to(user).on(clock.today()).values("person")
    form = RecordForm(
        request.POST if request.method == "POST" else None,
        people=User.objects.visible_to(user).filter(pk__in=held).order_by("name", "pk"),
        notes=notes(),
        modules=TrainingModule.objects.visible_to(user).offered(),
        cancel=reverse("schools:training-people"),
        initial={"people": [request.GET.get("person")]},
    )
    if form.is_valid():
        try:
            number = records.add_records(by=user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = "1 record is written" if number == 1 else f"{number} records are written"
            messages.success(request, f"{said}. What was there already stays as it was.")
            return redirect("schools:training-people")
    return render(request, "schools/training/record.html", {"form": form})


@require_http_methods(["GET", "POST"])
def record_take_back(request: Request, pk: int) -> HttpResponse:
    """Take back a record that was entered by mistake."""
    found = TrainingRecord.objects.visible_to(request.user).select_related("person", "module")
    record = fetch(found, request.user, MANAGE, pk=pk)
    back = reverse("schools:training-log", args=[record.person_id])
    hint = "Kept with the record, which stays in the log and counts no more."
    data = request.POST if request.method == "POST" else None
    form = WhyForm(data, submit="Take it back", hint=hint, cancel=back)
    if form.is_valid():
        records.take_back(record=record, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, "The record is taken back.")
        return redirect(back)
    return render(request, "schools/training/take_back.html", {"form": form, "record": record})


@require_http_methods(["GET", "POST"])
def certificate(request: Request, pk: int) -> HttpResponse:
    """The certificate, in the making or ready. A POST asks for one of the records as they stand."""
    place = _attended(request, pk)
    if request.method == "POST":
        certificates.ask(place=place)
        return redirect("schools:training-certificate", pk=pk)
    document = certificates.current(place)
    context = {
        "place": place,
        "document": document,
        "poll": reverse("schools:training-certificate", args=[pk]),
        "download": reverse("schools:training-certificate-file", args=[pk]),
        "refresh_seconds": 5 if document and document.is_pending else 0,
    }
    fragment = "_certificate" if request.htmx else "certificate"
    return render(request, f"schools/training/{fragment}.html", context)


@require_GET
def certificate_file(request: Request, pk: int) -> HttpResponse:
    """The certificate as a PDF, of the records as they stand."""
    place = _attended(request, pk)
    document = certificates.current(place)
    if document is None or not document.is_ready:
        return redirect("schools:training-certificate", pk=pk)
    reply = HttpResponse(documents.read(document), content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="{document.filename}"'
    return reply


def _attended(request: Request, pk: int) -> TrainingPlace:
    present = TrainingPlace.objects.visible_to(request.user).filter(state=PlaceState.PRESENT)
    place = fetch(present.select_related("event", "person"), request.user, pk=pk)
    if not certificates.lines(place):
        raise Http404
    return place


@login_not_required
@require_GET
def certificate_check(request: HttpRequest) -> HttpResponse:
    """Whoever holds a certificate checks its number: the name, what was done and when, or that it is not ours."""
    form = NumberForm(request.GET if "number" in request.GET else None)
    place = certificates.find(form.cleaned_data["number"]) if form.is_valid() else None
    context = {
        "form": form,
        "asked": form.is_bound and form.is_valid(),
        "place": place,
        "lines": certificates.lines(place) if place else [],
    }
    return render(request, "schools/training/check.html", context)
