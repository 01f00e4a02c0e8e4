from django.apps import AppConfig


class ScorecardConfig(AppConfig):
    """The scorecard room."""

    name = "scorecard"
    verbose_name = "Score card"
    default_auto_field = "django.db.models.BigAutoField"
