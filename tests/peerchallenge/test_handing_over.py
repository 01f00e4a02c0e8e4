"""The lead falls ill after the day: who may take over, what stays, and what the new lead does first."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from hlp.models import Message
from hlp.texts import ensure_defaults
from hlp.transitions import StaleEdit
from peerchallenge.models import ChallengeSession, Reviewer
from peerchallenge.services import reports, teams
from peerchallenge.services.dates.handing_over import hand_over_lead, successors
from tests import factories as make
from tests.conftest import As, Cast, utc
from tests.peerchallenge import full_report

NIGHT = utc("2026-11-19 21:00")


@pytest.fixture
def held(cast: Cast) -> ChallengeSession:
    """The session of the cast, held, loaded with its people."""
    make.held(cast.session)
    return load(cast)


def load(cast: Cast) -> ChallengeSession:
    return ChallengeSession.objects.with_people().get(pk=cast.session.pk)


def hand_over(cast: Cast, session: ChallengeSession, coming: Any, **more: Any) -> ChallengeSession:
    facts = {
        "stays": True,
        "reason": "Ill",
        "version": session.version,
        "by": cast.lead_headteacher,
        "at": NIGHT,
    }
    return hand_over_lead(session=session, coming=coming, **{**facts, **more})


def test_the_team_comes_first(cast: Cast, held: ChallengeSession) -> None:
    found = successors(held)

    assert [one.candidate.person for one in found if one.candidate.ok] == [cast.reviewer, cast.outsider]
    assert [one.was_there for one in found if one.candidate.ok] == [True, False]
    assert cast.lead not in [one.candidate.person for one in found]


def test_clock_and_text_stay_and_the_new_lead_is_reminded(cast: Cast, held: ChallengeSession) -> None:
    report = full_report.write(held, cast.lead)
    row = hand_over(cast, held, cast.reviewer)

    assert (row.report_due_at, row.ended_at) == (held.report_due_at, held.ended_at)
    assert [(place.person, place.is_lead) for place in row.reviewers.all()] == [
        (cast.reviewer, True),
        (cast.lead, False),
    ]
    report.refresh_from_db()
    assert report.context == full_report.TEXTS["context"]
    told = Message.objects.filter(kind="team-changed").values_list("person__name", flat=True)
    assert {"Rita Reviewer", "Leo Lead", "Hana Host"} <= set(told)


def test_an_old_lead_may_leave_the_team(cast: Cast, held: ChallengeSession) -> None:
    row = hand_over(cast, held, cast.outsider, stays=False)

    assert {place.person for place in row.reviewers.all()} == {cast.outsider, cast.reviewer}
    assert row.lead is not None
    assert row.lead.person == cast.outsider


def test_doing_it_twice_changes_nothing(cast: Cast, held: ChallengeSession) -> None:
    hand_over(cast, held, cast.reviewer)
    again = hand_over(cast, load(cast), cast.reviewer)

    assert again.version == held.version + 1
    assert Message.objects.filter(kind="team-changed", person=cast.host).count() == 1


def test_a_stale_page_is_told(cast: Cast, held: ChallengeSession) -> None:
    with pytest.raises(StaleEdit):
        hand_over(cast, held, cast.reviewer, version=held.version - 1)


def test_whoever_is_not_trained_cannot_lead(cast: Cast, held: ChallengeSession) -> None:
    make.module("Leading a challenge")

    with pytest.raises(ValidationError, match="Otto Outsider is not trained"):
        hand_over(cast, held, cast.outsider)


def test_only_while_the_report_is_written(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="while the report is being written"):
        hand_over(cast, load(cast), cast.reviewer)


def test_the_new_lead_accepts_the_code_before_writing_and_sending(
    cast: Cast, held: ChallengeSession, as_: As
) -> None:
    ensure_defaults()
    full_report.write(held, cast.lead)
    hand_over(cast, held, cast.outsider)
    client, tasks = as_(cast.outsider), reverse("peerchallenge:report-tasks", args=[held.pk])
    accept = reverse("peerchallenge:session-accept-code", args=[held.pk])

    assert client.get(tasks).headers["Location"] == accept
    with pytest.raises(ValidationError, match="Accept the code of conduct"):
        reports.send_report(session=load(cast), by=cast.outsider, at=utc("2026-11-20 10:00"))
    assert "Accept the code of conduct" in client.get(held.get_absolute_url()).content.decode()
    teams.accept_code(session=load(cast), by=cast.outsider)
    assert client.get(tasks).status_code == 200
    assert reports.send_report(session=load(cast), by=cast.outsider, at=utc("2026-11-20 10:00")).on_time


def test_whoever_stays_writes_on_as_before(cast: Cast, held: ChallengeSession, as_: As) -> None:
    ensure_defaults()
    hand_over(cast, held, cast.outsider)

    assert as_(cast.reviewer).get(reverse("peerchallenge:report-tasks", args=[held.pk])).status_code == 200
    assert list(Reviewer.objects.exclude(took_over_at=None).values_list("person", flat=True)) == [
        cast.outsider.pk
    ]
