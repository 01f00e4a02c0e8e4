"""How public pages are handed out: to everybody alike, kept by caches, and not sent again while they are the same."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]
FRESH_FOR = 120  # seconds for which nobody asks again; so long a change may take to be seen


def public(view: View) -> View:
    """Open a view to everybody: kept by any cache for two minutes, compared by ETag, compressed.

    A page for it must not depend on who reads and carries no form of ours: it may go to somebody else from a cache.
    Browsers with a sign-in ask each time, so that whoever publishes sees at once what they did.
    """

    @wraps(view)
    def shared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        response.headers.setdefault("Cache-Control", _caching(request))
        if hasattr(response, "render"):
            response.render()
        set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response) or response

    opened: View = login_not_required(gzip_page(require_safe(shared)))
    return opened


def _caching(request: HttpRequest) -> str:
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return "private, no-cache"
    return f"public, max-age={FRESH_FOR}, stale-while-revalidate=600"
