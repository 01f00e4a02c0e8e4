"""Moderation: judged alone first, compared then, agreed with a reason, carried without overwriting."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pytest_django import DjangoAssertNumQueries

from hlp.models import AuditEntry, User
from hlp.transitions import StaleEdit
from peerchallenge.models import Agreement, Area, AreaView, EvidenceNote, EvidenceRule, NoteUse, ReviewerView
from peerchallenge.services import evidence, moderation, reports, sessions
from peerchallenge.services.replies.answering import lapse
from tests import factories as make
from tests.conftest import As, Cast, utc
from tests.peerchallenge import full_reply
from tests.peerchallenge.full_reply import DUE
from tests.peerchallenge.noted import note

ON_THE_DAY = utc("2026-11-19 14:30")


def view(cast: Cast, by: User, overall: str = "accurate", **more: Any) -> ReviewerView:
    areas = {area.pk: more.get("areas", "accurate") for area in cast.year.areas.all()}
    own = moderation.Own(overall, more.get("direction", "improving"), areas, more.get("why", ""))
    return moderation.record_view(session=cast.session, own=own, by=by, at=more.get("at", ON_THE_DAY))


def both_view(cast: Cast) -> None:
    view(cast, cast.lead)
    view(cast, cast.reviewer, "more-positive")


def agree(cast: Cast, question: str, answer: str = "accurate", **more: Any) -> Agreement:
    return moderation.agree(
        session=cast.session,
        question=question,
        answer=answer,
        reason=more.get("reason", "Seen in each room."),
        revision=more.get("revision", 0),
        by=more.get("by", cast.lead),
    )


def test_nobody_sees_a_colleagues_view_or_notes_before_recording_their_own(cast: Cast) -> None:
    view(cast, cast.lead)
    note(cast.session, cast.lead, "The lead’s.")
    note(cast.session, cast.reviewer, "The reviewer’s.")
    before = moderation.table_of(cast.session, cast.reviewer)
    assert (before.mine, [one.views for one in before.questions]) == (None, [[], [], [], []])
    assert [row.text for one in before.questions for row in one.notes] == ["The reviewer’s."]
    view(cast, cast.reviewer, "more-positive")
    after = moderation.table_of(cast.session, cast.reviewer)
    overall = after.question("overall")
    assert overall is not None
    assert [(one.who, one.code) for one in overall.views] == [
        ("Leo Lead", "accurate"),
        ("Rita Reviewer", "more-positive"),
    ]
    assert sorted(row.text for row in overall.notes) == ["The lead’s.", "The reviewer’s."]


def test_only_the_team_sees_views(cast: Cast) -> None:
    both_view(cast)
    agree(cast, "overall")
    for manager in (ReviewerView.objects, Agreement.objects):
        readers = {name for name, who in cast.people().items() if manager.visible_to(who).exists()}  # type: ignore[attr-defined]
        assert readers == {"lead", "reviewer"}


def test_where_views_differ_is_shown_and_not_looked_at_is_no_difference(cast: Cast) -> None:
    view(cast, cast.lead, areas="not-looked-at")
    view(cast, cast.reviewer, "more-cautious", direction="vulnerable")
    table = moderation.table_of(cast.session, cast.lead)
    assert [one.key.split("-")[0] for one in table.questions if one.differs] == ["overall", "direction"]


def test_who_has_not_recorded_is_named(cast: Cast) -> None:
    view(cast, cast.lead)
    assert moderation.table_of(cast.session, cast.lead).waiting == ["Rita Reviewer"]


def test_a_view_is_written_once(cast: Cast) -> None:
    first = view(cast, cast.lead)
    again = view(cast, cast.lead, "more-positive", direction="vulnerable")
    assert (again.pk, again.overall, ReviewerView.objects.count()) == (first.pk, "accurate", 1)
    with pytest.raises(TypeError):
        first.save()
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["moderation.viewed"]


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"overall": ""}, ["overall"]),
        ({"direction": "sideways"}, ["direction"]),
        ({"why": "x" * 2001}, ["why"]),
    ],
)
def test_a_view_is_whole(cast: Cast, facts: dict[str, str], fields: list[str]) -> None:
    with pytest.raises(ValidationError) as refusal:
        view(cast, cast.lead, **facts)
    assert list(refusal.value.message_dict) == fields


def test_nobody_judges_before_the_day(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="still to come"):
        view(cast, cast.lead, at=utc("2026-11-18 14:30"))


def test_agreeing_needs_ones_own_view_and_a_reason(cast: Cast) -> None:
    view(cast, cast.lead)
    with pytest.raises(PermissionDenied):
        agree(cast, "overall", by=cast.reviewer)
    with pytest.raises(ValidationError) as refusal:
        agree(cast, "direction", "accurate", reason=" ")
    assert sorted(refusal.value.message_dict) == ["answer", "reason"]


def test_two_who_agree_at_once_never_overwrite_each_other(cast: Cast) -> None:
    both_view(cast)
    agree(cast, "overall")
    agree(cast, "overall")  # pressed twice
    with pytest.raises(StaleEdit):
        agree(cast, "overall", "more-positive", by=cast.reviewer)
    assert agree(cast, "overall", "more-positive", by=cast.reviewer, revision=1).revision == 2


def test_after_the_report_is_sent_nothing_is_judged(cast: Cast) -> None:
    view(cast, cast.lead)
    make.held(cast.session)
    cast.session.state = "reported"
    cast.session.save(update_fields=["state"])
    with pytest.raises(reports.Closed):
        agree(cast, "overall")
    with pytest.raises(reports.Closed):
        view(cast, cast.reviewer)


# --- Into the report -------------------------------------------------------------------------


def carried(cast: Cast, **choices: str) -> dict[str, Any]:
    report = reports.open_report(session=cast.session)
    moderation.carry(session=cast.session, choices=choices, revisions=report.revisions, by=cast.lead)
    return reports.answers_of(reports.open_report(session=cast.session))


def said(cast: Cast, words: str) -> None:
    """Somebody has written on the whole self-evaluation already."""
    data = {"overall_accuracy": "more-cautious", "overall_evidence": words}
    report = reports.open_report(session=cast.session)
    reports.save_section(report=report, slug="self-evaluation", revision=0, data=data, by=cast.reviewer)


def test_what_is_agreed_fills_an_empty_report(cast: Cast) -> None:
    view(cast, cast.lead)
    area = Area.objects.get(name="Inclusion")
    agree(cast, f"area-{area.pk}", "more-positive", reason="Books.")
    agree(cast, "overall", reason="Overall.")
    agree(cast, "direction", "improving", reason="Heading up.")
    answers = carried(cast)
    assert [(row["accuracy"], row["evidence"]) for row in answers["areas"]] == [
        ("more-positive", "Books."),
        ("", ""),
    ]
    assert (answers["overall_accuracy"], answers["overall_evidence"]) == ("accurate", "Overall.")
    assert (answers["direction"], answers["direction_evidence"]) == ("improving", "Heading up.")
    assert carried(cast) == answers


def test_what_the_report_says_is_replaced_by_nobodys_silence(cast: Cast) -> None:
    view(cast, cast.lead)
    agree(cast, "overall", reason="Agreed.")
    said(cast, "Written before.")
    with pytest.raises(ValidationError, match="Choose what to do"):
        carried(cast)
    assert (
        reports.answers_of(reports.open_report(session=cast.session))["overall_evidence"] == "Written before."
    )


@pytest.mark.parametrize(
    ("choice", "accuracy", "evidence"),
    [
        ("report", "more-cautious", "Written before."),
        ("agreed", "accurate", "Agreed."),
        ("both", "accurate", "Written before.\n\nAgreed."),
    ],
)
def test_somebody_decides_what_becomes_of_it(cast: Cast, choice: str, accuracy: str, evidence: str) -> None:
    view(cast, cast.lead)
    agree(cast, "overall", reason="Agreed.")
    said(cast, "Written before.")
    answers = carried(cast, overall=choice)
    assert (answers["overall_accuracy"], answers["overall_evidence"]) == (accuracy, evidence)


def test_a_report_that_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    view(cast, cast.lead)
    agree(cast, "overall", reason="Agreed.")
    before = dict(reports.open_report(session=cast.session).revisions)
    said(cast, "Written meanwhile.")
    with pytest.raises(StaleEdit):
        moderation.carry(session=cast.session, choices={"overall": "agreed"}, revisions=before, by=cast.lead)


# --- Pages -----------------------------------------------------------------------------------------


def test_the_page_asks_as_much_for_three_notes_as_for_one(
    cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    both_view(cast)
    agree(cast, "overall")
    client, path = as_(cast.lead), f"/sessions/{cast.session.pk}/moderation/"
    client.get(path)
    for number in (1, 3):
        while EvidenceNote.objects.count() < number:
            note(cast.session, cast.reviewer, area=cast.year.areas.first().pk)
        with django_assert_num_queries(QUERIES):
            assert client.get(path).status_code == 200


QUERIES = 18


def test_a_stale_agreement_shows_both_and_the_next_press_saves(cast: Cast, as_: As) -> None:
    both_view(cast)
    agree(cast, "overall", reason="The lead’s reason.")
    path = f"/sessions/{cast.session.pk}/moderation/overall/"
    typed = {"answer": "more-positive", "reason": "The reviewer’s reason.", "revision": 0}
    client = as_(cast.reviewer)
    page = client.post(path, typed).content.decode()
    assert "The lead’s reason." in page
    assert "The reviewer’s reason." in page
    client.post(path, {**typed, "revision": 1})
    assert Agreement.objects.get().reason == "The reviewer’s reason."


def test_the_lead_removes_a_flagged_note_or_leaves_it(cast: Cast, as_: As) -> None:
    first, second = note(cast.session, cast.reviewer, "Jamie."), note(cast.session, cast.reviewer, "Fine.")
    client = as_(cast.lead)
    for row in (first, second):
        client.post(f"/evidence/{cast.session.pk}/{row.device_key}/flag/")
    client.post(f"/evidence/{cast.session.pk}/{first.device_key}/remove/")
    client.post(f"/evidence/{cast.session.pk}/{second.device_key}/remove/", {"leave": "1"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, second.text, second.flagged_at) == ("", "Fine.", None)


# --- How long all of it is kept -------------------------------------------------------------------------


def final(cast: Cast) -> None:
    """Notes, views and an agreement, and a report that is final on 27 November 2026 for want of an answer."""
    both_view(cast)
    agree(cast, "overall")
    row = note(cast.session, cast.lead)
    NoteUse.objects.create(note=row, section="focus", by=cast.lead, at=row.saved_at)
    lapse(reply=full_reply.sent(cast), at=DUE)


def test_notes_and_views_go_when_the_report_has_been_final_long_enough(cast: Cast) -> None:
    final(cast)
    assert evidence.last_day(cast.session) == date(2026, 12, 25)
    assert evidence.sweep(at=utc("2026-12-25 23:59")) == 0
    assert [evidence.sweep(at=utc("2026-12-26 04:00")) for _ in range(2)] == [1, 0]
    left = [rows.objects.count() for rows in (EvidenceNote, NoteUse, ReviewerView, AreaView, Agreement)]
    assert left == [0, 0, 0, 0, 0]
    assert AuditEntry.objects.get(action="evidence.deleted").detail == {"notes": 1}


def test_the_directors_days_count(cast: Cast) -> None:
    final(cast)
    EvidenceRule.objects.create(year=cast.year, days=3)
    assert evidence.last_day(cast.session) == date(2026, 11, 30)
    assert evidence.sweep(at=utc("2026-12-01 04:00")) == 1


def test_nothing_goes_while_the_report_is_not_final(cast: Cast) -> None:
    note(cast.session, cast.lead)
    full_reply.sent(cast)
    assert (evidence.last_day(cast.session), evidence.sweep(at=utc("2028-01-01 04:00"))) == (None, 0)
    assert EvidenceNote.objects.count() == 1


def test_notes_of_a_cancelled_session_go_as_well(cast: Cast) -> None:
    note(cast.session, cast.lead)
    sessions.cancel_session(
        session=cast.session, reason="Flood", by=cast.director, at=utc("2026-11-19 12:00")
    )
    assert evidence.last_day(cast.session) == date(2026, 12, 17)
    assert evidence.sweep(at=utc("2026-12-18 04:00")) == 1
