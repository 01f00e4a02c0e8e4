"""A member of the board says whether the public may read their name."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from board.forms.naming import NamingForm
from board.roles import board_roles_of
from board.services import naming as services
from hlp.access import Request


@require_http_methods(["GET", "POST"])
def own_name(request: Request) -> HttpResponse:
    """Agree to be named, or take it back. Raises Http404 for whoever has no seat."""
    if not board_roles_of(request.user).member:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = NamingForm(sent, initial={"named": services.is_named(request.user)})
    if sent is not None and form.is_valid():
        named = form.cleaned_data["named"]
        services.choose(by=request.user, named=named)
        told = "The public page about the board names you." if named else "The public page does not name you."
        messages.success(request, told)
        return redirect("hlp:account")
    return render(request, "board/public/own_name.html", {"form": form})
