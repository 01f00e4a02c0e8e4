"""Findings: filed with the report, in step with its newest version, seen by its audience, tagged by people."""

import pytest

from hlp.transitions import StaleEdit
from peerchallenge.models import Finding, FindingTheme, ReportVersion
from peerchallenge.packs.findings import found_in, pieces
from peerchallenge.services import findings, reports
from peerchallenge.services.replies import answering, final, writing
from tests import factories as make
from tests.conftest import Cast, utc
from tests.peerchallenge import full_reply, full_report
from tests.peerchallenge.found import FindingFactory, confirmed, found, proposed


@pytest.fixture
def version(cast: Cast) -> ReportVersion:
    """The full report, sent."""
    full_reply.sent(cast)
    return ReportVersion.objects.get()


def themes_of(row: Finding) -> list[tuple[str, bool]]:
    return list(row.tags.values_list("theme__name", "confirmed"))


# --- What a text says ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pupils read well.\n\nThey write well too.", ["Pupils read well.", "They write well too."]),
        ("Pupils read well\nand with joy.", ["Pupils read well and with joy."]),
        ("- books are matched\n- every day\n- talk is rich", ["books are matched", "talk is rich"]),
        ("In reading:\n• books are matched\n  to sounds", ["In reading: books are matched to sounds"]),
        ("1. Books are matched\n2) Talk is rich", ["Books are matched", "Talk is rich"]),
        ("Staff know pupils well.\n- books are matched", ["Staff know pupils well.", "books are matched"]),
        ("None seen.", []),
        ("", []),
    ],
)
def test_bullets_and_paragraphs_are_findings(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


# --- Filing -------------------------------------------------------------------------------------


def test_sending_files_every_strength_even_better_if_and_action(version: ReportVersion) -> None:
    rows = list(Finding.objects.all())

    assert [(row.kind, row.place) for row in rows] == [
        *[("strength", "Teaching and learning")] * 3,
        *[("better", "Teaching and learning")] * 2,
        ("strength", "The focus"),
        ("better", "The focus"),
        *[("action", "Agreed actions")] * 3,
    ]
    assert rows[0].text.startswith("Pupils read well because reading is taught well: daily phonics")
    assert {(row.school, row.round, row.year, row.version) for row in rows} == {
        (version.session.host, version.session.round, version.session.round.year, version)
    }


def test_filing_twice_changes_nothing(version: ReportVersion) -> None:
    before = list(Finding.objects.values())
    for _ in range(2):
        findings.file_report(version=version)
    assert list(Finding.objects.values()) == before


def test_the_final_report_takes_the_findings_on_with_their_themes(cast: Cast, version: ReportVersion) -> None:
    theme = make.ThemeFactory()
    before = [confirmed(row, theme).pk for row in Finding.objects.all()]
    reply = version.session.reply
    small = full_report.TEXTS["focus_strengths"].replace("fourteen pupils", "fifteen pupils")
    for key, after in (("focus_strengths-0", small), ("focus_better-0", "Playtimes are calm now.")):
        writing.save_correction(reply=reply, key=key, after=after, why="So it is.", version=0, by=cast.host)
    full_reply.say(cast, reply)
    answering.send_reply(reply=reply, by=cast.host, at=full_reply.REPLIED)
    for correction in reply.corrections.all():
        full_reply.decide(cast, correction)
    new = final.send_final(reply=reply, by=cast.lead)

    rows = list(Finding.objects.all())
    assert [row.pk for row in rows] == before
    assert {row.version_id for row in rows} == {new.pk}
    assert [row.is_settled for row in rows] == [True] * 6 + [False] + [True] * 3
    assert (rows[5].text, rows[6].text) == (" ".join(small.split()), "Playtimes are calm now.")
    assert themes_of(rows[6]) == [(theme.name, False)]
    assert findings.file_report(version=version) == []


def test_sealing_replaces_the_findings_of_the_sealed_version(cast: Cast, version: ReportVersion) -> None:
    reports.seal_version(
        version=version,
        reason="It named a child.",
        replacement={"teaching_strengths": "Pupils read well here.", "what_1": "Share prompts"},
        by=cast.director,
    )
    texts = list(Finding.objects.values_list("text", flat=True))
    assert (len(texts), texts[0], texts[-2]) == (8, "Pupils read well here.", "Share prompts")
    assert not Finding.objects.filter(version=version).exists()


def test_a_sealed_version_has_no_findings() -> None:
    assert found_in({}) == []


# --- Who sees them ------------------------------------------------------------------------------


def test_findings_are_seen_by_the_audience_of_their_report(cast: Cast) -> None:
    row = found(cast.session)
    earlier = FindingFactory(school=cast.host_school)
    seen = {
        name: set(Finding.objects.visible_to(getattr(cast, name)))
        for name in ("director", "host", "lead", "reviewer", "lead_headteacher", "outsider", "administrator")
    }
    assert seen == {
        "director": {row, earlier},
        "host": {row, earlier},
        "lead": {row},
        "reviewer": {row},
        "lead_headteacher": {row},
        "outsider": set(),
        "administrator": set(),
    }


# --- Confirming ---------------------------------------------------------------------------------


def test_only_what_a_person_confirmed_counts(cast: Cast) -> None:
    reading, writing_, play = (make.ThemeFactory(name=name) for name in ("Reading", "Writing", "Play"))
    row = proposed(found(cast.session), reading, writing_)
    assert not FindingTheme.objects.confirmed().exists()

    row = findings.confirm(
        finding=row, themes=[reading, play], revision=1, by=cast.lead, at=utc("2026-11-25 09:00")
    )
    assert themes_of(row) == [("Play", True), ("Reading", True)]
    assert (row.settled_by, row.revision) == (cast.lead, 2)


def test_a_finding_may_have_no_theme(cast: Cast) -> None:
    row = findings.confirm(
        finding=proposed(found(cast.session), make.ThemeFactory()), themes=[], revision=1, by=cast.lead
    )
    assert (themes_of(row), row.is_settled) == ([], True)


def test_confirming_the_same_again_keeps_who_confirmed_it(cast: Cast) -> None:
    theme = make.ThemeFactory()
    row = findings.confirm(finding=found(cast.session), themes=[theme], revision=1, by=cast.lead)
    again = findings.confirm(finding=row, themes=[theme], revision=1, by=cast.director)
    assert (again.settled_by, again.revision) == (cast.lead, 2)
    more = findings.confirm(finding=row, themes=[theme, make.ThemeFactory()], revision=2, by=cast.director)
    assert [tag.by for tag in more.tags.order_by("pk")] == [cast.lead, cast.director]


def test_a_stale_confirmation_is_told(cast: Cast) -> None:
    row = findings.confirm(
        finding=found(cast.session), themes=[make.ThemeFactory()], revision=1, by=cast.lead
    )
    with pytest.raises(StaleEdit):
        findings.confirm(finding=row, themes=[], revision=1, by=cast.director)
