"""The members of a year: list, map, numbers; many recorded at once; their headteachers asked for the agreement."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hlp import clock
from hlp.access import Request, fetch, require, require_sight
from hlp.tables import download
from schools.forms.member import AddMembersForm, MemberFilterForm
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear, Collaborative, Membership, School
from schools.services import memberships as services
from schools.services.maps import draw_map
from schools.services.memberships.listing import departs, member_cards
from schools.services.tables import member_table

PAGE = 100
MANAGE = "schools.manage_members"


def member_list(request: Request) -> HttpResponseBase:
    """The members of a year with a map of the borough, and the numbers of all years."""
    require_sight(request.user, "schools.read")
    year = _year(request)
    if year is None:
        return render(request, "schools/member/list.html", {"may_manage": request.user.has_perm(MANAGE)})
    story = services.read_story()
    beforehand = request.user.has_perm(MANAGE)
    form, members = _filtered(request, year, story, beforehand=beforehand)
    search = SchoolSearch(request, form, label="Name, URN or postcode")
    members = search.narrow(members, "")
    cards = partial(member_cards, year=year, story=story, beforehand=beforehand)
    if file := download(request, member_table(members, year, cards, inside=beforehand)):
        return file
    found = cards(members)
    context = {
        "search": search,
        "year": year,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "map": draw_map(card.pin for card in found),
        "numbers": story.numbers(),
        "may_manage": beforehand,
        **_manages(request, year, beforehand=beforehand),
        **_query(request),
    }
    return render(request, "schools/member/list.html", context)


def _year(request: Request) -> AcademicYear | None:
    """The year that was asked for, or the current one."""
    years = AcademicYear.objects.visible_to(request.user)
    asked = request.GET.get("year", "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 10
    return (years.filter(pk=asked).first() if is_number else None) or years.current()


def _filtered(request: Request, year: AcademicYear, story: services.Story, *, beforehand: bool) -> Any:
    """The filter's form, and the members that fit."""
    members = School.objects.visible_to(request.user).members_in(year)
    form = MemberFilterForm(
        {**request.GET.dict(), "year": year.pk},
        years=AcademicYear.objects.visible_to(request.user),
        collaboratives=Collaborative.objects.visible_to(request.user),
        types=list(members.order_by("type").values_list("type", flat=True).distinct()),
        year=year,
    )

    def changed(change: str) -> list[int]:
        rows = story.rows.get(year.pk, {})
        if change == "left":
            return [pk for pk in rows if departs(pk, year, story, beforehand=beforehand)]
        return [pk for pk in rows if story.arrival(pk, year) == change]

    return form, form.matching(members, year, changed)


def _query(request: Request) -> dict[str, Any]:
    """The filters for the links to other pages, and whether anything but the year was asked for."""
    query = request.GET.copy()
    query.pop("page", None)
    narrowed = any(value for name, value in query.items() if name != "year")
    return {"query": f"{query.urlencode()}&" if query else "", "is_narrowed": narrowed}


def _manages(request: Request, year: AcademicYear, *, beforehand: bool) -> dict[str, Any]:
    """What those who run the partnership see besides: how many have not accepted, and whom to renew for when."""
    if not beforehand:
        return {}
    rows = Membership.objects.visible_to(request.user).filter(year=year, agreement=None)
    is_over = year.ends < clock.today()
    return {"unaccepted": 0 if is_over else rows.filter(ends__gte=clock.today()).count()}


def members_add(request: Request) -> HttpResponse:
    """Record many members of one year at once."""
    require_sight(request.user, "schools.read")
    require(request.user, MANAGE)
    year = _year(request)
    if year is None:
        messages.error(request, "Lay out an academic year first.")
        return redirect("schools:year-list")
    schools = School.objects.visible_to(request.user)
    there = schools.members_in(year)
    form = AddMembersForm(request.POST or None, year=year, schools=schools.exclude(pk__in=there.values("pk")))
    if request.method == "POST" and form.is_valid():
        try:
            new = services.add_members(schools=form.cleaned_data["schools"], year=year, by=request.user)
        except ValidationError as error:
            form.add_error("schools", error.messages)  # type: ignore[arg-type]
        else:
            noun = "member is" if len(new) == 1 else "members are"
            messages.success(request, f"{len(new)} {noun} recorded for {year}.")
            return redirect(f"{reverse('schools:member-list')}?year={year.pk}")
    return render(request, "schools/member/add.html", {"form": form, "year": year})


@require_POST
def members_ask(request: Request, pk: int) -> HttpResponse:
    """Ask the headteachers of those that have not accepted the agreement."""
    year = fetch(AcademicYear.objects.visible_to(request.user), request.user, MANAGE, pk=pk)
    asked = services.ask_for_agreements(year=year, by=request.user)
    people = "1 person is" if asked == 1 else f"{asked} people are"
    messages.success(request, f"{people} asked to accept the agreement for {year}.")
    return redirect(f"{reverse('schools:member-list')}?year={year.pk}")
