"""The steps before the day (the countdown): what, how long before, whose turn, and how one knows that it is done.

A further step is a row in ``STEPS``. ``needs`` are relations of a session that ``done`` reads; they are loaded for many
sessions at once. The days are defaults: the Director sets them year by year (``CountdownDays``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from peerchallenge.choices import SessionState
from peerchallenge.models import ChallengeSession


class Owner(Enum):
    """Whose turn a step is, as pages and the handbook say it."""

    HOST = "Host"
    HOST_AND_LEAD = "Host and lead reviewer"
    LEAD = "Lead reviewer"
    TEAM = "Review team"
    SYSTEM = "Everyone"


@dataclass(frozen=True)
class CountdownStep:
    """One step. ``printed`` is what the handbook says of it; ``address`` is the name of the page where it is done.

    Without ``done`` nobody can tell: it is printed and shown, and nobody is reminded.
    """

    key: str
    title: str
    printed: str
    days: int
    owner: Owner
    done: Callable[[ChallengeSession], bool] | None
    address: str = ""
    needs: tuple[str, ...] = ()


def _has_focus(session: ChallengeSession) -> bool:
    return bool(session.focus_id or session.focus_detail or session.key_lines)


def date_and_focus(session: ChallengeSession) -> bool:
    """The host has confirmed the date, and somebody has written down what the challenge looks at."""
    return session.state != SessionState.PLANNED and _has_focus(session)


def programme_agreed(session: ChallengeSession) -> bool:
    """Host and lead reviewer have both agreed."""
    programme = getattr(session, "programme", None)
    return programme is not None and programme.is_agreed


def self_evaluation_shared(session: ChallengeSession) -> bool:
    """The team can read what the school says of itself."""
    found = getattr(session, "self_evaluation", None)
    return found is not None and found.shared_at is not None


def papers_given(session: ChallengeSession) -> bool:
    """The host has given the team a document that can be opened."""
    return any(document.blob_id for document in session.host_documents.all())


def analysis_finished(session: ChallengeSession) -> bool:
    """The team has marked its analysis before the visit as done."""
    return getattr(session, "previsit", None) is not None


def code_accepted(session: ChallengeSession) -> bool:
    """Everybody of the team has accepted the code of conduct, so that all can open the handbook."""
    team = session.reviewers.all()
    return bool(team) and all(reviewer.code_accepted_at for reviewer in team)


STEPS: list[CountdownStep] = [
    CountdownStep(
        "date-and-focus",
        "Confirm the date, agree the focus",
        "First conversation: confirm the date, choose the focus and the key lines of enquiry",
        20,
        Owner.HOST_AND_LEAD,
        date_and_focus,
        "focus-edit",
    ),
    CountdownStep(
        "papers",
        "Papers to the team",
        "Papers to the team: improvement plan, score card, the last report and what became of its actions",
        15,
        Owner.HOST,
        papers_given,
        "document-list",
        ("host_documents",),
    ),
    CountdownStep(
        "programme",
        "Agree the programme of the day",
        "Programme of the day agreed, with rooms and names",
        10,
        Owner.HOST_AND_LEAD,
        programme_agreed,
        "programme-read",
        ("programme",),
    ),
    CountdownStep(
        "self-evaluation",
        "Share the self-evaluation with the team",
        "Self-evaluation finished and shared with the team",
        5,
        Owner.HOST,
        self_evaluation_shared,
        "selfevaluation-edit",
        ("self_evaluation",),
    ),
    CountdownStep(
        "code",
        "Accept the code of conduct, all of the team",
        "Code of conduct read and accepted",
        3,
        Owner.TEAM,
        code_accepted,
        "session-accept-code",
    ),
    CountdownStep(
        "analysis",
        "Write the analysis before the visit",
        "Analysis before the visit: what the papers suggest, what to look for, who goes where",
        3,
        Owner.TEAM,
        analysis_finished,
        "previsit",
        ("previsit",),
    ),
    CountdownStep(
        "day-pack",
        "Handbook in hand",
        "Handbook in hand, room and lunch checked, programme given to everybody who is in it",
        1,
        Owner.SYSTEM,
        None,
        "handbook-detail",
    ),
]
