"""Papers of quality assurance for the Board: the calibration, and the year's digest. Neither names a school."""

from datetime import datetime, timedelta
from statistics import mean, median
from typing import Any

from django.db.models import Min

from hlp import clock
from hlp.papers import PaperSource
from peerchallenge.choices import QAVerdict
from peerchallenge.models import QAReview, ReportVersion
from peerchallenge.packs.qa_parts import RATED
from peerchallenge.services.qa.calibration import FEWEST, TOO_FEW, calibration
from peerchallenge.services.qa.coverage import coverage
from schools.models import AcademicYear


def sources() -> list[PaperSource]:
    """The calibration and the digest, both for part I."""
    folder = "peerchallenge/qa"
    return [
        PaperSource(
            "qa-calibration",
            "How accurate are the judgements?",
            False,
            f"{folder}/calibration_pdf.html",
            lambda at: calibration(),
        ),
        PaperSource("qa-digest", "Quality assurance, the year", False, f"{folder}/digest_pdf.html", digest),
    ]


def digest(at: datetime) -> dict[str, Any]:
    """The year in numbers: coverage, agreement, median report time, ratings, verdicts. It names nobody."""
    year = AcademicYear.objects.current()
    if year is None:
        return {"year": "", "number": 0}
    found = coverage(year)
    sent = list(QAReview.objects.sent().filter(session__round__year=year))
    return {
        "year": str(year),
        "groups": len(found.lines),
        "done": found.done,
        "booked": found.booked,
        "percent": found.percent,
        "number": len(sent),
        "late": sum(row.is_late(at) for row in sent) if len(sent) >= FEWEST else TOO_FEW,
        "agreement": calibration()["all"]["agreement"],
        "report_time": _report_time(year),
        "ratings": [_rating(name, label, sent) for name, label in RATED],
        "verdicts": _verdicts(sent),
    }


def _report_time(year: AcademicYear) -> str:
    """The median time from a session's end to its report."""
    rows = ReportVersion.objects.filter(session__round__year=year).values("session")
    times = [
        (row["sent"] - row["ended"]).total_seconds()
        for row in rows.annotate(sent=Min("sent_at"), ended=Min("ended_at")).order_by()
    ]
    return clock.duration(timedelta(seconds=round(median(times)))) if len(times) >= FEWEST else TOO_FEW


def _rating(name: str, label: str, sent: list[QAReview]) -> dict[str, str]:
    """The mean of one rating over the year."""
    values = [
        int(part[name])
        for row in sent
        for part in row.answers.values()
        if isinstance(part, dict) and part.get(name, "").isdecimal()
    ]
    shown = f"{mean(values):.1f} of 4" if len(values) >= FEWEST else TOO_FEW
    return {"label": label, "number": shown}


def _verdicts(sent: list[QAReview]) -> list[dict[str, Any]]:
    if len(sent) < FEWEST:
        return []
    given = [row.answers.get("verdict", {}).get("verdict", "") for row in sent]
    return [{"label": one.label, "number": given.count(one.value)} for one in QAVerdict]
