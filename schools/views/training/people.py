"""Who is trained, and one person's log."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hlp import clock
from hlp.access import Request, fetch, require, require_sight
from hlp.models import User
from hlp.tables import download
from schools.forms.search import SchoolSearch
from schools.models import TrainingPlace, TrainingRecord
from schools.services.training import overview, training_of

MANAGE = "schools.manage_training"


@require_GET
def people_list(request: Request) -> HttpResponseBase:
    """The headteachers of the members and how their training stands, for the office."""
    require_sight(request.user, "schools.read")
    require(request.user, MANAGE)
    everybody = overview.people_lines(clock.today())
    asked = request.GET.get("state", "")
    lines = [line for line in everybody if not asked or line.state == asked]
    search = SchoolSearch(request)
    lines = search.keep_people(lines, lambda line: line.person)
    if file := download(request, overview.people_table(lines)):
        return file
    counts = {state: sum(line.state == state for line in everybody) for state in overview.STATES}
    tiles = [
        {
            "number": counts[state],
            "of": len(everybody),
            "label": label.lower(),
            "href": f"?state={state}",
            "tone": {"trained": "good", "soon": "warn"}.get(state, "bad") if counts[state] else "",
        }
        for state, label in overview.STATES.items()
    ]
    context = {
        "lines": lines,
        "tiles": tiles,
        "asked": overview.STATES.get(asked, ""),
        "search": search,
    }
    return render(request, "schools/training/people.html", context)


@require_GET
def training_log(request: Request, pk: int) -> HttpResponseBase:
    """What one person has done: their own, or anybody's for the office."""
    user = request.user
    person = fetch(User.objects.visible_to(user), user, pk=pk)
    records = TrainingRecord.objects.visible_to(user).filter(person=person)
    if file := download(request, overview.log_table(records.standing())):
        return file
    places = TrainingPlace.objects.visible_to(user).filter(person=person, state="present")
    context = {
        "person": person,
        "is_own": person.pk == user.pk,
        "standing": training_of(person, clock.today()),
        "records": records.select_related("module", "event"),
        "certificates": places.select_related("event").order_by("-event__starts_at"),
        "may_manage": user.has_perm(MANAGE),
        "today": clock.today(),
    }
    return render(request, "schools/training/log.html", context)
