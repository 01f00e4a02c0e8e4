"""Themes as they were called at the time."""

from datetime import date, datetime, time

from django import template

from hlp import clock
from schools.models import Theme

register = template.Library()


@register.filter
def called_at(theme: Theme, moment: datetime | date) -> str:
    """A theme by the name that it had at a moment (or on a day), with what it is called or belongs to today."""
    then = theme.name_at(moment if isinstance(moment, datetime) else clock.at(moment, time()))
    now = theme.survivor.name
    return then if then == now else f"{then} (today {now})"
