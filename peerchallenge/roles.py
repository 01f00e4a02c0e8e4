"""Who reads what the peer challenge publishes, beside those with a post."""

from django.conf import settings
from django.utils.module_loading import import_string

from hlp.models import User


def reads_published(user: User) -> bool:
    """Whoever reads what is published of the partnership without a post, as higher rooms say."""
    return any(import_string(path)(user) for path in settings.PARTNERSHIP_READERS)
