"""Support between schools: needs, strengths with consent, introductions, impact, and the ledger."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from hlp.models import Message
from hlp.transitions import StaleEdit, WrongMove, check
from peerchallenge.choices import MATCH_MOVES, SUPPORT_MOVES, Impact, SupportState, Urgency
from peerchallenge.models import Match, Report, Strength, SupportCase
from peerchallenge.services import attention, concerns, reports
from peerchallenge.services.support import cases, desk, matches, strengths
from tests import factories as make
from tests.conftest import BEFORE, As, Cast, utc
from tests.peerchallenge import full_report, monitored, supported

pytestmark = pytest.mark.usefixtures("_in_november")


@pytest.fixture
def _in_november() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


def people(kind: str) -> set[str]:
    """Who was written to."""
    return set(Message.objects.filter(kind=kind).values_list("person__name", flat=True))


# --- Needs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("support", "number"), [("none", 0), ("peers", 1), ("brokered", 1)])
def test_a_report_that_wants_support_opens_one_case(cast: Cast, support: str, number: int) -> None:
    full_report.write(make.held(cast.session), cast.lead)
    Report.objects.update(support=support, support_detail="A phonics lead")
    for _ in range(2):
        reports.send_report(session=cast.session, by=cast.lead, at=utc("2026-11-20 10:00"))
    assert SupportCase.objects.count() == number
    assert people("support-opened") == ({cast.director.name} if number else set())


def test_sealing_a_report_takes_its_words_out_of_the_need(cast: Cast) -> None:
    full_report.write(make.held(cast.session), cast.lead)
    Report.objects.update(support="brokered", support_detail="Ask Tom Thumb in Year 2")
    report = Report.objects.select_related("session__host").get()
    reasons = {warned.key: "From a tale" for warned in reports.open_warnings(report)}
    reports.overrule(report=report, reasons=reasons, by=cast.lead)
    version = reports.send_report(session=cast.session, by=cast.lead, at=utc("2026-11-20 10:00"))
    texts = {"support_detail": "A phonics lead"}
    reports.seal_version(version=version, reason="It named a child", replacement=texts, by=cast.director)
    assert SupportCase.objects.get().need == "A phonics lead"


def test_a_request_is_confidential(cast: Cast) -> None:
    case = supported.need(cast)
    assert supported.need(cast) == case
    seers = {n for n, user in cast.people().items() if SupportCase.objects.visible_to(user).exists()}
    assert seers == {"director", "host"}
    assert people("support-opened") == {cast.director.name}
    assert supported.NEED not in str(list(Message.objects.values()))


def test_a_decision_to_broker_support_opens_a_case(cast: Cast) -> None:
    concern = monitored.raised(cast, cast.far_school)
    concerns.decide(concern=concern, to="support", reason="They ask for it", version=1, by=cast.director)
    case = SupportCase.objects.get()
    assert (case.school, case.urgency, case.concern) == (cast.far_school, Urgency.NOW, concern)
    assert "They ask for it" not in case.need


def test_an_untouched_case_is_told_after_ten_school_days(cast: Cast) -> None:
    supported.need(cast)
    attention.remind(at=utc("2026-11-30 08:59"))
    assert people("support-untouched") == set()
    for _ in range(2):
        attention.remind(at=utc("2026-11-30 09:00"))
    assert Message.objects.filter(kind="support-untouched").count() == 1


def test_support_that_runs_as_agreed_is_not_untouched(cast: Cast) -> None:
    match = supported.agreed(cast)
    attention.remind(at=utc("2026-12-18 09:00"))
    assert people("support-untouched") == set()
    matches.review_impact(match=match, impact=Impact.SOME, text="", by=cast.host)
    attention.remind(at=utc("2026-12-18 09:00"))
    assert people("support-untouched") == {cast.director.name}


def test_a_note_touches_the_case(cast: Cast) -> None:
    case = supported.need(cast)
    cases.add_note(case=case, text="Rang them", by=cast.director, at=utc("2026-11-25 09:00"))
    cases.add_note(case=case, text="Rang them", by=cast.director, at=utc("2026-11-25 09:01"))
    assert case.notes.count() == 1
    attention.remind(at=utc("2026-11-30 09:00"))
    assert people("support-untouched") == set()


def test_closing_needs_a_word_and_no_open_introduction(cast: Cast) -> None:
    match = supported.introduced(cast)
    with pytest.raises(ValidationError, match="Enter how it ended"):
        cases.close_case(case=match.case, note="", by=cast.director)
    with pytest.raises(ValidationError, match="still at it"):
        cases.close_case(case=match.case, note="Done", by=cast.director)
    matches.end(match=match, reason="No time", by=cast.director)
    assert cases.close_case(case=match.case, note="Done", by=cast.director).state == SupportState.CLOSED


def test_withdrawing_ends_the_introduction(cast: Cast) -> None:
    match = supported.introduced(cast)
    cases.withdraw_case(case=match.case, by=cast.host)
    match.refresh_from_db()
    assert match.state == "ended"


@pytest.mark.parametrize("table", [SUPPORT_MOVES, MATCH_MOVES])
def test_what_is_over_stays_over(table: dict[str, frozenset[str]]) -> None:
    over = {state for state, moves in table.items() if not moves}
    for before in over:
        for after in table:
            with pytest.raises(WrongMove):
                check(table, before, after)
    assert over in ({"closed", "withdrawn"}, {"reviewed", "ended"})


# --- Strengths and introductions ------------------------------------------------------------------


def test_without_consent_nobody_is_introduced(cast: Cast) -> None:
    strength = supported.strength(cast, consents=False)
    case = supported.need(cast)
    with pytest.raises(ValidationError, match="has not consented"):
        matches.introduce(case=case, provider=cast.far_school, by=cast.director)
    strengths.consent(strength=strength, by=cast.outsider)
    assert matches.introduce(case=case, provider=cast.far_school, by=cast.director).strength == strength


def test_an_introduction_is_told_to_both_and_made_once(cast: Cast) -> None:
    match = supported.introduced(cast)
    assert matches.introduce(case=match.case, provider=cast.far_school, by=cast.director) == match
    assert people("support-introduced") == {cast.host.name, cast.outsider.name}


def test_one_school_at_a_time_and_never_itself(cast: Cast) -> None:
    match = supported.introduced(cast)
    facts = {"theme": supported.phonics(), "detail": "More", "by": cast.reviewer}
    strengths.offer(school=cast.reviewer_school, **facts)
    with pytest.raises(ValidationError, match="introduced already"):
        matches.introduce(case=match.case, provider=cast.reviewer_school, by=cast.director)
    with pytest.raises(ValidationError, match="does not help itself"):
        matches.introduce(case=match.case, provider=cast.host_school, by=cast.director)


def test_candidates_fit_first_then_near_with_what_they_gave(cast: Cast) -> None:
    supported.agreed(cast)
    far = make.SchoolFactory(name="Far", easting=520000)
    near = make.SchoolFactory(name="Near", easting=513500)
    other = make.ThemeFactory(name="Attendance")
    for school, theme in ((far, supported.phonics()), (near, other)):
        strengths.offer(school=school, theme=theme, detail="Good", by=cast.outsider)
    case = supported.need(cast, cast.lead_school)
    found = desk.candidates(case, supported.TERMS.starts)
    assert [(c.school.name, c.fits, c.given) for c in found] == [
        ("Fir Primary School", True, Decimal("2.5")),
        ("Far", True, Decimal(0)),
        ("Near", False, Decimal(0)),
    ]


def test_the_agreement_is_complete_and_an_old_page_is_told(cast: Cast) -> None:
    match = supported.introduced(cast)
    late = replace(supported.TERMS, ends=supported.TERMS.starts.replace(day=1))
    with pytest.raises(ValidationError) as refused:
        matches.agree(match=match, terms=late, version=1, by=cast.director)
    assert list(refused.value.message_dict) == ["ends"]
    matches.agree(match=match, terms=supported.TERMS, version=1, by=cast.director)
    matches.agree(match=match, terms=supported.TERMS, version=1, by=cast.director)
    with pytest.raises(StaleEdit):
        matches.agree(match=match, terms=replace(supported.TERMS, what="Else"), version=1, by=cast.director)


def test_impact_is_asked_after_eight_weeks_and_told_by_who_received(cast: Cast) -> None:
    match = supported.agreed(cast)
    attention.remind(at=utc("2027-01-14 12:00"))
    assert people("support-impact-due") == set()
    attention.remind(at=utc("2027-01-15 12:00"))
    assert people("support-impact-due") == {cast.host.name}
    matches.review_impact(match=match, impact=Impact.GREAT, text="All keep up", by=cast.host)
    assert SupportCase.objects.get().state == SupportState.REVIEWED


def test_the_ledger_adds_days_given_and_received(cast: Cast) -> None:
    supported.agreed(cast)
    shares = desk.ledger(cast.year)
    assert [(s.school.name, s.given, s.received) for s in shares] == [
        ("Fir Primary School", Decimal("2.5"), Decimal(0)),
        ("Ash Primary School", Decimal(0), Decimal("2.5")),
    ]


# --- Pages -----------------------------------------------------------------------------------------


def test_the_helping_school_reads_no_need(cast: Cast, as_: As) -> None:
    match = supported.agreed(cast)
    matches.review_impact(match=match, impact=Impact.SOME, text="For the Director", by=cast.host)
    seen = as_(cast.outsider).get(match.get_absolute_url()).content.decode()
    assert "It helped" in seen
    assert "For the Director" not in seen
    assert supported.NEED not in seen
    assert f"/support/{match.case_id}/" not in seen


def test_no_trace_of_a_request_for_others(cast: Cast, as_: As) -> None:
    supported.need(cast)
    for name, user in cast.people().items():
        pages = ["/home/", "/sessions/", cast.host_school.get_absolute_url(), "/support/"]
        shown = "".join(as_(user).get(path).content.decode() for path in pages)
        assert (supported.NEED in shown or "Find support for" in shown) <= (name in {"director", "host"})


def test_a_request_with_mistakes_keeps_the_text(cast: Cast, as_: As) -> None:
    client = as_(cast.host)
    data = {"school": cast.host_school.pk, "need": "", "urgency": "now"}
    assert "Answer the question" in client.post("/support/request/", data).content.decode()
    done = client.post("/support/request/", {**data, "need": "Help"})
    assert done["Location"] == SupportCase.objects.get().get_absolute_url()
    client.post("/support/request/", {**data, "need": "Help"})
    assert SupportCase.objects.count() == 1


def test_one_click_introduces_on_the_page(cast: Cast, as_: As) -> None:
    supported.strength(cast)
    case = supported.need(cast)
    client = as_(cast.director)
    assert "Introduce" in client.get(case.get_absolute_url()).content.decode()
    done = client.post(f"{case.get_absolute_url()}introduce/{cast.far_school.urn}/")
    assert done["Location"] == Match.objects.get().get_absolute_url()


def test_what_the_director_notes_waits_for_consent(cast: Cast, as_: As) -> None:
    theme = supported.phonics().pk
    data = {"school": cast.far_school.pk, "theme": theme, "detail": "Books for all", "source": "report"}
    as_(cast.director).post("/support/strengths/new/", data)
    strength = Strength.objects.get()
    assert strength.consent_at is None
    as_(cast.outsider).post(f"/support/strengths/{strength.pk}/consent/")
    strength.refresh_from_db()
    assert strength.consent_by == cast.outsider


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_costs_the_same_with_one_row_and_three(
    cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for _ in range(number):
        supported.need(cast, make.SchoolFactory())
        strengths.offer(school=make.SchoolFactory(), theme=supported.phonics(), detail="Good", by=cast.host)
    client, path = as_(cast.director), SupportCase.objects.all()[0].get_absolute_url()
    with django_assert_num_queries(8):
        client.get("/support/")
    with django_assert_num_queries(13):
        client.get(path)
