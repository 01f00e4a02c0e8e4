"""The page of a draft: its parts with what is missing, who acts next, and what the reader may do."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string

from hlp import clock
from hlp.models import User
from schools.choices.practice import PracticeKind, PracticeState
from schools.models import PracticeEntry, PracticeVisit, Theme
from schools.roles import roles_of
from schools.services.directory.completeness import PARTS, gaps
from schools.services.directory.desk import COLOURS
from schools.services.directory.people import checkers, heads
from schools.services.directory.reading import history

S = PracticeState


def areas_for(entry: PracticeEntry) -> list[str]:
    """The names of areas to choose from: those of the year, and those that the entry has."""
    named = [name for path in settings.PRACTICE_AREAS for name in import_string(path)()]
    return list(dict.fromkeys([*named, *(area.name for area in entry.areas.all())]))


def themes_for(entry: PracticeEntry) -> QuerySet[Theme]:
    """The themes to choose from: those in use, and those that the entry has."""
    return Theme.objects.filter(Q(pk__in=Theme.objects.in_use()) | Q(pk__in=entry.themes.all()))


def page_of(entry: PracticeEntry, user: User) -> dict[str, Any]:
    """Everything that the page of a draft shows to one reader."""
    missing = gaps(entry)
    may_write = user.has_perm("schools.write_practice", entry)
    visits = PracticeVisit.objects.visible_to(user).filter(entry=entry).select_related("school")
    return {
        "entry": entry,
        "colour": COLOURS[PracticeState(entry.state)],
        "parts": [_part(entry, row, missing, may_write) for row in PARTS],
        "missing": missing if entry.is_written else [],
        "pictures": list(entry.pictures.filter(removed_at=None).select_related("picture")),
        "files": list(entry.files.filter(removed_at=None)),
        "may_write": may_write and entry.is_written,
        "acts": acts(entry, user, complete=not missing),
        "waits": waits(entry),
        "quoted": entry.quoted if _reads_quotation(entry, user) else "",
        "history": history(entry),
        "visits": list(visits),
        "review_due": entry.is_review_due(clock.today()),
    }


def _reads_quotation(entry: PracticeEntry, user: User) -> bool:
    """A report's words are not for those who only prepare for the school."""
    held = roles_of(user)
    return entry.school_id in held.schools or entry.school_id not in held.delegated


def _part(
    entry: PracticeEntry, row: tuple[str, str, tuple[str, ...]], missing: list[Any], may_write: bool
) -> dict[str, Any]:
    slug, heading, fields = row
    open_ones = [gap for gap in missing if gap.part == slug]
    written = any(getattr(entry, name) not in ("", None, False) for name in fields if name not in QUIET)
    status, colour = ("Complete", "") if written and not open_ones else ("Not begun", "grey")
    if open_ones and written:
        status, colour = f"{len(open_ones)} to do", "yellow"
    href = reverse("schools:practice-part", args=[entry.pk, slug]) if may_write and entry.is_written else ""
    return {"title": heading, "href": href, "status": status, "colour": colour}


QUIET = {"title", "kind", "phase", "review_months", "validated_by", "validated_on"}


def waits(entry: PracticeEntry) -> str:
    """Whose turn it is, in a sentence."""
    names = {
        S.NOMINATED: "The school decides whether it takes this up.",
        S.DRAFTED: "The school is writing. Nobody but the school, its lead headteacher and the Director sees it.",
        S.CONSENTED: f"{_agreed(entry)} The Director publishes it.",
        S.PUBLISHED: _published(entry),
        S.DECLINED: "The school did not take this up.",
        S.ARCHIVED: "No longer in the directory. What was written is kept.",
    }
    if entry.state == S.SUBMITTED:
        return f"{_people(checkers(entry.school))} checks it."
    if entry.state == S.CHECKED:
        return f"It is checked. {_people(heads(entry.school))} reads it and decides about consent."
    return names[PracticeState(entry.state)]


def _people(people: list[User]) -> str:
    return " or ".join(person.name for person in people) or "Nobody holds that post now: the Director"


def _agreed(entry: PracticeEntry) -> str:
    name = entry.consent_by.name if entry.consent_by else ""
    return f"{name} agreed to its publication to {'everybody' if entry.consent_audience == 'public' else 'members'}."


def _published(entry: PracticeEntry) -> str:
    if entry.live is None or entry.review_on is None:
        return ""
    to = "everybody" if entry.live.is_public else "members of the partnership"
    since, until = clock.day(entry.live.published_on), clock.day(entry.review_on)
    return f"Published to {to} on {since}. To be looked at again by {until}."


def acts(entry: PracticeEntry, user: User, *, complete: bool) -> list[dict[str, Any]]:
    """What this reader may do with the entry now: the usual way on first. ``page``: it leads to a form first."""
    found = [act for act in _acts(entry, complete) if entry.state in act["states"]]
    return [act for act in found if user.has_perm(act["permission"], entry)]


def _acts(entry: PracticeEntry, complete: bool) -> list[dict[str, Any]]:
    write, check, keep = "schools.write_practice", "schools.check_practice", "schools.keep_practice"
    hidden = "" if complete else "hidden"
    rows: list[tuple[str, str, str, set[PracticeState], bool, str]] = [
        ("submit", "Give it to be checked", write, {S.DRAFTED}, False, hidden),
        ("check", "It is good: ask the headteacher for consent", check, {S.SUBMITTED}, False, ""),
        ("consent", "Decide about consent", "schools.consent_practice", {S.CHECKED}, True, ""),
        ("publish", "Publish", "schools.publish_practice", {S.CONSENTED}, True, ""),
        ("review", "Say that it still holds", keep, {S.PUBLISHED}, True, "secondary"),
        ("send-back", "Send it back with a word", check, {S.SUBMITTED}, True, "secondary"),
        ("send-back", "Send it back with a word", "schools.publish_practice", {S.CONSENTED}, True, "secondary"),
        ("revise", "Write a new version", write, {S.PUBLISHED}, False, "secondary"),
        ("revise", "Take it back to change it", write, {S.SUBMITTED, S.CHECKED, S.CONSENTED}, False, "secondary"),
        ("revise", "Take it up again", write, {S.ARCHIVED, S.DECLINED}, False, "secondary"),
        ("decline", "Do not take it up", keep, {S.NOMINATED, S.DRAFTED}, True, "hidden" if entry.live_id else "secondary"),
        ("discard", "Drop this new version", write, {S.DRAFTED}, False, "secondary" if entry.live_id else "hidden"),
        ("archive", "Archive it", keep, {S.DRAFTED, S.SUBMITTED, S.CHECKED, S.CONSENTED, S.PUBLISHED}, True,
         "secondary" if entry.live_id else "hidden"),
    ]  # fmt: skip
    if entry.kind == PracticeKind.WORK_IN_PROGRESS and entry.live_id:
        rows.insert(4, ("convert", "Make it a full case study", write, {S.PUBLISHED}, False, ""))
    return [
        {"verb": verb, "text": text, "permission": permission, "states": states, "page": is_page, "style": style,
         "href": reverse("schools:practice-step", args=[entry.pk, verb])}
        for verb, text, permission, states, is_page, style in rows if style != "hidden"
    ]  # fmt: skip
