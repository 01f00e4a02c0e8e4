"""A headship that changes hands: the act, what is left to pass on, and the page of the new headteacher."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_http_methods

from hlp import clock
from hlp.access import Request, fetch, require, require_sight
from hlp.models import User
from schools.choices import Role
from schools.forms.handover import HandoverForm, PassOnForm
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear, Appointment, School
from schools.roles import roles_of
from schools.services import handovers as services
from schools.services import headships

MANAGE = "schools.manage_people"


@require_http_methods(["GET", "POST"])
def handover_create(request: Request, urn: int) -> HttpResponse:
    """End a headship on a day and give it to whoever follows, in one act."""
    school = fetch(School.objects.visible_to(request.user), request.user, urn=urn)
    require(request.user, MANAGE)
    posts = headships.last_posts(school)
    people = User.objects.visible_to(request.user).filter(is_active=True)
    data = request.POST if request.method == "POST" and posts else None
    form = HandoverForm(data, posts=posts, people=people, cancel=school.get_absolute_url())
    if form.is_valid():
        post, facts = form.leaving(), form.cleaned_data
        try:
            services.hand_over(post=post, ends=facts["ends"], successor=form.successor(), by=request.user)
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(
                request, f"The headship of {school} is handed over. Everybody concerned is told."
            )
            return redirect("schools:handover-detail", pk=post.pk)
    return render(request, "schools/handover/create.html", {"form": form, "school": school, "posts": posts})


@require_http_methods(["GET", "POST"])
def handover_detail(request: Request, pk: int) -> HttpResponse:
    """How a headship changes hands, and what the leaving headteacher still holds in person."""
    require_sight(request.user, MANAGE)
    posts = Appointment.objects.visible_to(request.user).filter(role=Role.HEADTEACHER).exclude(ends=None)
    post = fetch(posts.select_related("person", "school"), request.user, pk=pk)
    new = headships.successor_of(post)
    places = services.places(post)
    form = PassOnForm(request.POST if request.method == "POST" else None, places=places, successor=new)
    if request.method == "POST" and form.is_valid():
        to = new if form.cleaned_data["to"] == "successor" else None
        refused = services.pass_on(post=post, chosen=form.cleaned_data["places"], to=to, by=request.user)
        for sentence in refused:
            messages.warning(request, f"Not changed. {sentence}")
        if len(refused) < len(form.cleaned_data["places"]):
            messages.success(request, "The teams are changed. Whoever is concerned is being told.")
        return redirect("schools:handover-detail", pk=pk)
    context = {"form": form, "post": post, "new": new, "places": places, "gap": services.vacancy(post, new)}
    return render(request, "schools/handover/detail.html", context)


@require_GET
def handover_list(request: Request) -> HttpResponse:
    """The hand-over pages that are mine to read; for the office all changes of headships around today."""
    today, held = clock.today(), roles_of(request.user)
    office = held.runs_partnership
    own = School.objects.visible_to(request.user).filter(pk__in=held.schools)
    to_come = [p for p in headships.new_headships(request.user.pk, today) if p.starts > today]
    if not (office or held.schools or to_come):
        raise Http404
    if not office and not to_come and len(own) == 1:
        return redirect("schools:handover-read", urn=own[0].urn)
    year = AcademicYear.objects.visible_to(request.user).current()
    changes = headships.recent_changes(today) if office else []
    vacant = headships.soon_vacant(year, today) if office else []
    search = SchoolSearch(request)
    places = [*(row.school for row in changes), *(school for school, _ in vacant)]
    fitting = {school.pk for school in search.keep(places, lambda school: school) if school}
    context = {
        "own": own,
        "to_come": to_come,
        "office": office,
        "search": search,
        "changes": [row for row in changes if row.school_id in fitting],
        "vacant": [row for row in vacant if row[0].pk in fitting],
        "today": today,
    }
    return render(request, "schools/handover/list.html", context)


@require_GET
def handover_read(request: Request, urn: int) -> HttpResponse:
    """What a new headteacher needs to know: for the school's headteachers, and the Director."""
    school = fetch(School.objects.visible_to(request.user), request.user, "schools.read_handover", urn=urn)
    found = [
        panel for path in settings.HANDOVER_PANELS for panel in import_string(path)(request.user, school)
    ]
    first: list[dict[str, Any]] = [
        item for panel in found if panel["order"] == "first" for item in panel["context"]["items"]
    ]
    context = {
        "school": school,
        "first": first,
        "headship": headships.headships([school])[0],
        "history": reverse("schools:school-detail", args=[urn]),
        **{part: _drawn(request, found, part) for part in ("main", "side")},
    }
    return render(request, "schools/handover/read.html", context)


def _drawn(request: Request, found: list[dict[str, Any]], part: str) -> list[str]:
    return [render_to_string(p["template"], p["context"], request) for p in found if p["order"] == part]
