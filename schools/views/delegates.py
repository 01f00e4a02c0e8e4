"""Who helps at my school: a headteacher's own page for deputies and office."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hlp import clock
from hlp.access import Request, fetch
from schools.choices import DELEGATE_ROLES
from schools.forms.delegate import CopiesForm, DelegateForm
from schools.forms.person import EndForm
from schools.models import Appointment, School
from schools.services import delegates as services
from schools.services.people import end_appointment

CHOOSE = "schools.choose_delegates"


def _school(request: Request, urn: int) -> School:
    return fetch(School.objects.visible_to(request.user), request.user, CHOOSE, urn=urn)


@require_http_methods(["GET", "POST"])
def delegate_list(request: Request, urn: int) -> HttpResponse:
    """Deputies and office of a school, and which of them get copies."""
    school = _school(request, urn)
    posts = list(services.delegates_of(school))
    form = CopiesForm(request.POST if request.method == "POST" else None, posts=posts)
    if request.method == "POST" and form.is_valid():
        services.choose_copies(school=school, chosen=form.chosen(), by=request.user)
        messages.success(request, "It is saved who gets copies.")
        return redirect("schools:delegate-list", urn=urn)
    context = {"school": school, "posts": posts, "form": form, "today": clock.today()}
    return render(request, "schools/delegate/list.html", context)


@require_http_methods(["GET", "POST"])
def delegate_create(request: Request, urn: int) -> HttpResponse:
    """Invite somebody to help at a school."""
    school = _school(request, urn)
    back = reverse("schools:delegate-list", args=[urn])
    form = DelegateForm(request.POST or None, school=school, cancel=back)
    if request.method == "POST" and form.is_valid():
        who = {name: form.cleaned_data[name] for name in ("name", "email")}
        try:
            person, new = services.add_delegate(post=form.post(), by=request.user, **who)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            done = "is invited" if new else "has an account already, and now this post"
            messages.success(request, f"{person} {done}. An e-mail goes to {person.email}.")
            return redirect(back)
    return render(request, "schools/delegate/create.html", {"form": form, "school": school})


@require_http_methods(["GET", "POST"])
def delegate_end(request: Request, urn: int, pk: int) -> HttpResponse:
    """Set the last day of somebody who helps."""
    school = _school(request, urn)
    posts = Appointment.objects.visible_to(request.user).filter(school=school, role__in=DELEGATE_ROLES)
    post = fetch(posts.select_related("person", "school"), request.user, pk=pk)
    back = reverse("schools:delegate-list", args=[urn])
    form = EndForm(request.POST or None, cancel=back)
    if request.method == "POST" and form.is_valid():
        try:
            end_appointment(appointment=post, ends=form.cleaned_data["ends"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{post.person}’s last day is saved.")
            return redirect(back)
    return render(request, "schools/delegate/end.html", {"form": form, "post": post, "school": school})
