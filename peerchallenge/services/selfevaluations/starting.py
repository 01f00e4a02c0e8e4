"""What a school starts from: its words of last time, and what became of the actions that it agreed then."""

from datetime import datetime

from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from peerchallenge.choices import OFF, OwnText
from peerchallenge.models import (
    AreaSelfEvaluation,
    CarriedAction,
    ChallengeSession,
    SelfEvaluation,
    SelfEvaluationText,
)
from peerchallenge.services.actions import last_time
from peerchallenge.services.selfevaluations.writing import AREA_FIELDS, EDITABLE, locked

# What was asked and promised then belongs to that day; focus, questions and progress are written anew.
WORTH_KEEPING = (OwnText.SHOWCASE,)
Part = AreaSelfEvaluation | SelfEvaluationText


def of_last_time(session: ChallengeSession) -> SelfEvaluation | None:
    """The newest self-evaluation that the host shared for an earlier session, or None."""
    earlier = SelfEvaluation.objects.filter(
        session__host=session.host_id, session__starts_at__lt=session.starts_at, shared_at__isnull=False
    )
    kept = earlier.exclude(session__state__in=OFF).select_related("session")
    return kept.order_by("-session__starts_at").first()


@transaction.atomic
def start_from_last_time(*, self_evaluation: SelfEvaluation, by: User, at: datetime | None = None) -> int:
    """Fill what is still empty with the text of last time, marked as to be read through. Returns how many parts.

    Locks the self-evaluation, fills, notes when, audit. Areas are known by their names, since each year has its own. Nothing
    that stands there is touched, so a second time fills nothing; after the day neither.
    """
    whole = locked(self_evaluation)
    before = of_last_time(whole.session)
    if before is None or whole.session.state not in EDITABLE:
        return 0
    areas, texts = _filled_areas(whole, before), _filled_texts(whole, before)
    AreaSelfEvaluation.objects.bulk_update(areas, [*AREA_FIELDS, "revision", "page", "turn", "taken_over"])
    SelfEvaluationText.objects.bulk_update(texts, ["body", "revision", "page", "turn", "taken_over"])
    if filled := len(areas) + len(texts):
        whole.saved_at = at or clock.now()
        whole.save(update_fields=["saved_at"])
        audit.record(
            "self-evaluation.taken-over", about=whole.session.about, by=by, at=whole.saved_at, parts=filled
        )
    return filled


def _filled_areas(whole: SelfEvaluation, before: SelfEvaluation) -> list[AreaSelfEvaluation]:
    old = {row.area.name: row for row in before.areas.select_related("area") if not row.is_empty}
    empty = [row for row in whole.areas.select_related("area") if row.is_empty and row.area.name in old]
    for row in empty:
        for name in AREA_FIELDS:
            setattr(row, name, getattr(old[row.area.name], name))
        _take_over(row)
    return empty


def _filled_texts(whole: SelfEvaluation, before: SelfEvaluation) -> list[SelfEvaluationText]:
    old = {row.kind: row.body for row in before.texts.filter(kind__in=WORTH_KEEPING) if row.body}
    empty = [row for row in whole.texts.all() if row.is_empty and row.kind in old]
    for row in empty:
        row.body = old[row.kind]
        _take_over(row)
    return empty


def _take_over(row: Part) -> None:
    """A page that is open on the part meanwhile finds itself stale."""
    row.revision, row.page, row.turn, row.taken_over = row.revision + 1, "", 0, True


def progress_so_far(session: ChallengeSession) -> str:
    """A first text on what became of the actions of last time: a line for each, as the school itself noted it."""
    return "\n".join(_line(action) for action in last_time(session))


def _line(action: CarriedAction) -> str:
    notes = [note.body for note in action.notes.all()[:1] if note.body]
    told = f". {notes[0]}" if notes else ""
    return f"- {action.what.rstrip('.')}: {action.get_state_display().lower()}{told}"
