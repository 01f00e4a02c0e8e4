"""What schools are strong in: offered, noted, consented to, withdrawn."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import access
from hlp.access import Request
from peerchallenge.choices import StrengthSource
from peerchallenge.forms.support import StrengthForm
from peerchallenge.models import Strength
from peerchallenge.services.support import strengths as services
from peerchallenge.views.sessions import posted
from peerchallenge.views.support import BROKER, USE
from schools.forms.search import SchoolSearch
from schools.models import School
from schools.roles import roles_of


@require_GET
def strength_list(request: Request) -> HttpResponse:
    """All strengths for the Director, the own school's for its headteacher."""
    access.require_sight(request.user, USE)
    rows = Strength.objects.visible_to(request.user).standing().select_related("school", "theme")
    own = roles_of(request.user).schools
    search = SchoolSearch(request)
    rows = search.narrow(rows, "school")
    context = {
        "search": search,
        "rows": [{"strength": row, "own": row.school_id in own} for row in rows],
        "brokers": request.user.has_perm(BROKER),
    }
    return render(request, "peerchallenge/strength/list.html", context)


@require_http_methods(["GET", "POST"])
def strength_create(request: Request) -> HttpResponse:
    """A headteacher offers what the school is good at; the Director notes what a report or a QA reviewer found."""
    access.require_sight(request.user, USE)
    brokers, own = request.user.has_perm(BROKER), roles_of(request.user).schools
    schools = School.objects.visible_to(request.user).filter(open=True)
    offered = schools if brokers else schools.filter(pk__in=own)
    form = StrengthForm(posted(request), schools=offered, by_director=brokers)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("school", "theme", "detail")}
        source = StrengthSource(form.cleaned_data.get("source", StrengthSource.OFFERED))
        services.offer(source=source, consents=facts["school"].pk in own, by=request.user, **facts)
        messages.success(request, "Saved.")
        return redirect("peerchallenge:strength-list")
    return render(request, "peerchallenge/strength/create.html", {"form": form, "brokers": brokers})


def _strength(request: Request, pk: int) -> Strength:
    rows = Strength.objects.visible_to(request.user).select_related("school", "theme")
    return access.fetch(rows, request.user, pk=pk)


@require_POST
def strength_consent(request: Request, pk: int) -> HttpResponse:
    """The headteacher lets the school be introduced for it."""
    strength = _strength(request, pk)
    if strength.school_id not in roles_of(request.user).schools:
        raise PermissionDenied
    try:
        services.consent(strength=strength, by=request.user)
        messages.success(request, f"{strength.school} may be introduced to others for {strength.theme}.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("peerchallenge:strength-list")


@require_POST
def strength_withdraw(request: Request, pk: int) -> HttpResponse:
    """The school is no longer introduced for it."""
    strength = _strength(request, pk)
    services.withdraw(strength=strength, by=request.user)
    messages.success(request, "It is withdrawn. What was agreed already stays.")
    return redirect("peerchallenge:strength-list")
