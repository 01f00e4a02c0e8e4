"""A handbook's versions: one for the same facts, a new one for every change."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hlp import documents, texts
from hlp.models import Blob, Document, Text, User
from peerchallenge.models import ChallengeSession, Handbook, Reviewer
from peerchallenge.services import handbooks, years
from schools.models import BankHoliday
from tests import factories as make
from tests.conftest import As, Cast, utc


def url(cast: Cast) -> str:
    return f"/sessions/{cast.session.pk}/handbook/"


def accept(cast: Cast, person: User) -> None:
    code = Text.objects.get(slug="code-of-conduct").current
    rows = Reviewer.objects.filter(session=cast.session, person=person)
    rows.update(code_version=code, code_accepted_at=utc("2026-11-01 09:00"))


def ready(handbook: Handbook) -> Document:
    """The document as it stands once the worker has made it; the bytes are of no interest here."""
    document = handbook.document
    document.blob = Blob.keep(b"%PDF-1.7 test")
    document.state, document.ready_at = "ready", utc("2026-11-02 09:00")
    document.save(update_fields=["blob", "state", "ready_at"])
    return document


@pytest.fixture
def host(cast: Cast, as_: As) -> Client:
    texts.ensure_defaults()
    return as_(cast.host)


# --- Versions ------------------------------------------------------------------------------


def test_the_same_facts_are_the_same_version(cast: Cast) -> None:
    first = handbooks.ask_handbook(session=cast.session, at=utc("2026-11-02 09:00"))
    again = handbooks.ask_handbook(session=cast.session, at=utc("2026-11-05 09:00"))
    assert (again, Document.objects.count()) == (first, 1)


def test_a_changed_fact_makes_a_new_version_and_keeps_the_old(cast: Cast) -> None:
    handbooks.ask_handbook(session=cast.session)
    ChallengeSession.objects.update(focus_detail="Writing")
    handbooks.ask_handbook(session=cast.session)
    shown = [(h.document.version, h.document.source["focus_detail"]) for h in Handbook.objects.all()]
    assert shown == [(2, "Writing"), (1, "Reading in key stage 1")]


def test_a_new_version_of_a_text_makes_a_new_handbook(cast: Cast) -> None:
    texts.ensure_defaults()
    handbooks.ask_handbook(session=cast.session)
    protocols = Text.objects.get(slug="protocols")
    texts.publish(text=protocols, body="Shorter.", note="", by=cast.director)
    source = handbooks.ask_handbook(session=cast.session).document.source
    assert source["version"] == 2
    assert [(t["slug"], t["number"]) for t in source["texts"]][:2] == [
        ("protocols", 2),
        ("code-of-conduct", 1),
    ]


def test_one_that_failed_is_asked_for_again(cast: Cast) -> None:
    first = handbooks.ask_handbook(session=cast.session)
    Document.objects.filter(pk=first.document_id).update(state="failed")
    assert handbooks.ask_handbook(session=cast.session).document.version == 2


@pytest.mark.parametrize(
    ("state", "there", "asked"),
    [
        ("planned", False, False),
        ("planned", True, True),
        ("confirmed", False, True),
        ("postponed", True, False),
        ("cancelled", True, False),
    ],
)
def test_a_change_asks_for_a_new_one_where_one_is_out_or_the_day_is_sure(
    cast: Cast, state: str, there: bool, asked: bool
) -> None:
    if there:
        handbooks.ask_handbook(session=cast.session)
    cast.session.state, cast.session.focus_detail = state, "Writing"
    cast.session.save(update_fields=["state", "focus_detail"])
    before = Document.objects.count()
    handbooks.refresh_handbook(session=cast.session)
    assert (Document.objects.count() > before) is asked


# --- Facts ---------------------------------------------------------------------------------


def test_the_countdown_counts_school_days_backwards(cast: Cast) -> None:
    countdown = handbooks.ask_handbook(session=cast.session).document.source["countdown"]
    assert {step["before"]: step["on"] for step in countdown} == {
        20: "2026-10-15",
        15: "2026-10-22",
        10: "2026-11-05",
        5: "2026-11-12",
        3: "2026-11-16",
        1: "2026-11-18",
    }


def test_a_bank_holiday_moves_the_countdown(cast: Cast) -> None:
    BankHoliday.objects.create(day=date(2026, 11, 18), name="Invented")
    countdown = handbooks.ask_handbook(session=cast.session).document.source["countdown"]
    assert countdown[-1]["on"] == "2026-11-17"


def test_the_facts_name_everybody_of_the_day(cast: Cast) -> None:
    cast.lead.phone = "07700 900123"
    cast.lead.save(update_fields=["phone"])
    source = handbooks.ask_handbook(session=cast.session).document.source
    assert source["team"] == [
        {"name": "Leo Lead", "phone": "07700 900123", "school": "Beech Primary School", "lead": True},
        {"name": "Rita Reviewer", "phone": "", "school": "Cedar Primary School", "lead": False},
    ]
    assert (source["heads"], source["qa_reviewer"]) == (
        [{"name": "Hana Host", "phone": ""}],
        {"name": "Quinn Quality", "phone": ""},
    )
    assert source["due_at"] == "2026-11-21T16:00:00+00:00"


def test_gathering_the_facts_costs_a_fixed_number_of_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    texts.ensure_defaults()
    years.start(cast.year)
    first = handbooks.ask_handbook(session=cast.session)
    with django_assert_num_queries(32):
        assert handbooks.ask_handbook(session=cast.session) == first


# --- Pages ---------------------------------------------------------------------------------


def test_a_handbook_is_asked_for_once_however_often_one_presses(cast: Cast, host: Client) -> None:
    assert "Make the handbook" in host.get(url(cast)).content.decode()
    host.post(url(cast))
    host.post(url(cast))
    page = host.get(url(cast))
    assert (Document.objects.count(), page.context["refresh_seconds"]) == (1, 5)
    assert "is being made" in page.content.decode()


def test_the_progress_is_polled_as_a_fragment(cast: Cast, host: Client) -> None:
    host.post(url(cast))
    page = host.get(url(cast), headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in page, "hx-get" in page) == (False, True)


def test_newest_and_older_versions_are_read(cast: Cast, host: Client) -> None:
    ready(handbooks.ask_handbook(session=cast.session))
    ChallengeSession.objects.update(focus_detail="Writing")
    ready(handbooks.ask_handbook(session=cast.session))
    page = host.get(url(cast)).content.decode()
    assert ("Version 2, made on" in page, f"{url(cast)}1/" in page) == (True, True)
    reply = host.get(f"{url(cast)}1/")
    assert (reply.content, reply["Content-Type"]) == (b"%PDF-1.7 test", "application/pdf")
    assert reply["Content-Disposition"].endswith('handbook-ash-primary-school-2026-11-19-version-1.pdf"')


def test_a_version_that_is_not_ready_cannot_be_downloaded(cast: Cast, host: Client) -> None:
    handbooks.ask_handbook(session=cast.session)
    assert host.get(f"{url(cast)}1/").status_code == 404


def test_the_page_says_when_something_has_changed_since(cast: Cast, host: Client) -> None:
    ready(handbooks.ask_handbook(session=cast.session))
    assert host.get(url(cast)).context["is_current"] is True
    texts.publish(text=Text.objects.get(slug="protocols"), body="Shorter.", note="", by=cast.director)
    assert "Make a new version" in host.get(url(cast)).content.decode()


def test_after_the_day_no_new_one_is_made(cast: Cast, host: Client) -> None:
    make.held(cast.session)
    assert "No handbook was made" in host.get(url(cast)).content.decode()
    assert host.post(url(cast)).status_code == 403


@pytest.mark.parametrize("file", ["", "1/"])
def test_a_reviewer_accepts_the_code_before_the_handbook_opens(cast: Cast, as_: As, file: str) -> None:
    texts.ensure_defaults()
    ready(handbooks.ask_handbook(session=cast.session))
    client = as_(cast.reviewer)
    there = client.get(url(cast) + file)
    assert there["Location"] == reverse("peerchallenge:session-accept-code", args=[cast.session.pk])
    accept(cast, cast.reviewer)
    assert client.get(url(cast) + file).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("director", 200),
        ("administrator", 200),
        ("lead_headteacher", 200),
        ("qa_reviewer", 200),
        ("other_lead_headteacher", 404),
        ("other_qa_reviewer", 404),
        ("la_officer", 404),
        ("outsider", 404),
        ("stranger", 404),
    ],
)
def test_who_opens_the_handbook(cast: Cast, as_: As, who: str, status: int) -> None:
    ready(handbooks.ask_handbook(session=cast.session))
    client = as_(cast.people()[who])
    assert (client.get(url(cast)).status_code, client.get(f"{url(cast)}1/").status_code) == (status, status)


def test_the_text_of_another_session_is_not_in_it(cast: Cast) -> None:
    other = make.SessionFactory(host=cast.far_school, group=cast.group, key_lines="Secret line")
    make.ReviewerFactory(session=other, person=cast.outsider)
    source = handbooks.ask_handbook(session=cast.session).document.source
    assert "Secret line" not in str(source)


def test_the_lead_time_of_a_working_time_round_is_told(cast: Cast) -> None:
    cast.round.clock = "working"
    cast.round.save(update_fields=["clock"])
    due = handbooks.ask_handbook(session=cast.session).document.source["due_at"]
    assert due == (utc("2026-11-19 16:00") + timedelta(days=4)).isoformat()


def test_the_digest_says_whether_a_version_still_holds(cast: Cast) -> None:
    document = handbooks.ask_handbook(session=cast.session).document
    session = ChallengeSession.objects.with_people().get(pk=cast.session.pk)
    assert handbooks.is_current(session, document) is True
    session.key_lines = "Other"
    assert handbooks.is_current(session, document) is False
    assert documents.newest("handbook", session.about) == document
