"""People and their posts, for the Director and the administrator."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from hlp import clock
from hlp.access import Request, fetch, require_sight
from hlp.models import User
from hlp.tables import download
from schools.forms.person import EndForm, InviteForm, PersonFilterForm, PostForm
from schools.forms.search import SchoolSearch
from schools.models import Appointment, Collaborative, School
from schools.services import people as services
from schools.services.tables import person_table

PAGE = 60
MANAGE = "schools.manage_people"


def person_list(request: Request) -> HttpResponseBase:
    """Everybody, by name, with today's posts."""
    require_sight(request.user, MANAGE)
    form = PersonFilterForm(request.GET)
    search = SchoolSearch(request, form)
    found = search.of_people(form.matching(User.objects.visible_to(request.user)), "pk")
    if file := download(request, person_table(found, Appointment.objects.visible_to(request.user))):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"search": search, "page": page, "people": _with_posts(request, list(page.object_list))}
    return render(
        request, "schools/person/list.html", {**context, "query": f"{query.urlencode()}&" if query else ""}
    )


def _with_posts(request: Request, people: list[User]) -> list[dict[str, Any]]:
    held = Appointment.objects.visible_to(request.user).on(clock.today()).filter(person__in=people)
    posts: dict[int, list[Appointment]] = {person.pk: [] for person in people}
    for post in held.select_related("school", "collaborative"):
        posts[post.person_id].append(post)
    return [{"person": person, "posts": posts[person.pk]} for person in people]


def person_detail(request: Request, pk: int) -> HttpResponse:
    """One person with all posts, past and present."""
    require_sight(request.user, MANAGE)
    person = fetch(User.objects.visible_to(request.user), request.user, pk=pk)
    posts = Appointment.objects.visible_to(request.user).filter(person=person)
    rows = posts.select_related("school", "collaborative").order_by("-starts", "-pk")
    return render(
        request, "schools/person/detail.html", {"person": person, "posts": rows, "today": clock.today()}
    )


def person_invite(request: Request) -> HttpResponse:
    """Make an account with a first post, and write to its owner."""
    require_sight(request.user, MANAGE)
    form = InviteForm(request.POST or None, **_places(request), cancel=reverse("schools:person-list"))
    if request.method == "POST" and form.is_valid():
        who = {name: form.cleaned_data[name] for name in ("name", "email")}
        try:
            person = services.invite(post=form.post(), by=request.user, **who)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{person} is invited. The e-mail goes to {person.email}.")
            return redirect("schools:person-detail", pk=person.pk)
    return render(request, "schools/person/invite.html", {"form": form})


def _places(request: Request) -> dict[str, Any]:
    return {
        "schools": School.objects.visible_to(request.user),
        "collaboratives": Collaborative.objects.visible_to(request.user),
    }


def appointment_create(request: Request, pk: int) -> HttpResponse:
    """Give a person a further post."""
    require_sight(request.user, MANAGE)
    person = fetch(User.objects.visible_to(request.user), request.user, pk=pk)
    back = reverse("schools:person-detail", args=[person.pk])
    form = PostForm(request.POST or None, **_places(request), cancel=back)
    if request.method == "POST" and form.is_valid():
        try:
            post = services.appoint(person=person, post=form.post(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{person} is {post.title}, from {clock.day(post.starts)}.")
            return redirect(back)
    return render(request, "schools/person/appoint.html", {"form": form, "person": person})


def appointment_end(request: Request, pk: int) -> HttpResponse:
    """Set the last day of a post."""
    require_sight(request.user, MANAGE)
    posts = Appointment.objects.visible_to(request.user).select_related("person", "school", "collaborative")
    post = fetch(posts, request.user, pk=pk)
    back = reverse("schools:person-detail", args=[post.person_id])
    form = EndForm(request.POST or None, cancel=back)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_appointment(appointment=post, ends=form.cleaned_data["ends"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            post.refresh_from_db(fields=["ends"])
            last = clock.day(post.ends) if post.ends else ""
            messages.success(request, f"The last day of {post.person} as {post.title} is {last}.")
            return redirect(back)
    return render(request, "schools/person/end.html", {"form": form, "post": post})
