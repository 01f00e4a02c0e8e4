"""Makes e-mails of messages, and keeps the demonstration's e-mails for the browser.

One template a kind, ``templates/emails/<kind>.md``: the first line is the subject, the rest the text in Markdown.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hlp import text
from hlp.models import MailboxMail, Message, Partnership

_ADDRESS = re.compile(r"^[ \t]*(https?://\S+)[ \t]*$", re.MULTILINE)


def render(message: Message) -> tuple[str, str]:
    """Subject and Markdown text of a message.

    Raises TemplateDoesNotExist for a kind without a template.
    """
    context = {
        **message.context,
        "person": message.person,
        "partnership": Partnership.current(),
        "site_url": settings.SITE_URL,
        "demo": settings.DEMO,
    }
    subject, _, body = render_to_string(f"emails/{message.kind}.md", context).strip().partition("\n")
    return " ".join(subject.split()), body.strip()


def shown(body: str) -> SafeString:
    """The Markdown text of an e-mail as clean HTML, with an address that stands alone on a line as a link.

    Only addresses of this site are links: whatever somebody calls themselves or their school leads nowhere else.
    """
    return text.markdown_html(_ADDRESS.sub(r"<\1>", body), site=settings.SITE_URL)


def preview(message: Message) -> tuple[str, SafeString] | None:
    """Subject and text for the page that shows a message; None where its template cannot be filled."""
    try:
        subject, body = render(message)
    except (TemplateDoesNotExist, TemplateSyntaxError):
        return None
    return subject, shown(body)


def compose(message: Message, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The e-mail of a message, as plain text with an HTML copy."""
    subject, body = render(message)
    mail = EmailMultiAlternatives(
        subject,
        body,
        to=[message.address],
        connection=connection,
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    html = {"subject": subject, "body": shown(body), "partnership": Partnership.current()}
    mail.attach_alternative(render_to_string("emails/base.html", html), "text/html")
    return mail


class BrowserMailbox(BaseEmailBackend):
    """Keeps e-mails in the database instead of sending them: the demonstration's mail server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each e-mail, one row a recipient."""
        rows = [_kept(mail, to) for mail in email_messages for to in mail.recipients()]
        MailboxMail.objects.bulk_create(rows)
        return len(email_messages)


def _kept(mail: EmailMessage, to: str) -> MailboxMail:
    alternatives: list[Any] = getattr(mail, "alternatives", [])
    html = next((part for part, mimetype in alternatives if mimetype == "text/html"), "")
    message_id = mail.extra_headers.get("Message-ID", "")
    return MailboxMail(
        message_id=message_id, to=to, subject=str(mail.subject), body=str(mail.body), html=str(html)
    )
