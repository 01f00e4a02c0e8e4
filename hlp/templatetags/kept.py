"""What a page tells the browser that keeps unsaved text on the device (``static/js/kept.js``)."""

from base64 import b64encode

from django import template
from django.utils.crypto import salted_hmac

from hlp.models import User

register = template.Library()


@register.simple_tag
def kept_for(user: User) -> str:
    """``12:base64``: the person, and the key with which their unsaved text is encrypted on the device.

    The key follows from the installation's secret, is sent to that person's own pages alone, and is stored nowhere:
    whoever shares the computer cannot read what somebody else left on it.
    """
    key = salted_hmac("hlp.kept", str(user.pk), algorithm="sha256").digest()
    return f"{user.pk}:{b64encode(key).decode()}"
