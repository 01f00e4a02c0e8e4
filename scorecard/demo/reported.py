"""What the invented schools reported themselves, so that the data desk has something to settle."""

from datetime import datetime, timedelta
from decimal import Decimal

from schools.choices import Role
from schools.models import Appointment, School
from scorecard.choices import QueryKind, QueryState, SourceKind
from scorecard.demo.invented import NEWEST
from scorecard.models import Measure, Result, SourceFile
from scorecard.services import reports, results
from scorecard.services.desk import differences, queries
from scorecard.services.results import Figure

# By school: measure, figure, pupils. One differs from what was published, one is a figure that nobody publishes.
TOLD = {
    999002: [("absence", "5.6", 189), ("mtc-mean", "21.4", 27)],
    999004: [("rwm-exp", "74", 58), ("suspensions", "0.24", 413)],
    999006: [("rwm-exp", "71", 86)],
}
NOTE = "The headteacher counts two pupils who joined in June. We have asked the Department’s helpdesk; no answer yet."
REPORTED_BEFORE = timedelta(days=4)


def seed(now: datetime) -> None:
    """Three headteachers report; the Director leaves one difference open with a note."""
    measures = {one.code: one for one in Measure.objects.all()}
    for urn, told in TOLD.items():
        school = School.objects.filter(urn=urn).first()
        head = _holder(Role.HEADTEACHER, now, school=school) if school else None
        if school and head:
            lines = [reports.Told(measures[code], Decimal(value), pupils) for code, value, pupils in told]
            reports.report(school=school, year=NEWEST, told=lines, by=head.person, at=now - REPORTED_BEFORE)
    _slip(measures["ehcp"], now)
    director = _holder(Role.DIRECTOR, now)
    if director:
        _leave_open(director, now)


def _slip(measure: Measure, now: datetime) -> None:
    """A decimal point that slipped in a list of an invented school: 2.9 per cent became 29."""
    school = School.objects.filter(urn=999003).first()
    before = Result.objects.current().filter(school=school, measure=measure, year=NEWEST).first()
    if school is None or before is None:
        return
    loaded = now - timedelta(days=5)
    source = SourceFile.objects.create(
        kind=SourceKind.DEMO,
        name="Plans at invented schools, second list",
        publisher="Invented",
        published_on=loaded.date(),
        year=NEWEST,
        status=before.status,
        loaded_at=loaded,
        rows=1,
    )
    slipped = Figure(measure.pk, NEWEST, Decimal(29), cohort=before.cohort, school=school.pk)
    results.record([slipped], source=source, by=None, at=loaded)


def _holder(role: str, now: datetime, **place: School) -> Appointment | None:
    return Appointment.objects.on(now.date()).filter(role=role, **place).select_related("person").first()


def _leave_open(director: Appointment, now: datetime) -> None:
    found = differences.differences(director.person, year=NEWEST)
    one = next((one for one in found if one.result.school and one.result.school.urn == 999004), None)
    if one:
        queries.decide(
            result=one.result,
            kind=QueryKind.DIFFERENCE,
            basis=one.basis,
            state=QueryState.OPEN,
            note=NOTE,
            version=0,
            by=director.person,
            at=now - timedelta(days=1),
        )
