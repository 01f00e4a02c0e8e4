"""What follows from a judgement of concern, at invented schools: decisions in each state, cases in each state."""

from datetime import date, datetime, timedelta
from typing import Any

from hlp import clock
from hlp.models import User
from peerchallenge.choices import ConcernState, CriterionRating, ReviewDecision, TermKind
from peerchallenge.demo.invented import FOXGLOVE, KINGFISHER, MILLSTREAM, OLD_ORCHARD, WINDMILL
from peerchallenge.demo.stage import Stage
from peerchallenge.demo.windows import weekday
from peerchallenge.models import Concern, MonitoringCase, MonitoringTerm
from peerchallenge.services import concerns, monitoring
from peerchallenge.services.monitoring import Entry, Meeting
from schools.choices import Role
from schools.models import Appointment, School

FOR_LA = (
    "Two changes of leadership within eighteen months, and a curriculum in key stage 1 that has stalled. Governors "
    "know and ask for help. Two terms with a partner school have steadied reading and not the rest."
)
CRITERIA = [
    "A permanent headteacher is in post and has an agreed plan",
    "Governors receive figures on progress each half term and ask about them",
    "What pupils in key stage 1 have covered is what was planned",
]
PLAN = (
    "A partner school for two terms, a day each fortnight.\n"
    "A national leader of governance looks at the work of the governing body.\n"
    "The named officer visits each half term and meets leaders of reading and mathematics."
)
NOTES = (
    "Leaders showed books and plans. What was agreed last time is under way; mathematics is the next step."
)


def play(stage: Stage) -> None:
    """Decisions and cases up to now."""
    officer = Appointment.objects.filter(role=Role.LA_OFFICER).order_by("pk")[0].person
    schools = {school.urn: school for school in School.objects.filter(invented=True)}
    _decide_on_reports(stage, schools[OLD_ORCHARD])
    _raise(stage, schools[MILLSTREAM], days=150, to=ConcernState.NO_ACTION, reason="The absence was short.")
    _raise(
        stage, schools[FOXGLOVE], days=6, to=ConcernState.RECOMMENDED, reason="It needs more than we have."
    )
    case = _case(stage, schools[KINGFISHER], officer, days=230)
    for ago, decision in (
        (188, ReviewDecision.KEEP),
        (118, ReviewDecision.STEP_UP),
        (48, ReviewDecision.STEP_DOWN),
    ):
        _review(stage, case, officer, ago, decision)
    moment = _moment(stage, 40)
    reason = "The headteacher asked that the lead headteacher may help."
    monitoring.share_with_lead(case=case, shared=True, reason=reason, by=stage.director, at=moment)
    closed = _case(stage, schools[WINDMILL], officer, days=400)
    for ago, decision in (
        (350, ReviewDecision.KEEP),
        (290, ReviewDecision.STEP_DOWN),
        (160, ReviewDecision.CLOSE),
    ):
        _review(stage, closed, officer, ago, decision)


def _day(stage: Stage, days_ago: int) -> date:
    return weekday(stage.today - timedelta(days=days_ago))


def _moment(stage: Stage, days_ago: int) -> datetime:
    return clock.at(_day(stage, days_ago), clock.QUIET_UNTIL) + timedelta(hours=4)


def _decide_on_reports(stage: Stage, school: School) -> None:
    """The older report led to support, and then to watching; the newer one waits for the Director."""
    older = Concern.objects.filter(school=school).order_by("raised_at")[0]
    steps = (
        (ConcernState.SUPPORT, "The headteacher wants a partner school, and one is willing.", 4),
        (ConcernState.WATCH, "The partnership with the other school has run its two terms.", 150),
    )
    for to, reason, days in steps:
        at = older.raised_at + timedelta(days=days)
        older = concerns.decide(
            concern=older, to=to, reason=reason, version=older.version, by=stage.director, at=at
        )


def _raise(stage: Stage, school: School, *, days: int, to: ConcernState, reason: str) -> Concern:
    moment = _moment(stage, days)
    why = "What the chair of governors said on the telephone."
    concern = concerns.raise_by_hand(school=school, reason=why, by=stage.director, at=moment)
    text = FOR_LA if to == ConcernState.RECOMMENDED else ""
    facts: dict[str, Any] = {"to": to, "reason": reason, "for_la": text, "version": concern.version}
    return concerns.decide(concern=concern, by=stage.director, at=moment + timedelta(hours=1), **facts)


def _terms(kind: TermKind) -> list[MonitoringTerm]:
    return list(MonitoringTerm.objects.filter(kind=kind))


def _case(stage: Stage, school: School, officer: User, *, days: int) -> MonitoringCase:
    concern = _raise(
        stage, school, days=days + 5, to=ConcernState.RECOMMENDED, reason="It needs more than we have."
    )
    entry = Entry(
        stage=_terms(TermKind.STAGE)[1],
        category=_terms(TermKind.CATEGORY)[1],
        triggers=_terms(TermKind.TRIGGER)[::2],
        criteria=CRITERIA,
        next_review_on=_day(stage, days - 40),
        plan=PLAN,
    )
    at = _moment(stage, days)
    return concerns.accept(
        concern=concern, entry=entry, reason="", version=concern.version, by=officer, at=at
    )


def _review(
    stage: Stage, case: MonitoringCase, officer: User, days_ago: int, decision: ReviewDecision
) -> None:
    case.refresh_from_db()
    closes = decision == ReviewDecision.CLOSE
    rated = [CriterionRating.MET, CriterionRating.ON_TRACK, CriterionRating.NOT_ON_TRACK]
    behind = decision == ReviewDecision.STEP_UP
    ratings = {
        one.pk: (CriterionRating.MET if closes else rated[min(place + behind, 2)], "")
        for place, one in enumerate(case.criteria.all())
    }
    meeting = Meeting(
        held_on=_day(stage, days_ago),
        attendees="Headteacher, chair of governors, named officer",
        decision=decision,
        ratings=ratings,
        next_review_on=None if closes else _day(stage, days_ago - 56),
        notes=NOTES,
        closing_note="All three criteria are met, and the school has the staff to keep it so."
        if closes
        else "",
    )
    monitoring.record_review(
        case=case, meeting=meeting, version=case.version, by=officer, at=_moment(stage, days_ago)
    )
