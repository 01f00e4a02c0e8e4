"""Documents: made once for the same facts, kept, sealed."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine

from hlp import documents, pdf
from hlp.choices import DocumentState
from hlp.models import Blob, Document
from tests.conftest import utc

NOON = utc("2026-11-19 12:00")


def build(source: dict[str, Any], progress: Callable[[int, str], None]) -> bytes:
    """A builder for the tests: prints the word it is given, and fails where there is none."""
    progress(50, "Half way")
    return f"%PDF {source['word']}".encode()


@pytest.fixture(autouse=True)
def builder(db: None, settings: Any) -> None:
    settings.DOCUMENT_BUILDERS = {"test": "tests.hlp.test_documents.build"}


def ask(**source: Any) -> Document:
    return documents.ask("test", about="thing:1", title="T", filename="t.pdf", source=source, at=NOON)


def test_the_same_facts_are_printed_once() -> None:
    first, second, third = ask(word="a", n=1), ask(n=1, word="a"), ask(word="b", n=1)

    assert (first.pk, third.version) == (second.pk, 2)


def test_a_document_is_made_and_kept_with_its_hash() -> None:
    document = ask(word="hello")

    assert documents.build(document.pk) is True
    assert documents.build(document.pk) is False
    document.refresh_from_db()
    assert documents.read(document) == b"%PDF hello"
    assert document.sha256 == sha256(b"%PDF hello").hexdigest()


def test_a_failure_is_tried_three_times_and_shown() -> None:
    document = ask(nothing=True)
    for _ in range(4):
        documents.build(document.pk)

    document.refresh_from_db()
    assert (document.state, document.attempts) == (DocumentState.FAILED, 3)
    assert "KeyError" in document.error


def test_after_a_failure_the_same_facts_may_be_asked_for_again() -> None:
    failed = ask(word="a")
    Document.objects.filter(pk=failed.pk).update(state=DocumentState.FAILED)

    assert ask(word="a").version == 2


def test_a_document_that_was_given_up_may_be_tried_once_more() -> None:
    document = ask(word="a")
    documents.again(document)  # it still waits: nothing to do
    Document.objects.update(state=DocumentState.FAILED, attempts=3, error="x")

    documents.again(document)

    assert documents.build_next() is True


def test_a_document_whose_worker_died_is_started_again_after_its_lease() -> None:
    document = ask(word="a")
    documents._claim(document.pk)
    with time_machine.travel(NOON, tick=False):
        Document.objects.update(claimed_until=NOON + documents.LEASE)

    assert documents.rebuild(at=NOON + timedelta(minutes=2)) == 0
    assert documents.rebuild(at=NOON + timedelta(minutes=6)) == 1


def test_who_asks_now_does_not_wait_for_a_backlog() -> None:
    ask(word="old")
    documents.ask(
        "test",
        about="thing:2",
        title="T",
        filename="t.pdf",
        source={"word": "new"},
        at=NOON + timedelta(hours=1),
    )

    documents.build_next()

    ready = Document.objects.get(state=DocumentState.READY)
    assert ready.source == {"word": "new"}


def test_a_document_that_kills_its_worker_is_given_up() -> None:
    document = ask(word="a")
    Document.objects.update(state=DocumentState.MAKING, attempts=3, claimed_until=NOON)

    assert documents.rebuild(at=NOON + timedelta(minutes=6)) == 0
    document.refresh_from_db()
    assert document.state == DocumentState.FAILED


def test_sealing_takes_text_and_bytes_and_leaves_the_hash() -> None:
    document = ask(word="secret")
    documents.build(document.pk)
    documents.seal(document)

    document.refresh_from_db()
    assert (document.state, document.source) == (DocumentState.SEALED, {})
    assert document.sha256 == sha256(b"%PDF secret").hexdigest()
    assert Blob.objects.count() == 0
    with pytest.raises(ValueError, match="not ready"):
        documents.read(document)


def test_a_document_sealed_while_it_is_printed_is_not_kept() -> None:
    document = ask(word="secret")
    claimed = documents._claim(document.pk)
    documents.seal(document)

    assert claimed is not None
    assert documents._finish(claimed, b"late") is False
    assert Blob.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.png",
        "file:///etc/passwd",
        f"{pdf.STATIC.as_uri()}/../manage.py",
        "data:text/plain,x",
    ],
)
def test_documents_fetch_nothing_but_static_files(address: str) -> None:
    with pytest.raises(ValueError, match="static files only"):
        pdf.check_address(address)
