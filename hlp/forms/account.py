"""Forms of the account and of signing in."""

import re
from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from hlp import text
from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovFormMixin, GovModelForm
from hlp.models import User

PHONE_DIGITS = range(10, 16)  # the shortest British number with its area code, the longest of E.164


def clean_phone(value: str) -> str:
    """A telephone number as typed, with single spaces.

    Raises ValidationError where it holds letters or too few or too many digits.
    """
    value = " ".join(value.split())
    digits = re.sub(r"[ ()+.-]", "", value)
    if value and (not digits.isdigit() or len(digits) not in PHONE_DIGITS):
        raise ValidationError("Enter a telephone number, like 020 8583 0000 or 07700 900982")
    return value


def clean_name(value: str) -> str:
    """A person's name with single spaces.

    Raises ValidationError where nothing that can be seen is left, or where it reads like a web address.
    """
    value = " ".join(text.tidy(value).split())
    if not value or "://" in value:
        raise ValidationError("Enter a name, like Priya Raman")
    return value


class AccountForm(GovModelForm):
    """What a person may change about themselves."""

    submit = "Save"

    class Meta:
        model = User
        fields = ["name", "phone"]
        labels = {"name": "Your name"}
        help_texts = {
            "phone": "For the day of a session. Its host, its team and those who answer for it see it."
        }

    def layout(self) -> list[Any]:
        """Both fields at a width that fits them."""
        return [
            GovField("name", autocomplete="name"),
            GovField("phone", autocomplete="tel", inputmode="tel", width=20),
        ]

    def clean_name(self) -> str:
        """The name with single spaces."""
        return clean_name(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        """The telephone number."""
        return clean_phone(self.cleaned_data["phone"])


class _Entrance(GovFormMixin):
    """Labels and hints of ours in place of allauth's placeholders."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.words.get(name, (field.label, ""))
            field.error_messages["required"] = f"Enter your {field.label[:1].lower()}{field.label[1:]}"
            if isinstance(field, forms.EmailField):
                invalid = "Enter an e-mail address in the correct format, like name@school.org.uk"
                field.error_messages["invalid"] = invalid
                field.validators = [EmailValidator(message=invalid)]


EMAIL = ("E-mail address", "The address at which the partnership writes to you.")
NEW_PASSWORD = (
    "New password",
    "At least 12 characters. Three words that do not belong together are easy to keep.",
)
AGAIN = ("New password again", "")


class RequestCodeForm(_Entrance, allauth.RequestLoginCodeForm):
    """Asks for a sign-in code by e-mail."""

    words = {"email": EMAIL}
    submit = "E-mail me a code"


class PasswordSignInForm(_Entrance, allauth.LoginForm):
    """Signs in with a password."""

    words = {"login": ("E-mail address", ""), "password": ("Password", "")}

    def layout(self) -> list[Any]:
        """A second choice: a grey button."""
        button = GovButton("Sign in with a password", style="secondary")
        return ["login", "password", GovButtons(button)]


class ConfirmCodeForm(_Entrance, allauth.ConfirmLoginCodeForm):
    """Takes the code of the e-mail."""

    words = {"code": ("Code", "For example ABCD-EFGH. It does not matter whether you type the dash.")}
    submit = "Sign in"

    def layout(self) -> list[Any]:
        """One short box."""
        return [GovField("code", width=10, spellcheck="false", autocapitalize="characters")]


class ConfirmResetCodeForm(ConfirmCodeForm):
    """Takes the code that opens the page for a new password."""

    submit = "Continue"


class ChangePasswordForm(_Entrance, allauth.ChangePasswordForm):
    """Changes a password."""

    words = {"oldpassword": ("Present password", ""), "password1": NEW_PASSWORD, "password2": AGAIN}
    submit = "Change password"


class SetPasswordForm(_Entrance, allauth.SetPasswordForm):
    """Sets the first password."""

    words = {"password1": NEW_PASSWORD, "password2": AGAIN}
    submit = "Set password"


class ResetPasswordForm(_Entrance, allauth.ResetPasswordForm):
    """Asks for a code that lets one choose a new password."""

    words = {"email": EMAIL}
    submit = "E-mail me a code"


class ResetPasswordKeyForm(_Entrance, allauth.ResetPasswordKeyForm):
    """Chooses a new password after the code."""

    words = {"password1": NEW_PASSWORD, "password2": AGAIN}
    submit = "Save new password"


class ReauthenticateForm(_Entrance, allauth.ReauthenticateForm):
    """Asks for the password once more."""

    words = {"password": ("Password", "")}
    submit = "Continue"


class SignOutForm(GovForm):
    """Nothing but a button."""

    submit = "Sign out"
