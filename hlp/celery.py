"""The Celery application. Celery only wakes us: what is owed is decided by the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hlp.settings")

app = Celery("hlp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
