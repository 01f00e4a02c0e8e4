"""The demonstration's vocabulary has a history, its findings themes; reports from before are of invented schools."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from hlp import clock
from peerchallenge.demo import earlier, invented, prose
from peerchallenge.demo import findings as demo
from peerchallenge.models import EarlierReport, Finding
from schools.models import Theme
from tests import factories as make
from tests.conftest import Cast
from tests.peerchallenge.found import found


def test_the_vocabulary_is_lived_in_and_old_findings_are_confirmed(cast: Cast) -> None:
    now = clock.now()
    stage: Any = SimpleNamespace(now=now, director=cast.director)
    for name in prose.pool("themes"):
        make.ThemeFactory(name=name)
    demo.set_vocabulary(stage)
    long_ago = now - timedelta(days=300)
    sentence = prose.pool("themes")["Early reading and phonics"]["strengths"][0]
    old = found(cast.session, f"{sentence} The hall is new.", made_at=long_ago)
    none = found(cast.session, "The hall is new.", made_at=long_ago)
    new = found(cast.session, "Feedback is given in the moment.", made_at=now)
    demo.play(stage)

    themes = {row.pk: list(row.tags.values_list("theme__name", "confirmed")) for row in Finding.objects.all()}
    assert themes == {
        old.pk: [("Early reading and phonics", True)],
        none.pk: [],
        new.pk: [("Feedback and marking", False)],
    }
    assert Finding.objects.waiting().get() == new
    renamed = Theme.objects.get(name="Disadvantaged pupils")
    assert renamed.name_at(long_ago) == "Pupil premium"
    assert Theme.objects.get(name="Marking").survivor.name == "Feedback and marking"


def test_one_earlier_report_is_filed_and_one_waits_to_be_checked(cast: Cast) -> None:
    for urn in (invented.FOXGLOVE, invented.KINGFISHER):
        make.SchoolFactory(urn=urn)
    last_year = make.YearFactory(name="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31))
    now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    stage: Any = SimpleNamespace(now=now, today=now.date(), director=cast.director)
    earlier.play(stage)
    found = EarlierReport.objects.order_by("pk")
    assert [(r.school.urn, r.state, r.year, len(r.lines), r.findings.count()) for r in found] == [
        (invented.KINGFISHER, "filed", last_year, 7, 7),
        (invented.FOXGLOVE, "ready", last_year, 6, 0),
    ]
    assert {line["kind"] for row in found for line in row.lines} == {"strength", "better", "action"}
