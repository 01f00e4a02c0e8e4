"""The host writes and shares its self-evaluation; the team reads it."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import clock
from hlp.access import Request, fetch
from hlp.transitions import StaleEdit
from peerchallenge.choices import READ_FIRST, OwnText
from peerchallenge.forms.selfevaluation import AreaForm, PartForm, TextForm
from peerchallenge.models import AreaSelfEvaluation, ChallengeSession, SelfEvaluation, SelfEvaluationText
from peerchallenge.packs.audience import Audience
from peerchallenge.services import selfevaluations as service
from peerchallenge.services.actions import last_time

WRITE = "peerchallenge.write_self_evaluation"
Part = AreaSelfEvaluation | SelfEvaluationText


@require_GET
def read(request: Request, pk: int) -> HttpResponse:
    """The self-evaluation on one page: for the host always, for the others once it is shared."""
    visible = SelfEvaluation.objects.visible_to(request.user).select_related("session__host", "shared_by")
    found = fetch(visible, request.user, session__pk=pk)
    context = {
        "self_evaluation": found,
        "session": found.session,
        "areas": found.areas.select_related("area"),
        **_texts(found),
        "may_write": request.user.has_perm(WRITE, found.session),
        "is_open": found.session.state in service.EDITABLE,
        "last_time": last_time(found.session),
        "readers": Audience.SELF_EVALUATION_SHARED,
    }
    return render(request, "peerchallenge/selfevaluation/read.html", context)


@require_GET
def tasks(request: Request, pk: int) -> HttpResponse:
    """The list of texts, areas and the sharing, each with how far it is."""
    session = own_session(request, pk)
    found = service.open_self_evaluation(session=session)
    if session.state not in service.EDITABLE:
        return redirect("peerchallenge:selfevaluation-read", pk=pk)
    areas = list(found.areas.select_related("area"))
    texts = _texts(found)
    parts = _in_order(found)
    before = service.of_last_time(session)
    context = {
        "session": session,
        "self_evaluation": found,
        "first": [_task(pk, part) for part in texts["first"]],
        "tasks": [_task(pk, part) for part in areas],
        "last": [_task(pk, part) for part in texts["last"]],
        "sharing": [_sharing_task(pk, found)],
        "done": sum(part.is_complete for part in parts),
        "all": len(parts),
        "saved": service.savings(found),
        "before": before,
        "empty": _left_empty([*areas, *texts["last"]]) if before else 0,
        "last_time": last_time(session),
    }
    return render(request, "peerchallenge/selfevaluation/tasks.html", context)


@require_http_methods(["GET", "POST"])
def part(request: Request, pk: int, area: int | None = None, text: str = "") -> HttpResponse:
    """One area, or one text: save and go on. A newer text is shown beside one's own, never overwritten."""
    session = own_session(request, pk)
    found = service.open_self_evaluation(session=session)
    shown = _part(request, found, area, text)
    if session.state not in service.EDITABLE and request.method == "GET":
        return redirect("peerchallenge:selfevaluation-read", pk=pk)
    stale = False
    form = _form(session, shown, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, found, shown, form, form.cleaned_data, read_through=True)
            return redirect(_after(pk, found, shown))
        except StaleEdit:
            stale = True
            form = _form(session, shown, None, form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    audience = Audience.SELF_EVALUATION if found.shared_at else Audience.SELF_EVALUATION_DRAFT
    context = {"session": session, "self_evaluation": found, "part": shown, "form": form, "stale": stale}
    context["saved"] = service.savings(found)
    context |= {"audience": audience, "last_time": last_time(session) if text == OwnText.PROGRESS else []}
    return render(request, "peerchallenge/selfevaluation/part.html", context)


@require_POST
def save(request: Request, pk: int, area: int | None = None, text: str = "") -> HttpResponse:
    """Keep a draft while it is typed; answers with what the page then shows: saved when, or why not."""
    session = own_session(request, pk)
    found = service.open_self_evaluation(session=session)
    shown = _part(request, found, area, text)
    form = _form(session, shown, request.POST)
    context: dict[str, Any] = {}
    try:
        context["revision"] = _save(request, found, shown, form, form.draft())
        context["at"] = clock.now()
    except StaleEdit:
        context["problem"] = "somebody saved a newer text. Press ‘Save and continue’ to see both"
    except ValidationError as refusal:
        context["problem"] = refusal.messages[0].rstrip(".")
    except ValueError:
        context["problem"] = "press ‘Save and continue’ instead"
    return render(request, "peerchallenge/selfevaluation/_reply.html", context)


@require_http_methods(["GET", "POST"])
def share(request: Request, pk: int) -> HttpResponse:
    """Say who will read it and what is missing, then share it."""
    session = own_session(request, pk)
    found = service.open_self_evaluation(session=session)
    if request.method == "POST":
        try:
            service.share(self_evaluation=found, by=request.user)
            messages.success(
                request, "Your self-evaluation is shared. The review team has been told by e-mail."
            )
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        return redirect("peerchallenge:selfevaluation-read", pk=pk)
    parts = _in_order(found)
    context = {
        "session": session,
        "self_evaluation": found,
        "readers": service.readers(session),
        "gaps": [{"part": part, "href": _part_url(pk, part)} for part in parts if not part.is_complete],
        "may_share": session.state in service.SHAREABLE,
    }
    return render(request, "peerchallenge/selfevaluation/share.html", context)


def own_session(request: Request, pk: int) -> ChallengeSession:
    """A session whose self-evaluation the reader writes."""
    visible = ChallengeSession.objects.visible_to(request.user).with_people()
    return fetch(visible, request.user, WRITE, pk=pk)


def _part(request: Request, found: SelfEvaluation, area: int | None, text: str) -> Part:
    if area is None:
        return fetch(found.texts.all(), request.user, kind=text)
    return fetch(found.areas.select_related("area"), request.user, area__pk=area)


def _texts(found: SelfEvaluation) -> dict[str, list[SelfEvaluationText]]:
    """The plain texts in their order: those that are read before the areas, and those after them."""
    texts = {text.kind: text for text in found.texts.all()}
    order = [texts[kind] for kind in OwnText if kind in texts]
    first = [text for text in order if text.kind in READ_FIRST]
    return {"first": first, "last": [text for text in order if text.kind not in READ_FIRST]}


def _in_order(found: SelfEvaluation) -> list[Part]:
    """Every part, in the order in which it is written and read."""
    texts = _texts(found)
    return [*texts["first"], *found.areas.select_related("area"), *texts["last"]]


def _left_empty(parts: list[Part]) -> int:
    return sum(part.is_empty for part in parts)


def _form(session: ChallengeSession, shown: Part, data: Any, typed: dict[str, Any] | None = None) -> PartForm:
    """The form of a part, filled with what is stored, or with what was typed over a newer text."""
    fields = service.AREA_FIELDS if isinstance(shown, AreaSelfEvaluation) else service.TEXT_FIELDS
    stored = {name: getattr(shown, name) for name in fields}
    mark = {"revision": shown.revision, "page": uuid4().hex, "turn": 0}
    if typed and typed.get("page"):  # the browser keeps the text by these until they are saved
        mark |= {"page": typed["page"], "turn": typed["turn"] or 0}
    initial = {**stored, **_first_words(session, shown, data), **(typed or {}), **mark}
    list_url = _to("selfevaluation-edit", session.pk)
    kwargs: dict[str, Any] = {
        "initial": initial,
        "save_url": _part_url(session.pk, shown, "-save"),
        "list_url": list_url,
    }
    if isinstance(shown, AreaSelfEvaluation):
        return AreaForm(data, **kwargs)
    return TextForm(data, kind=OwnText(shown.kind), **kwargs)


def _first_words(session: ChallengeSession, shown: Part, data: Any) -> dict[str, str]:
    """What an empty text on progress starts with: what the school noted with its actions."""
    starts = isinstance(shown, SelfEvaluationText) and shown.kind == OwnText.PROGRESS and not shown.revision
    return {"body": service.progress_so_far(session)} if starts and data is None else {}


def _save(
    request: Request,
    found: SelfEvaluation,
    shown: Part,
    form: PartForm,
    data: dict[str, Any],
    *,
    read_through: bool = False,
) -> int:
    revision, page, turn = form.mark()
    return service.save_self_evaluation(
        self_evaluation=found,
        area=shown.area_id if isinstance(shown, AreaSelfEvaluation) else None,
        text="" if isinstance(shown, AreaSelfEvaluation) else shown.kind,
        revision=revision,
        data=data,
        by=request.user,
        page=page,
        turn=turn,
        read_through=read_through,
    )


def _after(pk: int, found: SelfEvaluation, shown: Part) -> str:
    """The next part in the order of the list, then the list."""
    order = [_part_url(pk, part) for part in _in_order(found)]
    later = order[order.index(_part_url(pk, shown)) + 1 :]
    return later[0] if later else _to("selfevaluation-edit", pk)


def _part_url(pk: int, shown: Part, step: str = "") -> str:
    """Where a part is written, or with ``-save`` where its drafts go."""
    if isinstance(shown, AreaSelfEvaluation):
        return _to(f"selfevaluation-{step[1:] or 'part'}", pk, shown.area_id)
    return _to(f"selfevaluation-text{step}", pk, shown.kind)


def _to(name: str, *args: int | str) -> str:
    return reverse(f"peerchallenge:{name}", args=args)


def _task(pk: int, part: Part) -> dict[str, Any]:
    status, colour = ("Completed", "") if part.is_complete else ("In progress", "blue")
    if part.is_empty:
        status, colour = "Not yet started", "grey"
    elif part.taken_over:
        status, colour = "From last time", "yellow"
    missing = "" if part.is_empty or part.is_complete else f"Still to come: {', '.join(part.missing)}"
    href = _part_url(pk, part)
    return {"title": str(part), "href": href, "hint": missing, "status": status, "colour": colour}


def _sharing_task(pk: int, found: SelfEvaluation) -> dict[str, Any]:
    status, colour = ("Shared", "green") if found.shared_at else ("Not shared yet", "yellow")
    title = "See who can read it" if found.shared_at else "See who will read it, and share"
    return {"title": title, "href": _to("selfevaluation-share", pk), "status": status, "colour": colour}
