"""The Director's side of the published score card: draft, words, preview, publication, correction."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access
from hlp.access import Request
from hlp.transitions import StaleEdit, WrongMove
from schools.models import School
from scorecard.forms.editions import CommentaryForm, CorrectForm, MeasuresForm, PublishForm, YearForm
from scorecard.models import Edition
from scorecard.packs.layout import PARTS
from scorecard.services.cards.partnership import years_of
from scorecard.services.editions import drafting, freezing, publishing
from scorecard.views.editions import PUBLISH, READ, back_to, card_context, fetch_edition

page = require_http_methods(["GET", "POST"])
STALE = "Somebody has changed this draft since you opened it. Your text is below; read theirs before you save again."


def _posted(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _draft(request: Request, pk: int) -> Edition:
    """A draft of the Director's; what is out is no draft any more."""
    edition = fetch_edition(request, pk, PUBLISH)
    if not edition.is_draft and request.method != "POST":
        raise Http404
    return edition


@page
def edition_create(request: Request) -> HttpResponse:
    """Begin the score card of a year."""
    access.require_sight(request.user, READ)
    access.require(request.user, PUBLISH)
    form = YearForm(_posted(request), years=years_of())
    if form.is_valid():
        try:
            return redirect(drafting.start_draft(year=form.cleaned_data["year"], by=request.user))
        except ValidationError as refusal:
            form.add_error("year", refusal)
    return render(request, "scorecard/edition/create.html", {"form": form})


@page
def edition_measures(request: Request, pk: int) -> HttpResponse:
    """Choose what the card shows."""
    edition = _draft(request, pk)
    measures = drafting.choosable(edition.year)
    initial: dict[str, Any] = {"version": edition.version}
    initial |= {measure.topic: edition.measures for measure in measures}
    form = MeasuresForm(_posted(request), measures=measures, back=back_to(edition), initial=initial)
    if form.is_valid():
        chosen = {"codes": form.codes, "version": form.cleaned_data["version"]}
        if answer := _saved(request, edition, form, drafting.choose, chosen):
            return answer
    return render(request, "scorecard/edition/measures.html", {"form": form, "edition": edition})


@page
def edition_commentary(request: Request, pk: int, part: str) -> HttpResponse:
    """Write about one part, with its figures beside it."""
    edition = _draft(request, pk)
    if part not in PARTS:
        raise Http404
    initial = {"version": edition.version, "text": edition.commentary.get(part, "")}
    form = CommentaryForm(_posted(request), back=back_to(edition), initial=initial)
    if form.is_valid():
        written = {"part": part, "text": form.cleaned_data["text"], "version": form.cleaned_data["version"]}
        if answer := _saved(request, edition, form, drafting.write, written):
            return answer
    facts = freezing.partnership_facts(edition)
    shown = card_context(facts, freezing.previewed_figures(facts), {})
    beside = next((one for one in shown["parts"] if one.key == part), None)
    context = {"form": form, "edition": edition, "name": PARTS[part], **shown, "part": beside}
    return render(request, "scorecard/edition/commentary.html", context)


def _saved(
    request: Request, edition: Edition, form: Any, save: Any, facts: dict[str, Any]
) -> HttpResponse | None:
    """Save a draft and go back to it; None where the form must be shown again."""
    try:
        save(edition=edition, by=request.user, **facts)
    except StaleEdit:
        form.add_error(None, STALE)
        form.data = {
            **form.data.dict(),
            "version": str(Edition.objects.visible_to(request.user).get(pk=edition.pk).version),
        }
        return None
    except WrongMove:
        messages.error(request, "This version is no draft any more. Nothing was saved.")
        return redirect(edition)
    messages.success(request, "Saved.")
    return redirect(edition)


@require_GET
def edition_preview(request: Request, pk: int) -> HttpResponse:
    """The draft as everybody, as the Board or as a school will see it, by the figures of this moment."""
    edition = _draft(request, pk)
    schools = freezing.schools_of()
    viewer, school = request.GET.get("as", "everybody"), None
    if viewer == "school":
        school = _chosen(request, schools)
    facts = (
        freezing.school_facts(edition, school, full=True) if school else freezing.partnership_facts(edition)
    )
    shown = card_context(facts, freezing.previewed_figures(facts), {} if school else edition.commentary)
    context = {
        "edition": edition,
        "viewer": viewer,
        "school": school,
        "schools": schools,
        "refresh_seconds": 3 if shown["waiting"] else 0,
        **shown,
    }
    return render(request, "scorecard/edition/preview.html", context)


def _chosen(request: Request, schools: list[School]) -> School | None:
    """The school that was asked for, or the first."""
    wanted = request.GET.get("school", "")
    return next((one for one in schools if str(one.urn) == wanted), schools[0] if schools else None)


@page
def edition_publish(request: Request, pk: int) -> HttpResponse:
    """Ask once more, then publish."""
    edition = _draft(request, pk)
    form = PublishForm(_posted(request), back=back_to(edition), initial={"version": edition.version})
    if form.is_valid():
        try:
            publishing.publish(edition=edition, version=form.cleaned_data["version"], by=request.user)
            return redirect(edition)
        except StaleEdit:
            messages.warning(request, "The draft was changed since you opened this page. Look at it again.")
            return redirect("scorecard:edition-publish", pk=pk)
        except WrongMove:
            messages.error(request, "This draft was dropped. Nothing was published.")
            return redirect(edition)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "edition": edition, "schools": len(freezing.schools_of())}
    return render(request, "scorecard/edition/publish.html", context)


@page
def edition_drop(request: Request, pk: int) -> HttpResponse:
    """Give a draft up."""
    edition = _draft(request, pk)
    if request.method == "POST":
        try:
            drafting.drop(edition=edition, by=request.user)
            messages.success(request, "The draft is dropped.")
        except WrongMove:
            messages.error(request, "This version is no draft any more.")
        return redirect("scorecard:edition-list")
    return render(request, "scorecard/edition/drop.html", {"edition": edition})


@page
def edition_correct(request: Request, pk: int) -> HttpResponse:
    """Begin a correction of what is published."""
    edition = fetch_edition(request, pk, PUBLISH)
    form = CorrectForm(_posted(request), back=back_to(edition))
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            return redirect(drafting.start_correction(edition=edition, reason=reason, by=request.user))
        except WrongMove:
            messages.error(request, "Only the version that is published now can be corrected.")
            return redirect(edition)
    return render(request, "scorecard/edition/correct.html", {"form": form, "edition": edition})
