"""Pages that need no sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def public_home(request: HttpRequest) -> HttpResponse:
    """What the partnership is, for everybody."""
    return render(request, "hlp/public/home.html")


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "hlp/public/accessibility.html")


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy statement."""
    return render(request, "hlp/public/privacy.html")
