"""A host gives its team documents: checked by content, for the team alone, and gone when their months are over."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hlp.models import AuditEntry, Blob, Message
from hlp.uploads.refusals import Refused
from peerchallenge.models import DocumentRule, HostDocument
from peerchallenge.models.hostdocument import expires_on
from peerchallenge.services import hostdocuments as service
from tests import factories as make
from tests.board import files_made
from tests.conftest import As, Cast, utc

MONDAY = utc("2026-11-09 14:03")


def give(cast: Cast, data: bytes | None = None, **facts: Any) -> HostDocument:
    given = {
        "filename": "Our plan (new).docx",
        "title": "Our plan",
        "kind": "plan",
        "by": cast.host,
        "at": MONDAY,
    }
    return service.give(session=cast.session, data=data or files_made.docx(), **{**given, **facts})


def test_a_file_is_kept_and_the_team_is_told_once_a_day(cast: Cast) -> None:
    found = give(cast)
    give(cast, files_made.docx("Another."), title="Another")
    assert (found.filename, found.ending, found.added_by) == ("our-plan-new.docx", "DOCX", cast.host)
    assert set(Message.objects.values_list("kind", "person__name")) == {
        ("host-documents-given", "Leo Lead"),
        ("host-documents-given", "Rita Reviewer"),
    }
    assert Message.objects.count() == 2
    assert "Our plan" not in str(list(Message.objects.values_list("context", flat=True)))


def test_the_same_file_twice_is_one(cast: Cast) -> None:
    plan = files_made.docx()
    assert give(cast, plan) == give(cast, plan)
    assert HostDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"<html>a page</html>", "not a PDF, Word, PowerPoint or Excel file"),
        (files_made.docx()[:4000], "damaged"),
    ],
    ids=["empty", "another type", "truncated"],
)
def test_what_cannot_be_given_is_refused_in_a_sentence(cast: Cast, data: bytes, told: str) -> None:
    with pytest.raises(Refused, match=told):
        service.give(
            session=cast.session,
            data=data,
            filename="x.docx",
            title="x",
            kind="plan",
            by=cast.host,
            at=MONDAY,
        )
    assert (HostDocument.objects.count(), Message.objects.count(), Blob.objects.count()) == (0, 0, 0)


def test_there_is_an_end_to_how_many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST", 1)
    give(cast)
    with pytest.raises(ValidationError, match="at most 1"):
        give(cast, files_made.docx("Another."))


def test_after_the_report_nothing_is_given(cast: Cast) -> None:
    session = make.held(cast.session)
    give(cast)
    session.state = "reported"
    session.save(update_fields=["state"])
    with pytest.raises(ValidationError, match="report has been sent"):
        give(cast, files_made.docx("Late."))


def test_taking_back_deletes_the_bytes(cast: Cast) -> None:
    found = give(cast)
    service.take_back(document=found, by=cast.host, at=MONDAY)
    service.take_back(document=found, by=cast.host)
    found.refresh_from_db()
    assert (found.blob, found.gone_at, found.gone_by) == (None, MONDAY, cast.host)
    assert not Blob.objects.exists()
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "host-document.given",
        "host-document.removed",
    ]
    assert give(cast) != found  # it may be given again


def test_bytes_that_something_else_holds_stay(cast: Cast) -> None:
    plan = files_made.docx()
    found = give(cast, plan)
    other = make.SessionFactory(round=cast.round, host=cast.far_school, group=cast.group)
    twin = service.give(
        session=other,
        data=plan,
        filename="p.docx",
        title="P",
        kind="plan",
        by=cast.outsider,
        at=MONDAY,
    )
    service.take_back(document=found, by=cast.host)
    twin.refresh_from_db()
    assert twin.blob is not None


def test_it_is_deleted_when_its_months_are_over(cast: Cast) -> None:
    found = give(cast)
    assert expires_on(cast.session, service.months_of(cast.session)) == date(2027, 5, 19)
    assert service.sweep(at=utc("2027-05-18 22:00")) == 0
    DocumentRule.objects.create(year=cast.year, months=3)
    assert service.sweep(at=utc("2027-02-18 23:30")) == 0
    assert service.sweep(at=utc("2027-02-19 03:00")) == 1
    assert service.sweep(at=utc("2027-02-20 03:00")) == 0
    found.refresh_from_db()
    assert (found.blob, found.gone_by) == (None, None)


def test_only_host_and_team_see_it(cast: Cast) -> None:
    give(cast)
    seers = {name for name, user in cast.people().items() if HostDocument.objects.visible_to(user).exists()}
    assert seers == {"host", "deputy", "office", "lead", "reviewer"}


def test_the_page_gives_a_file_and_keeps_what_was_typed_when_it_is_refused(cast: Cast, as_: As) -> None:
    page: Client = as_(cast.host)
    url = f"/sessions/{cast.session.pk}/documents/give/"
    wrong = SimpleUploadedFile("plan.docx", b"no file of ours")
    refused = page.post(url, {"kind": "plan", "title": "Our plan", "file": wrong})
    assert "not a PDF, Word, PowerPoint or Excel file" in refused.content.decode()
    assert 'value="Our plan"' in refused.content.decode()
    right = SimpleUploadedFile("plan.docx", files_made.docx())
    done = page.post(url, {"kind": "plan", "title": "Our plan", "file": right}, follow=True)
    assert "The team can now open ‘Our plan’" in done.content.decode()
    file = page.get(HostDocument.objects.get().get_absolute_url())
    assert file["Content-Disposition"] == "attachment; filename*=UTF-8''plan.docx"
    assert AuditEntry.objects.filter(action="host-document.opened", actor=cast.host).count() == 1


def test_another_sessions_document_is_not_found(cast: Cast, as_: As) -> None:
    found = give(cast)
    other = make.SessionFactory(round=cast.round, host=cast.far_school, group=cast.group)
    assert as_(cast.host).get(f"/sessions/{other.pk}/documents/{found.pk}/").status_code in {403, 404}


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same(
    cast: Cast, as_: As, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more + 1):
        give(cast, files_made.docx(f"File {number}."))
    page = as_(cast.host)
    page.get(f"/sessions/{cast.session.pk}/documents/")
    with django_assert_num_queries(14):
        page.get(f"/sessions/{cast.session.pk}/documents/")
