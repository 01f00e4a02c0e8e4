"""Pages of plans of dates: who hosts, the plan, its preview, one line by hand, publishing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import access, clock
from hlp.access import Request
from hlp.tables import Column, Table, download
from hlp.text import tidy
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.forms.dates import HostsForm, LineForm, PlanForm
from peerchallenge.models import DatesPlan, Round
from peerchallenge.services.dates import drafts, hosting, publishing
from peerchallenge.services.dates.preview import Preview, Row, preview
from peerchallenge.views.sessions import posted
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear, School
from schools.roles import roles_of

PLAN = "peerchallenge.plan_sessions"
CHANGED = "Somebody changed this plan after you opened the page. Look at it as it stands now."


def _rounds(request: Request) -> list[Round]:
    """The rounds that are not over, by their first day."""
    rounds = Round.objects.visible_to(request.user).filter(closes__gte=clock.today())
    return list(rounds.select_related("year").order_by("opens"))


@require_GET
def dates_list(request: Request) -> HttpResponse:
    """What is to be done before dates are planned, and the plans so far."""
    access.require_sight(request.user, PLAN)
    rounds = _rounds(request)
    hosts = hosting.hosts_in(rounds)
    plans = DatesPlan.objects.visible_to(request.user).select_related("year", "round__year", "asked_by")
    years: dict[AcademicYear, list[dict[str, Any]]] = {}
    for round_ in rounds:
        years.setdefault(round_.year, []).append({"round": round_, "hosts": len(hosts[round_.pk])})
    cards = [{"year": year, "rounds": of, "slug": year.name.replace("/", "-")} for year, of in years.items()]
    context = {"cards": cards, "plans": plans.defer("outcome")[:20], "rounds": rounds}
    return render(request, "peerchallenge/dates/list.html", context)


@require_http_methods(["GET", "POST"])
def hosts_edit(request: Request, name: str) -> HttpResponse:
    """Tick who hosts in which round of a year."""
    years = AcademicYear.objects.visible_to(request.user)
    year = access.fetch(years, request.user, name=name.replace("-", "/"))
    access.require(request.user, PLAN)
    own = Round.objects.visible_to(request.user).filter(year=year)
    rounds = list(own.select_related("year").order_by("opens"))
    schools = list(School.objects.visible_to(request.user).filter(places__year=year).order_by("name", "urn"))
    initial = {"version": hosting.hosting_version(rounds)}
    hosts = hosting.hosts_in(rounds)
    form = HostsForm(posted(request), rounds=rounds, schools=schools, hosts=hosts, initial=initial)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            hosting.choose_hosts(year=year, chosen=form.chosen(), version=version, by=request.user)
            messages.success(request, "Saved.")
            return redirect("peerchallenge:dates-list")
        except StaleEdit:
            form.add_error(None, "Somebody chose hosts after you opened this page. Nothing was overwritten")
    return render(request, "peerchallenge/dates/hosts.html", {"form": form, "year": year, "rounds": rounds})


@require_http_methods(["GET", "POST"])
def dates_create(request: Request) -> HttpResponse:
    """Ask for a plan."""
    access.require_sight(request.user, PLAN)
    rounds = _rounds(request)
    may_overrule = roles_of(request.user).director
    cancel = reverse("peerchallenge:dates-list")
    asked = {"what": request.GET.get("what", "")}
    form = PlanForm(posted(request), rounds=rounds, may_overrule=may_overrule, cancel=cancel, initial=asked)
    if form.is_valid():
        return redirect(drafts.ask_plan(by=request.user, **form.facts()))
    return render(request, "peerchallenge/dates/create.html", {"form": form, "rounds": rounds})


def _plan(request: Request, pk: int, permission: str | None = None) -> DatesPlan:
    plans = DatesPlan.objects.visible_to(request.user).select_related("year", "round__year", "asked_by")
    return access.fetch(plans, request.user, permission, pk=pk)


@require_GET
def dates_detail(request: Request, pk: int) -> HttpResponseBase:
    """How far it is; the draft by group or by date; or when it was published."""
    plan = _plan(request, pk)
    context: dict[str, Any] = {
        "plan": plan,
        "silent": drafts.is_silent(plan),
        "refresh_seconds": 5 if plan.is_pending else 0,
    }
    if request.htmx and plan.is_pending:
        return render(request, "peerchallenge/dates/_progress.html", context)
    if plan.is_draft:
        found = preview(plan)
        if file := download(request, _table(plan, found)):
            return file
        context |= _shown(request, found)
    elif plan.state == drafts.PUBLISHED:
        context["lines"] = plan.lines.select_related("host", "group").exclude(day=None).order_by("day")
    answer = render(request, "peerchallenge/dates/detail.html", context)
    if request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


def _shown(request: Request, found: Preview) -> dict[str, Any]:
    by = "date" if request.GET.get("by") == "date" else "group"
    search = SchoolSearch(request)
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in search.keep(found.placed, lambda row: row.line.host):
        key = f"{row.line.day:%B %Y}" if by == "date" else f"{row.line.group}"
        groups.setdefault((str(row.line.round) if by == "group" else "", key), []).append(row)
    ordered = groups.items() if by == "date" else sorted(groups.items(), key=lambda item: item[0])
    tables = [{"round": round_, "name": name, "rows": rows} for (round_, name), rows in ordered]
    return {
        "found": found,
        "by": by,
        "tables": tables,
        "search": search,
        "may_overrule": roles_of(request.user).director,
    }


def _table(plan: DatesPlan, found: Preview) -> Table:
    columns = [
        Column("Round", lambda row: str(row.line.round), 24),
        Column("Group", lambda row: str(row.line.group)),
        Column("Host", lambda row: str(row.line.host), 40),
        Column("Date", lambda row: row.line.day),
        Column("Lead", lambda row: _names(row, leads=True), 28),
        Column("Reviewers", lambda row: _names(row, leads=False), 50),
        Column("Worth knowing", lambda row: "; ".join((*row.against, *row.flags, *row.causes)), 60),
    ]
    return Table(f"dates-{plan.pk}", columns, [*found.placed, *found.unplaced])


def _names(row: Row, *, leads: bool) -> str:
    return ", ".join(str(seat.person) for seat in row.line.seats.all() if seat.is_lead == leads)


@require_POST
def dates_again(request: Request, pk: int) -> HttpResponse:
    """Wake the worker once more for a plan that waits."""
    plan = _plan(request, pk, PLAN)
    if plan.is_pending:
        drafts.wake(plan)
    return redirect(plan)


@require_http_methods(["GET", "POST"])
def dates_line(request: Request, pk: int, line: int) -> HttpResponse:
    """Change one line by hand; every rule is checked at once."""
    plan = _plan(request, pk, PLAN)
    rows = plan.lines.all() if plan.is_draft else plan.lines.none()
    found = access.fetch(
        rows.select_related("round__year", "host", "group").prefetch_related(
            "seats__person", "seats__school"
        ),
        request.user,
        pk=line,
    )
    situation = drafts.situation_of(plan)
    form = LineForm(
        posted(request), line=found, plan=plan, situation=situation, cancel=plan.get_absolute_url()
    )
    if form.is_valid():
        try:
            publishing.change_line(line=found, by=request.user, **form.change())
            messages.success(request, f"{found.host} is changed. Every rule is kept.")
            return redirect(plan)
        except StaleEdit as newer:
            form.take_stale(newer.args[0])
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "peerchallenge/dates/line.html", {"form": form, "plan": plan, "line": found})


@require_POST
def dates_publish(request: Request, pk: int) -> HttpResponse:
    """Put the draft into the calendar and tell everybody once."""
    plan = _plan(request, pk, PLAN)
    raw = request.POST.get("version", "")
    try:
        version, reason = int(raw) if raw.isdecimal() else 0, request.POST.get("reason", "")
        made = publishing.publish(plan=plan, version=version, by=request.user, reason=tidy(reason)[:500])
    except (StaleEdit, WrongMove):
        messages.warning(request, CHANGED)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        if made:
            number = len(made)
            messages.success(
                request, f"{number} sessions are in the calendar. Everybody concerned is told once."
            )
    return redirect(plan)
