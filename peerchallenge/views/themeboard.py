"""The themes of a round: the board, one theme on it, and what the Director does with them."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import access
from hlp.access import Request
from hlp.tables import download
from hlp.transitions import StaleEdit
from peerchallenge.forms.themeboard import PublishForm, TakeUpForm, ThemeFilterForm
from peerchallenge.models import Finding, Round, ThemeBoard
from peerchallenge.services.tables import themes_table
from peerchallenge.services.themes import boards, publishing, quotes
from peerchallenge.services.themes.gathering import KIND_LABELS, readiness, readiness_of
from peerchallenge.views.sessions import posted

PUBLISH = "peerchallenge.publish_themes"
FIRST_QUOTES = 5


def _board_round(request: Request, pk: int) -> Round:
    """A round whose board the reader may open: published for all readers, before for the Director. Else Http404."""
    boards_seen = ThemeBoard.objects.visible_to(request.user).select_related("round__year")
    if found := boards_seen.filter(round=pk).first():
        return found.round
    access.require_sight(request.user, PUBLISH)
    return access.fetch(Round.objects.visible_to(request.user).select_related("year"), request.user, pk=pk)


@require_GET
def board_list(request: Request) -> HttpResponse:
    """Every round with a board; for the Director those to come too, with what is still missing."""
    user = request.user
    published = list(ThemeBoard.objects.visible_to(user).select_related("round__year"))
    may_publish = user.has_perm(PUBLISH)
    if not published and not may_publish and not _reads(request):
        raise Http404
    known = [board.round_id for board in published]
    begun = Round.objects.visible_to(user).filter(sessions__isnull=False).exclude(pk__in=known)
    rounds = list(begun.select_related("year").distinct()) if may_publish else []
    ready = readiness_of(rounds)
    previews = [{"round": one, "ready": ready[one.pk]} for one in rounds if ready[one.pk].sessions]
    return render(request, "peerchallenge/themeboard/list.html", {"boards": published, "previews": previews})


def _reads(request: Request) -> bool:
    return request.user.has_perm("peerchallenge.read_themes")


@require_GET
def board_detail(request: Request, pk: int) -> HttpResponseBase:
    """All themes of a round, narrowed by the filters in the address."""
    round_ = _board_round(request, pk)
    choices = boards.choices_of(round_)
    filters = ThemeFilterForm.chosen(request.GET, choices)
    board = boards.board_of(round_, filters)
    if file := download(request, themes_table(board)):
        return file
    preview = board.published_at is None
    context = {
        "board": board,
        "round": round_,
        "filter": ThemeFilterForm(request.GET or None, choices=choices),
        "chosen": [dict(choices[name]).get(getattr(filters, name), "") for name in choices],
        "proposed": [line for line in board.lines if line.proposed] if not filters else [],
        "may_publish": request.user.has_perm(PUBLISH),
        "ready": readiness(round_) if preview else None,
    }
    return render(request, "peerchallenge/themeboard/detail.html", context)


@require_GET
def board_theme(request: Request, pk: int, theme: int) -> HttpResponse:
    """One theme of a round: counts, breakdowns, earlier rounds, texts, and what other rooms know of it."""
    round_ = _board_round(request, pk)
    page = boards.theme_of(round_, theme)
    if page is None:
        raise Http404
    may_publish = request.user.has_perm(PUBLISH)
    names = quotes.known_names() if page.quoted else quotes.Names()
    told = [
        (KIND_LABELS[kind], quotes.quotes(found, names, withheld=may_publish))
        for kind, found in page.quoted.items()
    ]
    context = {
        "page": page,
        "round": round_,
        "quoted": [
            {"label": label, "first": found[:FIRST_QUOTES], "rest": found[FIRST_QUOTES:]}
            for label, found in told
            if found
        ],
        "panels": _panels(request, round_, theme, page),
        "may_publish": may_publish,
    }
    return render(request, "peerchallenge/themeboard/theme.html", context)


def _panels(request: Request, round_: Round, pk: int, page: boards.ThemePage) -> list[str]:
    """What other rooms show beside a theme, rendered. They get its counts by kind, as they may be shown."""
    theme, counts = boards.theme_row(pk), boards.by_kind(page)
    return [
        render_to_string(panel["template"], {**panel["context"], "panel": panel["context"]}, request)
        for path in settings.THEME_PANELS
        for panel in import_string(path)(request.user, round_, theme, counts)
    ]


@require_http_methods(["GET", "POST"])
def board_publish(request: Request, pk: int) -> HttpResponse:
    """Ask once more, then publish."""
    access.require_sight(request.user, PUBLISH)
    round_ = access.fetch(Round.objects.visible_to(request.user).select_related("year"), request.user, pk=pk)
    form = PublishForm(posted(request))
    if form.is_valid():
        try:
            made = publishing.publish_board(round=round_, by=request.user)
            messages.success(request, f"The themes of the {round_} are published.")
            return redirect(made)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    if request.method == "GET" and ThemeBoard.objects.visible_to(request.user).filter(round=round_).exists():
        return redirect("peerchallenge:themeboard-detail", pk=pk)
    context = {"form": form, "round": round_, "ready": readiness(round_), "board": boards.board_of(round_)}
    return render(request, "peerchallenge/themeboard/publish.html", context)


@require_http_methods(["GET", "POST"])
def board_take_up(request: Request, pk: int) -> HttpResponse:
    """Themes of a published board go into a coming round, with their evidence."""
    access.require_sight(request.user, PUBLISH)
    seen = ThemeBoard.objects.visible_to(request.user).select_related("round__year")
    board = access.fetch(seen, request.user, round=pk)
    found = boards.board_of(board.round)
    shown = boards.shown_counts(board.round)
    themes = [
        (str(line.pk), line.name, boards.evidence(board.round, shown[line.pk][1])) for line in found.lines
    ]
    rounds = list(publishing.coming_rounds(board.round))
    asked = request.GET.getlist("theme")
    form = TakeUpForm(
        posted(request),
        rounds=rounds,
        themes=themes,
        back=board.get_absolute_url(),
        initial={"themes": asked},
    )
    if form.is_valid():
        into, version = form.chosen
        chosen = [int(key) for key in form.cleaned_data["themes"]]
        try:
            names = publishing.take_up(
                found_in=board.round, into=into, themes=chosen, version=version, by=request.user
            )
            messages.success(request, f"Taken up into the {into}: {', '.join(names)}.")
            return redirect(into)
        except StaleEdit:
            messages.error(
                request, f"Somebody has changed the {into} since you opened this page. Choose again."
            )
            return redirect(f"{request.path}?{'&'.join(f'theme={key}' for key in chosen)}")
    context = {"form": form, "round": board.round, "rounds": rounds, "themes": themes}
    return render(request, "peerchallenge/themeboard/take_up.html", context)


@require_POST
def text_withhold(request: Request, pk: int, theme: int, finding: int) -> HttpResponse:
    """Keep a text off the board, or show it again."""
    access.require_sight(request.user, PUBLISH)
    found = access.fetch(Finding.objects.visible_to(request.user), request.user, pk=finding, round=pk)
    if request.POST.get("to") == "show":
        quotes.show_again(finding=found, by=request.user)
        messages.success(request, "The text is shown again.")
    else:
        quotes.withhold(finding=found, by=request.user)
        messages.success(request, "The text is kept off the board. Counts stay as they are.")
    return redirect("peerchallenge:themeboard-theme", pk=pk, theme=theme)
