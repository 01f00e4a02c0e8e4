"""What a device sends: once or many times, with the answer lost, by two tabs, malformed, by the wrong person."""

import json
import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from peerchallenge.models import ChallengeSession, EvidenceNote
from peerchallenge.services import evidence, years
from tests import factories as make
from tests.conftest import As, Cast
from tests.peerchallenge.noted import note, typed

DEVICE = "0b0c0d0e-0000-4000-8000-00000000000a"


def fact(text: str = "Calm lessons.", **more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()), "turn": 1, "base": 0, "kind": "strength", "text": text, "area": "", "theme": "",
        "slot": "", "slotWords": "", "writtenAt": "2026-11-19T10:45:00.000Z", **more,
    }  # fmt: skip


def send(client: Client, cast: Cast, *notes: dict[str, Any], reader: int | None = None) -> Any:
    body = {"reader": reader or cast.lead.pk, "device": DEVICE, "notes": notes}
    return client.post(
        f"/evidence/{cast.session.pk}/send/", json.dumps(body), content_type="application/json"
    )


def states(answer: Any) -> list[str]:
    return [result["state"] for result in answer.json()["results"]]


def test_what_is_sent_again_after_a_lost_answer_is_kept_once(cast: Cast, as_: As) -> None:
    client, batch = as_(cast.lead), [fact(f"Note {number}.") for number in range(10)]
    assert [states(send(client, cast, *batch)) for _ in range(3)] == [["saved"] * 10] * 3
    assert EvidenceNote.objects.count() == 10
    assert set(EvidenceNote.objects.values_list("revision", flat=True)) == {1}


def test_a_change_sent_after_a_lost_answer_is_taken(cast: Cast, as_: As) -> None:
    client, first = as_(cast.lead), fact()
    send(client, cast, first)
    answer = send(client, cast, {**first, "text": "Calm, busy lessons.", "turn": 2})
    assert (states(answer), EvidenceNote.objects.get().text) == (["saved"], "Calm, busy lessons.")
    assert [row["revision"] for row in answer.json()["facts"]["notes"]] == [2]


def test_a_deletion_sent_twice_leaves_nothing(cast: Cast, as_: As) -> None:
    client, first = as_(cast.lead), fact()
    send(client, cast, first)
    gone = {**first, "deleted": True, "turn": 2}
    assert [states(send(client, cast, gone)) for _ in range(2)] == [["deleted"], ["deleted"]]
    assert states(send(client, cast, first)) == ["deleted"]
    assert send(client, cast).json()["facts"]["notes"] == []


def test_one_that_is_refused_keeps_no_other_out(cast: Cast, as_: As) -> None:
    other = note(cast.session, cast.reviewer)
    answer = send(as_(cast.lead), cast, fact(""), fact(key=str(other.device_key)), fact("Kept."))
    assert states(answer) == ["refused", "refused", "saved"]
    assert answer.json()["results"][0]["problem"] == "Enter what you saw, heard or read."
    assert EvidenceNote.objects.filter(author=cast.lead).get().text == "Kept."


def test_what_two_devices_changed_is_told_with_the_other_words(cast: Cast, as_: As) -> None:
    row = note(cast.session, cast.lead, "One.")
    changed = fact("Mine.", key=str(row.device_key), base=1)
    evidence.save(
        session=cast.session, device_key=row.device_key, typed=typed("Theirs."), by=cast.lead, revision=1
    )
    result = send(as_(cast.lead), cast, changed).json()["results"][0]
    assert (result["state"], result["theirs"]["text"], result["theirs"]["revision"]) == (
        "conflict",
        "Theirs.",
        2,
    )


def test_a_note_of_the_lead_reviewers_removal_comes_back_as_removed(cast: Cast, as_: As) -> None:
    row = note(cast.session, cast.reviewer, "Jamie cannot read.")
    evidence.remove(note=row, by=cast.lead)
    answer = send(as_(cast.reviewer), cast, fact("Again.", key=str(row.device_key)), reader=cast.reviewer.pk)
    assert states(answer) == ["removed"]
    assert [(fact["text"], fact["removed"]) for fact in answer.json()["facts"]["notes"]] == [("", True)]


def test_after_the_report_is_sent_a_late_note_is_told(cast: Cast, as_: As) -> None:
    make.held(cast.session)
    ChallengeSession.objects.update(state="reported")
    result = send(as_(cast.lead), cast, fact()).json()["results"][0]
    assert (result["state"], result["problem"]) == (
        "closed",
        "The report was sent, so no more notes are kept.",
    )
    assert not EvidenceNote.objects.exists()


def test_notes_of_somebody_else_who_is_no_longer_signed_in_wait(cast: Cast, as_: As) -> None:
    answer = send(as_(cast.reviewer), cast, fact(), reader=cast.lead.pk)
    assert (answer.status_code, EvidenceNote.objects.exists()) == (409, False)


def test_signed_out_is_led_to_the_sign_in_and_keeps_nothing(cast: Cast) -> None:
    assert send(Client(), cast, fact()).status_code == 302


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"reader": 1}',
        b'{"reader": 1, "device": "<b>", "notes": []}',
        b'{"reader": 1, "device": "a", "notes": [{"key": "no"}]}',
        b'{"reader": 1, "device": "a", "notes": [3]}',
        json.dumps({"reader": 1, "device": "a", "notes": [fact()] * 51}).encode(),
        json.dumps({"reader": 1, "device": "a", "notes": [fact(turn=-1)]}).encode(),
    ],
)
def test_what_cannot_be_read_is_refused_whole(cast: Cast, as_: As, body: bytes) -> None:
    path = f"/evidence/{cast.session.pk}/send/"
    answer = as_(cast.lead).post(path, body, content_type="application/json")
    assert (answer.status_code, EvidenceNote.objects.exists()) == (400, False)


def test_facts_that_are_odd_leave_the_note(cast: Cast, as_: As) -> None:
    odd = fact(
        "Cut \ud83d", area="<b>", theme=10**30, slot="s99", slotWords="10:45 Books", writtenAt="yesterday"
    )
    assert states(send(as_(cast.lead), cast, odd)) == ["saved"]
    row = EvidenceNote.objects.get()
    assert (row.area, row.theme, row.slot, row.slot_words) == (None, None, None, "10:45 Books")
    assert row.text == "Cut \ufffd"


def test_only_a_reviewers_own_notes_come_back(cast: Cast, as_: As) -> None:
    note(cast.session, cast.reviewer, "The colleague’s.")
    note(cast.session, cast.lead, "One’s own.")
    answer = send(as_(cast.lead), cast).json()
    assert [row["text"] for row in answer["facts"]["notes"]] == ["One’s own."]


def test_the_worker_keeps_a_page_without_anybody(cast: Cast, as_: As) -> None:
    years.start(cast.year)
    signed_in, anybody = as_(cast.lead), Client()
    shells = [client.get("/evidence/offline/").content for client in (signed_in, anybody)]
    assert shells[0] == shells[1]
    worker = anybody.get("/evidence/worker.js")
    assert worker["Content-Type"] == "text/javascript; charset=utf-8"
    assert b'"/static/js/evidence.js"' in worker.content
    for words in (cast.lead.name, cast.host_school.name, "csrf"):
        assert words not in shells[0].decode() + worker.content.decode()


def test_the_page_asks_as_much_for_three_notes_as_for_one(
    cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, path = as_(cast.lead), f"/evidence/{cast.session.pk}/"
    client.get(path)
    for number in (1, 3):
        while EvidenceNote.objects.count() < number:
            note(cast.session, cast.lead, f"Note {number}.")
        with django_assert_num_queries(QUERIES):
            assert client.get(path).status_code == 200


QUERIES = 22


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_send_at_once_keep_each_note_once(cast: Cast, as_: As) -> None:
    batch = [fact(f"Note {number}.") for number in range(5)]
    clients = [as_(cast.lead) for _ in range(4)]
    start, answers = threading.Barrier(4), []

    def go(client: Client) -> None:
        start.wait()
        answers.append(states(send(client, cast, *batch)))
        connections.close_all()

    threads = [threading.Thread(target=go, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [["saved"] * 5] * 4
    assert sorted(EvidenceNote.objects.values_list("text", "revision")) == [
        (f"Note {n}.", 1) for n in range(5)
    ]
