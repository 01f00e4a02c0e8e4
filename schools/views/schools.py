"""Schools: the list, one school, taking one in, changing one."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from hlp import clock
from hlp.access import Request, fetch, require, require_sight
from hlp.tables import download
from hlp.transitions import StaleEdit
from schools.forms.school import SchoolFilterForm, SchoolForm
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear, Collaborative, School, SchoolLink
from schools.roles import roles_of
from schools.services import headships
from schools.services import schools as services
from schools.services.listing import school_cards
from schools.services.tables import school_table

PAGE = 60


def school_list(request: Request) -> HttpResponseBase:
    """All schools with this year's group and today's headteachers."""
    require_sight(request.user, "schools.read")
    year = AcademicYear.objects.visible_to(request.user).current()
    collaboratives = Collaborative.objects.visible_to(request.user)
    form = SchoolFilterForm(request.GET, collaboratives=collaboratives)
    search = SchoolSearch(request, form, label="Name, URN or postcode")
    found = search.narrow(form.matching(School.objects.visible_to(request.user), year), "")
    if file := download(request, school_table(found, year)):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"search": search, "page": page, "cards": school_cards(page.object_list, year), "year": year}
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request, "schools/school/list.html", {**context, "query": f"{query.urlencode()}&" if query else ""}
    )


def school_detail(request: Request, urn: int) -> HttpResponse:
    """One school: register facts, headteachers, group, and what other rooms know of it."""
    school = fetch(School.objects.visible_to(request.user), request.user, urn=urn)
    year = AcademicYear.objects.visible_to(request.user).current()
    found = [p for path in settings.SCHOOL_PANELS for p in import_string(path)(request.user, school)]
    card = school_cards([school], year)[0]
    others = School.objects.visible_to(request.user).exclude(pk=school.pk)
    context = {
        "school": school,
        "links": SchoolLink.objects.visible_to(request.user).of(school),
        "year": year,
        "card": card,
        "others": others.filter(places__group=card.place.group) if card.place else others.none(),
        "changes": _changes(request, school),
        "panels": [render_to_string(panel["template"], panel["context"], request) for panel in found],
    }
    return render(request, "schools/school/detail.html", context)


def _changes(request: Request, school: School) -> list[str]:
    """What changes in the headship, for those who hand it over and the school's own headteachers."""
    held = roles_of(request.user)
    told = held.runs_partnership or school.pk in held.schools
    return headships.headships([school])[0].changes(clock.today()) if told else []


def school_create(request: Request) -> HttpResponse:
    """Take a school in."""
    require_sight(request.user, "schools.read")
    require(request.user, "schools.manage_schools")
    year = AcademicYear.objects.visible_to(request.user).current()
    form = SchoolForm(request.POST or None, year=year)
    if request.method == "POST" and form.is_valid():
        member_in = year if form.cleaned_data.get("member") else None
        try:
            school = services.create_school(facts=form.facts(), member_in=member_in, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{school} is taken in.")
            return redirect(school)
    return render(request, "schools/school/edit.html", {"form": form})


def school_edit(request: Request, urn: int) -> HttpResponse:
    """Change a school's facts."""
    school = fetch(School.objects.visible_to(request.user), request.user, urn=urn)
    require(request.user, "schools.manage_schools", school)
    year = AcademicYear.objects.visible_to(request.user).current()
    form = SchoolForm(request.POST or None, year=year, school=school, initial=_initial(school, year))
    if request.method == "POST" and form.is_valid() and _changed(request, form, school, year):
        return redirect(school)
    return render(request, "schools/school/edit.html", {"form": form, "school": school})


def _initial(school: School, year: AcademicYear | None) -> dict[str, Any]:
    facts = {name: getattr(school, name) for name in services.Facts.__dataclass_fields__}
    member = services.is_member(school, year)
    return {**facts, "member": member, "version": services.version_of(school, year)}


def _changed(request: Request, form: SchoolForm, school: School, year: AcademicYear | None) -> bool:
    """Save, or note in the form why not."""
    facts = form.facts()
    member, version = form.cleaned_data.get("member", False), form.cleaned_data["version"]
    try:
        services.change_school(
            school=school, facts=facts, year=year, member=member, version=version, by=request.user
        )
    except StaleEdit:
        form.add_error(
            None, "Somebody changed this school since you opened the page. Nothing was overwritten"
        )
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, f"{asdict(facts)['name']} is saved.")
    return True
