"""Sign-in is for people who were invited; its e-mails look like all our others."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from hlp import audit
from hlp.mail import shown
from hlp.models import Partnership, User

log = logging.getLogger(__name__)


class InvitedOnly(DefaultAccountAdapter):
    """Closes sign-up: accounts are made by invitation."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask the partnership if you need it",
        "email_password_mismatch": "The e-mail address or the password is wrong. You can have a code sent instead",
        "enter_current_password": "That is not your present password",
        "incorrect_code": "That code is not right. Check the newest e-mail from us",
        "incorrect_password": "That is not your password",
        "too_many_login_attempts": "There were too many tries. Wait five minutes, then ask for a new code",
        "rate_limited": "There were too many tries. Wait a minute, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once: a code must not wait in the outbox, where others could read it.

        Raises ImmediateHttpResponse with a page that says so when the mail server does not answer.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            log.exception("no sign-in e-mail could be sent")
            page = render(current.request, "account/mail_failed.html", status=503)
            raise ImmediateHttpResponse(page) from error

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None
    ) -> EmailMultiAlternatives:
        """The e-mail as plain text with an HTML copy; its template is Markdown, as those of the outbox."""
        to = [email] if isinstance(email, str) else email
        facts = {**context, "partnership": Partnership.current()}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", facts).split())
        body = render_to_string(f"{template_prefix}_message.txt", facts).strip()
        mail = EmailMultiAlternatives(subject, body, self.get_from_email(), to, headers=headers)
        html = {"subject": subject, "body": shown(body), "partnership": facts["partnership"]}
        mail.attach_alternative(render_to_string("emails/base.html", html), "text/html")
        return mail

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account page."""
        return reverse("hlp:account")

    def set_password(self, user: User, password: str) -> None:
        """Save a password and note that it was set, never what it is."""
        super().set_password(user, password)
        audit.record("person.set-password", about=f"user:{user.pk}", by=user)


def forget_addresses(user: User) -> None:
    """Let nobody sign in with an address that a person had before: only the one on their account counts."""
    EmailAddress.objects.filter(user=user).delete()


def sign_in_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The address that somebody tries to sign in with, for the lock after wrong passwords."""
    given = (credentials or {}).get("email") or request.POST.get("login")
    return given.strip().lower() if given else None


def client_ip(request: HttpRequest) -> str | None:
    """The address of the browser, behind as many proxies as the settings trust; None where there is none."""
    try:
        ip: str = InvitedOnly(request).get_client_ip(request)
    except PermissionDenied:
        return None
    return ip
