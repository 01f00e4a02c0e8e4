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
from peerchallenge.forms.selfevaluation import AreaForm, PartForm, ShowcaseForm
from peerchallenge.models import AreaSelfEvaluation, ChallengeSession, SelfEvaluation
from peerchallenge.packs.audience import Audience
from peerchallenge.services import selfevaluations as service
from peerchallenge.services.actions import last_time

WRITE = "peerchallenge.write_self_evaluation"
Part = AreaSelfEvaluation | SelfEvaluation


@require_GET
def read(request: Request, pk: int) -> HttpResponse:
    """The self-evaluation on one page: for the host always, for the others once it is shared."""
    visible = SelfEvaluation.objects.visible_to(request.user).select_related("session__host", "shared_by")
    found = fetch(visible, request.user, session__pk=pk)
    context = {
        "self_evaluation": found,
        "session": found.session,
        "areas": found.areas.select_related("area"),
        "may_write": request.user.has_perm(WRITE, found.session),
        "is_open": found.session.state in service.EDITABLE,
        "last_time": last_time(found.session),
        "readers": Audience.SELF_EVALUATION_SHARED,
    }
    return render(request, "peerchallenge/selfevaluation/read.html", context)


@require_GET
def tasks(request: Request, pk: int) -> HttpResponse:
    """The list of areas, the showcase and the sharing, each with how far it is."""
    session = _own(request, pk)
    found = service.open_self_evaluation(session=session)
    if session.state not in service.EDITABLE:
        return redirect("peerchallenge:selfevaluation-read", pk=pk)
    areas = list(found.areas.select_related("area"))
    done = sum(area.is_complete for area in areas) + bool(found.showcase)
    context = {
        "session": session,
        "self_evaluation": found,
        "tasks": [_task(pk, area) for area in areas],
        "showcase": [_showcase_task(pk, found)],
        "sharing": [_sharing_task(pk, found)],
        "done": done,
        "all": len(areas) + 1,
        "last_time": last_time(session),
    }
    return render(request, "peerchallenge/selfevaluation/tasks.html", context)


@require_http_methods(["GET", "POST"])
def part(request: Request, pk: int, area: int | None = None) -> HttpResponse:
    """One area, or the showcase: save and go on. A newer text is shown beside one's own, never overwritten."""
    session = _own(request, pk)
    found = service.open_self_evaluation(session=session)
    shown = _part(request, found, area)
    if session.state not in service.EDITABLE and request.method == "GET":
        return redirect("peerchallenge:selfevaluation-read", pk=pk)
    stale = False
    form = _form(pk, area, shown, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, found, area, form, form.cleaned_data)
            return redirect(_after(pk, found, area))
        except StaleEdit:
            stale = True
            form = _form(pk, area, shown, None, form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    audience = Audience.SELF_EVALUATION if found.shared_at else Audience.SELF_EVALUATION_DRAFT
    context = {"session": session, "self_evaluation": found, "part": shown, "form": form, "stale": stale}
    context["audience"] = audience
    return render(request, "peerchallenge/selfevaluation/part.html", context)


@require_POST
def save(request: Request, pk: int, area: int | None = None) -> HttpResponse:
    """Keep a draft while it is typed; answers with what the page then shows: saved when, or why not."""
    found = service.open_self_evaluation(session=_own(request, pk))
    form = _form(pk, area, _part(request, found, area), request.POST)
    context: dict[str, Any] = {}
    try:
        context["revision"] = _save(request, found, area, form, form.draft())
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
    session = _own(request, pk)
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
    areas = found.areas.select_related("area")
    context = {
        "session": session,
        "self_evaluation": found,
        "readers": service.readers(session),
        "gaps": [area for area in areas if not area.is_complete],
        "may_share": session.state in service.SHAREABLE,
    }
    return render(request, "peerchallenge/selfevaluation/share.html", context)


def _own(request: Request, pk: int) -> ChallengeSession:
    visible = ChallengeSession.objects.visible_to(request.user).with_people()
    return fetch(visible, request.user, WRITE, pk=pk)


def _part(request: Request, found: SelfEvaluation, area: int | None) -> Part:
    return found if area is None else fetch(found.areas.select_related("area"), request.user, area__pk=area)


def _form(pk: int, area: int | None, shown: Part, data: Any, typed: dict[str, Any] | None = None) -> PartForm:
    """The form of a part, filled with what is stored, or with what was typed over a newer text."""
    kind: type[PartForm] = ShowcaseForm if area is None else AreaForm
    fields = service.SHOWCASE_FIELDS if area is None else service.AREA_FIELDS
    stored = {name: getattr(shown, name) for name in fields}
    mark = {"revision": shown.revision, "page": uuid4().hex, "turn": 0}
    initial = {**stored, **(typed or {}), **mark}
    kwargs = {"pk": pk} if area is None else {"pk": pk, "area": area}
    save_url = reverse("peerchallenge:selfevaluation-save", kwargs=kwargs)
    return kind(data, initial=initial, save_url=save_url, list_url=_to("selfevaluation-edit", pk))


def _save(
    request: Request, found: SelfEvaluation, area: int | None, form: PartForm, data: dict[str, Any]
) -> int:
    revision, page, turn = form.mark()
    return service.save_self_evaluation(
        self_evaluation=found,
        area=area,
        revision=revision,
        data=data,
        by=request.user,
        page=page,
        turn=turn,
    )


def _after(pk: int, found: SelfEvaluation, area: int | None) -> str:
    """The next area in order, then the showcase, then the list."""
    if area is None:
        return _to("selfevaluation-edit", pk)
    order = list(found.areas.values_list("area", flat=True))
    later = order[order.index(area) + 1 :]
    return _to("selfevaluation-part", pk, later[0]) if later else _to("selfevaluation-part", pk)


def _to(name: str, *args: int) -> str:
    return reverse(f"peerchallenge:{name}", args=args)


def _task(pk: int, area: AreaSelfEvaluation) -> dict[str, Any]:
    missing = "" if area.is_empty or area.is_complete else f"Still to come: {', '.join(area.missing)}"
    status, colour = ("Completed", "") if area.is_complete else ("In progress", "blue")
    if area.is_empty:
        status, colour = "Not yet started", "grey"
    href = _to("selfevaluation-part", pk, area.area_id)
    return {"title": str(area), "href": href, "hint": missing, "status": status, "colour": colour}


def _showcase_task(pk: int, found: SelfEvaluation) -> dict[str, Any]:
    status, colour = ("Completed", "") if found.showcase else ("Not yet started", "grey")
    href = _to("selfevaluation-part", pk)
    return {"title": "One strength to showcase", "href": href, "status": status, "colour": colour}


def _sharing_task(pk: int, found: SelfEvaluation) -> dict[str, Any]:
    status, colour = ("Shared", "green") if found.shared_at else ("Not shared yet", "yellow")
    title = "See who can read it" if found.shared_at else "See who will read it, and share"
    return {"title": title, "href": _to("selfevaluation-share", pk), "status": status, "colour": colour}
