"""Nominations for quality assurance: who may, once, with a reason, and who reads it."""

import pytest
import time_machine
from django.core.exceptions import ValidationError

from hlp.models import AuditEntry, Message
from peerchallenge import home
from peerchallenge.models import ChallengeSession, Nomination, Reviewer
from peerchallenge.services import nominations
from tests.conftest import BEFORE, As, Cast

REASON = "Two reviewers who have not worked together before"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_qa(cast: Cast) -> None:
    """The session of the cast has no QA reviewer yet."""
    ChallengeSession.objects.update(qa_reviewer=None)
    cast.session.refresh_from_db()


def nominate(cast: Cast, reason: str = REASON) -> Nomination:
    """The lead headteacher nominates the session."""
    return nominations.nominate(session=cast.session, reason=reason, by=cast.lead_headteacher)


@time_machine.travel(BEFORE, tick=False)
def test_a_nomination_reaches_the_director_and_says_nothing_in_its_mail(cast: Cast) -> None:
    made = nominate(cast)
    messages = list(Message.objects.filter(kind="qa-nominated"))

    assert [m.person for m in messages] == [cast.director]
    assert REASON not in str(messages[0].context)
    assert AuditEntry.objects.filter(action="qa.nominated", about=made.about).count() == 1
    items = home.panels(cast.director)[0]["context"]["items"]
    assert [(i["title"], i["href"]) for i in items if i["status"] == "Nominated"] == [
        ("Ash Primary School is nominated for QA", f"/nominations/{made.pk}/")
    ]


@time_machine.travel(BEFORE, tick=False)
def test_the_same_nomination_twice_is_one_and_another_is_refused(cast: Cast) -> None:
    assert nominate(cast) == nominate(cast)
    with pytest.raises(ValidationError, match="nominated already"):
        nominate(cast, "Another reason")
    assert Nomination.objects.count() == 1


@time_machine.travel(BEFORE, tick=False)
@pytest.mark.parametrize("state", ["held", "reported", "closed", "cancelled"])
def test_only_a_session_that_a_qa_reviewer_can_still_visit_is_nominated(cast: Cast, state: str) -> None:
    ChallengeSession.objects.update(
        state=state, ended_at=cast.session.planned_end_at, report_due_at=cast.session.planned_end_at
    )

    with pytest.raises(ValidationError, match="too late"):
        nominate(cast)


@time_machine.travel(BEFORE, tick=False)
def test_a_session_with_a_qa_reviewer_needs_no_nomination(cast: Cast) -> None:
    ChallengeSession.objects.update(qa_reviewer=cast.qa_reviewer)

    with pytest.raises(ValidationError, match="has a QA reviewer"):
        nominate(cast)


@time_machine.travel(BEFORE, tick=False)
def test_host_and_team_never_read_a_nomination(cast: Cast) -> None:
    nominate(cast)
    seen = {name for name, who in cast.people().items() if Nomination.objects.visible_to(who).exists()}

    assert seen == {"director", "lead_headteacher"}
    Reviewer.objects.filter(person=cast.reviewer).update(person=cast.lead_headteacher)
    assert not Nomination.objects.visible_to(cast.lead_headteacher).exists()


@time_machine.travel(BEFORE, tick=False)
def test_no_page_of_host_or_team_tells_of_it(cast: Cast, as_: As) -> None:
    nominate(cast)
    for who in (cast.host, cast.lead, cast.reviewer, cast.deputy, cast.administrator):
        for path in (f"/sessions/{cast.session.pk}/", "/home/"):
            page = as_(who).get(path).content.decode()
            assert REASON not in page
            assert "ominat" not in page


@time_machine.travel(BEFORE, tick=False)
def test_the_director_declines_with_a_reason_and_who_nominated_is_told(cast: Cast, as_: As) -> None:
    made = nominate(cast)
    page = as_(cast.director).post(f"/nominations/{made.pk}/", {"accepted": "no", "answer": ""})
    assert "Enter the reason why you decline" in page.content.decode()
    for _ in range(2):
        as_(cast.director).post(f"/nominations/{made.pk}/", {"accepted": "no", "answer": "Covered in spring"})

    made.refresh_from_db()
    assert (made.accepted, made.answer, made.answered_by) == (False, "Covered in spring", cast.director)
    assert [m.person for m in Message.objects.filter(kind="qa-nomination-answered")] == [
        cast.lead_headteacher
    ]
    assert "Covered in spring" in as_(cast.lead_headteacher).get("/nominations/").content.decode()


@time_machine.travel(BEFORE, tick=False)
def test_the_director_takes_it_up_and_goes_on_to_name_somebody(cast: Cast, as_: As) -> None:
    made = nominate(cast)
    answer = as_(cast.director).post(f"/nominations/{made.pk}/", {"accepted": "yes", "answer": ""})

    assert answer["Location"] == f"/sessions/{cast.session.pk}/edit/"
    with pytest.raises(ValidationError, match="answered already"):
        nominations.answer(nomination=made, accepted=False, words="No", by=cast.director)
    assert nominate(cast, "And again").pk != made.pk


@time_machine.travel(BEFORE, tick=False)
def test_without_a_reason_nothing_is_nominated(cast: Cast, as_: As) -> None:
    page = as_(cast.lead_headteacher).post(f"/sessions/{cast.session.pk}/nominate/", {"reason": "  "})

    assert "Enter the reason" in page.content.decode()
    assert Nomination.objects.count() == 0
