"""From a report into the directory with one press, and from the directory to the brokerage desk."""

from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from hlp.models import Message
from peerchallenge.choices import StrengthSource, Urgency
from peerchallenge.models import PracticeNomination, ReportVersion, Strength
from peerchallenge.services import practice
from peerchallenge.services.support import cases, desk, matches
from schools.choices.practice import PracticeAudience
from schools.models import PracticeEntry
from schools.services import directory
from tests import access_rows
from tests import factories as make
from tests.conftest import As, Cast, utc
from tests.schools import practised


@pytest.fixture
def version(cast: Cast) -> ReportVersion:
    with time_machine.travel("2026-11-20 23:00+00:00", tick=False):
        access_rows.hand_over(cast)
    return ReportVersion.objects.get(session=cast.session)


@pytest.fixture(autouse=True)
def afterwards() -> Any:
    with time_machine.travel("2026-11-23 09:00+00:00", tick=False):
        yield


def test_one_press_nominates_what_a_report_names(as_: As, cast: Cast, version: ReportVersion) -> None:
    page = as_(cast.lead).get(version.get_absolute_url()).content.decode()
    assert "Nominate as good practice" in page
    path = f"/sessions/{cast.session.pk}/report/nominate/teaching_strengths-0/"
    for _ in range(2):
        assert as_(cast.lead).post(path).status_code == 302
    entry = PracticeEntry.objects.get()
    assert (entry.school, entry.state, entry.validated_by) == (cast.host_school, "nominated", "challenge")
    assert entry.validated_on == utc("2026-11-19 12:00").date()
    assert entry.quoted == practice.nominable(version)[0].text
    assert Message.objects.filter(kind="practice-nominated").count() == 1
    page = as_(cast.lead).get(version.get_absolute_url()).content.decode()
    assert "Nominated for the directory of good practice" in page


def test_only_strengths_and_good_practice_are_nominated(cast: Cast, version: ReportVersion) -> None:
    for key in ("teaching_better-0", "what_0-0", "nothing-0"):
        with pytest.raises(ValidationError, match="names no good practice"):
            practice.nominate(version=version, paragraph=key, by=cast.lead)
    assert not PracticeNomination.objects.exists()


def test_themes_are_those_of_the_focus(cast: Cast, version: ReportVersion) -> None:
    cast.session.focus = make.ThemeFactory(name="Writing")
    cast.session.save()
    nomination = practice.nominate(version=version, paragraph="teaching_strengths-0", by=cast.lead)
    assert [theme.name for theme in nomination.entry.themes.all()] == ["Writing"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("- Pupils talk before they write. They write more.", "Pupils talk before they write"),
        ("word " * 13, "word " * 11 + "word…"),
    ],
)  # fmt: skip
def test_title_begins_as_the_text_does(text: str, title: str) -> None:
    assert practice.title_of(text) == title


def test_published_entry_is_a_strength_that_meets_a_need(as_: As, cast: Cast) -> None:
    theme = make.ThemeFactory(name="Writing")
    entry = practised.published(cast.far_school, by=cast.director, themes=[theme])
    strength = Strength.objects.get()
    assert (strength.source, strength.detail, strength.entry) == (
        StrengthSource.DIRECTORY, "Talk before writing", entry,
    )  # fmt: skip
    assert strength.consent_by == cast.director
    case = cases.request_help(
        school=cast.host_school, need="Writing", urgency=Urgency.TERM, theme=theme, by=cast.host
    )
    found = desk.candidates(case, utc("2026-11-23 09:00").date())
    assert [(one.school, one.fits, one.problem) for one in found] == [(cast.far_school, True, "")]
    page = as_(cast.director).get(case.get_absolute_url()).content.decode()
    assert f'href="/practice/{entry.pk}/"' in page
    assert matches.introduce(case=case, provider=cast.far_school, by=cast.director).strength == strength


def test_new_version_changes_the_strengths_and_the_archive_ends_them(cast: Cast) -> None:
    writing, reading = make.ThemeFactory(name="Writing"), make.ThemeFactory(name="Reading")
    entry = practised.published(cast.far_school, by=cast.director, themes=[writing])
    directory.revise(entry=entry, by=cast.director)
    directory.save(entry=entry, facts={"title": "Books"}, themes=[reading], by=cast.director)
    practised.publish_to_members(entry, by=cast.director)
    assert [(one.theme, one.detail) for one in Strength.objects.standing()] == [(reading, "Books")]
    directory.archive(entry=entry, reason="Old", by=cast.director)
    assert not Strength.objects.standing().exists()


def test_strength_that_the_head_withdrew_comes_back_with_a_new_consent_only(cast: Cast) -> None:
    entry = practised.published(cast.far_school, by=cast.director, audience=PracticeAudience.MEMBERS)
    Strength.objects.update(withdrawn_at=utc("2026-11-24 09:00"))
    directory.review(entry=entry, months=18, by=cast.director)
    assert not Strength.objects.standing().exists()


def test_areas_are_those_of_the_year(cast: Cast) -> None:
    assert practice.areas() == ["Inclusion", "Curriculum and teaching"]
