"""What the planner of groups is told: weights, pins, hard rules overruled."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hlp.access import Request, fetch, require
from hlp.transitions import StaleEdit
from schools.choices import PinKind
from schools.forms.plan import OverruleForm, PinForm, SettingsForm, back_to_plans
from schools.models import AcademicYear, Collaborative, Overrule, Pin, School
from schools.models.wish import Instruction
from schools.services.plans import lines, wishes
from schools.views.plans import PLAN, year_or_404

STALE = "Somebody changed these weights since you opened the page. Nothing was overwritten"


@require_http_methods(["GET", "POST"])
def plan_settings(request: Request) -> HttpResponse:
    """The weights of a year's wishes."""
    year = year_or_404(request)
    require(request.user, "schools.weigh_wishes")
    initial = {
        **{key: f"{weight:g}" for key, weight in wishes.weights_of(year).items()},
        "seconds": wishes.seconds_of(year),
        "version": wishes.settings_version(year),
    }
    form = SettingsForm(request.POST or None, initial=initial, year=year)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("seconds", "version")}
        try:
            wishes.change_settings(year=year, weights=form.weights(), by=request.user, **facts)
        except StaleEdit:
            form.add_error(None, STALE)
        else:
            messages.success(request, f"The weights for {year} are saved. Plans that are there keep theirs.")
            return redirect(back_to_plans(year))
    return render(request, "schools/plan/settings.html", _page(form, year))


@require_http_methods(["GET", "POST"])
def pin_create(request: Request) -> HttpResponse:
    """Pin schools together, apart or to a collaborative."""
    year = year_or_404(request)
    places = Collaborative.objects.visible_to(request.user)
    form = PinForm(request.POST or None, collaboratives=places, **_known(request, year, "kind"))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        facts = {**_facts(data), "kind": PinKind(data["kind"]), "collaborative": data["collaborative"]}
        try:
            wishes.add_pin(year=year, by=request.user, **facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "The pin is saved. It counts for plans from now on.")
            return redirect(back_to_plans(year))
    return render(request, "schools/plan/pin.html", _page(form, year))


@require_http_methods(["GET", "POST"])
def overrule_create(request: Request) -> HttpResponse:
    """Let a hard rule be broken between named schools."""
    year = year_or_404(request)
    require(request.user, "schools.overrule_rules")
    form = OverruleForm(request.POST or None, **_known(request, year, "rule"))
    if request.method == "POST" and form.is_valid():
        facts = {**_facts(form.cleaned_data), "rule": form.cleaned_data["rule"]}
        try:
            wishes.overrule(year=year, by=request.user, **facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "The rule is overruled for these schools.")
            return redirect(back_to_plans(year))
    return render(request, "schools/plan/overrule.html", _page(form, year))


def _page(form: Any, year: AcademicYear) -> dict[str, Any]:
    return {"form": form, "year": year, "back": back_to_plans(year)}


def _known(request: Request, year: AcademicYear, choice: str) -> dict[str, Any]:
    """What both forms are made of; a link may have chosen for the reader already."""
    chosen = [value for value in request.GET.getlist("schools") if value.isascii() and value.isdigit()]
    return {
        "year": year,
        "schools": School.objects.visible_to(request.user),
        "director": request.user.has_perm("schools.overrule_rules"),
        "initial": {"schools": chosen, choice: request.GET.get(choice, "")},
    }


def _facts(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "schools": list(data["schools"]),
        "reason": data["reason"],
        "confidential": data.get("confidential", False),
    }


@require_http_methods(["GET", "POST"])
def pin_lift(request: Request, pk: int) -> HttpResponse:
    """Let a pin count no longer. One whose reason is the Director's is theirs to lift."""
    pins = Pin.objects.visible_to(request.user).select_related("year", "collaborative", "by")
    pin = fetch(pins, request.user, PLAN, pk=pk)
    if pin.confidential:
        require(request.user, "schools.overrule_rules")
    return _lift(request, pin, "Lift this pin")


@require_http_methods(["GET", "POST"])
def overrule_lift(request: Request, pk: int) -> HttpResponse:
    """Let a rule count again."""
    rows = Overrule.objects.visible_to(request.user).select_related("year", "by")
    overrule = fetch(rows, request.user, "schools.overrule_rules", pk=pk)
    return _lift(request, overrule, "Let the rule count again")


def _lift(request: Request, instruction: Instruction, act: str) -> HttpResponse:
    if request.method == "POST":
        wishes.lift(instruction=instruction, by=request.user)
        messages.success(request, "Done. It is kept in the history, and counts no longer.")
        return redirect(back_to_plans(instruction.year))
    line = lines.instruction_line(instruction, director=request.user.has_perm("schools.overrule_rules"))
    context = {"line": line, "year": instruction.year, "act": act, "back": back_to_plans(instruction.year)}
    return render(request, "schools/plan/lift.html", context)
