"""The two-minute evaluation: given once by each, by name to the Director alone, averaged from three others on."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from hlp.models import Message, User
from peerchallenge.models import Evaluation, Reply
from peerchallenge.packs.questions import QUESTIONS
from peerchallenge.services import evaluations
from peerchallenge.services.replies.sweep import sweep
from tests import factories as make
from tests.conftest import As, Cast
from tests.peerchallenge import access_evaluation, full_reply
from tests.peerchallenge.full_reply import REPLIED, SENT
from tests.test_access import WHO, code

WEEK = SENT + timedelta(days=7, hours=1)


@pytest.fixture
def reply(cast: Cast) -> Reply:
    return full_reply.sent(cast)


def marks(value: int = 3) -> dict[str, int]:
    return dict.fromkeys(QUESTIONS, value)


def say(cast: Cast, person: User, value: int = 3, comment: str = "") -> Evaluation:
    return evaluations.evaluate(
        session=cast.session, marks=marks(value), comment=comment, by=person, at=REPLIED
    )


def test_everybody_opens_what_is_theirs(as_: As, cast: Cast, reply: Reply) -> None:
    path = reverse("peerchallenge:evaluation-edit", args=[cast.session.pk])
    clients = [Client() if who == "nobody" else as_(getattr(cast, who)) for who in WHO]
    found = {}
    for row, codes in access_evaluation.SENT.items():
        letters = iter([code(client, row.split()[0], path, {}) for client in clients])
        found[row] = "".join(" " if letter == " " else next(letters) for letter in codes)
    assert found == access_evaluation.SENT


def test_each_says_it_once_and_may_think_again(cast: Cast, reply: Reply) -> None:
    say(cast, cast.host, 2)
    say(cast, cast.host, 4, "Start earlier.")
    say(cast, cast.lead)
    rows = [(row.part, row.marks["worth"], row.comment) for row in Evaluation.objects.order_by("pk")]
    assert rows == [("host", 4, "Start earlier."), ("lead", 3, "")]


def test_every_statement_needs_a_mark_and_the_report_comes_first(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="opens when the report is sent"):
        say(cast, cast.host)
    full_reply.sent(cast)
    with pytest.raises(ValidationError) as refusal:
        evaluations.evaluate(session=cast.session, marks={"talk": 5}, comment="x" * 301, by=cast.host)
    assert set(refusal.value.message_dict) == {*QUESTIONS, "comment"}


def test_averages_need_three_others(cast: Cast, reply: Reply) -> None:
    for person, value in ((cast.host, 1), (cast.lead, 3), (cast.reviewer, 4)):
        say(cast, person, value)
    assert evaluations.averages(cast.round, cast.host) == []
    assert [row.mean for row in evaluations.averages(cast.round, cast.outsider)] == [2.7] * 6
    extra = make.ReviewerFactory(session=cast.session).person
    say(cast, extra, 4)
    assert [row.mean for row in evaluations.averages(cast.round, cast.host)] == [3.7] * 6


def test_names_and_lines_are_the_directors(as_: As, cast: Cast, reply: Reply) -> None:
    for person in (cast.host, cast.lead, cast.reviewer):
        say(cast, person, comment=f"Said by {person.name}.")
    readers = {
        who
        for who, user in cast.people().items()
        if any(
            f"Said by {name}" in as_(user).get("/evaluations/").content.decode() for name in ("Leo", "Hana")
        )
    }
    assert readers == {"director"}
    assert (
        as_(cast.outsider).get("/evaluations/?download=csv").headers["Content-Type"].startswith("text/html")
    )


def test_the_form_keeps_what_was_chosen_and_names_what_is_missing(as_: As, cast: Cast, reply: Reply) -> None:
    path = reverse("peerchallenge:evaluation-edit", args=[cast.session.pk])
    page = as_(cast.host).post(path, {"talk": "4", "comment": "Kept as typed."}).content.decode()
    assert "Select how far this is so: the papers came in time" in page
    assert "Kept as typed." in page
    answer = as_(cast.host).post(path, {**marks(), "comment": ""})
    assert answer.status_code == 302
    assert Evaluation.objects.get().marks == marks()


def test_one_reminder_after_a_week_to_those_who_have_not_answered(cast: Cast, reply: Reply) -> None:
    say(cast, cast.host)
    for moment in (WEEK - timedelta(hours=2), WEEK, WEEK + timedelta(days=3)):
        sweep(at=moment)
    told = Message.objects.filter(kind="evaluation-asked").values_list("person__name", flat=True)
    assert sorted(told) == ["Leo Lead", "Rita Reviewer"]


@pytest.mark.parametrize("nonsense", ["x", "99999999999999", "-1", ""])
def test_an_unknown_round_is_no_error(as_: As, cast: Cast, nonsense: str) -> None:
    assert as_(cast.host).get(f"/evaluations/?round={nonsense}").status_code == 200
