"""The vocabulary of the demonstration, what became of it, and the themes that people confirmed for findings."""

from datetime import datetime, timedelta
from functools import cache

from peerchallenge.demo import prose
from peerchallenge.demo.stage import CORE, Stage
from peerchallenge.models import Finding, FindingTheme
from peerchallenge.services.findings import proposing
from schools.models import Theme
from schools.services import themes as services

GROUPS = ("strengths", "better", "actions")
# What comes before the first fact of a sentence tells it from all others, unless it is shorter than this.
SHORTEST = 12
BEFORE = timedelta(days=500)
RENAMED = ("Pupil premium", "Disadvantaged pupils", timedelta(days=280))
MERGED = ("Marking", "Feedback and marking", timedelta(days=200))
# A lead reviewer looks at the themes within a week; what was sent later still waits.
CONFIRMED_AFTER, STILL_WAITING = timedelta(days=2), timedelta(days=9)


def set_vocabulary(stage: Stage) -> None:
    """Every theme with its description and other words; one was renamed and one merged since."""
    director, begun = stage.director, stage.now - BEFORE
    for name, facts in prose.pool("vocabulary").items():
        words = {"description": facts["description"], "synonyms": facts.get("synonyms", [])}
        first = RENAMED[0] if name == RENAMED[1] else name
        theme = Theme.objects.filter(name=name).first()
        if theme is None:
            theme = services.add_theme(name=first, **words, by=director, at=begun)
        else:
            services.change_theme(theme=theme, name=name, **words, version=1, by=director, at=begun)
        if name == RENAMED[1]:
            services.change_theme(
                theme=theme, name=name, **words, version=1, by=director, at=stage.now - RENAMED[2]
            )
    old = services.add_theme(name=MERGED[0], synonyms=["books marked"], by=director, at=begun)
    into = Theme.objects.get(name=MERGED[1])
    services.merge_themes(theme=old, into=into, version=1, by=director, at=stage.now - MERGED[2])


def play(stage: Stage) -> None:
    """What leads confirmed of the reports that were sent long enough ago; for the others themes are proposed."""
    themes = {theme.name: theme for theme in Theme.objects.in_use()}
    rows = Finding.objects.waiting().filter(made_at__lt=stage.now - STILL_WAITING)
    tags: list[FindingTheme] = []
    settled: list[Finding] = []
    for row in rows.select_related("session__focus").prefetch_related("session__reviewers__person"):
        lead = row.session.lead if row.session else None
        if lead is None:
            continue
        row.settled_at, row.settled_by = row.made_at + CONFIRMED_AFTER, lead.person
        settled.append(row)
        tags += [_tag(row, themes[name]) for name in _told(row) if name in themes]
    FindingTheme.objects.bulk_create(tags)
    Finding.objects.bulk_update(settled, ["settled_at", "settled_by"], batch_size=200)
    proposing.propose_waiting(at=stage.now)


def _tag(row: Finding, theme: Theme) -> FindingTheme:
    at: datetime = row.settled_at or row.made_at
    return FindingTheme(
        finding=row, theme=theme, named=theme.name_at(at), confirmed=True, by=row.settled_by, at=at
    )


def _told(row: Finding) -> list[str]:
    """The themes of the sentences that a finding holds; of the focus where it holds none that are known."""
    found = {name for beginning, name in _beginnings() if beginning in row.text}
    if not found and row.place == "The focus" and row.session and row.session.focus:
        found = {str(row.session.focus)}
    return sorted(found - {CORE})


@cache
def _beginnings() -> list[tuple[str, str]]:
    found = [
        (sentence.partition(" | ")[0].partition("{")[0].strip(), name)
        for name, theme in prose.pool("themes").items()
        for group in GROUPS
        for sentence in theme[group]
    ]
    told = [
        (beginning, name)
        for name, facts in prose.pool("vocabulary").items()
        for beginning in facts.get("told_by", ())
    ]
    return [row for row in [*found, *told] if len(row[0]) >= SHORTEST]
