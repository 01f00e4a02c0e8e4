"""Accounts of people, for the office: corrected, invited again, closed and opened."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hlp.access import Request, fetch, require_sight
from hlp.models import User
from hlp.transitions import StaleEdit
from schools.forms.person import PersonForm
from schools.models import Appointment
from schools.services import accounts as services

MANAGE = "schools.manage_people"
STALE = "Somebody changed these details since you opened the page. Nothing was overwritten"


def _person(request: Request, pk: int) -> User:
    require_sight(request.user, MANAGE)
    return fetch(User.objects.visible_to(request.user), request.user, pk=pk)


@require_http_methods(["GET", "POST"])
def person_edit(request: Request, pk: int) -> HttpResponse:
    """Correct name, address and telephone."""
    person = _person(request, pk)
    back = reverse("schools:person-detail", args=[pk])
    form = PersonForm(request.POST if request.method == "POST" else None, person=person, cancel=back)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            changed = services.correct_details(
                person=person, details=form.details(), version=version, by=request.user
            )
        except StaleEdit:
            form.add_error(None, STALE)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told = " The old and the new address are told." if "email" in changed else ""
            messages.success(request, f"The details are saved.{told}")
            return redirect(back)
    return render(request, "schools/person/edit.html", {"form": form, "person": person})


@require_POST
def person_invite_again(request: Request, pk: int) -> HttpResponse:
    """Send the invitation once more."""
    person = _person(request, pk)
    try:
        written = services.invite_again(person=person, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        text = f"The invitation goes to {person.email} again."
        messages.success(request, text if written else "An invitation is on its way already.")
    return redirect("schools:person-detail", pk=pk)


@require_http_methods(["GET", "POST"])
def person_close(request: Request, pk: int) -> HttpResponse:
    """Close an account, after asking."""
    person = _person(request, pk)
    if request.method == "POST":
        try:
            services.close_account(person=person, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, f"The account of {person} is closed. They can no longer sign in.")
        return redirect("schools:person-detail", pk=pk)
    posts = Appointment.objects.visible_to(request.user).filter(person=person).current()
    context = {"person": person, "posts": posts.select_related("school", "collaborative")}
    return render(request, "schools/person/close.html", context)


@require_POST
def person_open(request: Request, pk: int) -> HttpResponse:
    """Open a closed account again."""
    person = _person(request, pk)
    try:
        services.open_account(person=person, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"{person} can sign in again.")
    return redirect("schools:person-detail", pk=pk)
