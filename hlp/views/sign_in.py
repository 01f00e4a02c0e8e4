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
        return _addressed(context, RequestCodeForm(), context["form"])


class CodeSignIn(RequestLoginCodeView):
    """The same page, and what answers an address that wants a code."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both forms."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return _addressed(context, context["form"], PasswordSignInForm())


def _addressed(context: dict[str, Any], code_form: Any, password_form: Any) -> dict[str, Any]:
    """Each form with the address that answers it, which also remembers where the person wanted to go."""
    code_form.helper.form_action = context["request_login_code_url"]
    password_form.helper.form_action = context["login_url"]
    return {**context, "code_form": code_form, "password_form": password_form}
