"""One figure with its history, what is decided about it, and the files that figures came from."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hlp.access import Request, fetch, require_sight
from hlp.tables import download
from hlp.transitions import StaleEdit
from scorecard.choices import Area, QueryKind, SourceKind
from scorecard.forms.desk import DecisionForm, SourceFilterForm, back_to
from scorecard.models import Result, SourceFile
from scorecard.services import results, tables
from scorecard.services.desk import differences, odd, queries, sources
from scorecard.services.desk.scope import Scope
from scorecard.views.desk import PAGE, USE


def _figure(request: Request, pk: int) -> Result:
    require_sight(request.user, USE)
    rows = Result.objects.visible_to(request.user).select_related("measure", "school", "source")
    return fetch(rows, request.user, pk=pk)


def _questions(request: Request, result: Result) -> dict[str, Any]:
    """What there is to decide about a figure, by kind."""
    found: dict[str, Any] = {}
    if difference := differences.difference_of(request.user, result):
        found[QueryKind.DIFFERENCE] = difference
    if result.area == Area.SCHOOL and result.is_current:
        scope = Scope(request.user, result.year, result.measure.topic, every_group=True)
        same = (one for one in odd.odd_results(scope) if one.result.pk == result.pk)
        if one := next(same, None):
            found[QueryKind.ODD] = one
    return found


@require_GET
def desk_figure(request: Request, pk: int) -> HttpResponse:
    """The history of a figure, and what is open about it."""
    result = _figure(request, pk)
    if not result.is_current and (latest := sources.latest(result)) != result:
        return redirect(back_to(latest))
    readable = Result.objects.visible_to(request.user).filter(pk__in=results.history(result))
    history = readable.select_related("measure", "source", "source__loaded_by").order_by(
        "-is_current", "-loaded_at", "-pk"
    )
    questions = _questions(request, result)
    context = {
        "result": result,
        "place": tables.place_name(result),
        "back": f"{reverse('scorecard:desk-measure', args=[result.measure.code])}?year={result.year}",
        "history": history,
        "difference": questions.get(QueryKind.DIFFERENCE),
        "odd": questions.get(QueryKind.ODD),
    }
    return render(request, "scorecard/desk/figure.html", context)


@require_http_methods(["GET", "POST"])
def desk_decide(request: Request, pk: int, kind: str) -> HttpResponse:
    """Say which figure counts, that it is right, or that the question stays open."""
    result = _figure(request, pk)
    question = _questions(request, result).get(kind)
    if question is None:
        raise Http404
    told = question.results if kind == QueryKind.DIFFERENCE else (question.result,)
    query = question.query
    initial = {"version": query.version if query else 0, "note": query.note if query else ""}
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        kind=QueryKind(kind),
        results=told,
        back=back_to(result),
        initial=initial,
    )
    if form.is_valid() and _decided(request, form, result, kind, question.basis):
        return redirect(back_to(form.choice or result))
    context = {"form": form, "result": result, "question": question, "place": tables.place_name(result)}
    return render(
        request, "scorecard/desk/decide.html", {**context, "is_difference": kind == QueryKind.DIFFERENCE}
    )


def _decided(request: Request, form: DecisionForm, result: Result, kind: str, basis: str) -> bool:
    try:
        queries.decide(
            result=result,
            kind=QueryKind(kind),
            basis=basis,
            state=form.state,
            choice=form.choice,
            note=form.cleaned_data["note"],
            version=form.cleaned_data["version"] or 0,
            by=request.user,
        )
    except StaleEdit:
        form.add_error(None, "Somebody else decided meanwhile. Read what they wrote, then save again.")
        return False
    messages.success(request, "Your decision is saved.")
    return True


@require_GET
def desk_sources(request: Request) -> HttpResponseBase:
    """The files that figures came from, the latest first."""
    require_sight(request.user, USE)
    form = SourceFilterForm(request.GET)
    files = SourceFile.objects.visible_to(request.user).filter(**form.chosen()).select_related("loaded_by")
    readable = Result.objects.visible_to(request.user)
    if file := download(request, tables.source_table(sources.cards(files, readable))):
        return file
    page = Paginator(files, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filter": form,
        "page": page,
        "cards": sources.cards(page.object_list, readable),
        "query": f"{query.urlencode()}&" if query else "",
    }
    return render(request, "scorecard/desk/sources.html", context)


@require_GET
def desk_source(request: Request, pk: int) -> HttpResponseBase:
    """One file: what it brought, what it took the place of, what took its place."""
    require_sight(request.user, USE)
    source = fetch(
        SourceFile.objects.visible_to(request.user).select_related("loaded_by"), request.user, pk=pk
    )
    readable = Result.objects.visible_to(request.user)
    figures = sources.figures_of(source, readable)
    if file := download(request, tables.figure_table(figures.iterator())):
        return file
    context = {
        "source": source,
        "card": sources.cards([source], readable)[0],
        "page": Paginator(figures, PAGE).get_page(request.GET.get("page")),
        "before": sources.taken_from(source, readable),
        "after": sources.took_over(source, readable),
        "inspections": source.inspections.count() if source.kind == SourceKind.OFSTED else 0,
        "query": "",
    }
    return render(request, "scorecard/desk/source.html", context)
