"""The directory of good practice: entries of every kind and state, pictures drawn for it, and visits with their impact."""

import tomllib
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings

from hlp import clock
from hlp.models import User
from peerchallenge.demo import drawings
from peerchallenge.demo.stage import CORE, Stage
from schools.choices import Phase
from schools.choices.practice import PracticeAudience, PracticeKind, PracticeState, VisitImpact
from schools.models import PracticeEntry, School, Theme
from schools.services import directory
from schools.services.directory import attachments, visits
from schools.services.directory.visits import Wish

FILE = Path(settings.BASE_DIR) / "peerchallenge" / "data" / "demo_practice.toml"
Told = dict[str, Any]
SHOWN = {"public", "members", "revised", "due", "archived"}
# Days before the demonstration's moment on which an entry was begun; the first is the oldest.
OLDEST, NEWEST, DUE = 420, 12, 600
FIELDS = {
    "summary": "summary", "year_groups": "year_groups", "context": "context", "need": "need", "did": "what_we_did",
    "cost": "cost", "time": "time", "impact": "impact", "measure": "measure", "before": "before", "after": "after",
    "source": "source", "pupils": "pupils", "differently": "would_change", "resources": "resources",
    "contact": "contact_role",
}  # fmt: skip


def play(stage: Stage) -> None:
    """Write, check, publish and archive the entries, then the visits."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    real = _real_schools()
    for number, one in enumerate(told["entry"]):
        school = School.objects.get(urn=one["school"]) if "school" in one else real[number % len(real)]
        days = OLDEST - (OLDEST - NEWEST) * number // len(told["entry"])
        _entry(stage, school, one, stage.now - timedelta(days=DUE if one["state"] == "due" else days))
    for one in told["visit"]:
        _visit(stage, real[-1 - one["from"]], one)


def _real_schools() -> list[School]:
    """Some real member schools, spread over the borough; their entries tell of what is good and hold no figures."""
    members = School.objects.filter(invented=False, memberships__isnull=False, phase=Phase.PRIMARY).distinct()
    return list(members.order_by("urn")[1:40])


def _entry(stage: Stage, school: School, told: Told, began: datetime) -> None:
    head = _head(stage, school, began)
    themes = [stage.themes.get(name) or Theme.objects.get(name=CORE) for name in told["themes"]]
    named = {"school": school, "title": told["title"], "kind": PracticeKind(told["kind"]), "themes": themes}
    if told["state"] in {"nominated", "declined"}:
        entry = directory.nominate(
            provenance=told.get("from", "Nominated by the Director"),
            provenance_on=clock.local(began).date(),
            text=told.get("quoted", ""),
            validated_by="challenge" if "from" in told else "",
            by=stage.director,
            at=began,
            **named,
        )
        if told["state"] == "declined":
            directory.decline(entry=entry, reason=told["reason"], by=head, at=began + timedelta(days=4))
        return
    entry = directory.begin(by=head, at=began, **named)
    _write(entry, told, head, began + timedelta(days=2))
    _take_further(stage, entry, told["state"], head, began + timedelta(days=4))


def _head(stage: Stage, school: School, at: datetime) -> User:
    """Who heads the school on that day, or today."""
    return (stage.heads(school, clock.local(at).date()) or stage.heads(school, stage.today))[0]


def _write(entry: PracticeEntry, told: Told, head: User, at: datetime) -> None:
    facts = {field: told[name] for name, field in FIELDS.items() if name in told}
    if "visits" in told:
        facts |= {"visits_welcome": True, "visit_days": told["visits"], "visit_capacity": told["capacity"]}
    if "validated" in told:
        facts |= {
            "validated_by": told["validated"],
            "validated_on": clock.local(at).date() - timedelta(days=40),
        }
    directory.save(entry=entry, facts=facts, by=head, at=at)
    for name in (told[key] for key in ("drawing", "more") if key in told):
        data = drawings.drawing(name)
        attachments.add_picture(
            entry=entry, file=BytesIO(data), size=len(data), alternative=drawings.ALTERNATIVES[name],
            caption="Drawn for the demonstration", by=head, at=at,
        )  # fmt: skip
    if "file" in told:
        attachments.add_file(
            entry=entry, data=_sheet(), filename=f"{told['file']}.pdf", title=told["file"], by=head, at=at
        )


def _sheet() -> bytes:
    """An empty page, as a file for others to use."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _take_further(stage: Stage, entry: PracticeEntry, state: str, head: User, at: datetime) -> None:
    """As far along the way as the entry is told to be."""
    if state == "drafted":
        return
    director, day = stage.director, timedelta(days=1)
    directory.submit(entry=entry, by=head, at=at)
    if state == "submitted":
        return
    directory.check(entry=entry, by=director, at=at + 2 * day)
    if state == "checked":
        return
    audience = PracticeAudience.MEMBERS if state == "members" else PracticeAudience.PUBLIC
    directory.consent(entry=entry, audience=audience, pictures=True, by=head, at=at + 3 * day)
    if state == "consented":
        return
    directory.publish(entry=entry, audience=audience, by=director, at=at + 4 * day)
    if state == "archived":
        why = "The colleague who taught it has moved on."
        directory.archive(entry=entry, reason=why, by=head, at=stage.now - 20 * day)
    if state == "revised":
        directory.revise(entry=entry, by=head, at=stage.now - 5 * day)
        added = {"would_change": "Let pupils choose more often, and film the first performance."}
        directory.save(entry=entry, facts=added, by=head, at=stage.now - 4 * day)


def _visit(stage: Stage, school: School, told: Told) -> None:
    entry = PracticeEntry.objects.select_related("school").get(
        title=told["entry"], state=PracticeState.PUBLISHED
    )
    host, visitor = _head(stage, entry.school, stage.now), _head(stage, school, stage.now)
    day = stage.now + timedelta(days=told["days"]) if "days" in told else None
    asked = min(stage.now, day or stage.now) - timedelta(days=21 if day else 5)
    wish = Wish(told["purpose"], told["visitors"], told.get("suits", ""))
    visit = visits.ask(entry=entry, school=school, wish=wish, by=visitor, at=asked)
    if "declined" in told:
        visits.decline(visit=visit, answer=told["declined"], by=host, at=asked + timedelta(days=2))
    if day is None:
        return
    on = _weekday(clock.local(day).date())
    starts, ends = clock.at(on, time(9, 0)), clock.at(on, time(11, 30))
    answer = told.get("answer", "")
    at = asked + timedelta(days=3)
    visits.agree(visit=visit, starts_at=starts, ends_at=ends, answer=answer, by=host, at=at)
    if "impact" in told:
        impact, later = VisitImpact(told["impact"]), ends + timedelta(days=40)
        visits.tell_impact(visit=visit, impact=impact, text=told["text"], by=visitor, at=later)


def _weekday(day: Any) -> Any:
    """The day, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))
