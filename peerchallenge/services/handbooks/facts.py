"""Everything that a handbook shows, as plain values that are kept with it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from hlp import clock
from hlp.models import Text
from peerchallenge import deadlines
from peerchallenge.models import ChallengeSession
from peerchallenge.services.countdown.dates import days_of
from peerchallenge.services.countdown.steps import STEPS
from peerchallenge.services.handbooks.parts import gathered
from peerchallenge.services.programmes.reading import programme_of, slot_facts
from schools.calculations import school_days_before
from schools.choices import Role
from schools.models import Theme
from schools.roles import people_with

# The texts that are printed, in the order of their chapters.
PRINTED = (
    "protocols",
    "code-of-conduct",
    "preparation",
    "question-prompts",
    "model-report",
    "safeguarding-route",
)


def facts_of(session: ChallengeSession) -> dict[str, Any]:
    """All that a handbook shows, as plain values. Moments are ISO 8601 in UTC."""
    year = session.round.year
    return {
        "school": {
            "name": session.host.name,
            "address": session.host.address,
            "website": session.host.website,
        },
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.planned_end_at.isoformat(),
        "round": str(session.round),
        "group": f"{session.group.name}, {session.group.collaborative.name}",
        **_focus(session),
        **_people(session),
        **_day(session),
        "countdown": _countdown(session),
        "due_at": deadlines.due_at(session.planned_end_at, session.round.clock).isoformat(),
        "due_rule": session.round.clock,
        "areas": [area.name for area in year.areas.all()],
        "directions": [{"label": d.label, "meaning": d.meaning} for d in year.directions.all()],
        "texts": _texts(),
        "parts": gathered(session),
        "sections": _sections(session),
        "lado": settings.LADO_CONTACT,
    }


def _focus(session: ChallengeSession) -> dict[str, Any]:
    core = Theme.objects.filter(is_core=True).first()
    return {
        "core": core.name if core else "Teaching and learning",
        "themes": [theme.name for theme in session.round.focus_themes.all()],
        "focus": session.focus.name if session.focus else "",
        "focus_detail": session.focus_detail,
        "key_lines": session.key_lines,
    }


def _people(session: ChallengeSession) -> dict[str, Any]:
    day = clock.local(session.starts_at).date()
    heads = people_with(Role.HEADTEACHER, on=day, school=session.host)
    qa = session.qa_reviewer
    return {
        "heads": [{"name": person.name, "phone": person.phone} for person in heads],
        "host_contact": session.host_contact,
        "team": [
            {
                "name": reviewer.person.name,
                "phone": reviewer.person.phone,
                "school": reviewer.school.name if reviewer.school else "",
                "lead": reviewer.is_lead,
            }
            for reviewer in session.reviewers.all()
        ],
        "qa_reviewer": {"name": qa.name, "phone": qa.phone} if qa else None,
    }


def _day(session: ChallengeSession) -> dict[str, Any]:
    """The programme as the host has made it, or the year's suggestion; and whom the team goes to about a child."""
    programme = programme_of(session)
    if programme is None:
        return {"programme": _suggested(session), "is_suggested": True, "agreed": False, "safeguarding": ""}
    known = (programme.safeguarding_lead, programme.safeguarding_phone)
    return {
        "programme": [slot_facts(slot, session) for slot in programme.slots.all()],
        "is_suggested": False,
        "agreed": programme.is_agreed,
        "safeguarding": ", ".join(part for part in known if part),
    }


def _suggested(session: ChallengeSession) -> list[dict[str, Any]]:
    return [
        {
            "at": slot.starts.isoformat("minutes"),
            "until": slot.ends.isoformat("minutes"),
            "activity": slot.activity,
            "who": slot.who,
            "output": slot.output,
        }
        for slot in session.round.year.template_slots.all()
    ]


def _countdown(session: ChallengeSession) -> list[dict[str, Any]]:
    """The steps before the day on the school days of the year's setting, the earliest first."""
    days = days_of([session.round.year_id])[session.round.year_id]
    behind = school_days_before(clock.local(session.starts_at).date(), max(days.values()))
    found = [
        {
            "before": days[step.key],
            "on": behind[days[step.key] - 1].isoformat(),
            "what": step.printed,
            "who": step.owner.value,
        }
        for step in STEPS
    ]
    return sorted(found, key=lambda step: str(step["on"]))


def _sections(session: ChallengeSession) -> list[dict[str, Any]]:
    """What higher rooms print about the host (``settings.HANDBOOK_SECTIONS``)."""
    return [part for path in settings.HANDBOOK_SECTIONS for part in import_string(path)(session.host)]


def _texts() -> list[dict[str, Any]]:
    found: Iterable[Text] = Text.objects.filter(slug__in=PRINTED).select_related("current")
    texts = {text.slug: text for text in found}
    return [
        {"slug": slug, "title": text.title, "number": text.current.number, "body": text.current.body}
        for slug in PRINTED
        if (text := texts.get(slug)) and text.current
    ]
