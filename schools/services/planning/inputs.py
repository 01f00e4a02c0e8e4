"""What rooms above tell the planner: sets of schools, with reasons that are for the Director alone."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from schools.models import AcademicYear


def watched_in(year: AcademicYear) -> dict[int, str]:
    """The schools that should not meet their like in one group, by primary key, each with the reason.

    Calls every function of ``settings.PLANNER_INPUTS`` with the year; each returns ``{"watched": {school: reason}}``.
    """
    found: dict[int, str] = {}
    for path in settings.PLANNER_INPUTS:
        told: Mapping[str, Mapping[int, str]] = import_string(path)(year)
        found |= told.get("watched", {})
    return found
