"""What must hold of an installation before it starts."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security)
def demo_needs_debug(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A demonstration lets anybody sign in as anybody: never where DEBUG is off."""
    if settings.DEMO and not settings.DEBUG:
        return [
            Error(
                "DEMO is on while DEBUG is off: the page that signs anybody in would stand in a real installation.",
                hint="Unset DEMO. For a demonstration set both DEMO=true and DEBUG=true.",
                id="hlp.E001",
            )
        ]
    return []


@register(Tags.security)
def lease_outlives_mail_server(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A claim on a message must outlive the slowest answer of the mail server, or it is sent twice."""
    timeout = settings.EMAIL_TIMEOUT or 0
    if settings.DELIVERY_LEASE_SECONDS < timeout + 5:
        return [
            Error(
                f"DELIVERY_LEASE_SECONDS must be at least {timeout + 5} seconds (EMAIL_TIMEOUT and 5 more).",
                id="hlp.E002",
            )
        ]
    return []
