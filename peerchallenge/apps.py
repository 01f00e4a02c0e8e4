from django.apps import AppConfig


class PeerchallengeConfig(AppConfig):
    """The peerchallenge room."""

    name = "peerchallenge"
    verbose_name = "Peer challenge"
    default_auto_field = "django.db.models.BigAutoField"
