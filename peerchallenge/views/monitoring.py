"""Monitoring cases: list, one case, review meetings, notices, sharing, after-care, and the LA's scheme."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access, clock
from hlp.access import Request
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.choices import CaseState, CriterionRating
from peerchallenge.forms.monitoring import AfterCareForm, CaseForm, MeetingForm, NoticeForm, TermsForm
from peerchallenge.forms.session import ReasonForm
from peerchallenge.models import MonitoringCase
from peerchallenge.services import monitoring as services
from peerchallenge.services import monitoring_scheme
from peerchallenge.views.sessions import posted
from schools.choices import Role
from schools.forms.search import SchoolSearch
from schools.roles import people_with, roles_of

KEEP, SHARE = "peerchallenge.keep_cases", "peerchallenge.share_cases"
COLOURS = {CaseState.OPEN: "yellow", CaseState.AFTER_CARE: "blue", CaseState.ENDED: "grey"}
RATINGS = {
    CriterionRating.MET: "green",
    CriterionRating.ON_TRACK: "blue",
    CriterionRating.NOT_ON_TRACK: "red",
}
page = require_http_methods(["GET", "POST"])


def _visible(request: Request) -> Any:
    rows = MonitoringCase.objects.visible_to(request.user)
    return rows.select_related("school", "stage", "category", "officer", "concern")


def _case(request: Request, pk: int, permission: str | None = None) -> MonitoringCase:
    """The case, and a note of who looked at it."""
    case = access.fetch(_visible(request), request.user, permission, pk=pk)
    services.viewed([case], request.user)
    return case


@require_GET
def case_list(request: Request) -> HttpResponse:
    """The cases that the reader may see. For whoever sees none and keeps none, the page does not exist."""
    rows = list(_visible(request))
    keeps = request.user.has_perm(KEEP)
    if not (rows or keeps):
        raise Http404
    search = SchoolSearch(request)
    rows = search.keep(rows, lambda case: case.school)
    services.viewed(rows, request.user)
    today = clock.today()
    context = {
        "rows": [
            {
                "case": case,
                "colour": COLOURS[CaseState(case.state)],
                "months": case.months_in(today),
                "late": case.next_review_on is not None and case.next_review_on < today,
            }
            for case in rows
        ],
        "keeps": keeps,
        "search": search,
    }
    return render(request, "peerchallenge/case/list.html", context)


@require_GET
def case_detail(request: Request, pk: int) -> HttpResponse:
    """One case: where it stands, the criteria with their newest ratings, meetings, notices, history."""
    case = _case(request, pk)
    reviews = list(case.reviews.select_related("by", "stage_after").prefetch_related("ratings"))
    newest = {r.criterion_id: r for review in reviews[:1] for r in review.ratings.all()}
    criteria = [
        {"criterion": one, "rating": newest.get(one.pk), "colour": _colour(newest.get(one.pk))}
        for one in case.criteria.all()
    ]
    held = roles_of(request.user)
    context = {
        "case": case,
        "colour": COLOURS[CaseState(case.state)],
        "triggers": case.triggers.all(),
        "criteria": criteria,
        "reviews": reviews,
        "notices": case.notices.select_related("by"),
        "keeps": request.user.has_perm(KEEP),
        "may_share": request.user.has_perm(SHARE),
        "sees_decision": held.director or held.la_officer,
        "audience": audience(case),
        "after_care": case.state == CaseState.AFTER_CARE,
        "late": case.next_review_on is not None and case.next_review_on < clock.today(),
    }
    return render(request, "peerchallenge/case/detail.html", context)


def _colour(rating: Any) -> str:
    return RATINGS[CriterionRating(rating.rating)] if rating else ""


def audience(case: MonitoringCase) -> str:
    """Who can read a case, in one line."""
    lead = ", the lead headteacher of its collaborative" if case.shared_with_lead else ""
    return f"the Director, LA officers{lead} and the headteacher of {case.school}. Every view is recorded."


def _act(
    request: Request,
    case: MonitoringCase,
    form: Any,
    template: str,
    verb: Callable[[BaseForm], Any],
    done: str,
) -> HttpResponse:
    """A page with one form about one case: show it, or do it and go back to the case."""
    if form.is_valid():
        try:
            verb(form)
            messages.success(request, done)
            return redirect(case)
        except StaleEdit:
            form.take_stale(MonitoringCase.objects.visible_to(request.user).get(pk=case.pk).version)
        except WrongMove:
            messages.error(request, "That is not possible for this case as it stands now.")
            return redirect(case)
        except ValidationError as refusal:
            form.take(refusal)
    context = {"form": form, "case": case, "audience": audience(case)}
    return render(request, f"peerchallenge/case/{template}.html", context)


@page
def case_edit(request: Request, pk: int) -> HttpResponse:
    """Plan, category and named officer."""
    case = _case(request, pk, KEEP)
    initial = {name: getattr(case, name) for name in ("plan", "category", "officer", "version")}
    form = CaseForm(posted(request), initial=initial, case=case, officers=people_with(Role.LA_OFFICER))

    def save(form: Any) -> None:
        services.change_case(case=case, by=request.user, **form.cleaned_data)

    return _act(request, case, form, "edit", save, "Saved.")


@page
def case_review(request: Request, pk: int) -> HttpResponse:
    """Record a review meeting."""
    case = _case(request, pk, KEEP)
    if not case.is_open:
        messages.error(request, "This case is closed: there is nothing to review.")
        return redirect(case)
    form = MeetingForm(posted(request), initial={"version": case.version}, case=case)

    def save(form: Any) -> None:
        version = form.cleaned_data["version"]
        services.record_review(case=case, meeting=form.meeting(), version=version, by=request.user)

    return _act(request, case, form, "review", save, "The meeting is recorded.")


@page
def case_notice(request: Request, pk: int) -> HttpResponse:
    """Record a formal notice."""
    case = _case(request, pk, KEEP)
    form = NoticeForm(posted(request))

    def save(form: Any) -> None:
        services.send_notice(case=case, by=request.user, **form.cleaned_data)

    return _act(request, case, form, "notice", save, "The notice is recorded.")


@page
def case_share(request: Request, pk: int) -> HttpResponse:
    """The Director lets the lead headteacher see the case, or no longer."""
    case = _case(request, pk, SHARE)
    wanted = not case.shared_with_lead
    submit = "Share the case" if wanted else "Stop sharing the case"
    form = ReasonForm(posted(request), submit=submit)

    def save(form: Any) -> None:
        services.share_with_lead(
            case=case, shared=wanted, reason=form.cleaned_data["reason"], by=request.user
        )

    return _act(request, case, form, "share", save, "Saved.")


@page
def case_after_care(request: Request, pk: int) -> HttpResponse:
    """Note what was found six months after the closing."""
    case = _case(request, pk, KEEP)
    if case.state != CaseState.AFTER_CARE:
        messages.error(request, "After-care follows the closing of a case.")
        return redirect(case)
    form = AfterCareForm(posted(request))

    def save(form: Any) -> None:
        note, day = form.cleaned_data["note"], form.cleaned_data["next_review_on"]
        services.end_after_care(case=case, note=note, reopen_with=day, by=request.user)

    return _act(request, case, form, "after_care", save, "Saved.")


@page
def terms_edit(request: Request) -> HttpResponse:
    """The stages, categories and triggers of the LA's scheme."""
    access.require_sight(request.user, KEEP)
    form = TermsForm(posted(request))
    if form.is_valid():
        try:
            monitoring_scheme.change_terms(
                lines=form.lines(), started_from=form.cleaned_data["seen"], by=request.user
            )
            messages.success(request, "The scheme is saved.")
            return redirect("peerchallenge:monitoring-scheme")
        except StaleEdit:
            form.add_error(None, "Somebody changed the scheme since you opened the page. Open it again")
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "peerchallenge/case/scheme.html", {"form": form})
