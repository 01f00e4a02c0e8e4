"""The life of an entry: from a nomination to what readers find, and out of the directory again."""

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError

from hlp.models import Message
from hlp.transitions import StaleEdit, WrongMove
from schools.choices.practice import PRACTICE_MOVES, PracticeAudience, PracticeKind, PracticeState
from schools.models import PracticeEdition, PracticeEntry
from schools.services import directory
from tests import factories as make
from tests.conftest import Cast, utc
from tests.schools import practised

MEMBERS, PUBLIC = PracticeAudience.MEMBERS, PracticeAudience.PUBLIC


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("person__email", flat=True))


def test_nomination_is_told_to_the_headteacher_and_is_made_once(cast: Cast) -> None:
    for _ in range(2):
        entry = directory.nominate(
            school=cast.host_school, title="Reading  aloud\nevery day", provenance="Peer challenge",
            provenance_on=date(2026, 11, 19), validated_by="challenge", text="Pupils listen.", by=cast.lead,
        )  # fmt: skip
    assert PracticeEntry.objects.count() == 1
    assert (entry.title, entry.state, entry.quoted) == (
        "Reading aloud every day",
        "nominated",
        "Pupils listen.",
    )
    assert (entry.validated_on, entry.phase) == (date(2026, 11, 19), "primary")
    assert told("practice-nominated") == {cast.host.email}


def test_headteacher_who_nominates_is_not_told_of_it(cast: Cast) -> None:
    directory.nominate(school=cast.host_school, title="A", provenance="Ours", by=cast.host)
    assert told("practice-nominated") == set()


def test_long_title_is_cut_at_a_word(cast: Cast) -> None:
    entry = directory.begin(school=cast.host_school, title="word " * 50, by=cast.host)
    assert len(entry.title) <= 120
    assert entry.title.endswith("word…")


def test_nominated_entry_is_drafted_once_its_school_saves(cast: Cast) -> None:
    entry = directory.nominate(school=cast.host_school, title="A", provenance="B", by=cast.lead)
    saved = directory.save(entry=entry, facts={"summary": "Half a"}, version=entry.version, by=cast.deputy)
    assert (saved.state, saved.summary) == (PracticeState.DRAFTED, "Half a")


def test_older_page_does_not_overwrite_a_newer_text(cast: Cast) -> None:
    entry = directory.begin(school=cast.host_school, title="A", by=cast.host)
    directory.save(entry=entry, facts={"summary": "Newer"}, version=entry.version, by=cast.deputy)
    with pytest.raises(StaleEdit):
        directory.save(entry=entry, facts={"summary": "Older"}, version=entry.version, by=cast.host)
    entry.refresh_from_db()
    assert entry.summary == "Newer"


def test_second_click_saves_nothing_more(cast: Cast) -> None:
    entry = directory.begin(school=cast.host_school, title="A", by=cast.host)
    first = directory.save(entry=entry, facts={"summary": "S"}, areas=["Inclusion"], version=1, by=cast.host)
    second = directory.save(entry=entry, facts={"summary": "S"}, areas=["Inclusion"], version=1, by=cast.host)
    assert second.version == first.version == 2


def test_incomplete_draft_says_what_is_missing(cast: Cast) -> None:
    entry = directory.begin(school=cast.host_school, title="A", by=cast.host)
    with pytest.raises(ValidationError) as refused:
        directory.submit(entry=entry, by=cast.host)
    assert refused.value.messages == [
        "Say in one or two sentences what it is",
        "Choose at least one theme",
        "Say why you did it",
        "Say what you did",
        "Say what it changed",
        "Say what you would do differently",
        "Say whom others can ask, by their role",
    ]


def test_work_in_progress_needs_no_impact_until_it_becomes_a_case_study(cast: Cast) -> None:
    entry = practised.drafted(
        cast.host_school, by=cast.host, impact="", would_change="", kind=PracticeKind.WORK_IN_PROGRESS
    )
    directory.submit(entry=entry, by=cast.host)
    converted = directory.convert(entry=entry, by=cast.host)
    assert (converted.kind, converted.state) == (PracticeKind.CASE_STUDY, PracticeState.DRAFTED)
    with pytest.raises(ValidationError, match="Say what it changed"):
        directory.submit(entry=entry, by=cast.host)


def test_whole_way_tells_each_in_turn(cast: Cast) -> None:
    entry = practised.drafted(cast.host_school, by=cast.deputy)
    directory.submit(entry=entry, by=cast.deputy)
    directory.check(entry=entry, by=cast.lead_headteacher)
    directory.consent(entry=entry, audience=PUBLIC, pictures=True, by=cast.host)
    shown = directory.publish(entry=entry, audience=PUBLIC, by=cast.director, at=utc("2026-11-30 12:00"))
    assert told("practice-submitted") == {cast.lead_headteacher.email}
    assert told("practice-consent") == {cast.host.email}
    assert told("practice-consented") == {cast.director.email}
    assert told("practice-published") == {cast.host.email, cast.deputy.email, cast.office.email}
    assert shown.review_on == date(2028, 5, 30)
    assert [event.to_state for event in shown.events.all()] == [
        "drafted", "submitted", "checked", "consented", "published",
    ]  # fmt: skip


def test_director_checks_what_the_lead_headteachers_own_school_writes(cast: Cast) -> None:
    make.appoint(cast.lead_headteacher, "headteacher", school=cast.host_school)
    entry = practised.drafted(cast.host_school, by=cast.host)
    directory.submit(entry=entry, by=cast.host)
    assert told("practice-submitted") == {cast.director.email}
    assert not cast.lead_headteacher.has_perm("schools.check_practice", entry)


def test_consent_to_members_does_not_reach_everybody(cast: Cast) -> None:
    entry = practised.consented(cast.host_school, by=cast.host, audience=MEMBERS)
    with pytest.raises(ValidationError, match="members of the partnership only"):
        directory.publish(entry=entry, audience=PUBLIC, by=cast.director)
    assert not PracticeEdition.objects.exists()


def test_draft_cannot_be_published_past_the_consent(cast: Cast) -> None:
    entry = practised.published(cast.host_school, by=cast.host)
    directory.revise(entry=entry, by=cast.host)
    with pytest.raises(WrongMove):
        directory.publish(entry=entry, audience=PUBLIC, by=cast.director)


def test_published_text_stays_until_a_new_version_is_published(cast: Cast) -> None:
    entry = practised.published(cast.host_school, by=cast.host)
    directory.revise(entry=entry, by=cast.host)
    directory.save(entry=entry, facts={"title": "Talk, then write"}, by=cast.host)
    assert PracticeEdition.objects.standing().get().title == "Talk before writing"
    directory.submit(entry=entry, by=cast.host)
    directory.check(entry=entry, by=cast.director)
    directory.consent(entry=entry, audience=MEMBERS, pictures=True, by=cast.host)
    directory.publish(entry=entry, audience=MEMBERS, by=cast.director)
    shown = PracticeEdition.objects.standing().get()
    assert (shown.title, shown.number, shown.is_public) == ("Talk, then write", 2, False)
    assert PracticeEdition.objects.get(number=1).title == "Talk before writing"


def test_new_version_that_is_dropped_leaves_what_is_published(cast: Cast) -> None:
    theme = make.ThemeFactory()
    entry = practised.published(cast.host_school, by=cast.host, themes=[theme])
    directory.revise(entry=entry, by=cast.host)
    directory.save(entry=entry, facts={"title": "B"}, themes=[make.ThemeFactory()], by=cast.host)
    dropped = directory.discard(entry=entry, by=cast.host)
    assert (dropped.title, dropped.state, list(dropped.themes.all())) == (
        "Talk before writing", PracticeState.PUBLISHED, [theme],
    )  # fmt: skip


def test_sending_back_takes_a_reason_and_the_consent(cast: Cast) -> None:
    entry = practised.consented(cast.host_school, by=cast.host)
    with pytest.raises(ValidationError, match="Say what is missing"):
        directory.send_back(entry=entry, reason=" ", by=cast.director)
    back = directory.send_back(entry=entry, reason="Name the measure.", by=cast.director)
    assert (back.state, back.consent_at, back.consent_audience) == (PracticeState.DRAFTED, None, "")


def test_review_moves_the_day_and_not_the_text(cast: Cast) -> None:
    entry = practised.published(cast.host_school, by=cast.host)
    reviewed = directory.review(entry=entry, months=12, by=cast.host, at=utc("2028-05-30 12:00"))
    assert (reviewed.review_on, reviewed.state) == (date(2029, 5, 30), PracticeState.PUBLISHED)
    with pytest.raises(ValidationError, match="between 12 and 24"):
        directory.review(entry=entry, months=25, by=cast.host)


def test_archived_entry_is_gone_for_readers_and_kept_for_its_school(cast: Cast) -> None:
    entry = practised.published(cast.host_school, by=cast.host)
    directory.archive(entry=entry, reason="We no longer do this.", by=cast.host)
    assert not PracticeEdition.objects.visible_to(cast.outsider).exists()
    assert not PracticeEntry.objects.visible_to(cast.outsider).exists()
    assert PracticeEntry.objects.visible_to(cast.host).get() == entry
    assert entry.editions.count() == 1


def test_published_entry_is_not_declined_but_archived(cast: Cast) -> None:
    entry = practised.published(cast.host_school, by=cast.host)
    directory.revise(entry=entry, by=cast.host)
    with pytest.raises(ValidationError, match="archive it"):
        directory.decline(entry=entry, reason="", by=cast.host)


ACTS = {
    PracticeState.SUBMITTED: lambda entry, by: directory.submit(entry=entry, by=by),
    PracticeState.CHECKED: lambda entry, by: directory.check(entry=entry, by=by),
    PracticeState.CONSENTED: lambda entry, by: directory.consent(
        entry=entry, audience=PUBLIC, pictures=True, by=by
    ),
    PracticeState.DECLINED: lambda entry, by: directory.decline(entry=entry, reason="", by=by),
    PracticeState.ARCHIVED: lambda entry, by: directory.archive(entry=entry, reason="Old", by=by),
    PracticeState.DRAFTED: lambda entry, by: directory.revise(entry=entry, by=by),
}
NOT_SHOWN = [state for state in PracticeState if state != PracticeState.PUBLISHED]


@pytest.mark.parametrize(("before", "after"), list(product(NOT_SHOWN, ACTS)))
def test_only_steps_of_the_table_are_taken(cast: Cast, before: PracticeState, after: PracticeState) -> None:
    entry = practised.drafted(cast.host_school, by=cast.host)
    consent = {"consent_at": utc("2026-11-01 12:00"), "consent_by": cast.host, "consent_audience": PUBLIC}
    PracticeEntry.objects.update(state=before, **(consent if before == PracticeState.CONSENTED else {}))
    if after == before or after in PRACTICE_MOVES[before]:
        assert ACTS[after](entry, cast.director).state == after
    else:
        with pytest.raises(WrongMove):
            ACTS[after](entry, cast.director)
