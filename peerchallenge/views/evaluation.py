"""The two-minute evaluation, and what the evaluations of a round say."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp.access import Request, require
from hlp.tables import Column, Table, download
from peerchallenge.choices import REPORT_SENT
from peerchallenge.forms.evaluation import EvaluationForm
from peerchallenge.models import Evaluation, Round
from peerchallenge.packs.audience import Audience
from peerchallenge.packs.questions import QUESTIONS
from peerchallenge.services import evaluations
from peerchallenge.views.sessions import fetch_session
from schools.forms.search import SchoolSearch
from schools.roles import roles_of


def _mark(code: str, row: Evaluation) -> int | None:
    """The mark of one question."""
    found: int | None = row.marks.get(code)
    return found


COLUMNS = [
    Column("School", lambda row: row.session.host.name, 44),
    Column("Session", lambda row: row.session.starts_at, 18),
    Column("Part", lambda row: row.get_part_display(), 16),
    Column("Name", lambda row: row.person.name, 26),
    *(Column(label, partial(_mark, code), 14) for code, label in QUESTIONS.items()),
    Column("One thing", lambda row: row.comment, 60),
]


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Host and reviewers say in two minutes how the session was."""
    session = fetch_session(request, pk, "peerchallenge.evaluate")
    if session.state not in REPORT_SENT:
        messages.error(request, "The evaluation opens when the report is sent.")
        return redirect(session)
    own = Evaluation.objects.visible_to(request.user).filter(session=session, person=request.user).first()
    form = EvaluationForm(
        request.POST if request.method == "POST" else None,
        initial={**own.marks, "comment": own.comment} if own else None,
        href=session.get_absolute_url(),
    )
    if form.is_valid():
        try:
            comment = form.cleaned_data["comment"]
            evaluations.evaluate(session=session, marks=form.marks(), comment=comment, by=request.user)
            messages.success(request, "Thank you. Your evaluation is kept.")
            return redirect(session)
        except ValidationError as refusal:
            form.take(refusal)
    context = {"session": session, "form": form, "audience": Audience.EVALUATION, "own": own}
    return render(request, "peerchallenge/evaluation/edit.html", context)


@require_GET
def evaluation_list(request: Request) -> HttpResponseBase:
    """The averages of a round; to the Director also each answer."""
    require(request.user, "schools.read")
    rounds = Round.objects.visible_to(request.user).select_related("year")
    asked = request.GET.get("round", "")
    chosen = (
        rounds.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else rounds.current()
    )
    director = roles_of(request.user).director
    rows = Evaluation.objects.visible_to(request.user).filter(session__round=chosen)
    rows = rows.select_related("session__host", "person")
    search = SchoolSearch(request, own=["round"])
    every = list(rows) if director else []
    found = search.keep(every, lambda row: row.session.host)
    if director and (file := download(request, Table("evaluations", COLUMNS, found))):
        return file
    means = evaluations.means([row.marks for row in every]) if director else []
    if chosen is not None and not director:
        means = evaluations.averages(chosen, request.user)
    context = {"rounds": rounds, "chosen": chosen, "means": means, "rows": found, "director": director}
    shown = {**context, "search": search, "fewest": evaluations.FEWEST}
    return render(request, "peerchallenge/evaluation/list.html", shown)
