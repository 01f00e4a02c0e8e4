"""What the score card sets in motion: themes for the coming round, and a target for the performance challenge."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp import clock
from hlp.access import Request, require_sight
from hlp.tables import Column, Table, download
from hlp.transitions import StaleEdit
from peerchallenge.models import Round
from scorecard.choices import year_label, year_of
from scorecard.forms.setting import TargetForm, ThemesForm
from scorecard.services import challenge, themes

SET = "scorecard.set_challenge"
CONTRIBUTIONS = [
    Column("School", lambda part: part.school.name, 44),
    Column("URN", lambda part: part.school.urn, 10),
    Column("Pupils", lambda part: part.contribution.cohort, 10),
    Column("Percent now", lambda part: float(part.contribution.percent), 14),
    Column("Pupils to contribute", lambda part: part.contribution.pupils, 20),
    Column("Points of its own percentage", lambda part: float(round(part.contribution.points, 1)), 26),
]


@require_http_methods(["GET", "POST"])
def theme_list(request: Request) -> HttpResponse:
    """Themes that the newest figures suggest, each with its evidence; the Director takes some up into a round."""
    require_sight(request.user, SET)
    proposals = themes.proposals()
    rounds = _open_rounds(request)
    data = request.POST if request.method == "POST" else None
    form = ThemesForm(data, rounds=rounds, proposals=proposals) if rounds and proposals else None
    if form and form.is_valid():
        round_ = form.cleaned_data["round"]
        try:
            taken = themes.accept(
                round=round_, names=form.cleaned_data["themes"], version=form.version(), by=request.user
            )
            messages.success(request, f"{', '.join(taken)}: taken up into the {round_}.")
            return redirect(round_)
        except StaleEdit:
            form.take_stale(_open_rounds(request))
    context = {"form": form, "proposals": proposals, "rounds": rounds}
    return render(request, "scorecard/setting/themes.html", context)


def _open_rounds(request: Request) -> list[Round]:
    """The rounds that are not over, those to come first."""
    today = clock.today()
    rows = Round.objects.visible_to(request.user).filter(closes__gte=today).select_related("year")
    return sorted(rows, key=lambda one: (one.opens <= today, one.opens))


@require_GET
def challenge_try(request: Request) -> HttpResponseBase:
    """Try a target: what every school would have to contribute, in pupils. ``?measure=`` and ``?target=``."""
    require_sight(request.user, SET)
    measures = challenge.choices()
    year = year_of(clock.today())
    asked = "measure" in request.GET
    form = TargetForm(request.GET if asked else None, measures=measures)
    plan = None
    if asked and form.is_valid():
        measure = next(one for one in measures if one.code == form.cleaned_data["measure"])
        plan = challenge.plan(measure, form.cleaned_data["target"])
    if plan is not None and (file := download(request, Table("contributions", CONTRIBUTIONS, plan.parts))):
        return file
    context: dict[str, Any] = {
        "form": form,
        "plan": plan,
        "measures": measures,
        "label": year_label(year),
        "proposals": [] if asked else challenge.proposals(year),
        "from_year": year_label(plan.year) if plan else "",
    }
    return render(request, "scorecard/setting/challenge.html", context)
