"""Pages about sessions: list, one session, planning and changing one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access, clock
from hlp.access import Request
from hlp.models import User
from hlp.tables import download
from hlp.transitions import StaleEdit
from peerchallenge.calculations import lines_of
from peerchallenge.forms.filters import SessionFilter
from peerchallenge.forms.session import FocusForm, HostForm, PlanForm, SessionForm
from peerchallenge.models import ChallengeSession, Round
from peerchallenge.models.session import ChallengeSessionQuerySet
from peerchallenge.services import plans
from peerchallenge.services import sessions as services
from peerchallenge.services.tables import session_table
from peerchallenge.views.session_page import page_of
from schools.forms.search import SchoolSearch
from schools.roles import roles_of

PER_PAGE = 50
# A last page with fewer rows than this is put at the end of the page before.
ORPHANS = 10


def fetch_session(request: Request, pk: int, permission: str | None = None) -> ChallengeSession:
    """The session with its people and self-evaluation: 404 for a stranger, 403 without the permission."""
    visible = ChallengeSession.objects.visible_to(request.user).with_people()
    rows = visible.with_papers()
    return access.fetch(rows, request.user, permission, pk=pk)


def posted(request: Request) -> QueryDict | None:
    """What was posted, be it nothing at all; None where nothing is sent yet."""
    return request.POST if request.method == "POST" else None


@require_GET
def session_list(request: Request) -> HttpResponseBase:
    """Sessions that the reader may see, own first; the current round unless another is asked for."""
    user = request.user
    rounds = Round.objects.visible_to(user)
    asked = request.GET if {"round", "state"} & set(request.GET) else None
    current = rounds.current() if asked is None else None
    data = asked if current is None else {"round": str(current.pk)}
    visible = ChallengeSession.objects.visible_to(user).with_people().with_sending()
    found = SessionFilter(data, queryset=_own_first(visible, user), request=request)
    search = SchoolSearch(request, found.form)
    rows = search.narrow(found.qs, "host")
    if file := download(request, session_table(rows, clock.now())):
        return file
    page = Paginator(rows, PER_PAGE, orphans=ORPHANS).get_page(request.GET.get("page"))
    context = {
        "search": search,
        "page": page,
        "query": query_of(request),
        "lines": lines_of(page.object_list, clock.now()),
        "may_plan": user.has_perm("peerchallenge.plan_sessions"),
    }
    return render(request, "peerchallenge/session/list.html", context)


def _own_first(visible: ChallengeSessionQuerySet, user: User) -> ChallengeSessionQuerySet:
    own = Q(host__in=roles_of(user).schools) | Q(pk__in=user.reviews.values("session")) | Q(qa_reviewer=user)
    rank = Case(When(own, then=Value(0)), default=Value(1), output_field=IntegerField())
    return visible.by_urgency(rank)


def query_of(request: Request) -> str:
    """The filters of a list for the links to its other pages, without the page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"{asked.urlencode()}&" if asked else ""


@require_GET
def session_detail(request: Request, pk: int) -> HttpResponse:
    """One session: what it asks of the reader, its clock, who, when, where, and what happened."""
    session = fetch_session(request, pk)
    return render(request, "peerchallenge/session/detail.html", page_of(request.user, session, clock.now()))


@require_http_methods(["GET", "POST"])
def session_create(request: Request) -> HttpResponse:
    """Plan a session in two steps: round and host, then everything else."""
    user = request.user
    access.require(user, "peerchallenge.plan_sessions")
    first = HostForm(request.GET if "host" in request.GET else None, user=user, initial=request.GET.dict())
    if not first.is_valid():
        return render(request, "peerchallenge/session/host.html", {"form": first})
    place, round_ = first.cleaned_data["place"], first.cleaned_data["round"]
    chosen = {"round": round_, "host": place.school, "group": place.group}
    form = PlanForm(posted(request), directs=roles_of(user).director, **chosen)
    if form.is_valid() and (done := _planned(request, form, chosen)):
        return done
    return render(request, "peerchallenge/session/create.html", {"form": form, **chosen})


def _planned(request: Request, form: PlanForm, chosen: dict[str, Any]) -> HttpResponse | None:
    facts = {**chosen, **form.times(), **form.details(), "anyway": form.cleaned_data["anyway"]}
    facts["lead_reason"] = form.lead_reason
    try:
        session = services.plan_session(team=form.team(), by=request.user, **facts)
    except ValidationError as refusal:
        form.take(refusal)
        return None
    messages.success(request, "The session is planned. Host and review team are being told.")
    return _with_advice(request, session)


def _with_advice(request: Request, session: ChallengeSession) -> HttpResponseRedirect:
    if advice := plans.advice(session.reviewers.all()):
        messages.warning(request, advice)
    return redirect(session)


@require_http_methods(["GET", "POST"])
def session_edit(request: Request, pk: int) -> HttpResponse:
    """Change times and details."""
    session = fetch_session(request, pk, "peerchallenge.edit_session")
    if session.state not in services.DETAILS_CHANGEABLE:
        messages.error(request, "This session can no longer be changed.")
        return redirect(session)
    form = SessionForm(posted(request), session=session, directs=roles_of(request.user).director)
    if form.is_valid():
        try:
            services.change_session(
                session=session, version=form.cleaned_data["version"], by=request.user, **form.changes()
            )
            messages.success(request, "Saved.")
            return redirect(session)
        except StaleEdit as newer:
            form.take_stale(newer.args[0])
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "peerchallenge/session/edit.html", {"form": form, "session": session})


@require_http_methods(["GET", "POST"])
def focus_edit(request: Request, pk: int) -> HttpResponse:
    """Host and lead reviewer write down the focus that they have agreed."""
    session = fetch_session(request, pk, "peerchallenge.edit_focus")
    form = FocusForm(posted(request), session=session)
    if form.is_valid():
        try:
            services.change_session(
                session=session, version=form.cleaned_data["version"], by=request.user, **form.changes()
            )
            messages.success(request, "Saved. It stands in the handbook.")
            return redirect(session)
        except StaleEdit as newer:
            form.take_stale(newer.args[0])
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "peerchallenge/session/focus.html", {"form": form, "session": session})
