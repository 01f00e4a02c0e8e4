"""What the directory asks of a person on their home page."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from hlp import clock
from hlp.models import User
from schools.choices import Role
from schools.choices.practice import PracticeState, VisitState
from schools.models import Appointment, GroupPlace, PracticeEntry, PracticeVisit
from schools.roles import Roles, roles_of

S = PracticeState


def items(user: User) -> list[dict[str, Any]]:
    """Entries and visits whose next step is this person's. At most two queries."""
    held = roles_of(user)
    mine = held.schools | held.delegated
    if not (mine or held.collaboratives or held.director):
        return []
    return [*_entries(user, held), *(_visits(user, mine) if mine else [])]


def _entries(user: User, held: Roles) -> list[dict[str, Any]]:
    today = clock.today()
    mine = held.schools | held.delegated
    due = Q(school__in=mine, state=S.NOMINATED)
    due |= Q(school__in=held.schools) & (Q(state=S.CHECKED) | Q(live__isnull=False, review_on__lte=today))
    if held.collaboratives:
        ours = PracticeEntry.objects.in_collaboratives(held.collaboratives).exclude(school__in=held.schools)
        due |= Q(state=S.SUBMITTED, pk__in=ours)
    if held.director:
        due |= Q(state=S.CONSENTED) | Q(state=S.SUBMITTED) & _without_lead()
    rows = PracticeEntry.objects.worked_on_by(user).filter(due).select_related("school")
    return [_entry(entry) for entry in rows.order_by("touched_at", "pk")]


def _without_lead() -> Q:
    """Schools in which no lead headteacher checks: their collaborative has none, or the lead heads the school."""
    today = clock.today()
    leads = Appointment.objects.on(today).filter(role=Role.LEAD_HEADTEACHER)
    places = GroupPlace.objects.filter(year__starts__lte=today, year__ends__gte=today)
    led = places.filter(group__collaborative__in=leads.values("collaborative")).values("school")
    own = Appointment.objects.on(today).filter(
        role=Role.HEADTEACHER, school=OuterRef("school"), person__in=leads.values("person")
    )
    return ~Q(school__in=led) | Q(Exists(own))


TITLES = {
    S.NOMINATED: "Good practice was named at your school: {}",
    S.SUBMITTED: "Check good practice: {}",
    S.CHECKED: "Decide about consent: {}",
    S.CONSENTED: "Publish good practice: {}",
}


def _entry(entry: PracticeEntry) -> dict[str, Any]:
    title = TITLES.get(PracticeState(entry.state), "Does it still hold? {}").format(f"“{entry.title}”")
    item: dict[str, Any] = {"title": title, "href": entry.work_address, "text": str(entry.school)}
    return {
        **item,
        "since": entry.touched_at,
        "kind": ("entries of good practice", reverse("schools:practice-desk")),
    }


def _visits(user: User, mine: frozenset[int]) -> list[dict[str, Any]]:
    now = clock.now()
    asked = Q(state=VisitState.ASKED, entry__school__in=mine)
    been = Q(state=VisitState.AGREED, school__in=mine, ends_at__lte=now)
    rows = (
        PracticeVisit.objects.visible_to(user).filter(asked | been).select_related("entry__school", "school")
    )
    return [_visit(visit) for visit in rows.order_by("asked_at", "pk")]


def _visit(visit: PracticeVisit) -> dict[str, Any]:
    asked = visit.state == VisitState.ASKED
    title = (
        f"{visit.school} would like to visit you"
        if asked
        else f"What came of your visit to {visit.entry.school}?"
    )
    item: dict[str, Any] = {
        "title": title,
        "href": visit.get_absolute_url(),
        "text": f"“{visit.entry.title}”",
    }
    since = visit.asked_at if asked else visit.ends_at
    return {**item, "since": since, "kind": ("visits", reverse("schools:visit-list"))}
