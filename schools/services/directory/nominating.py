"""How an entry begins: somebody saw something worth telling, or the school tells of it itself."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from schools.choices.practice import PracticeKind, PracticeState, ValidatedBy
from schools.models import PracticeEntry, School, Theme
from schools.services.directory.facts import facts_of
from schools.services.directory.journal import tell
from schools.services.directory.people import heads

LONGEST_TITLE = 120


@transaction.atomic
def nominate(
    *,
    school: School,
    title: str,
    provenance: str,
    provenance_on: date | None = None,
    kind: PracticeKind = PracticeKind.CASE_STUDY,
    themes: Iterable[Theme] = (),
    text: str = "",
    validated_by: ValidatedBy | str = "",
    by: User | None,
    at: datetime | None = None,
) -> PracticeEntry:
    """Propose something a school does for the directory: entry with its facts, history, audit, notice to its head.

    ``text`` is what was written about it elsewhere; the school reads it beside its draft and it is never published.
    The same thing of the same place and day twice is one entry.
    """
    moment = at or clock.now()
    School.objects.select_for_update().get(pk=school.pk)
    known = PracticeEntry.objects.filter(
        school=school, title=_fitting(title), provenance=provenance, provenance_on=provenance_on
    ).first()
    if known:
        return known
    entry = _create(
        school, title, kind, themes, by, moment, PracticeState.NOMINATED,
        provenance=provenance, provenance_on=provenance_on, quoted=text,
        validated_by=validated_by, validated_on=provenance_on if validated_by else None,
    )  # fmt: skip
    tell(entry, "practice-nominated", heads(school), by=by, at=moment, why="It is their school’s practice")
    return entry


@transaction.atomic
def begin(
    *,
    school: School,
    title: str,
    kind: PracticeKind = PracticeKind.CASE_STUDY,
    themes: Iterable[Theme] = (),
    by: User,
    at: datetime | None = None,
) -> PracticeEntry:
    """The school starts an entry of its own: entry with its facts, history, audit. The same title twice is one."""
    School.objects.select_for_update().get(pk=school.pk)
    open_ones = PracticeEntry.objects.exclude(state__in=[PracticeState.ARCHIVED, PracticeState.DECLINED])
    known = open_ones.filter(school=school, title=_fitting(title)).first()
    return known or _create(school, title, kind, themes, by, at or clock.now(), PracticeState.DRAFTED)


def _create(
    school: School,
    title: str,
    kind: PracticeKind,
    themes: Iterable[Theme],
    by: User | None,
    at: datetime,
    state: PracticeState,
    **more: object,
) -> PracticeEntry:
    entry = PracticeEntry.objects.create(
        school=school,
        title=_fitting(title),
        kind=kind,
        state=state,
        nominated_at=at,
        nominated_by=by,
        touched_at=at,
        **facts_of(school),
        **more,
    )
    entry.themes.set(themes)
    entry.events.model(thing=entry, from_state="", to_state=state, at=at, by=by).save()
    audit.record("practice.begun", about=entry.about, by=by, at=at, state=state)
    return entry


def _fitting(title: str) -> str:
    """A title on one line that is not too long, cut at a word."""
    line = " ".join(title.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
