"""The lists that the search by school name narrows, with a model and the path that give the names on them."""

from typing import Any
from urllib.parse import urlencode

from django.test import Client

from peerchallenge.models import (
    CarriedAction,
    ChallengeSession,
    Concern,
    MonitoringCase,
    Strength,
    SupportCase,
)
from schools.choices import Role
from schools.models import Appointment, GroupPlace, Membership, School
from schools.roles import people_with
from scorecard.models import Inspection, Result

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LISTS: list[tuple[str, Any, str]] = [
    ("/schools/", School, "name"),
    ("/members/", School, "name"),
    ("/people/", Appointment, "school__name"),
    ("/groups/", GroupPlace, "school__name"),
    ("/training/people/", Membership, "school__name"),
    ("/sessions/?round=", ChallengeSession, "host__name"),
    ("/rounds/", ChallengeSession, "host__name"),
    ("/calendar/", Membership, "school__name"),
    ("/actions/", CarriedAction, "school__name"),
    ("/support/", SupportCase, "school__name"),
    ("/support/strengths/", Strength, "school__name"),
    ("/monitoring/", MonitoringCase, "school__name"),
    ("/decisions/", Concern, "school__name"),
    ("/ledger/", ChallengeSession, "host__name"),
    ("/qa/", GroupPlace, "school__name"),
    ("/score-card/schools/", Result, "school__name"),
    ("/score-card/inspections/", Inspection, "school__name"),
    ("/score-card/desk/coverage/?by=school", Result, "school__name"),
    ("/score-card/desk/missing/", Membership, "school__name"),
    ("/board/members/", Appointment, "school__name"),
]


def some_school_narrows(address: str, model: Any, path: str) -> bool:
    """Whether the beginning of some school's name leaves a part of the Director's list, and not all of it."""
    client = Client()
    client.force_login(people_with(Role.DIRECTOR)[0], backend=BACKEND)
    names = model.objects.order_by().exclude(**{path: None}).values_list(path, flat=True).distinct()
    for name in list(names):
        query = urlencode({"school": name[:12]})
        search = client.get(f"{address}{'&' if '?' in address else '?'}{query}").context["search"]
        if 0 < search.number < search.total:
            return True
    return False
