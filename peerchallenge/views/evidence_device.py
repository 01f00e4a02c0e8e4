"""What a device needs: to send its notes, and to open their page without a connection."""

from functools import lru_cache
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hlp.access import Request
from peerchallenge.forms.evidence import NoteForm, read_batch
from peerchallenge.services import evidence
from peerchallenge.views.report_writing import team_session

# What the page is made of; nothing of anybody's. The worker keeps these and the empty page, and nothing else.
FILES = (
    "vendor/govuk.css",
    "css/app.css",
    "css/evidence.css",
    "vendor/govuk.js",
    "vendor/fonts/source-sans-3-latin-400-normal.woff2",
    "vendor/fonts/source-sans-3-latin-600-normal.woff2",
    "vendor/fonts/source-sans-3-latin-700-normal.woff2",
    "js/app.js",
    "js/enabled.js",
    "js/evidence-store.js",
    "js/evidence-list.js",
    "js/evidence.js",
    "img/favicon.svg",
    "img/mark.svg",
)


@require_POST
def send(request: Request, pk: int) -> JsonResponse:
    """Take in what waited on a device, and tell what became of each note and what the server now has.

    Answers 409 when the device's notes are not those of the person who is signed in.
    """
    session = team_session(request, pk)
    try:
        reader, device, changes = read_batch(request.body)
    except ValueError:
        return JsonResponse({"problem": "The notes could not be read."}, status=400)
    if reader != request.user.pk:
        return JsonResponse({"problem": "Somebody else is signed in."}, status=409)
    results = evidence.take_in(session=session, changes=changes, device=device, by=request.user)
    notes = evidence.own_notes(session, request.user)
    return JsonResponse({"results": results, "facts": evidence.facts_of(session, request.user, notes)})


@login_not_required
@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The empty page of notes, the same for everybody; the device fills it with what it keeps."""
    response = HttpResponse(_shell(request))
    response["Cache-Control"] = "no-cache"
    return response


def _shell(request: HttpRequest) -> str:
    form = NoteForm(places=[], areas=[], themes=[])
    form.fields["device_key"].initial = None
    form.helper.disable_csrf = True  # the key for forms is somebody’s; the device sends that of its cookie
    return render_to_string("peerchallenge/evidence/offline.html", {"form": form}, request)


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its text changes with each file that it keeps, so a browser fetches them anew."""
    context = {
        "version": _version(),
        "shell": reverse("peerchallenge:evidence-offline"),
        "files": [static(name) for name in FILES],
    }
    response = render(
        request, "peerchallenge/evidence/worker.js", context, content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _version() -> str:
    """A digest of the files as they are served."""
    return sha256(b"".join(_content(name) for name in FILES)).hexdigest()[:16]


def _content(name: str) -> bytes:
    found = finders.find(name)
    if found:
        with open(str(found), "rb") as file:
            return file.read()
    with staticfiles_storage.open(name) as stored:
        return bytes(stored.read())
