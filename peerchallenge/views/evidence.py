"""A reviewer's own notes: written, changed and deleted. Without scripts these pages do all of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge.forms.evidence import NoteForm
from peerchallenge.models import ChallengeSession, EvidenceNote
from peerchallenge.packs.audience import Audience
from peerchallenge.services import evidence
from peerchallenge.views.report_writing import team_session
from peerchallenge.views.sessions import posted

page = require_http_methods(["GET", "POST"])


def note_form(
    request: Request, session: ChallengeSession, note: EvidenceNote | None = None, cancel: str = ""
) -> NoteForm:
    """The form of a note, filled with what is stored or was posted."""
    return NoteForm(
        posted(request),
        places=evidence.places_of(session),
        areas=evidence.areas_of(session),
        themes=evidence.themes_of(session),
        note=note,
        cancel=cancel,
    )


def _save(request: Request, session: ChallengeSession, form: NoteForm) -> EvidenceNote | None:
    """Keep what was typed, or show why not."""
    given = form.cleaned_data
    if given["device_key"] is None:
        form.add_error(None, "This page is out of date. Copy your note, then open the page again")
        return None
    try:
        return evidence.save(
            session=session,
            device_key=given["device_key"],
            typed=form.typed(),
            by=request.user,
            revision=given["revision"] or 0,
        )
    except ValidationError as refusal:
        form.take(refusal)
    except evidence.Closed as closed:
        form.add_error(None, str(closed))
    except PermissionError:
        form.add_error(None, "This note belongs to somebody else")
    return None


def _put(request: Request, form: NoteForm, name: str, value: str) -> None:
    """Let the page post another value of a hidden field than it was posted with."""
    data: QueryDict = request.POST.copy()
    data[name] = value
    form.data = data


@page
def write(request: Request, pk: int) -> HttpResponse:
    """One's own notes, and the form for another one."""
    session = team_session(request, pk)
    form = note_form(request, session)
    if form.is_valid():
        try:
            if note := _save(request, session, form):
                messages.success(request, f"Saved: {note.get_kind_display().lower()}.")
                return redirect("peerchallenge:evidence-write", pk=pk)
        except StaleEdit:  # the same page posted twice with other words: the second is a note of its own
            _put(request, form, "device_key", str(form.fields["device_key"].initial))
            form.add_error(
                None, "A note from this page is saved already. Press again to save this as another one"
            )
    return render(request, "peerchallenge/evidence/write.html", _context(request, session, form))


def _context(request: Request, session: ChallengeSession, form: NoteForm) -> dict[str, Any]:
    notes = evidence.own_notes(session, request.user)
    return {
        "session": session,
        "form": form,
        "facts": evidence.facts_of(session, request.user, notes),
        "groups": _by_slot(notes),
        "audience": Audience.EVIDENCE,
        "closed": evidence.closed_because(session),
        "open": session.is_report_open,
        "kept_until": evidence.last_day(session),
        "keep_days": evidence.days_of(session.round.year),
    }


def _by_slot(notes: list[EvidenceNote]) -> list[dict[str, Any]]:
    """The notes by slot, in the order of the day; those at no set time last."""
    groups: dict[str, list[EvidenceNote]] = {}
    for note in sorted(notes, key=lambda note: (note.slot_words == "", note.slot_words)):
        groups.setdefault(note.slot_words, []).append(note)
    return [{"title": words or "Not at a set time", "notes": rows} for words, rows in groups.items()]


def _own(request: Request, session: ChallengeSession, key: UUID) -> EvidenceNote:
    mine = EvidenceNote.objects.visible_to(request.user).readable().filter(author=request.user)
    found = mine.filter(session=session, device_key=key).first()
    if found is None:
        raise Http404
    return found


@page
def edit(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Change one's own note; a newer text of another device is shown beside, and nothing is overwritten."""
    session = team_session(request, pk)
    note = _own(request, session, key)
    form = note_form(request, session, note, session_notes(session))
    newer = None
    if form.is_valid():
        try:
            if _save(request, session, form):
                messages.success(request, "The note is changed.")
                return redirect("peerchallenge:evidence-write", pk=pk)
        except StaleEdit:
            newer = note
            _put(request, form, "revision", str(note.revision))
    context = {"session": session, "form": form, "note": note, "newer": newer, "audience": Audience.EVIDENCE}
    return render(request, "peerchallenge/evidence/edit.html", context)


def session_notes(session: ChallengeSession) -> str:
    """The address of the notes on a session."""
    return reverse("peerchallenge:evidence-write", args=[session.pk])


@page
def delete(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Delete one's own note, after asking."""
    session = team_session(request, pk)
    note = _own(request, session, key)
    if request.method == "POST":
        try:
            evidence.delete(session=session, device_key=key, by=request.user)
            messages.success(request, "The note is deleted.")
        except evidence.Closed as closed:
            messages.warning(request, f"{closed}.")
        return redirect("peerchallenge:evidence-write", pk=pk)
    return render(request, "peerchallenge/evidence/delete.html", {"session": session, "note": note})
