"""The pages of a report in the making: who may open them, and what they do with what is typed."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as WordDocument

from hlp import documents
from peerchallenge.packs.sections import SECTIONS
from peerchallenge.services import reports
from schools.models import Appointment
from tests import factories as make
from tests.conftest import As, Cast, utc
from tests.peerchallenge import full_report

WRITING = ["tasks", "check", "send", "preview", "preview-download"]


def url(name: str, cast: Cast, *rest: Any) -> str:
    return reverse(f"peerchallenge:report-{name}", args=[cast.session.pk, *rest])


def post(client: Client, address: str, **data: Any) -> str:
    return client.post(address, {"revision": "0", "page": "tab", "turn": "1", **data}).content.decode()


@pytest.mark.parametrize("name", WRITING)
def test_a_draft_is_the_teams_alone(cast: Cast, as_: As, name: str) -> None:
    full_report.write(cast.session, cast.lead)
    readers = {
        who for who, user in cast.people().items() if as_(user).get(url(name, cast)).status_code != 404
    }

    assert readers == {"lead", "reviewer"}


@pytest.mark.parametrize("slug", [section.slug for section in SECTIONS])
def test_each_section_has_its_page(cast: Cast, as_: As, slug: str) -> None:
    page = as_(cast.lead).get(url("section", cast, slug))

    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1
    assert as_(cast.host).get(url("section", cast, slug)).status_code == 404


def test_unknown_section_is_not_found(cast: Cast, as_: As) -> None:
    assert as_(cast.lead).get(url("section", cast, "weather")).status_code == 404


def test_saving_leads_to_the_next_section(cast: Cast, as_: As) -> None:
    client = as_(cast.lead)
    answer = client.post(url("section", cast, "context"), {"revision": "0", "context": "Two forms."})

    assert answer.headers["Location"] == url("section", cast, "activities")
    assert reports.open_report(session=cast.session).context == "Two forms."


@pytest.mark.parametrize(
    ("query", "extra", "leads_to"),
    [("", {"later": "1"}, "tasks"), ("?check", {}, "check")],
)
def test_saving_leads_back(cast: Cast, as_: As, query: str, extra: dict[str, str], leads_to: str) -> None:
    data = {"revision": "0", "context": "Two forms.", **extra}
    answer = as_(cast.lead).post(url("section", cast, "context") + query, data)

    assert answer.headers["Location"] == url(leads_to, cast)


def test_one_more_action(cast: Cast, as_: As) -> None:
    client = as_(cast.lead)
    data = {"revision": "0", "count": "3", "what_2": "Read", "who_2": "Head", "by_when_2": "May", "more": "1"}
    answer = client.post(url("section", cast, "actions"), data)

    assert answer.headers["Location"] == url("section", cast, "actions") + "?rows=4#id_what_3"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Action 4" in page
    assert "Action 5" not in page


def test_autosave_answers_with_the_time_and_the_revision(cast: Cast, as_: As) -> None:
    answer = post(as_(cast.lead), url("save", cast, "context"), context="Two forms.")

    assert "Saved " in answer
    assert 'name="revision" value="1" id="id_revision" hx-swap-oob="true"' in answer


def test_autosave_tells_of_a_newer_version(cast: Cast, as_: As) -> None:
    post(as_(cast.reviewer), url("save", cast, "context"), context="Rita’s text", page="other")
    answer = post(as_(cast.lead), url("save", cast, "context"), context="Leo’s text")

    assert "Not saved: Rita Reviewer saved a newer version of this section at " in answer
    assert reports.open_report(session=cast.session).context == "Rita’s text"


def test_autosave_after_sending_keeps_the_text_on_the_page(cast: Cast, as_: As) -> None:
    full_report.write(make.held(cast.session), cast.lead)
    reports.send_report(session=cast.session, by=cast.lead)

    answer = post(as_(cast.reviewer), url("save", cast, "context"), context="Late")
    assert "The report was sent." in answer
    assert "Your text is still on this page." in answer
    assert "Late" in post(as_(cast.reviewer), url("section", cast, "context"), context="Late")


@pytest.mark.parametrize("name", ["save", "section"])
def test_50_000_characters_are_refused_and_kept(cast: Cast, as_: As, name: str) -> None:
    page = post(as_(cast.lead), url(name, cast, "context"), context="x" * 50_000)

    assert "The school and its context must be 8,000 characters or fewer. You have 50,000" in page
    assert ("x" * 50_000 in page) == (name == "section")


def test_no_choice_from_outside_the_scheme(cast: Cast, as_: As) -> None:
    page = post(as_(cast.lead), url("section", cast, "direction"), direction="splendid")

    assert "Select a valid choice" in page
    assert reports.open_report(session=cast.session).direction is None


INJECTION = "<script>alert(1)</script> {{ request }} {% now 'Y' %} </textarea><b>"


def test_typed_markup_stays_text(cast: Cast, as_: As) -> None:
    full_report.write(cast.session, cast.lead, context=INJECTION)
    client = as_(cast.lead)

    for page in (client.get(url("check", cast)), client.get(url("section", cast, "context"))):
        content = page.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ request }} {% now" in content
        assert "<script>alert(1)" not in content


def test_reviewer_whose_appointment_has_ended_can_still_write_and_send(cast: Cast, as_: As) -> None:
    full_report.write(make.held(cast.session), cast.lead)
    Appointment.objects.filter(person=cast.lead).update(ends="2026-11-19")
    client = as_(cast.lead)

    assert client.get(url("tasks", cast)).status_code == 200
    assert client.post(url("send", cast)).headers["Location"] == url("receipt", cast)


def test_check_lists_what_is_missing_with_links(cast: Cast, as_: As) -> None:
    page = as_(cast.lead).get(url("check", cast)).content.decode()

    link = f'<a href="{url("section", cast, "direction")}?check#id_direction_evidence">'
    assert f"{link}Enter the evidence for the judgement on direction</a>" in page
    assert "Continue to sending" not in page


def test_sending_too_early_says_why(cast: Cast, as_: As) -> None:
    full_report.write(cast.session, cast.lead)
    cast.session.starts_at, cast.session.planned_end_at = utc("2099-11-19 08:00"), utc("2099-11-19 16:00")
    cast.session.save()

    page = as_(cast.lead).post(url("send", cast)).content.decode()
    assert "The session has not ended yet: it is planned until Thursday 19 November 2099 at 4pm." in page


def test_second_press_shows_the_receipt(cast: Cast, as_: As) -> None:
    full_report.write(make.held(cast.session), cast.lead)
    client = as_(cast.lead)

    first, second = client.post(url("send", cast)), client.post(url("send", cast))
    assert first.headers["Location"] == second.headers["Location"] == url("receipt", cast)
    assert cast.session.versions.count() == 1


def test_preview_is_asked_for_made_and_downloaded(cast: Cast, as_: As) -> None:
    full_report.write(cast.session, cast.lead)
    client = as_(cast.lead)
    assert client.post(url("preview", cast)).headers["Location"] == url("preview", cast)
    assert "is being made" in client.get(url("preview", cast)).content.decode()

    assert documents.build(documents.newest("report-preview", cast.session.about).pk)  # type: ignore[union-attr]
    assert url("preview-download", cast) in client.get(url("preview", cast)).content.decode()
    assert client.get(url("preview-download", cast)).content[:5] == b"%PDF-"


def test_postponed_session_has_no_report_pages(cast: Cast, as_: As) -> None:
    cast.session.state = "postponed"
    cast.session.save()

    assert as_(cast.lead).get(url("tasks", cast)).headers["Location"] == cast.session.get_absolute_url()


def test_blank_form_is_for_everybody_with_a_post(cast: Cast, as_: As) -> None:
    address = reverse("peerchallenge:report-blank")
    refused = {who for who, user in cast.people().items() if as_(user).get(address).status_code == 403}

    assert refused == {"stranger"}


def test_blank_form_as_word_has_every_section_area_and_direction(cast: Cast, as_: As) -> None:
    answer = as_(cast.host).get(reverse("peerchallenge:report-blank-word"))
    document = WordDocument(io.BytesIO(answer.content))
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}

    assert headings == [section.title for section in SECTIONS if not section.confidential]
    assert {"Inclusion", "Curriculum and teaching", "Overall"} <= cells
    assert {"☐ Improving", "☐ Vulnerable"} <= {p.text for p in document.paragraphs}


@pytest.mark.parametrize("count", ["²", "9" * 5000])
def test_a_number_of_actions_that_is_none_is_passed_over(cast: Cast, as_: As, count: str) -> None:
    client, address = as_(cast.lead), url("section", cast, "actions")

    shown = (
        client.get(address, {"rows": count}),
        client.post(address, {"count": count, "what_0": "Read more"}),
    )

    assert [page.context["form"].rows for page in shown] == [3, 3]
