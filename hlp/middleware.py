"""Small middlewares."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from hlp.views.unsent import unsent

Handler = Callable[[HttpRequest], HttpResponse]


def headers(get_response: Handler) -> Handler:
    """Switch off what no page uses, keep signed-in pages out of shared caches and demonstrations out of search engines."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        if settings.DEMO:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        if response.headers.get("Cache-Control", "").startswith("public"):
            # Middlewares that look for a sign-in say that each reader gets a page of their own; these are everybody's.
            response.headers["Vary"] = "Accept-Encoding"
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def friendly_not_found(get_response: Handler) -> Handler:
    """Show our own 404 page in the demonstration, where DEBUG would show a list of addresses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.DEMO and settings.DEBUG and response.status_code == 404:
            return render(request, "404.html", status=404)
        return response

    return middleware


class SignInRequired(LoginRequiredMiddleware):
    """Every page asks for a sign-in unless it says otherwise; what a form held when the sign-in ran out comes back."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        """The sign-in page, or what was sent."""
        return unsent(request) or super().handle_no_permission(request, view_func)
