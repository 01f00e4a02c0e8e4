"""What was sent too late comes back to be sent again: after a sign-in ran out, or from a page older than the sign-in.

Nothing is kept on the server. The page that answers holds what was typed, in the browser of who typed it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.csrf import csrf_failure as plain_failure

ACCOUNTS = "/accounts/"  # nothing is given back that may be a password or a code


def unsent(request: HttpRequest) -> HttpResponse | None:
    """The page that gives back what a form of ours held, with the status 403; None for anything else that was sent."""
    if not _is_form_of_ours(request):
        return None
    held = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    context: dict[str, Any] = {
        "held": [(name, value) for name, values in held for value in values],
        "written": [value for _, values in held for value in values if _is_text(value)],
        "files": [file.name for _, files in request.FILES.lists() for file in files],
    }
    return render(request, "hlp/unsent.html", context, status=403)


def _is_form_of_ours(request: HttpRequest) -> bool:
    """A page of this site posted it as a whole: no script, and no page of anybody else, which could put words in."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    page = "text/html" in request.headers.get("Accept", "") and "HX-Request" not in request.headers
    return request.method == "POST" and ours and page and not request.path.startswith(ACCOUNTS)


def _is_text(value: str) -> bool:
    return len(value.split()) > 1


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form with a key of before the present sign-in: what it held, with a key that fits."""
    return unsent(request) or plain_failure(request, reason)
