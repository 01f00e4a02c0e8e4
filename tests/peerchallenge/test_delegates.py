"""A deputy and the office of the host: dates and documents come to them, and not a word that was written."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from hlp.mail import compose
from hlp.models import Message, User
from peerchallenge import deadlines
from peerchallenge.models import AreaSelfEvaluation, ConfidentialNote, ReportVersion, SelfEvaluationText
from peerchallenge.services.clock import facts_of
from peerchallenge.services.sessions import change_session, postpone_session
from peerchallenge.services.sweep import sweep
from schools.models import Appointment
from tests import access_rows, test_access
from tests.conftest import BEFORE, As, Cast, utc
from tests.peerchallenge import full_report

TEXTS = [
    "honest about writing and about pupils",
    "whoever has not yet spoken",
    "A word in the judgement of the school",
    "A strength that the school would showcase",
    "A note about the budget",
    full_report.TEXTS["context"][:40],
    full_report.TEXTS["teaching_better"][:40],
    full_report.ACTIONS[0]["what"][:40],
]


def copies(cast: Cast) -> None:
    Appointment.objects.filter(person__in=[cast.deputy, cast.office]).update(copies=True)


def told(kind: str) -> set[User]:
    return {message.person for message in Message.objects.filter(kind=kind)}


# --- Dates ---------------------------------------------------------------------------------------


@time_machine.travel(BEFORE, tick=False)
def test_who_gets_copies_is_told_of_a_new_date(cast: Cast) -> None:
    Appointment.objects.filter(person=cast.deputy).update(copies=True)
    later = timedelta(days=7)
    change_session(
        session=cast.session, version=1, by=cast.director,
        starts_at=cast.session.starts_at + later, planned_end_at=cast.session.planned_end_at + later,
    )  # fmt: skip
    assert told("session-moved") == {cast.host, cast.deputy, cast.lead, cast.reviewer, cast.qa_reviewer}


@time_machine.travel(BEFORE, tick=False)
def test_who_gets_copies_is_told_that_a_session_is_off(cast: Cast) -> None:
    copies(cast)
    postpone_session(session=cast.session, reason="Flu", by=cast.director)
    assert {cast.deputy, cast.office} < told("session-postponed")


def test_of_the_clock_they_hear_the_day_before_and_of_the_programme(cast: Cast) -> None:
    copies(cast)
    facts = facts_of([cast.session], utc("2026-11-18 09:00"))[cast.session.pk]
    steps = deadlines.steps(facts)
    assert facts.helpers == {cast.deputy.pk, cast.office.pk}
    assert [step.kind for step in steps if facts.helpers & step.people] == [
        "session-tomorrow",
        "countdown-soon",  # the programme, which they make
        "countdown-late",
    ]
    sweep(at=utc("2026-11-18 12:30"))
    assert {cast.deputy, cast.office} < told("session-tomorrow")


@time_machine.travel(BEFORE, tick=False)
def test_the_home_page_has_their_dates_and_documents(as_: As, cast: Cast) -> None:
    cast.session.state = "planned"
    cast.session.save()
    for person in (cast.deputy, cast.office):
        page = as_(person).get("/home/").content.decode()
        assert "Confirm the date of your session, Thursday 19 November 2026" in page
        assert reverse("peerchallenge:handbook-detail", args=[cast.session.pk]) in page
        assert "/self-evaluation/" not in page


# --- Nothing that was written ----------------------------------------------------------------------


@pytest.fixture
def written(cast: Cast) -> Iterator[Cast]:
    """Everything is written and handed over, each text with words of its own."""
    copies(cast)
    with time_machine.travel("2026-11-16 09:00+00:00", tick=False):
        known = test_access.arguments(cast)
    with time_machine.travel("2026-11-20 23:00+00:00", tick=False):
        access_rows.hand_over(cast)
    SelfEvaluationText.objects.update(body=TEXTS[3])
    AreaSelfEvaluation.objects.update(strengths=TEXTS[2])
    ConfidentialNote.objects.update(body=TEXTS[4])
    version = ReportVersion.objects.get(session=cast.session)
    version.data["sections"][0]["parts"][0]["text"] += f" {TEXTS[1]}"
    version.save()
    cast.known = known  # type: ignore[attr-defined]
    with time_machine.travel("2026-11-23 09:00+00:00", tick=False):
        yield cast


def pages(client: Client, cast: Cast) -> Iterator[tuple[str, str]]:
    """Every page that opens, with its text: what streams or is no page has none."""
    known = cast.known  # type: ignore[attr-defined]
    for name in test_access.names():
        if "logout" in name or name in test_access.NOT_OURS:
            continue
        answer = client.get(reverse(name, kwargs=known.get(name)), follow=True)
        yield name, "" if answer.streaming else answer.content.decode(errors="replace")


def leaks(client: Client, cast: Cast) -> set[str]:
    return {text for _, page in pages(client, cast) for text in TEXTS if text in page}


@pytest.mark.one_engine
def test_no_address_shows_them_a_word_of_it(as_: As, written: Cast) -> None:
    assert leaks(as_(written.host), written) >= set(TEXTS) - {TEXTS[4]}  # there is something that could leak
    for person in (written.deputy, written.office):
        assert leaks(as_(person), written) == set()


def test_no_message_tells_them_a_word_of_it(written: Cast) -> None:
    sweep(at=utc("2026-11-18 12:30"))
    theirs = Message.objects.filter(person__in=[written.deputy, written.office])
    mails = [str(compose(message, None).message()) for message in theirs]  # type: ignore[arg-type]
    assert set(theirs.values_list("kind", flat=True)) <= {
        "session-tomorrow",
        "session-planned",
        "team-changed",
        "programme-suggested",
        "countdown-late",
    }
    assert [text for text in TEXTS for mail in mails if text in mail] == []
