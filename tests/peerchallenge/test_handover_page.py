"""What a new headteacher finds, and what a former one keeps: their own history and nothing else."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from hlp.models import User
from peerchallenge.models import ReportVersion
from schools.choices import Role
from schools.models import Appointment
from schools.services.handovers import Successor, hand_over
from tests import access_rows, test_access
from tests import factories as make
from tests.conftest import As, Cast
from tests.peerchallenge import full_report

# What is a person's and no school's: their calendar address, whose dates follow from the posts of the day, and what
# they declared of themselves.
OWN = {
    "GET peerchallenge:feed-reset",
    "POST peerchallenge:feed-reset",
    "GET schools:declaration-read",
    "POST schools:conflict-withdraw",
    "POST schools:interest-withdraw",
}
AFTER = "2026-12-02 09:00+00:00"


@pytest.fixture
def handed(cast: Cast) -> Iterator[Cast]:
    """The report is sent; on the last day of November the host leaves, and the stranger follows."""
    with time_machine.travel("2026-11-20 23:00+00:00", tick=False):
        access_rows.hand_over(cast)
        post = cast.host.appointments.select_related("person", "school").get()
        successor = Successor(date(2026, 12, 1), person=cast.stranger)
        hand_over(post=post, ends=date(2026, 11, 30), successor=successor, by=cast.director)
    with time_machine.travel(AFTER, tick=False):
        yield cast


def page(as_: As, user: User, cast: Cast) -> str:
    return as_(user).get(f"/handover/{cast.host_school.urn}/").content.decode()


def test_the_new_headteacher_finds_it_from_home(handed: Cast, as_: As) -> None:
    home = as_(handed.stranger).get("/home/").content.decode()
    assert f'href="/handover/{handed.host_school.urn}/"' in home
    with time_machine.travel("2027-04-02 09:00+00:00", tick=False):  # 122 days later
        assert "/handover/" not in as_(handed.stranger).get("/home/").content.decode()


def test_it_holds_reports_actions_people_and_dates(handed: Cast, as_: As) -> None:
    for user in (handed.stranger, handed.director):
        text = page(as_, user, handed)
        for wanted in (
            "Report of Thursday 19 November 2026",
            full_report.ACTIONS[0]["what"],
            full_report.ACTIONS[2]["by_when"],
            handed.lead.email,
            handed.lead_headteacher.email,
            "No date is set yet",
        ):
            assert (wanted, wanted in text) == (wanted, True)


def test_a_sealed_report_is_not_listed(handed: Cast, as_: As) -> None:
    assert "Report of Thursday 19 November 2026" in page(as_, handed.stranger, handed)
    ReportVersion.objects.update(
        sealed_at=date(2026, 11, 25).isoformat() + "T09:00Z", sealed_by=handed.director
    )
    assert "Report of Thursday 19 November 2026" not in page(as_, handed.stranger, handed)


def test_one_who_is_to_come_reads_when_it_opens(handed: Cast, as_: As) -> None:
    make.appoint(handed.outsider, Role.HEADTEACHER, school=handed.lead_school, starts=date(2027, 1, 4))
    text = as_(handed.outsider).get("/handover/").content.decode()
    assert "Your first day is Monday 4 January 2027" in text
    assert as_(handed.outsider).get(f"/handover/{handed.lead_school.urn}/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_with_more_people(
    handed: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for _ in range(number):
        make.appoint(make.UserFactory(), Role.DEPUTY, school=handed.host_school)
    client = as_(handed.stranger)
    client.get("/home/")
    with django_assert_num_queries(27):
        client.get(f"/handover/{handed.host_school.urn}/")


# --- The one who has left ------------------------------------------------------------------------


@pytest.mark.one_engine
def test_a_former_headteacher_opens_what_a_stranger_opens(handed: Cast, as_: As) -> None:
    Appointment.objects.filter(person=handed.stranger).delete()
    rows = {
        row: codes for row, codes in test_access.TABLE.items() if row.split()[1][:5] in ("schoo", "peerc")
    }
    found = test_access.found_letters(as_, handed, rows, ["host", "stranger"])
    assert {row for row, letters in found.items() if letters[0] != letters[1]} - OWN == set()


def test_a_former_reviewer_keeps_the_session_and_loses_the_school(handed: Cast, as_: As) -> None:
    Appointment.objects.filter(person=handed.lead).update(ends=date(2026, 11, 30))
    client = as_(handed.lead)
    session, school = f"/sessions/{handed.session.pk}/", f"/schools/{handed.lead_school.urn}/"
    assert [client.get(f"{session}{part}").status_code for part in ("", "report/read/")] == [200, 200]
    codes = [
        client.get(path).status_code for path in (school, f"{school}delegates/", "/handover/", "/schools/")
    ]
    assert codes == [404, 404, 404, 404]
    make.SessionFactory(host=handed.lead_school, group=handed.group, round=handed.round)
    listed = client.get("/sessions/").content.decode()
    assert ("Ash Primary School" in listed, "Beech Primary School" in listed) == (True, False)


def test_my_history_tells_posts_and_sessions(handed: Cast, as_: As) -> None:
    text = as_(handed.host).get("/history/").content.decode()
    assert [
        "Monday 30 November 2026" in text,
        "Hosted" in text,
        f"/sessions/{handed.session.pk}/" in text,
    ] == [
        True,
        True,
        False,
    ]
    lead = as_(handed.lead).get("/history/").content.decode()
    assert ["Lead reviewer" in lead, f'href="/sessions/{handed.session.pk}/"' in lead] == [True, True]
    office = as_(handed.administrator).get(f"/people/{handed.host.pk}/history/").content.decode()
    assert "History of Hana Host" in office


def test_it_is_found_from_the_navigation_and_the_account(handed: Cast, as_: As) -> None:
    for address in ("/home/", "/account/"):
        assert 'href="/history/"' in as_(handed.host).get(address).content.decode()
