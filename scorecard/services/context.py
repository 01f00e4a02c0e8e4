"""What the score card knows of a school's pupils, for an entry of good practice (``settings.PRACTICE_FACTS``)."""

from decimal import Decimal
from typing import Any

from schools.models import School
from scorecard.choices import Area, Status
from scorecard.models import Result

# The measures from which each share comes, and the fields that they fill; of one year the later named counts.
SHARES = {"eal": "eal", "fsm6": "pupil_premium", "premium-pupils": "pupil_premium"}


def practice_facts(school: School) -> dict[str, Any]:
    """The newest published shares of pupils, per cent with one decimal: English as an additional language, pupil premium.

    FSM6 stands for the pupil premium where its own share is older or not there: most of these pupils attract it. Figures
    of few pupils are left out by their publisher; reported ones are not used.
    """
    shares = (
        Result.objects.current()
        .with_values()
        .filter(school=school, area=Area.SCHOOL, measure__code__in=SHARES)
        .exclude(status=Status.REPORTED)
        .values_list("year", "measure__code", "value")
    )
    order = list(SHARES)
    found: dict[str, Any] = {}
    for _, code, value in sorted(shares, key=lambda row: (row[0], order.index(row[1]))):
        if value is not None and 0 <= value <= 100:
            found[SHARES[code]] = value.quantize(Decimal("0.1"))
    return found
