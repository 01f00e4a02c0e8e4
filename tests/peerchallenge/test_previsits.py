"""The team's analysis before the visit: written together, answered on the day, handed to the host as questions alone."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from hlp import texts
from hlp.models import Text
from hlp.transitions import StaleEdit
from peerchallenge.models import ChallengeSession, Hypothesis, PreVisit, Reviewer
from peerchallenge.services import previsits as service
from tests import factories as make
from tests.conftest import As, Cast, utc

MONDAY = utc("2026-11-16 14:03")


def write(cast: Cast, question: str = "In every year?", **facts: Any) -> Hypothesis:
    plain = {"area": None, "suggests": "Writing is strong", "look_for": "Books", "taken_by": None}
    return service.write(
        session=cast.session, by=cast.lead, at=MONDAY, question=question, **{**plain, **facts}
    )


def accepted(cast: Cast) -> None:
    texts.ensure_defaults()
    code = Text.objects.get(slug="code-of-conduct").current
    Reviewer.objects.filter(session=cast.session).update(code_version=code, code_accepted_at=MONDAY)


def test_hypotheses_stand_in_their_order_and_pressing_twice_writes_one(cast: Cast) -> None:
    first, again, second = write(cast), write(cast), write(cast, "With whom?")
    assert (first, [first.position, second.position]) == (again, [1, 2])


def test_a_colleagues_newer_words_are_not_overwritten(cast: Cast) -> None:
    found = write(cast)
    facts = {"area": None, "suggests": "Other", "question": "Which?", "look_for": "", "taken_by": None}
    service.write(session=cast.session, hypothesis=found, version=1, by=cast.reviewer, **facts)
    with pytest.raises(StaleEdit):
        service.write(session=cast.session, hypothesis=found, version=1, by=cast.lead, **facts)
    with pytest.raises(StaleEdit):
        service.answer(hypothesis=found, outcome="holds", found="", version=1)


def test_the_day_answers(cast: Cast) -> None:
    found = service.answer(hypothesis=write(cast), outcome="partly", found="In most books", version=1)
    assert (found.get_outcome_display(), found.found, found.version) == (
        "It holds in part",
        "In most books",
        2,
    )
    with pytest.raises(ValidationError):
        service.answer(hypothesis=found, outcome="maybe", found="", version=2)


def test_it_is_done_once_and_only_with_something_in_it(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="at least one"):
        service.finish(session=cast.session, by=cast.lead)
    write(cast)
    service.finish(session=cast.session, by=cast.lead, at=MONDAY)
    service.finish(session=cast.session, by=cast.reviewer)
    assert PreVisit.objects.get().ready_by == cast.lead


def test_the_host_is_given_the_questions_and_nothing_else(cast: Cast) -> None:
    write(cast)
    write(cast, "With whom?")
    session = ChallengeSession.objects.with_people().get(pk=cast.session.pk)
    row = service.hand_over(session=session, by=cast.lead, at=MONDAY)
    assert row.key_lines == "In every year?\nWith whom?"


def test_once_the_report_is_out_it_stays(cast: Cast) -> None:
    found = write(cast)
    session = make.held(cast.session)
    write(cast, "On the day?")
    session.state = "reported"
    session.save(update_fields=["state"])
    for act in (lambda: write(cast, "Late?"), lambda: service.remove(hypothesis=found)):
        with pytest.raises(ValidationError, match="stays as it was"):
            act()
    assert Hypothesis.objects.count() == 2


def test_only_the_team_sees_it(cast: Cast) -> None:
    write(cast)
    seers = {name for name, user in cast.people().items() if Hypothesis.objects.visible_to(user).exists()}
    assert seers == {"lead", "reviewer"}


def test_the_page_writes_changes_and_removes(cast: Cast, as_: As) -> None:
    accepted(cast)
    lead = as_(cast.lead)
    url = f"/sessions/{cast.session.pk}/analysis/"
    empty = lead.post(f"{url}new/", {"version": 1, "suggests": "Typed", "question": ""})
    assert "Enter the question" in empty.content.decode()
    assert "Typed" in empty.content.decode()
    assert lead.post(f"{url}new/", {"version": 1, "suggests": "A", "question": "Why?"})["Location"] == url
    found = Hypothesis.objects.get()
    stale = {"version": 7, "suggests": "Mine", "question": "Mine?"}
    assert "Somebody else saved a change" in lead.post(f"{url}{found.pk}/", stale).content.decode()
    page = lead.get(url).content.decode()
    assert "Why?" in page
    assert lead.post(f"{url}{found.pk}/remove/", follow=True).status_code == 200
    assert not Hypothesis.objects.exists()


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_costs_the_same(
    cast: Cast, as_: As, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    accepted(cast)
    for number in range(more + 1):
        write(cast, f"Question {number}?")
    lead = as_(cast.lead)
    lead.get(f"/sessions/{cast.session.pk}/analysis/")
    with django_assert_num_queries(13):
        lead.get(f"/sessions/{cast.session.pk}/analysis/")
