"""The demonstration: sign in as anybody, read the mail that would have gone out. Closed everywhere else."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from hlp.access import Request
from hlp.mail import shown
from hlp.models import MailboxMail
from hlp.views import samples

BACKEND = f"{AuthenticationBackend.__module__}.{AuthenticationBackend.__qualname__}"
PAGE = 30

View = Callable[..., HttpResponse]


def only_in_demo(view: View) -> View:
    """404 unless both DEMO and DEBUG are on: two switches, so that one mistake opens nothing."""

    @login_not_required
    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.DEMO and settings.DEBUG):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@only_in_demo
def people(request: Request) -> HttpResponse:
    """Everybody one can be, by role."""
    return render(request, "hlp/demo/people.html", {"groups": _groups()})


def _groups() -> list[dict[str, Any]]:
    return [group for path in settings.DEMO_PEOPLE for group in import_string(path)()]


@only_in_demo
@require_POST
def sign_in(request: Request, pk: int) -> HttpResponse:
    """Become one of the people on the list."""
    on_the_list = {person["user"].pk: person["user"] for group in _groups() for person in group["people"]}
    if pk not in on_the_list:
        raise Http404
    login(request, on_the_list[pk], backend=BACKEND)
    return redirect("hlp:home")


@only_in_demo
def mail_list(request: Request) -> HttpResponse:
    """All mail, newest first, or that of one address."""
    address = request.GET.get("to", "")
    found = MailboxMail.objects.visible_to(request.user)
    addresses = found.addresses()
    page = Paginator(found.filter(to=address) if address else found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "addresses": addresses, "address": address}
    return render(request, "hlp/demo/mail.html", {**context, "query": urlencode({"to": address}) + "&"})


@only_in_demo
def mail_detail(request: Request, pk: int) -> HttpResponse:
    """One e-mail as it would have looked."""
    mail = get_object_or_404(MailboxMail.objects.visible_to(request.user), pk=pk)
    return render(request, "hlp/demo/mail_detail.html", {"mail": mail, "body": shown(mail.body)})


@only_in_demo
def components(request: Request) -> HttpResponse:
    """Every component of the pages with invented content."""
    return render(request, "hlp/components.html", samples.context())
