"""The ledger: who has led and reviewed how often, and who was led and reviewed."""

from typing import Any, cast

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hlp.access import Request
from hlp.models import User
from hlp.tables import Column, Table, download
from peerchallenge.services.dates import ledger
from peerchallenge.services.dates.ledger import Account, Entry
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear, School
from schools.roles import roles_of


@require_GET
def ledger_list(request: Request) -> HttpResponseBase:
    """By school, or by headteacher; a headteacher and those who prepare for them see their own lines."""
    user = request.user
    by = "person" if request.GET.get("by") == "person" else "school"
    schools = _schools(user)
    sessions = list(ledger.counted())
    entries = _people(user, sessions) if by == "person" else ledger.school_entries(schools, sessions)
    search = SchoolSearch(request)
    if by == "school":
        entries = search.keep(entries, lambda entry: cast(School, entry.of))
    else:
        entries = search.keep_people(entries, lambda entry: cast(User, entry.of))
    if file := download(request, _table(entries, by)):
        return file
    context: dict[str, Any] = {"entries": entries, "by": by, "is_own": not _sees_all(user), "search": search}
    return render(request, "peerchallenge/ledger/list.html", context)


def _sees_all(user: User) -> bool:
    held = roles_of(user)
    return held.runs_partnership or bool(held.collaboratives)


def _schools(user: User) -> list[School]:
    """All members for the Director, those of the collaborative for its lead headteacher, else one's own."""
    held = roles_of(user)
    schools, year = School.objects.visible_to(user), AcademicYear.objects.visible_to(user).current()
    if held.runs_partnership:
        return list(schools.members_in(year).order_by("name"))
    own = schools.filter(pk__in=held.schools | held.delegated)
    if held.collaboratives:
        led = schools.filter(groups__year=year, groups__collaborative__in=held.collaboratives)
        own = own | led
    if not held.collaboratives and not held.schools | held.delegated:
        raise Http404
    return list(own.distinct().order_by("name"))


def _people(user: User, sessions: list[Any]) -> list[Entry]:
    entries = ledger.person_entries(sessions)
    held = roles_of(user)
    if held.runs_partnership:
        return entries
    return [entry for entry in entries if entry.of == user]


def _table(entries: list[Entry], by: str) -> Table:
    lines = [(entry, year, account) for entry in entries for year, account in sorted(entry.years.items())]
    columns = [
        Column("School" if by == "school" else "Headteacher", lambda line: str(line[0].of), 40),
        Column("Year", lambda line: line[1]),
        *(
            Column(label, _value(name))
            for name, label in HEADINGS
            if by == "school" or name.endswith("given")
        ),
    ]
    return Table(f"ledger-{by}", columns, lines)


HEADINGS = [
    ("leads_given", "Led"),
    ("reviews_given", "Reviewed, leading included"),
    ("hosted", "Hosted"),
    ("leads_received", "Was led"),
    ("reviews_received", "Reviewers received"),
]


def _value(name: str) -> Any:
    def value(line: tuple[Entry, str, Account]) -> int:
        return int(getattr(line[2], name))

    return value
