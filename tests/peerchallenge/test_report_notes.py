"""Notes of the day beside a section: taken in once, marked as used, with and without scripts. And guidance."""

from typing import Any

import pytest
from django.urls import reverse

from hlp import texts
from hlp.models import Text
from peerchallenge.models import NoteUse
from peerchallenge.packs.sections import BY_SLUG
from peerchallenge.services import reports
from peerchallenge.services.reports.notes import box_for, with_note
from tests.conftest import As, Cast
from tests.peerchallenge.noted import note


def url(name: str, cast: Cast, *rest: Any) -> str:
    return reverse(f"peerchallenge:report-{name}", args=[cast.session.pk, *rest])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "- Books are neat"),
        ("Two strengths:", "Two strengths:\n\n- Books are neat"),
        ("- Talk", "- Talk\n- Books are neat"),
        ("- Books are neat\n- Talk", "- Books are neat\n- Talk"),
    ],
)
def test_a_note_becomes_the_last_item(cast: Cast, before: str, after: str) -> None:
    row = note(cast.session, cast.reviewer, "Books are\nneat")

    assert with_note(before, row) == after


def test_each_note_has_its_box(cast: Cast) -> None:
    strength = note(cast.session, cast.reviewer, "Talk", area=cast.year.areas.get(name="Inclusion").pk)
    better = note(cast.session, cast.reviewer, "Pace", kind="better")

    assert box_for(BY_SLUG["focus"], strength) == "focus_strengths"
    assert box_for(BY_SLUG["focus"], better) == "focus_better"
    assert box_for(BY_SLUG["self-evaluation"], strength) == f"evidence_{strength.area_id}"
    assert box_for(BY_SLUG["self-evaluation"], better) == "overall_evidence"
    assert box_for(BY_SLUG["actions"], better) == ""


def test_without_scripts_the_button_takes_it_in_and_marks_it(cast: Cast, as_: As) -> None:
    row = note(cast.session, cast.reviewer, "Books are neat")
    client = as_(cast.lead)
    data = {"revision": "0", "context": "Two forms.", "take": str(row.pk)}
    answer = client.post(url("section", cast, "context"), data)

    assert answer.headers["Location"] == url("section", cast, "context") + "#section-form"
    assert reports.open_report(session=cast.session).context == "Two forms.\n\n- Books are neat"
    page = client.get(url("section", cast, "context")).content.decode()
    assert "Taken into ‘Context’" in page
    client.post(url("section", cast, "context"), {**data, "revision": "1", "context": "- Books are neat"})
    assert NoteUse.objects.count() == 1


def test_autosave_marks_what_was_taken_in(cast: Cast, as_: As) -> None:
    row, other = note(cast.session, cast.reviewer, "Books"), note(cast.session, cast.reviewer, "Talk")
    data = {"revision": "0", "page": "tab", "turn": "1", "context": "- Books", "taken": f"{row.pk}"}
    as_(cast.lead).post(url("save", cast, "context"), data)

    assert list(NoteUse.objects.values_list("note", "section", "by")) == [(row.pk, "context", cast.lead.pk)]
    assert other.uses.count() == 0


@pytest.mark.parametrize("taken", ["x", "1;2", "999999999", "1,", "99999999999"])
def test_notes_that_are_none_are_passed_over_or_refused(cast: Cast, as_: As, taken: str) -> None:
    data = {"revision": "0", "page": "tab", "turn": "1", "context": "Two", "taken": taken}
    answer = as_(cast.lead).post(url("save", cast, "context"), data)

    assert answer.status_code == 200
    assert NoteUse.objects.count() == 0


def test_a_note_of_another_session_cannot_be_taken(cast: Cast, as_: As) -> None:
    row = note(cast.session, cast.reviewer, "Books")
    row.deleted_at, row.text = row.saved_at, ""
    row.save()
    data = {"revision": "0", "context": "Two", "take": str(row.pk)}
    as_(cast.lead).post(url("section", cast, "context"), data)

    assert reports.open_report(session=cast.session).context == "Two"


def test_notes_beside_a_section_ask_the_database_twice(cast: Cast, django_assert_num_queries: Any) -> None:
    for count in (1, 3):
        for place in range(count):
            note(cast.session, cast.reviewer, f"Talk {count} {place}")
        with django_assert_num_queries(2):
            reports.notes_beside(cast.session, BY_SLUG["focus"])


def test_no_notes_beside_what_the_director_alone_reads(cast: Cast) -> None:
    note(cast.session, cast.reviewer, "Talk")

    assert reports.notes_beside(cast.session, BY_SLUG["note"]) == []


def test_the_directors_guidance_stands_at_its_section(cast: Cast, as_: As) -> None:
    assert "Enough for a reader" in reports.guidance_of(BY_SLUG["context"])
    texts.ensure_defaults()
    body = "## context\n\nThree lines are enough.\n\n## Weather\n\nNone."
    texts.publish(text=Text.objects.get(slug="report-guidance"), body=body, note="", by=cast.director)

    page = as_(cast.lead).get(url("section", cast, "context")).content.decode()
    assert "Three lines are enough." in page
    assert "The core theme" in reports.guidance_of(BY_SLUG["teaching-and-learning"])


def test_shipped_guidance_covers_every_section() -> None:
    body = next(default.body for default in texts.DEFAULTS if default.slug == "report-guidance")
    titles = {line[3:] for line in body.splitlines() if line.startswith("## ")}

    assert titles == {section.title for section in BY_SLUG.values() if not section.confidential}
