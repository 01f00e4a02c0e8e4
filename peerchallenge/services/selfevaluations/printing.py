"""The self-evaluation on paper: its facts gathered, a PDF asked for whenever they have changed."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.text import slugify

from hlp import clock, documents
from hlp.models import Document
from peerchallenge.choices import OwnText
from peerchallenge.models import AreaSelfEvaluation, ChallengeSession, SelfEvaluation
from peerchallenge.services.actions import last_time
from peerchallenge.services.selfevaluations.writing import locked

KIND = "self-evaluation"


@transaction.atomic
def ask_paper(*, self_evaluation: SelfEvaluation) -> Document:
    """The PDF of the text as it stands: the one that is there, or one that a worker starts to make."""
    row = locked(self_evaluation)
    session = row.session
    return documents.ask(
        KIND,
        about=session.about,
        title=f"Self-evaluation of {session.host}, {clock.day(session.starts_at)}",
        filename=f"self-evaluation-{slugify(session.host.name)}-{clock.local(session.starts_at):%Y-%m-%d}.pdf",
        source=facts(row),
    )


def papers(self_evaluation: SelfEvaluation) -> QuerySet[Document]:
    """Every PDF that was made of it; ``may_take`` says who may have one."""
    return Document.objects.filter(kind=KIND, about=self_evaluation.session.about)


def is_current(self_evaluation: SelfEvaluation, document: Document) -> bool:
    """Whether a PDF still says what stands there."""
    return documents.digest(KIND, facts(self_evaluation)) == document.digest


def may_take(self_evaluation: SelfEvaluation, document: Document, *, own: bool) -> bool:
    """Whether a reader may have this PDF: what was printed before it was shared is the school's ``own``."""
    return own or (self_evaluation.shared_at is not None and bool(document.source.get("shared_at")))


def facts(row: SelfEvaluation) -> dict[str, Any]:
    """All that the paper shows, as plain values. Moments are ISO 8601 in UTC."""
    session = row.session
    return {
        "school": {"name": session.host.name, "urn": session.host.urn, "address": session.host.address},
        "starts_at": session.starts_at.isoformat(),
        "round": str(session.round),
        "group": f"{session.group.name}, {session.group.collaborative.name}",
        "focus": ": ".join(part for part in (str(session.focus or ""), session.focus_detail) if part),
        "shared_at": row.shared_at.isoformat() if row.shared_at else "",
        "saved_at": row.saved_at.isoformat() if row.saved_at else "",
        **written(row),
        "last_time": _last_time(session),
        "sections": [
            part for path in settings.HANDBOOK_SECTIONS for part in import_string(path)(session.host)
        ],
    }


def written(row: SelfEvaluation) -> dict[str, Any]:
    """What stands in a self-evaluation: its ``texts`` in their order where there is one, and every one of its ``areas``."""
    texts = dict(row.texts.values_list("kind", "body"))
    return {
        "texts": [
            {"kind": kind.value, "title": kind.label, "body": texts[kind]}
            for kind in OwnText
            if texts.get(kind)
        ],
        "areas": [_area(area) for area in row.areas.select_related("area")],
    }


def _area(area: AreaSelfEvaluation) -> dict[str, str]:
    texts = {name: getattr(area, name) for name in ("strengths", "development", "impact", "evidence")}
    return {"name": area.area.name, "judgement": area.get_judgement_display(), **texts}


def _last_time(session: ChallengeSession) -> list[dict[str, str]]:
    return [
        {
            "what": action.what,
            "state": action.get_state_display(),
            "note": next((note.body for note in action.notes.all()), ""),
        }
        for action in last_time(session)
    ]
