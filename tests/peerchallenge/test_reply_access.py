"""Who opens what of a reply in each of its states, and that nothing of it leaks elsewhere."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from hlp.mail import compose
from hlp.models import Message
from peerchallenge.models import Dispute, FactualCorrection, Reply
from peerchallenge.services.replies import final
from peerchallenge.services.replies.sweep import sweep
from tests.conftest import As, Cast
from tests.peerchallenge import access_reply, full_reply
from tests.peerchallenge.full_reply import DECIDED, DECISIONS_DUE, REPLIED
from tests.test_access import WHO, code

pytestmark = pytest.mark.one_engine

SECRETS = ("421 pupils", "census of 1 October", "The day was fair", "The books say otherwise")


def drafted(cast: Cast) -> Reply:
    """A reply that was written and not sent."""
    reply = full_reply.sent(cast)
    full_reply.correct(cast, reply)
    full_reply.dispute(cast, reply)
    full_reply.say(cast, reply)
    return reply


def settled(cast: Cast) -> Reply:
    """A reply whose final report is out."""
    reply = full_reply.answered(cast)
    full_reply.decide(cast, FactualCorrection.objects.get())
    final.send_final(reply=reply, by=cast.lead, at=DECIDED)
    return reply


@pytest.mark.parametrize(
    ("lay", "at", "expected"),
    [
        (drafted, REPLIED, access_reply.OPEN),
        (full_reply.answered, DECIDED, access_reply.ANSWERED),
        (settled, DECIDED, access_reply.SETTLED),
    ],
)
def test_each_state_is_opened_by_its_people(
    as_: As, cast: Cast, lay: Callable[[Cast], Reply], at: object, expected: dict[str, str]
) -> None:
    lay(cast)
    known = access_reply.addresses(cast, FactualCorrection.objects.get().pk, Dispute.objects.get().pk)
    with time_machine.travel(str(at), tick=False):
        clients = [Client() if who == "nobody" else as_(getattr(cast, who)) for who in WHO]
        found = {}
        for row, codes in expected.items():
            method, name = row.split()
            path = reverse(name, kwargs=known[name])
            letters = iter([code(client, method, path, {}) for client in clients])
            found[row] = "".join(" " if letter == " " else next(letters) for letter in codes)
    assert found == expected


def test_a_late_decision_opens_to_the_director(as_: As, cast: Cast) -> None:
    full_reply.answered(cast)
    path = reverse("peerchallenge:reply-decision", args=[cast.session.pk, FactualCorrection.objects.get().pk])
    codes = []
    for moment in (DECISIONS_DUE, DECISIONS_DUE.replace(minute=1)):
        with time_machine.travel(moment, tick=False):
            codes.append(as_(cast.director).get(path).status_code)
    assert codes == [403, 200]


def holders(as_: As, cast: Cast, names: list[str], word: str) -> set[str]:
    """Who finds a word on any of these pages of the session, at home, or on the school's page."""
    paths = [reverse(f"peerchallenge:{name}", args=[cast.session.pk]) for name in names]
    paths += ["/home/", cast.session.get_absolute_url(), cast.host_school.get_absolute_url(), "/messages/"]
    return {
        who
        for who, user in cast.people().items()
        if any(word in as_(user).get(path).content.decode() for path in paths)
    }


@pytest.mark.parametrize("word", ["</span>421<", *SECRETS[1:]])
def test_a_draft_is_seen_by_its_host_alone(as_: As, cast: Cast, word: str) -> None:
    drafted(cast)
    with time_machine.travel(REPLIED, tick=False):
        assert holders(as_, cast, ["reply-detail", "report-read", "reply-send"], word) == {"host"}


def test_what_was_sent_is_seen_by_the_reports_audience(as_: As, cast: Cast) -> None:
    full_reply.answered(cast)
    audience = {"director", "host", "lead", "reviewer", "lead_headteacher"}
    with time_machine.travel(DECIDED, tick=False):
        assert holders(as_, cast, ["reply-detail", "report-read"], "</span>421<") == audience
        assert holders(as_, cast, ["reply-detail", "report-read"], "Contested by the school") == audience
        assert holders(as_, cast, ["reply-detail", "report-read"], "The books say otherwise") == set()


def test_grounds_are_read_by_those_who_deal_with_them(as_: As, cast: Cast) -> None:
    full_reply.answered(cast)
    path = Dispute.objects.get().get_absolute_url()
    readers = {
        who for who, user in cast.people().items() if "otherwise" in as_(user).get(path).content.decode()
    }
    assert readers == {"director", "host", "lead_headteacher"}


def test_no_message_tells_a_text(cast: Cast) -> None:
    full_reply.answered(cast)
    sweep(at=DECISIONS_DUE)
    settle = FactualCorrection.objects.get()
    full_reply.decide(cast, settle)
    final.send_final(reply=Reply.objects.get(), by=cast.lead, at=DECISIONS_DUE)
    bodies = [str(compose(row, None).message()) for row in Message.objects.all()]
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert kinds >= {"reply-received", "judgement-disputed", "corrections-due-now", "report-final"}
    told = [word for word in (*SECRETS, "Improving", "census says so") for body in bodies if word in body]
    assert told == []


def test_refusals_name_no_text(as_: As, cast: Cast) -> None:
    drafted(cast)
    row = FactualCorrection.objects.get()
    path = reverse("peerchallenge:reply-decision", args=[cast.session.pk, row.pk])
    for user in cast.people().values():
        assert [word for word in SECRETS if word in as_(user).get(path).content.decode()] == []
