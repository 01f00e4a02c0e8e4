"""The monitoring case: criteria at entry, reviews that decide, closing, after-care; nothing waits in silence."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from hlp.models import AuditEntry, Message
from hlp.transitions import StaleEdit, WrongMove, check
from peerchallenge.choices import CASE_MOVES, CaseState, ReviewDecision, TermKind
from peerchallenge.models import CaseReview, MonitoringCase, MonitoringTerm
from peerchallenge.services import attention, monitoring
from peerchallenge.services.monitoring_scheme import TermLine, change_terms, ensure_defaults, seen
from peerchallenge.services.papers import named, numbers
from tests.conftest import Cast, utc
from tests.peerchallenge import monitored

ENTERED = "2026-11-16 09:00+00:00"
FIRST_REVIEW = date(2026, 12, 14)


@pytest.fixture
def case(cast: Cast) -> MonitoringCase:
    """Cedar in monitoring since Monday 16 November 2026, first review on 14 December."""
    with time_machine.travel(ENTERED, tick=False):
        return monitored.case_of(cast, cast.reviewer_school)


def review(
    case: MonitoringCase, cast: Cast, decision: ReviewDecision, day: date = FIRST_REVIEW, **facts: object
) -> CaseReview:
    case.refresh_from_db()
    return monitoring.record_review(
        case=case,
        meeting=monitored.meeting(case, day, decision, **facts),
        version=case.version,
        by=cast.la_officer,
        at=datetime.combine(day, utc("2026-01-01 17:00").timetz()),
    )


def test_exit_criteria_are_written_at_entry(case: MonitoringCase, cast: Cast) -> None:
    assert [str(one) for one in case.criteria.all()] == [
        "A permanent headteacher is in post",
        "Reading outcomes have risen",
    ]
    told = Message.objects.filter(kind="monitoring-opened").values_list("person__name", flat=True)
    assert set(told) == {cast.reviewer.name, cast.director.name}


@pytest.mark.parametrize(
    ("decision", "stage"),
    [("keep", "Stage 2: plan and review"), ("step-up", "Stage 3: formal"), ("step-down", "Stage 1: enquiry")],
)
def test_a_review_decides_on_the_stage(case: MonitoringCase, cast: Cast, decision: str, stage: str) -> None:
    review(case, cast, ReviewDecision(decision))
    case.refresh_from_db()
    assert str(case.stage) == stage
    assert case.next_review_on == FIRST_REVIEW + timedelta(weeks=6)


def test_beyond_the_last_stage_there_is_none(case: MonitoringCase, cast: Cast) -> None:
    review(case, cast, ReviewDecision.STEP_UP)
    with pytest.raises(ValidationError) as refused:
        review(case, cast, ReviewDecision.STEP_UP, FIRST_REVIEW + timedelta(days=1))
    assert list(refused.value.message_dict) == ["decision"]


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("ratings", {"ratings": {}}),
        ("next_review_on", {"next_review_on": None}),
        ("next_review_on", {"next_review_on": FIRST_REVIEW}),
    ],
)
def test_an_incomplete_review_is_refused(
    case: MonitoringCase, cast: Cast, field: str, facts: dict[str, object]
) -> None:
    with pytest.raises(ValidationError) as refused:
        review(case, cast, ReviewDecision.KEEP, **facts)
    assert list(refused.value.message_dict) == [field]
    assert not case.reviews.exists()


def test_a_second_press_records_one_meeting(case: MonitoringCase, cast: Cast) -> None:
    assert review(case, cast, ReviewDecision.KEEP) == review(case, cast, ReviewDecision.KEEP)
    assert case.reviews.count() == 1


def test_closing_sets_after_care_six_months_later(case: MonitoringCase, cast: Cast) -> None:
    review(case, cast, ReviewDecision.CLOSE)
    case.refresh_from_db()
    assert (case.state, case.closed_on) == (CaseState.AFTER_CARE, FIRST_REVIEW)
    assert case.after_care_on == date(2027, 6, 14)
    assert case.months_in(date(2028, 1, 1)) == 0


def test_after_care_ends_the_case_or_opens_it_again(case: MonitoringCase, cast: Cast) -> None:
    review(case, cast, ReviewDecision.CLOSE)
    back = monitoring.end_after_care(
        case=case, note="It has slipped", reopen_with=date(2027, 7, 1), by=cast.la_officer
    )
    assert (back.state, back.next_review_on, back.closed_on) == (CaseState.OPEN, date(2027, 7, 1), None)
    review(case, cast, ReviewDecision.CLOSE, date(2027, 7, 1))
    monitoring.end_after_care(case=case, note="Steady", by=cast.la_officer)
    done = monitoring.end_after_care(case=case, note="Steady", by=cast.la_officer)
    assert (done.state, done.events.count()) == (CaseState.ENDED, 4)


@pytest.mark.parametrize("before", CaseState.values)
@pytest.mark.parametrize("after", CaseState.values)
def test_every_step_of_a_case_is_allowed_or_refused(before: str, after: str) -> None:
    allowed = (before, after) in {("open", "after-care"), ("after-care", "open"), ("after-care", "ended")}
    try:
        check(CASE_MOVES, before, after)
    except WrongMove:
        assert not allowed
    else:
        assert allowed


def test_a_change_from_an_old_page_is_told(case: MonitoringCase, cast: Cast) -> None:
    facts = {"case": case, "category": case.category, "officer": case.officer, "by": cast.la_officer}
    monitoring.change_case(plan="New", version=1, **facts)
    with pytest.raises(StaleEdit):
        monitoring.change_case(plan="Older", version=1, **facts)


def test_the_lead_headteacher_sees_it_only_while_it_is_shared(case: MonitoringCase, cast: Cast) -> None:
    def sees() -> bool:
        lead = type(cast.lead_headteacher).objects.get(pk=cast.lead_headteacher.pk)
        return MonitoringCase.objects.visible_to(lead).exists()

    with time_machine.travel(ENTERED, tick=False):
        assert not sees()
        monitoring.share_with_lead(case=case, shared=True, reason="They asked for it", by=cast.director)
        assert sees()
        assert not MonitoringCase.objects.visible_to(cast.other_lead_headteacher).exists()
        monitoring.share_with_lead(case=case, shared=False, reason="It is over", by=cast.director)
        assert not sees()
    kept = AuditEntry.objects.filter(action="monitoring.shared").order_by("pk")
    assert [entry.detail["reason"] for entry in kept] == ["They asked for it", "It is over"]


@pytest.mark.parametrize(
    ("at", "people"),
    [
        ("2026-12-06 12:00", []),
        ("2026-12-07 12:00", ["Laura Officer"]),
        ("2026-12-15 12:00", ["Dora Director", "Laura Officer"]),
        ("2026-12-15 23:00", []),
    ],
)
def test_a_review_that_is_due_is_told_once(case: MonitoringCase, at: str, people: list[str]) -> None:
    attention.remind(at=utc(at))
    attention.remind(at=utc(at))
    told = Message.objects.filter(kind="monitoring-review-due").values_list("person__name", flat=True)
    assert sorted(told) == people


def test_a_decision_that_waits_five_school_days_is_told(cast: Cast) -> None:
    with time_machine.travel(ENTERED, tick=False):
        monitored.raised(cast, cast.far_school)
    attention.remind(at=utc("2026-11-23 08:59"))
    assert not Message.objects.filter(kind="concern-waiting").exists()
    attention.remind(at=utc("2026-11-23 09:00"))
    assert Message.objects.get(kind="concern-waiting").person == cast.director


def test_after_care_is_told_to_officer_and_director(case: MonitoringCase, cast: Cast) -> None:
    review(case, cast, ReviewDecision.CLOSE)
    attention.remind(at=utc("2027-06-13 12:00"))
    assert not Message.objects.filter(kind="monitoring-after-care-due").exists()
    attention.remind(at=utc("2027-06-14 12:00"))
    assert Message.objects.filter(kind="monitoring-after-care-due").count() == 2


def test_the_scheme_is_data(case: MonitoringCase, cast: Cast) -> None:
    ensure_defaults()
    lines = [
        TermLine(t.pk, TermKind(t.kind), t.name.upper(), t.meaning, retired=t == case.stage)
        for t in MonitoringTerm.objects.all()
    ]
    change_terms(
        lines=[*lines, TermLine(None, TermKind.STAGE, "Stage 4")], started_from=seen(), by=cast.la_officer
    )
    case.refresh_from_db()
    assert str(case.stage) == "STAGE 2: PLAN AND REVIEW"
    with pytest.raises(StaleEdit):
        change_terms(lines=lines, started_from="old", by=cast.la_officer)
    with pytest.raises(ValidationError, match="stands twice"):
        change_terms(lines=[*lines, lines[0]], started_from=seen(), by=cast.la_officer)


def test_the_update_counts_and_the_restricted_paper_names(case: MonitoringCase, cast: Cast) -> None:
    review(case, cast, ReviewDecision.STEP_UP)
    facts = numbers(utc("2027-06-16 12:00"))
    assert facts["total"] == 1
    assert [line["number"] for line in facts["stages"]] == [0, 0, 1]
    assert [line["number"] for line in facts["lengths"]] == [0, 1, 0]
    assert [line["number"] for line in facts["directions"]] == [1, 0, 0, 0]
    assert cast.reviewer_school.name not in str(facts)
    assert [row["school"] for row in named(utc("2027-06-16 12:00"))["cases"]] == [cast.reviewer_school.name]
