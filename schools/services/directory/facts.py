"""What register and score card know of a school, to start an entry with."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from schools.models import School


def facts_of(school: School) -> dict[str, Any]:
    """The phase, pupils on roll and shares of pupils (per cent) of a school, as far as they are known."""
    known: dict[str, Any] = {"phase": school.phase, "roll": school.pupils}
    for path in settings.PRACTICE_FACTS:
        known |= {name: value for name, value in import_string(path)(school).items() if value is not None}
    return known
