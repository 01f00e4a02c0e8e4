"""Notes of the day: kept once however often they are sent, never lost, never over a newer text, the team's alone."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from hlp.models import AuditEntry
from hlp.transitions import StaleEdit
from peerchallenge.models import Area, EvidenceNote
from peerchallenge.packs.sections import BY_SLUG
from peerchallenge.services import evidence
from tests import factories as make
from tests.conftest import Cast
from tests.peerchallenge.noted import AT_ELEVEN, note, typed


def test_a_note_that_is_sent_twice_is_one_note(cast: Cast) -> None:
    key = uuid4()
    sent = [
        evidence.save(
            session=cast.session, device_key=key, typed=typed(), by=cast.lead, device="phone", turn=1
        )
        for _ in range(3)
    ]
    assert {row.pk for row in sent} == set(EvidenceNote.objects.values_list("pk", flat=True))
    assert EvidenceNote.objects.get().revision == 1


def test_an_earlier_saving_that_comes_late_does_not_undo_a_later_one(cast: Cast) -> None:
    key, facts = uuid4(), {"session": cast.session, "by": cast.lead, "device": "phone"}
    evidence.save(device_key=key, typed=typed("Second wording."), turn=2, **facts)
    evidence.save(device_key=key, typed=typed("First wording."), turn=1, **facts)
    assert EvidenceNote.objects.get().text == "Second wording."


def test_a_change_whose_answer_was_lost_is_no_conflict_with_the_next_one(cast: Cast) -> None:
    key, facts = uuid4(), {"session": cast.session, "by": cast.lead, "device": "phone"}
    evidence.save(device_key=key, typed=typed("One."), turn=1, **facts)
    evidence.save(
        device_key=key, typed=typed("Two."), turn=2, revision=0, **facts
    )  # never heard of revision 1
    assert (EvidenceNote.objects.get().text, EvidenceNote.objects.get().revision) == ("Two.", 2)


def test_a_change_over_a_newer_text_of_another_device_is_told(cast: Cast) -> None:
    key, facts = uuid4(), {"session": cast.session, "by": cast.lead}
    evidence.save(device_key=key, typed=typed("One."), device="phone", turn=1, **facts)
    evidence.save(device_key=key, typed=typed("Two."), device="tablet", turn=1, revision=1, **facts)
    with pytest.raises(StaleEdit):
        evidence.save(device_key=key, typed=typed("Three."), device="phone", turn=2, revision=1, **facts)
    assert EvidenceNote.objects.get().text == "Two."
    evidence.save(device_key=key, typed=typed("Three."), device="phone", turn=3, revision=2, **facts)
    assert EvidenceNote.objects.get().text == "Three."


def test_the_same_words_from_two_devices_are_no_conflict(cast: Cast) -> None:
    key, facts = uuid4(), {"session": cast.session, "by": cast.lead}
    evidence.save(device_key=key, typed=typed("One."), device="phone", turn=1, **facts)
    evidence.save(device_key=key, typed=typed("One."), device="tablet", turn=1, revision=0, **facts)
    assert EvidenceNote.objects.get().revision == 1


def test_a_deleted_note_does_not_come_back(cast: Cast) -> None:
    row = note(cast.session, cast.lead)
    evidence.delete(session=cast.session, device_key=row.device_key, by=cast.lead)
    evidence.save(session=cast.session, device_key=row.device_key, typed=typed("Back."), by=cast.lead)
    assert list(EvidenceNote.objects.visible_to(cast.lead)) == []
    assert EvidenceNote.objects.get().text == ""


def test_a_note_deleted_before_it_arrives_stays_away(cast: Cast) -> None:
    key = uuid4()
    evidence.delete(session=cast.session, device_key=key, by=cast.lead)
    evidence.save(session=cast.session, device_key=key, typed=typed("Late."), by=cast.lead)
    assert not EvidenceNote.objects.visible_to(cast.lead).exists()


@pytest.mark.parametrize("act", ["save", "delete"])
def test_nobody_changes_a_note_of_somebody_else(cast: Cast, act: str) -> None:
    row = note(cast.session, cast.lead)
    facts = {"session": cast.session, "device_key": row.device_key, "by": cast.reviewer}
    with pytest.raises(PermissionError):
        evidence.save(typed=typed("Mine."), **facts) if act == "save" else evidence.delete(**facts)
    row.refresh_from_db()
    assert row.text == "Books show careful marking."


def test_only_the_review_team_sees_notes(cast: Cast) -> None:
    row = note(cast.session, cast.lead)
    readers = {name for name, who in cast.people().items() if row in EvidenceNote.objects.visible_to(who)}
    assert readers == {"lead", "reviewer"}


def test_notes_close_with_the_report(cast: Cast) -> None:
    make.held(cast.session)
    note(cast.session, cast.lead)
    cast.session.state = "reported"
    cast.session.save(update_fields=["state"])
    with pytest.raises(evidence.Closed, match="The report was sent"):
        note(cast.session, cast.lead)
    cast.session.state = "postponed"
    cast.session.save(update_fields=["state"])
    with pytest.raises(evidence.Closed, match="This session is postponed"):
        note(cast.session, cast.lead)


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"text": " \n "}, "text"), ({"text": "x" * 2001}, "text"), ({"kind": "gossip"}, "kind")],
)
def test_a_note_needs_a_text_and_a_kind(cast: Cast, facts: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        note(cast.session, cast.lead, **facts)
    assert list(refusal.value.message_dict) == [field]


def test_an_area_that_went_away_leaves_the_note(cast: Cast) -> None:
    row = note(cast.session, cast.lead, area=999_999, theme=999_999)
    assert (row.area, row.theme, row.text) == (None, None, "Books show careful marking.")


def test_a_device_whose_clock_is_ahead_writes_no_later_than_now(cast: Cast) -> None:
    ahead = note(cast.session, cast.lead, written_at=AT_ELEVEN + timedelta(days=3))
    behind = note(cast.session, cast.lead, written_at=datetime(2026, 11, 19, 9, 30, tzinfo=UTC))
    assert (ahead.written_at, behind.written_at.hour) == (AT_ELEVEN, 9)


def test_a_removed_note_leaves_its_trace_and_no_text(cast: Cast) -> None:
    row = note(cast.session, cast.reviewer, "Jamie in year 4 cannot read.")
    evidence.flag(note=row, by=cast.reviewer)
    evidence.flag(note=row, by=cast.lead)
    evidence.remove(note=row, by=cast.lead)
    evidence.save(session=cast.session, device_key=row.device_key, typed=typed("Again."), by=cast.reviewer)
    row.refresh_from_db()
    assert (row.text, row.removed_by, row.flagged_by) == ("", cast.lead, cast.reviewer)
    assert list(AuditEntry.objects.values_list("action", flat=True)) == [
        "evidence.removed",
        "evidence.flagged",
    ]
    assert "Jamie" not in str(list(AuditEntry.objects.values()))


def test_a_flag_that_the_lead_sets_aside_is_gone(cast: Cast) -> None:
    row = note(cast.session, cast.reviewer)
    evidence.flag(note=row, by=cast.reviewer)
    assert evidence.unflag(note=row, by=cast.lead).flagged_at is None


def test_notes_stand_beside_the_section_they_bear_on(cast: Cast) -> None:
    core, focus = make.ThemeFactory(is_core=True), make.ThemeFactory()
    cast.session.focus = focus
    cast.session.save(update_fields=["focus"])
    area = Area.objects.get(name="Inclusion")
    note(cast.session, cast.lead, "Calm lessons.", theme=core.pk)
    note(cast.session, cast.lead, "Phonics is slow.", kind="better", theme=focus.pk)
    note(cast.session, cast.reviewer, "Who checks?", kind="question", area=area.pk)
    evidence.delete(session=cast.session, by=cast.lead, device_key=note(cast.session, cast.lead).device_key)

    def shown(slug: str) -> list[tuple[str, list[str]]]:
        groups = evidence.beside(cast.session, BY_SLUG[slug])
        return [(group.title, [row.text for row in group.notes]) for group in groups]

    others = ["Calm lessons.", "Who checks?"]
    assert shown("focus") == [("Even better if", ["Phonics is slow."]), ("Other notes", others)]
    assert shown("teaching-and-learning")[0] == ("Strength", ["Calm lessons."])
    assert shown("self-evaluation")[0] == ("Inclusion", ["Who checks?"])
    assert shown("context") == [("Other notes", ["Calm lessons.", "Phonics is slow.", "Who checks?"])]
