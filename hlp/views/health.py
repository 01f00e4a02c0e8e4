"""For monitors."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse

from hlp import health


@login_not_required
def health_page(request: HttpRequest) -> JsonResponse:
    """200 when all is well, else 503, with the reasons as JSON."""
    found = health.examine()
    return JsonResponse(found, status=200 if found["ok"] else 503, headers={"Cache-Control": "no-store"})
