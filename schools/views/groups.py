"""Triads and quads of a year."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from hlp.access import Request, fetch, require, require_sight
from hlp.tables import download
from hlp.transitions import StaleEdit
from schools.forms.group import GroupForm
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear, Collaborative, Group, School
from schools.services import groups as services
from schools.services.listing import collaborative_cards
from schools.services.tables import group_table

STALE = "Somebody changed this group since you opened the page. Nothing was overwritten"


def group_list(request: Request) -> HttpResponseBase:
    """All groups of a year by collaborative, and the members that have none."""
    require_sight(request.user, "schools.read")
    years = AcademicYear.objects.visible_to(request.user)
    year = _year(request)
    collaboratives = Collaborative.objects.visible_to(request.user)
    groups = Group.objects.visible_to(request.user).filter(year=year).prefetch_related("places__school")
    schools = School.objects.visible_to(request.user)
    search = SchoolSearch(request, own=["year"])
    if search.is_on:
        there = search.narrow(schools.members_in(year), "") if year else schools.none()
        groups = groups.filter(schools__in=there.values("pk")).distinct()
    cards = collaborative_cards(collaboratives, groups)
    free = schools.free_in(year) if year else schools.none()
    if search.is_on:
        cards, free = [card for card in cards if card.groups], free.filter(pk__in=search.result.schools)
    if file := download(request, group_table(cards, free)):
        return file
    context = {
        "years": years,
        "year": year,
        "cards": cards,
        "free": free,
        "search": search,
        "may_manage": request.user.has_perm("schools.manage_groups"),
    }
    return render(request, "schools/group/list.html", context)


def _year(request: Request) -> AcademicYear | None:
    """The year that was asked for, or the current one."""
    years = AcademicYear.objects.visible_to(request.user)
    asked = request.GET.get("year", "")
    is_number = re.fullmatch(r"[0-9]{1,9}", asked)
    return (years.filter(pk=asked).first() if is_number else None) or years.current()


def group_create(request: Request) -> HttpResponse:
    """Form a group."""
    require_sight(request.user, "schools.read")
    require(request.user, "schools.manage_groups")
    year = _year(request)
    if year is None:
        messages.error(request, "Lay out an academic year first.")
        return redirect("schools:year-list")
    form = _form(request, year, None)
    if request.method == "POST" and form.is_valid():
        try:
            group = services.create_group(year=year, by=request.user, **form.facts())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _done(request, group)
    return render(request, "schools/group/edit.html", {"form": form, "year": year})


def group_edit(request: Request, pk: int) -> HttpResponse:
    """Change a group."""
    group = fetch(Group.objects.visible_to(request.user).select_related("year"), request.user, pk=pk)
    require(request.user, "schools.manage_groups", group)
    form = _form(request, group.year, group)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.change_group(group=group, version=version, by=request.user, **form.facts())
        except StaleEdit:
            form.add_error(None, STALE)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _done(request, group)
    return render(request, "schools/group/edit.html", {"form": form, "group": group, "year": group.year})


def _form(request: Request, year: AcademicYear, group: Group | None) -> GroupForm:
    initial: dict[str, Any] = {"collaborative": request.GET.get("collaborative")}
    if group:
        schools = [place.school_id for place in group.places.all()]
        initial = {"name": group.name, "collaborative": group.collaborative, "schools": schools}
        initial["version"] = services.version_of(group)
    return GroupForm(
        request.POST or None,
        initial=initial,
        year=year,
        group=group,
        collaboratives=Collaborative.objects.visible_to(request.user),
        schools=School.objects.visible_to(request.user),
    )


def _done(request: Request, group: Group) -> HttpResponse:
    messages.success(request, f"{group} is saved.")
    return redirect(f"{reverse('schools:group-list')}?year={group.year_id}")
