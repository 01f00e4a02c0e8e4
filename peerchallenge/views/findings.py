"""Findings: their list, those of one report, and the Director's queue of a round."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access
from hlp.access import Request
from hlp.tables import download
from peerchallenge.forms.findings import FindingFilter, ThemesForm
from peerchallenge.models import Finding, Round
from peerchallenge.services.findings import confirm_many
from peerchallenge.services.tables import finding_table
from peerchallenge.views.sessions import fetch_session, posted, query_of
from schools.forms.search import SchoolSearch
from schools.models import Theme

PER_PAGE = 50
AT_ONCE = 12  # findings on a page on which their themes are confirmed
CONFIRM, EDIT = "peerchallenge.confirm_findings", "peerchallenge.edit_vocabulary"


@require_GET
def finding_list(request: Request) -> HttpResponseBase:
    """Every finding that the reader may see, newest first, and for the Director what waits in each round."""
    access.require_sight(request.user, "peerchallenge.read_findings")
    visible = Finding.objects.visible_to(request.user).with_tags()
    found = FindingFilter(request.GET or None, queryset=visible, request=request)
    search = SchoolSearch(request, found.form, label="School’s name")
    rows = search.narrow(found.qs, "school")
    if file := download(request, finding_table(rows)):
        return file
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    edits = request.user.has_perm(EDIT)
    context = {
        "search": search,
        "page": page,
        "query": query_of(request),
        "queues": _queues(request) if edits else [],
        "edits": edits,
    }
    return render(request, "peerchallenge/finding/list.html", context)


def _queues(request: Request) -> list[Round]:
    waiting = Q(findings__settled_at=None, findings__isnull=False)
    rounds = Round.objects.visible_to(request.user).select_related("year")
    counted = rounds.annotate(waiting=Count("findings", filter=waiting), since=Min("findings__made_at"))
    return list(counted.filter(waiting__gt=0))


@require_http_methods(["GET", "POST"])
def finding_report(request: Request, pk: int) -> HttpResponse:
    """The findings of one report: its audience reads them, lead reviewer and Director confirm their themes."""
    session = fetch_session(request, pk)
    rows = list(Finding.objects.visible_to(request.user).filter(session=session).with_tags())
    if not rows:
        raise Http404
    confirms = request.user.has_perm(CONFIRM, session)
    if request.method == "POST":
        access.require(request.user, CONFIRM, session)
    forms, stale = confirmed(request, rows) if confirms else ([], [])
    if request.method == "POST" and not stale:
        return redirect("peerchallenge:finding-report", pk)
    context = {"session": session, "rows": rows, "forms": forms, "stale": stale, "confirms": confirms}
    return render(request, "peerchallenge/finding/report.html", context)


@require_http_methods(["GET", "POST"])
def finding_queue(request: Request, pk: int) -> HttpResponse:
    """The Director's queue: findings of a round whose themes nobody has confirmed, some at a time, by school."""
    access.require_sight(request.user, EDIT)
    round_ = access.fetch(Round.objects.visible_to(request.user).select_related("year"), request.user, pk=pk)
    seen = Finding.objects.visible_to(request.user).filter(round=round_)
    waiting = seen.waiting()
    if request.method == "POST":
        shown = [value for value in request.POST.getlist("shown") if value.isdigit()][:AT_ONCE]
        rows = list(seen.filter(pk__in=shown).with_tags())
    else:
        rows = list(waiting.with_tags().order_by("school__name", "school", "position")[:AT_ONCE])
    forms, stale = confirmed(request, rows)
    if request.method == "POST" and not stale:
        return redirect("peerchallenge:finding-queue", pk)
    context = {"round": round_, "forms": forms, "stale": stale, "left": waiting.count()}
    return render(request, "peerchallenge/finding/queue.html", context)


def confirmed(request: Request, rows: list[Finding]) -> tuple[list[ThemesForm], list[Finding]]:
    """The forms of these findings; what was posted is confirmed. Those that had changed come back, to be read again."""
    vocabulary = list(Theme.objects.visible_to(request.user).in_use())
    data = posted(request)
    forms = [ThemesForm(data, finding=row, vocabulary=vocabulary) for row in rows]
    if data is None:
        return forms, []
    sent = [form for form in forms if form.add_prefix("revision") in data]
    decided = [form.decision() for form in sent if form.is_valid()]
    done, stale = confirm_many(decisions=[row for row in decided if row is not None], by=request.user)
    # A theme that is no longer in use was ticked on a page that was opened before.
    stale += [form.finding for form in sent if not form.is_valid()]
    if done:
        messages.success(request, _said(len(done)))
    if not stale:
        return forms, []
    pks = [row.pk for row in stale]
    again = list(Finding.objects.visible_to(request.user).filter(pk__in=pks).with_tags())
    return [ThemesForm(finding=row, vocabulary=vocabulary) for row in again], again or stale


def _said(number: int) -> str:
    return f"The themes of {number} finding{'' if number == 1 else 's'} are confirmed."
