"""The host replies to its report: corrections paragraph by paragraph, a right of reply, disputes, and the sending."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import clock
from hlp.access import Request, fetch
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.choices import CorrectionState, DisputeState, ReplyState
from peerchallenge.forms.reply import CorrectionForm, DisputeForm, VersionedForm, WordsForm
from peerchallenge.models import Dispute, FactualCorrection, Reply
from peerchallenge.packs.audience import Audience
from peerchallenge.services.replies import answering, deciding, disputes, writing
from peerchallenge.services.replies.opening import Closed
from peerchallenge.views.reply_pages import WRITE, answer_page, fetch_reply, to, writing_page

page = require_http_methods(["GET", "POST"])


@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    """To the host, while it may write, what it has prepared; to everybody else what was sent and decided."""
    reply = fetch_reply(request, pk)
    if reply.is_open and request.user.has_perm(WRITE, reply.session):
        return render(request, "peerchallenge/reply/edit.html", writing_page(reply))
    return render(request, "peerchallenge/reply/detail.html", answer_page(request.user, reply))


@page
def correction(request: Request, pk: int, key: str) -> HttpResponse:
    """One paragraph: how it should read, and how the school knows."""
    reply = fetch_reply(request, pk, WRITE)
    paragraph = writing.paragraph_of(reply, key)
    if paragraph is None:
        raise Http404
    live = [row for row in reply.corrections.all() if row.state != CorrectionState.WITHDRAWN]
    found = next((row for row in live if row.paragraph == key), None)
    stored = {"after": found.after if found else paragraph.text, "why": found.why if found else ""}
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        initial={**stored, "version": found.version if found else 0},
        href=to("report-read", pk) + f"#p{paragraph.number}",
    )
    if form.is_valid():
        data = form.cleaned_data

        def keep() -> None:
            writing.save_correction(
                reply=reply,
                key=key,
                after=data["after"],
                why=data["why"],
                version=data["version"],
                by=request.user,
            )

        if kept := _keep(request, reply, form, keep, found.version if found else 0):
            return kept
    context = {"form": form, "session": reply.session, "reply": reply, "paragraph": paragraph, "found": found}
    return render(
        request, "peerchallenge/reply/correction.html", {**context, "audience": Audience.CORRECTION}
    )


@page
def dispute(request: Request, pk: int, name: str) -> HttpResponse:
    """One judgement: why the school contests it."""
    reply = fetch_reply(request, pk, WRITE)
    judgement = writing.judgement_of(reply, name)
    if judgement is None:
        raise Http404
    live = [row for row in reply.disputes.all() if row.state != DisputeState.WITHDRAWN]
    found = next((row for row in live if row.judgement == name), None)
    form = DisputeForm(
        request.POST if request.method == "POST" else None,
        initial={"grounds": found.grounds if found else "", "version": found.version if found else 0},
        href=to("reply-detail", pk),
    )
    if form.is_valid():
        data = form.cleaned_data

        def keep() -> None:
            writing.save_dispute(
                reply=reply, name=name, grounds=data["grounds"], version=data["version"], by=request.user
            )

        if kept := _keep(request, reply, form, keep, found.version if found else 0):
            return kept
    context = {"form": form, "session": reply.session, "reply": reply, "judgement": judgement, "found": found}
    return render(request, "peerchallenge/reply/dispute.html", {**context, "audience": Audience.DISPUTE})


def _keep(request: Request, reply: Reply, form: VersionedForm, keep: Any, newest: int) -> HttpResponse | None:
    """Save and go back to the list; None where the form has to say why not. What was typed is never lost."""
    try:
        keep()
    except StaleEdit:
        form.take_stale(newest)
    except Closed as closed:
        form.add_error(None, f"{closed} What you typed is still below, so that you can copy it")
    except ValidationError as refusal:
        form.take(refusal)
    else:
        messages.success(request, "Kept. Nobody else sees it until you send your reply.")
        return redirect(reply)
    return None


@require_POST
def remove(request: Request, pk: int, kind: str, row: int) -> HttpResponse:
    """Take away a draft, or withdraw what was sent and is not decided."""
    reply = fetch_reply(request, pk, WRITE)
    if kind == "correction":
        _take_back(
            request,
            fetch(FactualCorrection.objects.visible_to(request.user), request.user, reply=reply, pk=row),
        )
    else:
        _take_back(
            request, fetch(Dispute.objects.visible_to(request.user), request.user, reply=reply, pk=row)
        )
    return redirect(reply)


def _take_back(request: Request, row: FactualCorrection | Dispute) -> None:
    try:
        if row.state == CorrectionState.DRAFT:
            writing.remove_draft(row=row, by=request.user)
        elif isinstance(row, Dispute):
            disputes.withdraw(dispute=row, by=request.user)
            messages.success(request, "You no longer dispute this judgement. Those concerned are being told.")
        else:
            deciding.withdraw(correction=row, by=request.user)
            messages.success(request, "The correction is withdrawn.")
    except WrongMove:
        messages.error(request, "That has been decided meanwhile and can no longer be withdrawn.")
    except Closed as closed:
        messages.error(request, str(closed))


@page
def words(request: Request, pk: int) -> HttpResponse:
    """The right of reply. A newer text is shown beside one's own, never overwritten."""
    reply = fetch_reply(request, pk, WRITE)
    if not reply.is_open and request.method == "GET":
        return redirect(reply)
    stale = False
    form = _words_form(reply, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _save_words(request, reply, form, form.cleaned_data["words"])
            return redirect(reply)
        except StaleEdit:
            stale = True
            reply.refresh_from_db()
            form = _words_form(reply, None, form.cleaned_data["words"])
        except (Closed, ValidationError) as refusal:
            form.add_error(None, f"{refusal}" if isinstance(refusal, Closed) else refusal)
    context = {"form": form, "reply": reply, "session": reply.session, "stale": stale}
    return render(request, "peerchallenge/reply/words.html", {**context, "audience": Audience.RIGHT_OF_REPLY})


@require_POST
def save_words(request: Request, pk: int) -> HttpResponse:
    """Keep the right of reply while it is typed; answers with what the page then shows."""
    reply = fetch_reply(request, pk, WRITE)
    form = _words_form(reply, request.POST)
    context: dict[str, Any] = {}
    try:
        context["revision"] = _save_words(request, reply, form, form.draft()["words"])
        context["at"] = clock.now()
    except StaleEdit:
        context["problem"] = "somebody saved a newer text. Press ‘Save’ to see both"
    except Closed as closed:
        context["problem"] = str(closed).rstrip(".")
    except ValidationError as refusal:
        context["problem"] = refusal.messages[0].rstrip(".")
    except ValueError:
        context["problem"] = "press ‘Save’ instead"
    return render(request, "peerchallenge/selfevaluation/_reply.html", context)


def _words_form(reply: Reply, data: Any, typed: str | None = None) -> WordsForm:
    initial = {"words": reply.words if typed is None else typed, "revision": reply.revision}
    return WordsForm(
        data,
        initial={**initial, "page": uuid4().hex, "turn": 0},
        save_url=to("reply-save", reply.session_id),
        list_url=reply.get_absolute_url(),
    )


def _save_words(request: Request, reply: Reply, form: WordsForm, value: str) -> int:
    revision, token, turn = form.mark()
    return writing.save_words(
        reply=reply, words=value, revision=revision, by=request.user, page=token, turn=turn
    )


@page
def send(request: Request, pk: int) -> HttpResponse:
    """The last look at the reply, and its sending; or to say that there are no comments. Twice sends once."""
    reply = fetch_reply(request, pk, WRITE)
    refusals: list[str] = []
    if request.method == "POST":
        verb = answering.say_nothing if "nothing" in request.POST else answering.send_reply
        try:
            row = verb(reply=reply, by=request.user)
            messages.success(request, _done(row))
            return redirect(reply)
        except Closed as closed:
            refusals = [str(closed)]
        except ValidationError as refusal:
            refusals = refusal.messages
    elif not reply.is_open:
        return redirect(reply)
    context = {**writing_page(reply), "refusals": refusals, "nothing": "nothing" in request.GET}
    return render(request, "peerchallenge/reply/send.html", context)


def _done(row: Reply) -> str:
    if row.state == ReplyState.NO_COMMENTS:
        return "Thank you. It is noted that you have no comments."
    return "Your reply is sent. The review team has been told by e-mail."
