from django.apps import AppConfig


class BoardConfig(AppConfig):
    """The board room."""

    name = "board"
    verbose_name = "Board"
    default_auto_field = "django.db.models.BigAutoField"
