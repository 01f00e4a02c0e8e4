"""Two people write one report: who is here, whose text is kept, and what is told to whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peerchallenge.models import Presence
from peerchallenge.packs.sections import BY_SLUG
from peerchallenge.services import reports
from peerchallenge.services.reports.comparing import together
from peerchallenge.services.reports.presence import STILL_HERE
from tests import factories as make
from tests.conftest import As, Cast, utc
from tests.peerchallenge import full_report

NOON = utc("2026-11-20 12:00")


def url(name: str, cast: Cast, *rest: Any) -> str:
    return reverse(f"peerchallenge:report-{name}", args=[cast.session.pk, *rest])


def look(cast: Cast, who: Any, slug: str, **more: Any) -> reports.Around:
    found = reports.look_around(session=cast.session.pk, slug=slug, by=who, **{"at": NOON, **more})
    assert found is not None
    return found


# --- Who is here ----------------------------------------------------------------------------------


def test_each_sees_where_the_other_is(cast: Cast) -> None:
    assert look(cast, cast.lead, "context").others == []

    (other,) = look(cast, cast.reviewer, "context").others
    assert (other.name, other.section, other.same) == ("Leo Lead", "Context", True)
    (other,) = look(cast, cast.lead, "focus").others
    assert (other.name, other.section, other.same) == ("Rita Reviewer", "Context", False)


def test_whoever_was_not_seen_for_a_moment_is_gone(cast: Cast) -> None:
    look(cast, cast.reviewer, "context", at=NOON - STILL_HERE + timedelta(seconds=1))
    assert [one.name for one in look(cast, cast.lead, "").others] == ["Rita Reviewer"]

    assert look(cast, cast.lead, "", at=NOON + timedelta(seconds=1)).others == []


def test_looking_around_reads_once_and_writes_once(cast: Cast) -> None:
    make.ReviewerFactory(session=cast.session, person=cast.outsider, school=cast.far_school)
    reports.open_report(session=cast.session)
    for user in (cast.lead, cast.reviewer, cast.outsider):
        look(cast, user, "context")

    with CaptureQueriesContext(connection) as queries:
        assert len(look(cast, cast.lead, "context", revision=0).others) == 2
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 2
    assert Presence.objects.count() == 3


def test_nobody_but_the_team_looks_around(cast: Cast, as_: As) -> None:
    readers = {
        who for who, user in cast.people().items() if as_(user).get(url("around", cast)).status_code != 404
    }

    assert readers == {"lead", "reviewer"}
    assert set(Presence.objects.values_list("reviewer__person", flat=True)) == {
        cast.lead.pk,
        cast.reviewer.pk,
    }


def test_a_newer_text_is_told_before_anything_is_saved(cast: Cast, as_: As) -> None:
    report = reports.open_report(session=cast.session)
    reports.save_section(
        report=report, slug="context", revision=0, data={"context": "Two"}, by=cast.lead, page="a", turn=1
    )
    address = url("section-around", cast, "context")

    page = as_(cast.reviewer).get(address, {"revision": "0", "page": "b"}).content.decode()
    assert "Leo Lead saved a newer version of this section at" in page
    assert "newer" not in as_(cast.lead).get(address, {"revision": "0", "page": "a"}).content.decode()
    assert "newer" not in as_(cast.reviewer).get(address, {"revision": "1"}).content.decode()


def test_a_report_that_was_sent_is_told(cast: Cast, as_: As) -> None:
    full_report.write(make.held(cast.session), cast.lead)
    reports.send_report(session=cast.session, by=cast.lead)

    page = as_(cast.reviewer).get(url("section-around", cast, "context"), {"revision": "0"})
    assert "The report was sent." in page.content.decode()
    assert "newer" not in page.content.decode()


# --- What differs ---------------------------------------------------------------------------------


def test_both_together_hold_what_is_shared_once() -> None:
    theirs = "Two forms.\nA nursery of 39.\nBy the river."
    mine = "Two forms.\nA nursery of 52.\nBy the river.\nA new hall."

    assert together(theirs, mine).split("\n") == [
        "Two forms.",
        "A nursery of 39.",
        "A nursery of 52.",
        "By the river.",
        "A new hall.",
    ]


def test_only_what_differs_is_asked(cast: Cast) -> None:
    report = full_report.write(cast.session, cast.lead)
    theirs = reports.answers_of(report)
    areas = [{**theirs["areas"][0], "accuracy": "more-positive"}, *theirs["areas"][1:]]
    mine = {**theirs, "areas": areas, "overall_evidence": "Another view"}

    rows = reports.differing(BY_SLUG["self-evaluation"], theirs, mine, {})
    first = theirs["areas"][0]["id"]
    assert [(row.name, row.mine) for row in rows] == [
        (f"accuracy_{first}", "More positive than the evidence"),
        ("overall_evidence", "Another view"),
    ]


@pytest.mark.parametrize(
    ("keep", "wanted"), [("theirs", ["Read"]), ("mine", ["Write"]), ("both", ["Read", "Write"])]
)
def test_actions_are_kept_as_chosen(cast: Cast, keep: str, wanted: list[str]) -> None:
    report = reports.open_report(session=cast.session)
    row = {"who": "Head", "by_when": "May"}
    theirs = {**reports.answers_of(report), "actions": [{"what": "Read", **row}]}
    mine = {"actions": [{"what": "Write", **row}]}

    found = reports.chosen(BY_SLUG["actions"], theirs, mine, {"actions": keep}, {})
    assert [action["what"] for action in found["actions"]] == wanted


# --- Choosing, without scripts ---------------------------------------------------------------------


@pytest.fixture
def conflict(cast: Cast, as_: As) -> tuple[Client, dict[str, Any]]:
    """Leo, who typed over Rita's newer text, and what his page of two texts would post."""
    data = {"revision": "0", "page": "other", "turn": "1", "context": "A\nRita’s text"}
    as_(cast.reviewer).post(url("save", cast, "context"), data)
    client = as_(cast.lead)
    typed = {"revision": "0", "page": "tab", "turn": "3", "context": "A\nLeo’s text"}
    page = client.post(url("section", cast, "context"), typed)
    return client, dict(page.context["form"].initial)


def stored(cast: Cast) -> str:
    return reports.open_report(session=cast.session).context


def test_both_texts_stand_side_by_side(cast: Cast, as_: As, conflict: tuple[Client, dict[str, Any]]) -> None:
    typed = {"revision": "0", "page": "tab", "turn": "3", "context": "A\nLeo’s text"}
    page = conflict[0].post(url("section", cast, "context"), typed).content.decode()

    assert "Rita Reviewer saved a newer version" in page
    for text in ("Rita’s", "Leo’s", "Stored, by Rita Reviewer", "Yours, not saved yet"):
        assert text in page
    assert page.count("[only here: ") == 2
    assert "A\nRita’s text\nLeo’s text" in page
    assert stored(cast) == "A\nRita’s text"


@pytest.mark.parametrize(
    ("keep", "wanted"),
    [("theirs", "A\nRita’s text"), ("mine", "A\nLeo’s text"), ("both", "A\nEdited together")],
)
def test_what_was_chosen_is_saved(
    cast: Cast, conflict: tuple[Client, dict[str, Any]], keep: str, wanted: str
) -> None:
    client, data = conflict
    data |= {"keep_context": keep, "both_context": "A\nEdited together"}
    answer = client.post(url("choose", cast, "context"), data)

    assert answer.headers["Location"] == url("section", cast, "activities")
    assert stored(cast) == wanted
    # Either way the browser of the page on which it was typed may let go of it.
    assert "tab:4" in reports.savings(reports.open_report(session=cast.session)).split()


def test_choosing_twice_changes_nothing_more(cast: Cast, conflict: tuple[Client, dict[str, Any]]) -> None:
    client, data = conflict
    data |= {"keep_context": "mine"}
    client.post(url("choose", cast, "context"), data)
    again = client.post(url("choose", cast, "context"), data)

    assert again.status_code == 302
    assert reports.open_report(session=cast.session).revisions == {"context": 2}


def test_nothing_chosen_is_said_and_nothing_lost(cast: Cast, conflict: tuple[Client, dict[str, Any]]) -> None:
    client, data = conflict
    page = client.post(url("choose", cast, "context"), data).content.decode()

    assert "Choose which text to keep under ‘The school and its context’" in page
    assert "Leo’s" in page
    assert stored(cast) == "A\nRita’s text"


def test_a_third_text_is_shown_beside_what_was_chosen(
    cast: Cast, as_: As, conflict: tuple[Client, dict[str, Any]]
) -> None:
    client, data = conflict
    newer = {"revision": "1", "page": "other", "turn": "2", "context": "Rita’s third"}
    as_(cast.reviewer).post(url("save", cast, "context"), newer)
    page = client.post(url("choose", cast, "context"), {**data, "keep_context": "mine"}).content.decode()

    assert "While you were choosing, a still newer text was saved." in page
    assert "Rita’s third" in page or "third" in page
    assert stored(cast) == "Rita’s third"


def test_too_long_together_is_refused_at_its_box(cast: Cast, conflict: tuple[Client, dict[str, Any]]) -> None:
    client, data = conflict
    data |= {"keep_context": "both", "both_context": "x" * 9000}
    page = client.post(url("choose", cast, "context"), data)

    assert "8,000 characters or fewer" in page.content.decode()
    assert "both_context" in page.context["form"].errors
    assert stored(cast) == "A\nRita’s text"


@pytest.mark.parametrize("mine", ["", "forged", None])
def test_a_forged_text_leads_back(
    cast: Cast, conflict: tuple[Client, dict[str, Any]], mine: str | None
) -> None:
    client, data = conflict
    del data["mine"]
    if mine is not None:
        data["mine"] = mine
    answer = client.post(url("choose", cast, "context"), {**data, "keep_context": "mine"})

    assert answer.headers["Location"] == url("section", cast, "context")
    assert stored(cast) == "A\nRita’s text"


def test_autosave_marks_what_it_refuses_for_the_scripts(cast: Cast, as_: As) -> None:
    client = as_(cast.lead)
    data = {"revision": "0", "page": "tab", "turn": "1", "context": "Two"}
    saved = client.post(url("save", cast, "context"), data)
    too_long = client.post(url("save", cast, "context"), {**data, "context": "x" * 9000, "turn": "2"})
    as_(cast.reviewer).post(
        url("save", cast, "context"), {**data, "revision": "1", "page": "b", "context": "Three"}
    )
    stale = client.post(url("save", cast, "context"), {**data, "context": "Four", "turn": "3"})

    marked = ["app-saved--problem" in answer.content.decode() for answer in (saved, too_long, stale)]
    assert marked == [False, True, True]


def test_each_person_has_a_key_of_their_own(cast: Cast, as_: As) -> None:
    address = url("section", cast, "context")
    keys = {
        as_(user).get(address).content.decode().split('name="kept" content="')[1].split('"')[0]
        for user in (cast.lead, cast.reviewer)
    }

    assert len({key.split(":")[1] for key in keys}) == 2
    assert {int(key.split(":")[0]) for key in keys} == {cast.lead.pk, cast.reviewer.pk}
