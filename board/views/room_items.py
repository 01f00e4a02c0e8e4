"""One item of the meeting as the clerk keeps it: its minutes, decisions and actions."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from board.choices import MeetingState, Outcome
from board.forms.action import ActionForm
from board.forms.decision import DecisionForm
from board.forms.room import MinuteForm
from board.home import item_links
from board.models import AgendaItem, BoardAction, Decision, Meeting
from board.services import actions, decisions, minuting
from board.views.room import agenda_side, lines_of, open_room, page
from hlp import access, clock
from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge.views.sessions import posted

COLOURS = {Outcome.AGREED: "green", Outcome.NOT_AGREED: "red", Outcome.DEFERRED: "yellow"}


def _item(request: Request, meeting: Meeting, item: int) -> AgendaItem:
    visible = AgendaItem.objects.visible_to(request.user).filter(meeting=meeting)
    return access.fetch(visible.select_related("meeting", "presenter"), request.user, pk=item)


@page
def room_item(request: Request, pk: int, item: int) -> HttpResponse:
    """One item: its minutes, decisions and actions. Saves what is typed, never over a newer text."""
    meeting = open_room(request, pk)
    one = _item(request, meeting, item)
    form = MinuteForm(posted(request), item=one, texts=minuting.texts_of(one))
    if not form.is_valid():
        return _item_page(request, meeting, one, form)
    try:
        _save(request, one, form)
    except StaleEdit:
        return _stale(request, meeting, one, form)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _item_page(request, meeting, one, form)
    return redirect(_next(request, meeting, one))


def _save(request: Request, item: AgendaItem, form: MinuteForm) -> dict[int, int]:
    """Save each part; returns the revisions. A stale part stops the rest."""
    given = form.cleaned_data
    return {
        part: minuting.save_text(
            item=item,
            part=part,
            text=given[f"text_{part}"],
            revision=given[f"revision_{part}"],
            by=request.user,
            page=given["page"],
            turn=given["turn"] or 0,
        )
        for part in form.texts
    }


def _next(request: Request, meeting: Meeting, item: AgendaItem) -> str:
    order = [line.item.pk for line in lines_of(request, meeting)]
    place = order.index(item.pk) + 1
    if "stay" in request.POST:
        return reverse("board:room-item", args=[meeting.pk, item.pk])
    if place < len(order):
        return reverse("board:room-item", args=[meeting.pk, order[place]])
    return reverse(
        "board:room-end" if meeting.state == MeetingState.PUBLISHED else "board:minutes-detail",
        args=[meeting.pk],
    )


@require_POST
def minute_save(request: Request, pk: int, item: int) -> HttpResponse:
    """Autosave: takes what there is so far and answers in a line. A refused text stays on the page."""
    one = _item(request, open_room(request, pk), item)
    form = MinuteForm(request.POST, item=one, texts=minuting.texts_of(one))
    answer: dict[str, Any] = {"at": clock.now()}
    if not form.is_valid():
        answer["problem"] = next(iter(form.errors.values()))[0]
        return render(request, "board/room/_saved.html", answer)
    try:
        answer["revisions"] = _save(request, one, form)
    except StaleEdit:
        answer["newer"] = True
    except ValidationError as refusal:
        answer["problem"] = " ".join(refusal.messages)
    return render(request, "board/room/_saved.html", answer)


def _stale(request: Request, meeting: Meeting, item: AgendaItem, form: MinuteForm) -> HttpResponse:
    """Both texts: the newer one to read, one's own still in the boxes; the next press saves knowingly."""
    newer = minuting.texts_of(item)
    data = request.POST.copy()
    data["page"], data["turn"] = uuid4().hex, "0"
    for part, minute in newer.items():
        data[f"revision_{part}"] = str(minute.revision)
    form.data, form.stale = data, True
    changed = [minute for part, minute in newer.items() if minute.text != form.cleaned_data[f"text_{part}"]]
    return _item_page(request, meeting, item, form, newer=changed)


def _item_page(
    request: Request,
    meeting: Meeting,
    item: AgendaItem,
    form: MinuteForm,
    decide: DecisionForm | None = None,
    act: ActionForm | None = None,
    **more: Any,
) -> HttpResponse:
    lines = lines_of(request, meeting)
    decided = Decision.objects.visible_to(request.user).standing().filter(item=item).order_by("pk")
    given = BoardAction.objects.visible_to(request.user).filter(item=item).order_by("pk")
    writable = minuting.is_writable(item)
    bound = next((one for one in (decide, act, form) if one is not None and one.is_bound), None)
    context = {
        **agenda_side(request, meeting, lines, str(item.pk)),
        "item": item,
        "line": next(line for line in lines if line.item.pk == item.pk),
        "minute": form,
        "saved_at": max((m.saved_at for m in form.texts.values() if m.saved_at), default=None),
        "decided": [{"decision": row, "colour": COLOURS[Outcome(row.outcome)]} for row in decided],
        "given": given.select_related("owner"),
        "decide": decide or _decision_form(meeting, item),
        "act": act or _action_form(item),
        "links": item_links(request.user, meeting).get(item.pk, []),
        "writable": writable,
        "texts": form.texts.values(),
        "away": item.withdrawals.standing().select_related("person"),
        "form": bound,
        **more,
    }
    return render(request, "board/room/item.html", context)


def _decision_form(meeting: Meeting, item: AgendaItem, data: Any = None, **more: Any) -> DecisionForm:
    there = meeting.attendances.filter(present=True, seat__votes=True).select_related("person")
    names = [row.person.name for row in there]
    form = DecisionForm(data, names=names, part=item.part, prefix="decision", **more)
    form.helper.form_action = reverse("board:decision-create", args=[meeting.pk, item.pk])
    return form


def _action_form(item: AgendaItem, data: Any = None) -> ActionForm:
    form = ActionForm(data, people=actions.people_for(item.meeting), part=item.part, prefix="action")
    form.helper.form_action = reverse("board:action-create", args=[item.meeting_id, item.pk])
    return form


@require_POST
def decision_create(request: Request, pk: int, item: int) -> HttpResponse:
    """Record a decision at an item."""
    meeting = open_room(request, pk)
    one = _item(request, meeting, item)
    form = _decision_form(meeting, one, request.POST)
    if form.is_valid():
        try:
            made = decisions.record_decision(item=one, terms=form.terms(), by=request.user)
            words = (
                "The decision is recorded."
                if made.quorate
                else "The decision is recorded and flagged: the meeting is inquorate."
            )
            messages.success(request, words)
            return redirect(f"{reverse('board:room-item', args=[pk, item])}#decisions")
        except ValidationError as refusal:
            form.take(refusal)
    minute = MinuteForm(item=one, texts=minuting.texts_of(one))
    return _item_page(request, meeting, one, minute, decide=form)


@require_POST
def action_create(request: Request, pk: int, item: int) -> HttpResponse:
    """Give an action from within an item."""
    meeting = open_room(request, pk)
    one = _item(request, meeting, item)
    form = _action_form(one, request.POST)
    if form.is_valid():
        try:
            actions.give(item=one, task=form.task(), by=request.user)
            messages.success(request, "The action is given. Its owner is being told.")
            return redirect(f"{reverse('board:room-item', args=[pk, item])}#actions")
        except ValidationError as refusal:
            form.take(refusal)
    minute = MinuteForm(item=one, texts=minuting.texts_of(one))
    return _item_page(request, meeting, one, minute, act=form)
