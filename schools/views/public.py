"""The member schools for everybody: a map, a list and a page each, from the public register."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hlp.site.metadata import Meta, crumbs
from hlp.site.serving import public
from schools.forms.public import FindForm
from schools.services import public as services


@public
def public_list(request: HttpRequest) -> HttpResponse:
    """Today's member schools on a map and in a list, searched by name and postcode area."""
    members = services.members_today()
    everybody = list(members)
    form = FindForm(request.GET, areas=services.districts(everybody))
    chosen = form.chosen()
    found = list(services.matching(members, **chosen)) if any(chosen.values()) else everybody
    words = f"The {len(everybody)} schools of the partnership on a map and in a list, with their addresses."
    context = {
        "filter": form,
        "schools": [(school, services.public_address(school)) for school in found],
        "total": len(everybody),
        "is_search": any(chosen.values()),
        "map": services.public_map(found) if found else None,
        "meta": Meta("Member schools", words, request.path),
    }
    return render(request, "schools/public/list.html", context)


@public
def public_detail(request: HttpRequest, urn: int) -> HttpResponse:
    """One member school: what the register says, where it lies, and which members are near."""
    everybody = list(services.members_today())
    school = next((one for one in everybody if one.urn == urn), None)
    if school is None:
        raise Http404
    trail = crumbs(
        ("Home", "/"), ("Member schools", reverse("schools:public-list")), (school.name, request.path)
    )
    words = f"{school.name}, a member of the partnership: type, ages, address and website."
    context = {
        "school": school,
        "register": services.register_address(school),
        "near": services.nearest(school, everybody),
        "place": services.place_of(school, everybody),
        "meta": Meta(school.name, words, request.path, data=[services.structured(school), trail]),
    }
    return render(request, "schools/public/detail.html", context)
