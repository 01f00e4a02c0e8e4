"""The reply is answered: decisions of the lead reviewer, the final report, disputes, and more time."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hlp.access import Request, fetch
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge import rules
from peerchallenge.choices import CorrectionState, DisputeState, ReplyState
from peerchallenge.forms.reply import ACCEPT, DECLINE, ConversationForm, DecisionForm, ExtendForm, OutcomeForm
from peerchallenge.models import Dispute, FactualCorrection
from peerchallenge.packs.audience import Audience
from peerchallenge.packs.paragraphs import difference
from peerchallenge.services.replies import deciding, disputes, final, opening
from peerchallenge.views.reply_pages import answer_page, fetch_reply, to

page = require_http_methods(["GET", "POST"])
DECIDE = "peerchallenge.decide_corrections"
OVER = "That is not possible any more: it has been dealt with meanwhile."


@page
def decision(request: Request, pk: int, row: int) -> HttpResponse:
    """The lead reviewer accepts or declines one correction, with a reason."""
    reply = fetch_reply(request, pk, DECIDE)
    sent = FactualCorrection.objects.visible_to(request.user).select_related("reply__session")
    found = fetch(sent, request.user, reply=reply, pk=row)
    if found.state == CorrectionState.WITHDRAWN or reply.state != ReplyState.ANSWERED:
        messages.error(request, OVER)
        return redirect(reply)
    chosen = {CorrectionState.ACCEPTED: ACCEPT, CorrectionState.DECLINED: DECLINE}.get(
        CorrectionState(found.state), ""
    )
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        initial={"decision": chosen, "reason": found.reason, "version": found.version},
        href=reply.get_absolute_url(),
    )
    if form.is_valid() and (done := _decide(request, form, found)):
        return done
    context = {
        "form": form,
        "reply": reply,
        "session": reply.session,
        "correction": found,
        "pieces": difference(found.before, found.after),
        "audience": Audience.DECISION,
    }
    return render(request, "peerchallenge/reply/decision.html", context)


def _decide(request: Request, form: DecisionForm, found: FactualCorrection) -> HttpResponse | None:
    data = form.cleaned_data
    try:
        deciding.decide(
            correction=found,
            accept=data["decision"] == ACCEPT,
            reason=data["reason"],
            version=data["version"],
            by=request.user,
        )
    except StaleEdit:
        found.refresh_from_db()
        form.take_stale(found.version)
        return None
    except WrongMove:
        messages.error(request, OVER)
    except ValidationError as refusal:
        form.take(refusal)
        return None
    return redirect(found.reply)


@page
def send_final(request: Request, pk: int) -> HttpResponse:
    """What the final report will change, and its sending. Posting twice sends it once."""
    reply = fetch_reply(request, pk, DECIDE)
    if reply.state != ReplyState.ANSWERED and request.method == "GET":
        return redirect(reply)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            final.send_final(reply=reply, by=request.user)
            messages.success(request, "The final report is sent. The host has been told by e-mail.")
            return redirect("peerchallenge:report-read", pk=pk)
        except WrongMove:
            messages.error(request, OVER)
            return redirect(reply)
        except ValidationError as refusal:
            refusals = refusal.messages
    context = {**answer_page(request.user, reply), "refusals": refusals}
    return render(request, "peerchallenge/reply/final.html", context)


@page
def dispute_detail(request: Request, pk: int, row: int) -> HttpResponse:
    """A contested judgement: the lead headteacher's notes, then the Director's."""
    visible = Dispute.objects.visible_to(request.user).exclude(state=DisputeState.DRAFT)
    found = fetch(
        visible.select_related("reply__session__host", "reply__session__group__collaborative"),
        request.user,
        reply__session__pk=pk,
        pk=row,
    )
    acts = request.user.has_perm("peerchallenge.settle_dispute", found)
    form = _form_of(request, found) if acts else None
    if request.method == "POST":
        if form is None:
            return _not_yours(request, found)
        if form.is_valid() and (done := _settle(request, form, found)):
            return done
    context = {
        "dispute": found,
        "session": found.reply.session,
        "form": form,
        "audience": Audience.CONVERSATION if isinstance(form, ConversationForm) else Audience.OUTCOME,
        "readers": Audience.CONVERSATION,
        "hosts": rules.heads_host(request.user, found.reply.session),
    }
    return render(request, "peerchallenge/reply/dispute_detail.html", context)


def _not_yours(request: Request, found: Dispute) -> HttpResponse:
    """Somebody who deals with disputes came too late; anybody else is refused."""
    if rules.heads_host(request.user, found.reply.session):
        raise PermissionDenied
    messages.error(request, OVER)
    return redirect(found)


def _form_of(request: Request, found: Dispute) -> ConversationForm | OutcomeForm:
    data = request.POST if request.method == "POST" else None
    if found.state == DisputeState.LEAD_HEADTEACHER:
        return ConversationForm(data)
    return OutcomeForm(data)


def _settle(request: Request, form: ConversationForm | OutcomeForm, found: Dispute) -> HttpResponse | None:
    data: dict[str, Any] = form.cleaned_data
    try:
        if isinstance(form, ConversationForm):
            disputes.pass_on(dispute=found, by=request.user, **data)
            messages.success(request, "Your notes are kept, and the Director has been told.")
        else:
            disputes.note_outcome(dispute=found, by=request.user, **data)
            messages.success(request, "Your note is recorded. The judgement stays marked as contested.")
    except WrongMove:
        messages.error(request, OVER)
    except ValidationError as refusal:
        form.take(refusal)
        return None
    return redirect("peerchallenge:reply-detail", pk=found.reply.session_id)


@page
def extend(request: Request, pk: int) -> HttpResponse:
    """The Director gives the host more time, with a reason."""
    reply = fetch_reply(request, pk, "peerchallenge.extend_reply")
    if reply.state not in {ReplyState.OPEN, ReplyState.LAPSED}:
        messages.error(request, OVER)
        return redirect(reply)
    form = ExtendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            opening.extend_reply(
                reply=reply, day=form.wanted(), reason=form.cleaned_data["reason"], by=request.user
            )
            messages.success(request, "The host has more time, and has been told by e-mail.")
            return redirect(reply)
        except WrongMove:
            messages.error(request, OVER)
            return redirect(reply)
        except ValidationError as refusal:
            form.take(refusal)
    context = {"form": form, "reply": reply, "session": reply.session, "audience": Audience.EXTENSION}
    return render(request, "peerchallenge/reply/extend.html", {**context, "href": to("reply-detail", pk)})
