"""The demonstration: lived in on any day, and nothing unfavourable about a real school."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings

from board.choices import ActionState, MinutesState, Outcome
from board.models import (
    Attendance,
    BoardAction,
    Challenge,
    Decision,
    Guest,
    Holding,
    Meeting,
    Minutes,
    RecordEntry,
    Seat,
    Withdrawal,
)
from hlp.choices import MessageState
from hlp.management.commands.seed_demo import seed
from hlp.models import AuditEntry, Document, MailboxMail, Message, User
from peerchallenge import demo
from peerchallenge.demo import invented
from peerchallenge.models import (
    AreaJudgement,
    AreaSelfEvaluation,
    ChallengeSession,
    ConfidentialNote,
    EvidenceNote,
    QAReview,
    Report,
    ReportVersion,
    Reviewer,
    Round,
    SelfEvaluation,
    SessionEvent,
)
from peerchallenge.services.reports import answers_of, words_of
from schools.choices import Role
from schools.models import (
    AcademicYear,
    Appointment,
    Group,
    GroupPlace,
    Membership,
    MembershipChange,
    Pin,
    Plan,
    PracticeEdition,
    School,
)
from schools.services import handovers
from schools.services.memberships import read_story
from tests import narrowing as lists

pytestmark = pytest.mark.one_machine

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # a Wednesday
SENT = ("reported", "closed")
ONE_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demonstration as it stands on a Wednesday in November, once for all tests that only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed(NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def there(seeded: None, db: None) -> None:
    """The demonstration, and leave to read it."""


def states(round_: Round) -> Counter[str]:
    """How many sessions of a round stand in which state."""
    return Counter(round_.sessions.values_list("state", flat=True))


# --- What there is -----------------------------------------------------------------------------


def test_three_rounds_and_the_next(there: None) -> None:
    found = [(str(r), states(r)) for r in Round.objects.order_by("opens")]
    running = {"closed": 20, "reported": 3, "held": 3, "confirmed": 24}
    assert found == [
        ("Autumn round 2025/26", Counter({"closed": 50})),
        ("Spring round 2025/26", Counter({"closed": 50})),
        ("Autumn round 2026/27", Counter({**running, "postponed": 1, "cancelled": 1, "planned": 1})),
        ("Spring round 2026/27", Counter({"planned": 27})),
    ]


def test_members_year_by_year(there: None) -> None:
    years = AcademicYear.objects.order_by("starts")
    members = Membership.objects.filter(school__invented=False)
    assert [members.filter(year=year).count() for year in years] == [41, 42, 44, 46, 48]
    assert [GroupPlace.objects.filter(year=year).count() for year in years] == [0, 0, 50, 52, 0]
    numbers = reversed(read_story().numbers())
    assert [(n.members, n.joined, n.rejoined, n.left) for n in numbers] == [
        (47, 0, 0, 1),
        (47, 1, 0, 0),
        (50, 2, 1, 0),
        (52, 2, 0, 0),
        (54, 2, 0, 1),
    ]


def test_only_invented_schools_leave_come_back_and_owe_their_agreement(there: None) -> None:
    this = Membership.objects.filter(year__name="2026/27")
    owing = this.filter(agreement=None) | Membership.objects.filter(leaving=True)
    assert sorted(owing.values_list("school__urn", flat=True)) == [999001, 999002, 999005, 999006]
    assert set(MembershipChange.objects.filter(step="re-joined").values_list("school__urn", flat=True)) == {
        999002
    }
    assert MembershipChange.objects.filter(at__gt=NOW).count() == 0


def test_this_years_groups_were_planned_and_next_years_are_being_planned(there: None) -> None:
    this, coming = AcademicYear.objects.get(name="2026/27"), AcademicYear.objects.get(name="2027/28")
    plan = Plan.objects.get(year=this, state="published")
    planned = {frozenset(group["schools"] + group["additional"]) for group in plan.groups}
    groups = Group.objects.filter(year=this).prefetch_related("places")
    assert planned == {frozenset(place.school_id for place in group.places.all()) for group in groups}
    assert (plan.revisions.count(), plan.broken) == (3, 0)
    drafts = Plan.objects.filter(year=coming)
    assert Counter(drafts.values_list("state", "broken", "proved")) == {
        ("ready", 0, False): 2,
        ("working", 0, False): 1,
    }
    pinned = School.objects.filter(pk__in=Pin.schools.through.objects.values("school"))
    assert all(school.invented for school in pinned)


def test_schools_are_written_properly(there: None) -> None:
    names = list(School.objects.values_list("name", flat=True))
    assert [name for name in names if "  " in name or " ," in name] == []
    assert Counter(School.objects.values_list("invented", flat=True)) == {False: 56, True: 6}
    assert all("Invented" in school.name for school in School.objects.filter(invented=True))


def test_people_are_plainly_fictional(there: None) -> None:
    assert [user.email for user in User.objects.all() if not user.email.endswith(".example")] == []
    assert [user.phone for user in User.objects.all() if not user.phone.startswith("07700 900")] == []


def test_every_post_is_held(there: None) -> None:
    held = Appointment.objects.on(NOW.date())
    posts = Counter(held.values_list("role", flat=True))
    assert posts == {
        Role.HEADTEACHER: 55,
        Role.DEPUTY: 22,
        Role.SCHOOL_OFFICE: 14,
        Role.LEAD_HEADTEACHER: 4,
        Role.QA_REVIEWER: 2,
        Role.DIRECTOR: 1,
        Role.ADMINISTRATOR: 1,
        Role.LA_OFFICER: 1,
    }
    headless = School.objects.filter(memberships__isnull=False).exclude(appointments__in=held)
    assert list(headless) == []


def test_unusual_headships(there: None) -> None:
    heads = Appointment.objects.on(NOW.date()).filter(role=Role.HEADTEACHER)
    by_person = Counter(heads.values_list("person", flat=True))
    by_school = Counter(heads.values_list("school", flat=True))
    assert [n for n in by_person.values() if n > 1] == [2]
    assert [n for n in by_school.values() if n > 1] == [2]
    assert heads.filter(acting=True).count() == 1
    former = Appointment.objects.get(school__urn=invented.OLD_ORCHARD, ends__lt=NOW.date()).person
    assert ChallengeSession.objects.visible_to(former).count() == 4


def test_a_headship_changes_hands_at_an_invented_school(there: None) -> None:
    posts = Appointment.objects.filter(school__urn=invented.MILLSTREAM, role=Role.HEADTEACHER)
    leaving, coming = posts.order_by("starts")
    assert coming.starts - leaving.ends == 14 * ONE_DAY  # type: ignore[operator]
    assert [place.title for place in handovers.places(leaving)] == [
        "Lead reviewer at Old Orchard Invented Infant School"
    ]
    assert Message.objects.filter(kind="headship-changed").count() == 2


# --- What the stories need -----------------------------------------------------------------------


def held(urn: int) -> ChallengeSession:
    """The held session of an invented school."""
    return ChallengeSession.objects.with_people().get(host__urn=urn, state="held")


def test_one_report_is_a_day_late_and_one_due_in_six_hours(there: None) -> None:
    late, soon = held(invented.LARKFIELD), held(invented.MILLSTREAM)
    assert late.report_due_at is not None
    assert soon.report_due_at is not None
    assert timedelta(hours=24) < NOW - late.report_due_at < timedelta(hours=44)
    assert soon.report_due_at - NOW == timedelta(hours=6)


def test_a_newcomer_finds_a_report_to_finish(there: None) -> None:
    session = ChallengeSession.objects.with_people().get(state="held", host__invented=False)
    assert session.report_due_at is not None
    assert session.report_due_at - NOW > timedelta(hours=6)
    answers = answers_of(session.report)
    assert answers["context"]
    assert (answers["direction"], answers["actions"]) == ("", [])
    assert session.lead is not None
    assert demo.people()[0]["people"][0]["user"] == session.lead.person


def test_one_session_is_today(there: None) -> None:
    days = ChallengeSession.objects.filter(starts_at__date=NOW.date())
    assert [(s.host.urn, s.state) for s in days] == [(invented.FOXGLOVE, "confirmed")]


def test_self_evaluations_in_every_stage(there: None) -> None:
    ahead = SelfEvaluation.objects.filter(session__state="confirmed")
    assert ahead.filter(shared_at=None).exclude(saved_at=None).exists()
    assert ahead.exclude(shared_at=None).exists()
    over = SelfEvaluation.objects.filter(session__state__in=SENT)
    assert (over.filter(shared_at=None).count(), over.count()) == (0, 123)


def test_the_board_has_met_for_two_years_and_prepares_its_next_meeting(there: None) -> None:
    assert set(Meeting.objects.values_list("state", flat=True)) >= {"planned", "held", "closed", "cancelled"}
    day = NOW.date()
    held = Holding.objects.on(day)
    voting = Seat.objects.voting()
    assert (voting.count(), held.filter(seat__in=voting, as_alternate=False).count()) == (14, 13)
    assert held.filter(as_alternate=True).count() == 1
    assert Attendance.objects.filter(reply="alternate").exists()
    assert Attendance.objects.filter(reply="apologies").exists()
    assert Guest.objects.exists()
    assert Withdrawal.objects.exists()
    following = Meeting.objects.filter(starts_at__gt=NOW).order_by("starts_at")[0]
    assert following.starts_at - NOW < timedelta(days=70)
    assert following.state in {"open", "published"}


# --- Nothing unfavourable about a real school ---------------------------------------------------------


def test_notes_of_real_schools_are_strengths_and_questions(there: None) -> None:
    real = EvidenceNote.objects.filter(session__host__invented=False).values_list("kind", flat=True)
    assert set(real) == {"strength", "question"}
    assert EvidenceNote.objects.filter(session__host__invented=True, kind="better").exists()


def test_real_schools_are_never_late(there: None) -> None:
    real = ReportVersion.objects.filter(session__host__invented=False)
    assert [str(version) for version in real if not version.on_time] == []
    assert [str(s) for s in ChallengeSession.objects.overdue(NOW) if not s.host.invented] == []
    late = [version for version in ReportVersion.objects.all() if not version.on_time]
    assert [version.session.host.urn for version in late] == [invented.WINDMILL]


def test_nobody_of_a_real_school_writes_a_late_report(there: None) -> None:
    urns = [invented.LARKFIELD, invented.MILLSTREAM, invented.WINDMILL]
    sessions = ChallengeSession.objects.filter(host__urn__in=urns).with_people()
    schools = {place.school for session in sessions for place in session.reviewers.all() if place.school}
    assert {school.invented for school in schools} == {True}


def test_real_schools_are_improving_and_well_judged(there: None) -> None:
    real = Report.objects.filter(session__host__invented=False, session__state__in=SENT)
    assert Counter(real.values_list("direction__code", "support", "overall_accuracy")) == {
        ("improving", "none", "accurate"): real.count()
    }
    judged = AreaJudgement.objects.filter(report__session__host__invented=False)
    assert set(judged.values_list("accuracy", flat=True)) == {"accurate", "more-cautious", "not-looked-at"}
    notes = ConfidentialNote.objects.filter(report__session__host__invented=False)
    assert list(notes) == []
    own = AreaSelfEvaluation.objects.filter(self_evaluation__session__host__invented=False)
    assert set(own.values_list("judgement", flat=True)) == {"", "expected", "strong"}


def test_what_went_wrong_went_wrong_at_invented_schools(there: None) -> None:
    bad = Report.objects.filter(session__state__in=SENT).exclude(direction__code="improving")
    assert {report.session.host.urn for report in bad} == {invented.OLD_ORCHARD}
    wanted = Report.objects.filter(session__state__in=SENT).exclude(support="none")
    assert {report.session.host.urn for report in wanted} == {invented.OLD_ORCHARD, invented.FOXGLOVE}
    off = ChallengeSession.objects.filter(state__in=["postponed", "cancelled"])
    assert {session.host.invented for session in off} == {True}


def test_reports_differ_and_name_nobody(there: None) -> None:
    texts: set[str] = set()
    surnames = {user.name.split()[-1] for user in User.objects.all()}
    for report in Report.objects.filter(session__state__in=SENT).select_related("session__round"):
        answers = answers_of(report)
        assert 500 <= words_of(answers) <= 900
        texts.add(str(sorted((name, str(value)) for name, value in answers.items())))
        assert [name for name in surnames if name in str(answers)] == []
    assert len(texts) == 123


def test_entries_say_what_is_published_of_their_schools(there: None) -> None:
    assert not PracticeEdition.objects.filter(pupil_premium=None).exists()


# --- As if lived -----------------------------------------------------------------------------------------


def test_history_is_in_order(there: None) -> None:
    for session in ChallengeSession.objects.all():
        events = list(SessionEvent.objects.filter(thing=session).order_by("pk"))
        assert [event.at for event in events] == sorted(event.at for event in events), session
        assert all(event.at <= NOW for event in events)
    assert not AuditEntry.objects.filter(action__startswith="session.", at__gt=NOW).exists()


def test_mail_of_the_past_is_sent_and_one_came_back(there: None) -> None:
    waiting = Message.objects.filter(state=MessageState.WAITING, due_at__lte=NOW)
    assert list(waiting) == []
    failed = Message.objects.get(state=MessageState.FAILED)
    assert (failed.kind, failed.about) == ("report-due-now", held(invented.LARKFIELD).about)
    assert "550" in failed.last_error
    assert 20 < MailboxMail.objects.count() < 500
    assert not MailboxMail.objects.filter(sent_at__gt=NOW).exists()


def test_papers_wait_for_the_worker(there: None) -> None:
    kinds = Counter(Document.objects.values_list("kind", "state"))
    assert kinds == {
        ("report", "waiting"): 159,
        ("handbook", "waiting"): 28,
        ("qa-report", "waiting"): 38,
        ("report-shared", "waiting"): 3,
        ("report-shared", "sealed"): 1,
        ("minutes", "waiting"): 21,
        ("board-pack", "waiting"): 5,
        ("paper", "ready"): 2,
        ("paper", "waiting"): 2,
        ("practice", "waiting"): 17,
        ("score-card", "waiting"): 54,  # every school of the version that is out, and the partnership of both
    }


def test_quality_is_assured_and_only_invented_schools_are_judged_otherwise(there: None) -> None:
    sent = QAReview.objects.sent().select_related("session__host")
    apart = [
        row for row in sent if any(line["verdict"] not in {"", "Agrees"} for line in row.data["comparison"])
    ]
    assert len(sent) >= 15
    assert apart
    assert {row.session.host.invented for row in apart} == {True}
    assert {row.answers["verdict"]["verdict"] for row in sent if not row.session.host.invented} == {"secure"}
    late = [row for row in sent if row.is_late(NOW)]
    assert {row.session.host.invented for row in late} == {True}


# --- The command ---------------------------------------------------------------------------------------


def test_seeding_twice_changes_nothing(
    there: None, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEMO = True
    models: list[Any] = [School, User, ChallengeSession, Message, AuditEntry]
    before = [model.objects.count() for model in models]
    call_command("seed_demo")
    assert [model.objects.count() for model in models] == before
    assert capsys.readouterr().out == "The demonstration is already there.\n"


def test_nobody_leads_a_school_that_leads_them_in_the_same_round(there: None) -> None:
    leads = set(
        Reviewer.objects.filter(is_lead=True).values_list("session__round", "school", "session__host")
    )
    assert {(round_, lead, host) for round_, lead, host in leads if (round_, host, lead) in leads} == set()


@pytest.mark.usefixtures("there")
def test_board_has_minutes_in_every_state_actions_of_every_kind_and_two_challenges() -> None:
    assert set(Minutes.objects.values_list("state", flat=True)) == set(MinutesState)
    assert Minutes.objects.public().count() >= 2
    assert set(BoardAction.objects.values_list("state", flat=True)) == set(ActionState)
    assert BoardAction.objects.late(NOW.date()).exists()
    assert set(Decision.objects.values_list("outcome", flat=True)) == set(Outcome)
    assert list(Challenge.objects.values_list("state", flat=True)) == ["published", "closed"]
    real = School.objects.filter(invented=False).values_list("name", flat=True)
    said = " ".join(RecordEntry.objects.values_list("text", flat=True))
    assert [name for name in real if name in said] == []


@pytest.mark.parametrize(("address", "model", "path"), lists.LISTS)
def test_each_list_finds_its_schools_by_name(there: None, address: str, model: Any, path: str) -> None:
    assert lists.some_school_narrows(address, model, path)
