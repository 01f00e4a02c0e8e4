from django.apps import AppConfig


class HlpConfig(AppConfig):
    """The hlp room."""

    name = "hlp"
    verbose_name = "Partnership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from hlp import checks  # noqa: F401  (registers itself)
