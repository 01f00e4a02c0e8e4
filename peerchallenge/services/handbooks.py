"""The handbook of a session: its facts gathered, a new version asked for whenever they have changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from hlp import clock, documents
from hlp.choices import DocumentState
from hlp.models import Document, Text
from peerchallenge import deadlines
from peerchallenge.choices import TO_COME, SessionState
from peerchallenge.models import ChallengeSession, Handbook
from peerchallenge.services.clock import locked
from schools.calculations import school_days_before
from schools.choices import Role
from schools.models import Theme
from schools.roles import people_with

KIND = "handbook"

# The texts that are printed, in the order of their chapters.
PRINTED = (
    "protocols",
    "code-of-conduct",
    "preparation",
    "question-prompts",
    "model-report",
    "safeguarding-route",
)

# School days before the day, what is done, by whom.
COUNTDOWN = (
    (
        20,
        "First conversation: confirm the date, choose the focus and the key lines of enquiry",
        "Headteacher, lead reviewer",
    ),
    (
        15,
        "Papers to the team: improvement plan, score card, the last report and what became of its actions",
        "Headteacher",
    ),
    (10, "Programme of the day agreed, with rooms and names", "Headteacher, lead reviewer"),
    (5, "Self-evaluation finished and shared with the team", "Headteacher"),
    (3, "Team call: what the papers suggest, what to look for, who goes where", "Review team"),
    (1, "Handbook in hand, room and lunch checked, programme given to everybody who is in it", "Everyone"),
)


@transaction.atomic
def ask_handbook(*, session: ChallengeSession, at: datetime | None = None) -> Handbook:
    """The handbook of the facts as they stand: the version that is there, or a new one that a worker starts to make.

    Locks the session, so that two requests do not make two versions.
    """
    row = locked(session.pk)
    source = _numbered(row, _facts(row), at or clock.now())
    document = documents.ask(
        KIND,
        about=row.about,
        title=f"Handbook for {row.host}, {clock.day(row.starts_at)}",
        filename=f"handbook-{slugify(row.host.name)}-{clock.local(row.starts_at):%Y-%m-%d}.pdf",
        source=source,
        at=at,
    )
    return Handbook.objects.get_or_create(document=document, defaults={"session": row})[0]


def refresh_handbook(*, session: ChallengeSession, at: datetime | None = None) -> Handbook | None:
    """Ask for a new version after a change: where a handbook is out already, or the session is now confirmed.

    Nothing is asked for once the day is over or called off.
    """
    if session.state not in TO_COME:
        return None
    wanted = session.state == SessionState.CONFIRMED or documents.newest(KIND, session.about) is not None
    return ask_handbook(session=session, at=at) if wanted else None


def is_current(session: ChallengeSession, document: Document) -> bool:
    """Whether a version still says what is so."""
    return _digest(_facts(session), document.source) == document.digest


def _numbered(session: ChallengeSession, facts: dict[str, Any], at: datetime) -> dict[str, Any]:
    """The facts with the number and the date of the version that will show them."""
    found = documents.newest(KIND, session.about)
    if found is None:
        return {**facts, "version": 1, "made_at": at.isoformat()}
    spoilt = found.state in {DocumentState.FAILED, DocumentState.SEALED}
    if not spoilt and _digest(facts, found.source) == found.digest:
        return _stamped(facts, found.source)
    return {**facts, "version": found.version + 1, "made_at": at.isoformat()}


def _digest(facts: dict[str, Any], source: dict[str, Any]) -> str:
    return documents.digest(KIND, _stamped(facts, source))


def _stamped(facts: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    return {**facts, "version": source.get("version"), "made_at": source.get("made_at")}


def _facts(session: ChallengeSession) -> dict[str, Any]:
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
        "programme": _programme(session),
        "countdown": _countdown(session),
        "due_at": deadlines.due_at(session.planned_end_at, session.round.clock).isoformat(),
        "due_rule": session.round.clock,
        "areas": [area.name for area in year.areas.all()],
        "directions": [{"label": d.label, "meaning": d.meaning} for d in year.directions.all()],
        "texts": _texts(),
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


def _programme(session: ChallengeSession) -> list[dict[str, str]]:
    return [
        {
            "at": slot.starts.isoformat("minutes"),
            "activity": slot.activity,
            "who": slot.who,
            "output": slot.output,
        }
        for slot in session.round.year.programme.all()
    ]


def _countdown(session: ChallengeSession) -> list[dict[str, Any]]:
    days = school_days_before(
        clock.local(session.starts_at).date(), max(number for number, _, _ in COUNTDOWN)
    )
    return [
        {"before": number, "on": days[number - 1].isoformat(), "what": what, "who": who}
        for number, what, who in COUNTDOWN
    ]


def _texts() -> list[dict[str, Any]]:
    found: Iterable[Text] = Text.objects.filter(slug__in=PRINTED).select_related("current")
    texts = {text.slug: text for text in found}
    return [
        {"slug": slug, "title": text.title, "number": text.current.number, "body": text.current.body}
        for slug in PRINTED
        if (text := texts.get(slug)) and text.current
    ]
