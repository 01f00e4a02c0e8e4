"""The steps of an entry: those that are a press of a button, and those that ask something first."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from hlp.access import Request, require
from hlp.transitions import WrongMove
from schools.choices.practice import PracticeAudience
from schools.forms.practice_acts import ConsentForm, PublishForm, ReasonForm, ReviewForm
from schools.models import PracticeEntry
from schools.services import directory
from schools.services.directory import reading
from schools.views.practice.work import page, works_on

WRITE, CHECK, KEEP = "schools.write_practice", "schools.check_practice", "schools.keep_practice"
PERMISSIONS = {
    "submit": WRITE,
    "revise": WRITE,
    "convert": WRITE,
    "discard": WRITE,
    "check": CHECK,
    "send-back": CHECK,
    "consent": "schools.consent_practice",
    "publish": "schools.publish_practice",
    "review": KEEP,
    "archive": KEEP,
    "decline": KEEP,
}
AT_ONCE: dict[str, tuple[Callable[..., PracticeEntry], str]] = {
    "submit": (directory.submit, "The entry is given to be checked."),
    "revise": (directory.revise, "The text is yours to change again."),
    "convert": (directory.convert, "It is a case study now. Add what it changed."),
    "discard": (directory.discard, "The new version is dropped."),
    "check": (directory.check, "The headteacher is being asked for consent."),
}
DONE = {
    "send-back": "The school is being told.",
    "consent": "Thank you. The Director is being told.",
    "publish": "Published. The school is being told.",
    "review": "The entry stays, with a new day of review.",
    "archive": "The entry left the directory.",
    "decline": "The entry is put aside.",
}
GONE_ON = "Somebody else has taken this further meanwhile. This is how it stands now."


@page
def practice_step(request: Request, pk: int, verb: str) -> HttpResponse:
    """One step: done at once where it asks nothing, after its form where it does."""
    if verb not in PERMISSIONS:
        raise Http404
    entry = works_on(request, pk)
    require(request.user, PERMISSIONS[verb], entry)
    if verb in AT_ONCE:
        return _at_once(request, entry, verb)
    form = _form(request, entry, verb)
    if request.method == "POST" and form.is_valid():
        try:
            _act(entry, verb, form.cleaned_data, request)
        except ValidationError as refusal:
            form.take(refusal)
        except WrongMove:
            messages.error(request, GONE_ON)
            return redirect(entry.work_address)
        else:
            messages.success(request, DONE[verb])
            return redirect(entry.work_address)
    context = {"entry": entry, "form": form, "verb": verb, "title": TITLES[verb]}
    if verb in {"consent", "publish"}:
        context["shown"] = reading.draft(entry)
    return render(request, "schools/practice/step.html", context)


def _at_once(request: Request, entry: PracticeEntry, verb: str) -> HttpResponse:
    if request.method == "POST":
        act, said = AT_ONCE[verb]
        try:
            act(entry=entry, by=request.user)
        except ValidationError as refusal:
            messages.error(request, f"{refusal.messages[0]}.")
        except WrongMove:
            messages.error(request, GONE_ON)
        else:
            messages.success(request, said)
    return redirect(entry.work_address)


TITLES = {
    "send-back": "Send it back to the school",
    "consent": "Decide about consent",
    "publish": "Publish this entry",
    "review": "Does it still hold?",
    "archive": "Archive this entry",
    "decline": "Do not take it up",
}


def _form(request: Request, entry: PracticeEntry, verb: str) -> Any:
    data = request.POST if request.method == "POST" else None
    if verb == "consent":
        return ConsentForm(data, has_pictures=entry.pictures.filter(removed_at=None).exists())
    if verb == "publish":
        return PublishForm(data, widest=entry.consent_audience)
    if verb == "review":
        return ReviewForm(data, initial={"months": entry.review_months})
    if verb == "send-back":
        hint = "The school reads this. Say what is missing or should be different."
        return ReasonForm(data, submit="Send it back", label="What should they look at?", hint=hint)
    if verb == "archive":
        return ReasonForm(data, submit="Archive it", label="Why does it leave the directory?")
    label = "Why not? (optional)"
    return ReasonForm(data, submit="Put it aside", label=label, required=False)


def _act(entry: PracticeEntry, verb: str, data: dict[str, Any], request: Request) -> None:
    by = request.user
    if verb == "consent":
        audience, pictures = PracticeAudience(data["audience"]), data.get("pictures", True)
        directory.consent(entry=entry, audience=audience, pictures=pictures, by=by)
    elif verb == "publish":
        directory.publish(entry=entry, audience=PracticeAudience(data["audience"]), by=by)
    elif verb == "review":
        directory.review(entry=entry, months=data["months"], by=by)
    else:
        reasoned = {
            "send-back": directory.send_back,
            "archive": directory.archive,
            "decline": directory.decline,
        }
        reasoned[verb](entry=entry, reason=data["reason"], by=by)
