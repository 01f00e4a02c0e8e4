"""The host's self-evaluation: opened, saved part by part."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import clock
from hlp.models import User
from hlp.transitions import Saving, is_overtaken
from peerchallenge.choices import TO_COME, OwnText, SessionState
from peerchallenge.models import AreaSelfEvaluation, ChallengeSession, SelfEvaluation, SelfEvaluationText
from peerchallenge.models.selfevaluation import OwnPart
from peerchallenge.services import stale_handbooks

EDITABLE = TO_COME | {SessionState.POSTPONED}
AREA_FIELDS = ("judgement", "strengths", "development", "impact", "evidence")
TEXT_FIELDS = ("body",)


@transaction.atomic
def open_self_evaluation(*, session: ChallengeSession, at: datetime | None = None) -> SelfEvaluation:
    """The session's self-evaluation, made where there is none, with every text and every area of its year.

    Harmless to repeat.
    """
    found, _ = SelfEvaluation.objects.get_or_create(session=session)
    missing = session.round.year.areas.exclude(pk__in=found.areas.values("area"))
    rows = [AreaSelfEvaluation(self_evaluation=found, area=area) for area in missing]
    AreaSelfEvaluation.objects.bulk_create(rows, ignore_conflicts=True)
    there = set(found.texts.values_list("kind", flat=True))
    texts = [SelfEvaluationText(self_evaluation=found, kind=kind) for kind in OwnText if kind not in there]
    SelfEvaluationText.objects.bulk_create(texts, ignore_conflicts=True)
    return found


@transaction.atomic
def save_self_evaluation(
    *,
    self_evaluation: SelfEvaluation,
    area: int | None = None,
    text: str = "",
    revision: int,
    data: Mapping[str, str],
    by: User,
    page: str = "",
    turn: int = 0,
    read_through: bool = False,
    at: datetime | None = None,
) -> int:
    """Save one area (its primary key), or the plain ``text`` of a kind. Returns the part's new revision.

    Locks the self-evaluation. What is there already is not saved again, and what a page (its token) saved before its
    newest ``turn`` is passed over. Last time's text becomes today's once it is changed or ``read_through``.
    Raises StaleEdit when somebody else has saved a newer text since ``revision``, ValidationError when the day is over.
    """
    whole = locked(self_evaluation)
    if whole.session.state not in EDITABLE:
        raise ValidationError("The session has been held. The self-evaluation stays as the team read it.")
    part: OwnPart = whole.texts.get(kind=text) if area is None else whole.areas.get(area=area)
    fields = TEXT_FIELDS if area is None else AREA_FIELDS
    changed = [name for name in fields if name in data and getattr(part, name) != data[name]]
    if not changed and not (read_through and part.taken_over):
        return part.revision
    if is_overtaken(Saving(page, turn, revision), Saving(part.page, part.turn, part.revision)):
        return part.revision
    for name in changed:
        setattr(part, name, data[name])
    part.revision, part.page, part.turn, part.taken_over = part.revision + 1, page, turn, False
    part.save(update_fields=[*changed, "revision", "page", "turn", "taken_over"])
    whole.saved_at = at or clock.now()
    whole.save(update_fields=["saved_at"])
    if whole.shared_at is not None:
        stale_handbooks.touch(session=whole.session, at=whole.saved_at)
    return part.revision


def locked(self_evaluation: SelfEvaluation) -> SelfEvaluation:
    """The self-evaluation with its session, locked for the present transaction."""
    rows = SelfEvaluation.objects.select_for_update(of=("self",))
    return rows.select_related("session__host").get(pk=self_evaluation.pk)


def savings(found: SelfEvaluation) -> str:
    """The page and turn of each part's last saving, as ``page:turn page:turn``: the browser keeps what came later."""
    marks = [
        *found.areas.exclude(page="").values_list("page", "turn"),
        *found.texts.exclude(page="").values_list("page", "turn"),
    ]
    return " ".join(f"{page}:{turn}" for page, turn in marks)
