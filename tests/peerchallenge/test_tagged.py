"""Report and programme as files: tagged PDF/UA-1, as the handbook is (test_handbook_pdf.py)."""

from django.conf import settings
from django.utils.module_loading import import_string

from hlp.models import Document
from peerchallenge.services import years
from peerchallenge.services.programmes import printing, reading, writing
from tests.conftest import Cast
from tests.peerchallenge import full_reply
from tests.tagged import faults


def drawn(document: Document) -> bytes:
    """The file of a document, made from the facts that were kept."""
    made: bytes = import_string(settings.DOCUMENT_BUILDERS[document.kind])(
        document.source, lambda _, __: None
    )
    return made


def test_a_report_is_tagged(cast: Cast) -> None:
    full_reply.sent(cast)
    assert faults(drawn(Document.objects.get(kind="report"))) == []


def test_a_programme_is_tagged_and_asked_for_once(cast: Cast) -> None:
    years.start(cast.year)
    writing.begin(session=cast.session, by=cast.host)
    programme = reading.programme_of(cast.session)
    assert programme is not None
    asked = {printing.ask(session=cast.session, programme=programme) for _ in range(2)}
    assert [faults(drawn(document)) for document in asked] == [[]]
    assert printing.is_current(cast.session, programme, asked.pop())
