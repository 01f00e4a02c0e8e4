"""The sign-in page: a code by e-mail first, a password as a choice. Everything behind it is allauth's."""

from typing import Any

from allauth.account.views import LoginView, RequestLoginCodeView

from hlp.forms.account import PasswordSignInForm, RequestCodeForm


class PasswordSignIn(LoginView):
    """The sign-in page, and what answers a password."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both forms."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "code_form": RequestCodeForm(), "password_form": context["form"]}


class CodeSignIn(RequestLoginCodeView):
    """The same page, and what answers an address that wants a code."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both forms."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "code_form": context["form"], "password_form": PasswordSignInForm()}
