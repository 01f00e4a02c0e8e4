"""One school's membership: its years, joining, leaving, and the agreement. The renewal of all."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from hlp import clock
from hlp.access import Request, fetch, require
from hlp.models import TextVersion
from hlp.transitions import StaleEdit
from schools.forms.member import AgreementForm, JoinForm, LeaveForm, WithdrawForm
from schools.models import AcademicYear, Membership, School
from schools.services import memberships as services
from schools.services.memberships.agreements import current_agreement

MANAGE, READ = "schools.manage_members", "schools.read_memberships"
STALE = "Somebody changed this school’s membership since you opened the page. Nothing was overwritten"


def membership_detail(request: Request, urn: int) -> HttpResponse:
    """The years in which a school is a member, with reasons and the agreement, and what happened."""
    school = fetch(School.objects.visible_to(request.user), request.user, READ, urn=urn)
    story = services.read_story()
    rows = Membership.objects.visible_to(request.user).filter(school=school).order_by("-year__starts")
    lines = [
        {
            "row": row,
            "arrival": story.arrival(school.pk, row.year),
            "departs": story.departs(school.pk, row.year),
        }
        for row in rows.select_related("year", "agreement", "accepted_by")
    ]
    context = {
        "school": school,
        "lines": lines,
        "changes": school.membership_changes.select_related("year", "by"),
        "today": clock.today(),
        "may_manage": request.user.has_perm(MANAGE),
        "may_accept": request.user.has_perm("schools.accept_agreement", school),
    }
    return render(request, "schools/member/detail.html", context)


def membership_join(request: Request, urn: int) -> HttpResponse:
    """Record that a school becomes a member in a year, or is one again."""
    school = fetch(School.objects.visible_to(request.user), request.user, MANAGE, urn=urn)
    years = AcademicYear.objects.visible_to(request.user)
    initial = {"year": request.GET.get("year") or years.current()}
    form = JoinForm(request.POST or None, years=years, cancel=_back(school), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.join(school=school, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            words = f"from {clock.day(row.back_on or row.starts)} to {clock.day(row.ends)}"
            messages.success(request, f"{school} is a member in {row.year}, {words}.")
            return redirect(_back(school))
    return render(request, "schools/member/join.html", {"form": form, "school": school})


def _back(school: School) -> str:
    return reverse("schools:membership-detail", args=[school.urn])


def _row(request: Request, urn: int, year: str, permission: str) -> Membership:
    """The membership of a school in a year that is written ``2026-27``."""
    school = fetch(School.objects.visible_to(request.user), request.user, permission, urn=urn)
    rows = Membership.objects.visible_to(request.user).select_related(
        "school", "year", "agreement", "accepted_by"
    )
    return fetch(rows, request.user, school=school, year__name=year.replace("-", "/"))


def membership_leave(request: Request, urn: int, year: str) -> HttpResponse:
    """Record that a school leaves in a year or with it."""
    row = _row(request, urn, year, MANAGE)
    school = row.school
    known: dict[str, Any] = {"last_day": row.ends, "because": row.left_because}
    initial = {**known, "version": services.version_of(school)}
    form = LeaveForm(request.POST or None, row=row, cancel=_back(school), initial=initial)
    if request.method == "POST" and form.is_valid() and _left(request, form, row):
        return redirect(_back(school))
    return render(request, "schools/member/leave.html", {"form": form, "row": row, "school": school})


def _left(request: Request, form: LeaveForm, row: Membership) -> bool:
    """Save, or note in the form why not."""
    try:
        done = services.leave(school=row.school, year=row.year, by=request.user, **form.cleaned_data)
    except StaleEdit:
        form.add_error(None, STALE)
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, f"The last day of {row.school} as a member is {clock.day(done.ends)}.")
    return True


def membership_withdraw(request: Request, urn: int, year: str) -> HttpResponse:
    """Take a membership back that should not have been recorded."""
    row = _row(request, urn, year, MANAGE)
    form = WithdrawForm(request.POST or None, cancel=_back(row.school))
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        try:
            services.withdraw(school=row.school, year=row.year, because=because, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{row.school} is not a member in {row.year}.")
            return redirect(_back(row.school))
    return render(request, "schools/member/withdraw.html", {"form": form, "row": row, "school": row.school})


def agreement_accept(request: Request, urn: int, year: str) -> HttpResponse:
    """Read the membership agreement for a year, and accept it."""
    row = _row(request, urn, year, "schools.accept_agreement")
    version = row.agreement or current_agreement()
    if version is None:
        raise Http404
    form = AgreementForm(
        request.POST or None, row=row, cancel=reverse("hlp:home"), initial={"number": version.number}
    )
    if request.method == "POST" and form.is_valid():
        if _accepted(request, row, form.cleaned_data["number"]):
            return redirect(_back(row.school))
        form = AgreementForm(row=row, cancel=reverse("hlp:home"), initial={"number": version.number})
    return render(request, "schools/member/agreement.html", _agreement(row, version, form))


def _agreement(row: Membership, version: TextVersion, form: AgreementForm) -> dict[str, Any]:
    shown = None if row.agreement or row.ends < clock.today() else form
    return {"row": row, "school": row.school, "version": version, "form": shown}


def _accepted(request: Request, row: Membership, number: int) -> bool:
    try:
        services.accept_agreement(membership=row, number=number, by=request.user)
    except StaleEdit:
        messages.warning(request, "A newer agreement was published while you were reading. This is it.")
        return False
    messages.success(request, f"You have accepted the agreement for {row.school} in {row.year}.")
    return True


def year_renew(request: Request, pk: int) -> HttpResponse:
    """Renew all members of a year for the next: first what would happen, then it happens."""
    year = fetch(AcademicYear.objects.visible_to(request.user), request.user, pk=pk)
    require(request.user, "schools.manage_years", year)
    if request.method == "POST":
        return _renewed(request, year)
    outcome = services.renewal_of(year)
    return render(request, "schools/member/renew.html", {"year": year, "renewal": outcome})


def _renewed(request: Request, year: AcademicYear) -> HttpResponse:
    chosen = {int(pk) for pk in request.POST.getlist("successors") if pk.isascii() and pk.isdecimal()}
    try:
        done = services.renew_all(
            year=year, digest=request.POST.get("digest", ""), successors=chosen, by=request.user
        )
    except StaleEdit:
        messages.warning(
            request, "The members changed since you opened this page. This is what would happen now."
        )
        return redirect("schools:year-renew", pk=year.pk)
    joined = sum(link.pk in chosen for link in done.successors)
    also = f", and {joined} that follow others have joined" if joined else ""
    messages.success(request, f"{len(done.renewed)} members are renewed for {done.name}{also}.")
    after = AcademicYear.objects.visible_to(request.user).filter(name=done.name).first()
    return redirect(f"{reverse('schools:member-list')}?year={after.pk if after else year.pk}")
