"""The host writes its reply: corrections, right of reply, disputes. All of it is kept as a draft until it is sent."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import clock, text
from hlp.models import User
from hlp.transitions import Saving, StaleEdit, is_overtaken
from peerchallenge.choices import CorrectionState, DisputeState, ReplyState
from peerchallenge.models import Dispute, FactualCorrection, Reply, ReportVersion
from peerchallenge.packs.paragraphs import Judgement, Paragraph, joined, judgements, paragraphs
from peerchallenge.packs.sections import MOST_CHARACTERS
from peerchallenge.services.replies.opening import Closed, locked

MOST_WORDS = 300  # of the right of reply, as printed
WHY_WORDS, GROUNDS_WORDS = 100, 300


def version_of(reply: Reply) -> ReportVersion:
    """The version of the report that the host answers: the newest.

    Raises IndexError when there is none.
    """
    return reply.session.versions.order_by("-number")[0]


def paragraph_of(reply: Reply, key: str) -> Paragraph | None:
    """The paragraph with a key in the report that the host answers."""
    return next((row for row in paragraphs(version_of(reply).data) if row.key == key), None)


def judgement_of(reply: Reply, name: str) -> Judgement | None:
    """The judgement with a name in the report that the host answers."""
    return next((row for row in judgements(version_of(reply).data) if row.name == name), None)


@transaction.atomic
def save_correction(
    *, reply: Reply, key: str, after: str, why: str, version: int, by: User, at: datetime | None = None
) -> FactualCorrection:
    """Keep a correction of one paragraph as a draft: lock, check, write. ``version`` is 0 for a new one.

    The same texts again change nothing. Raises Closed, StaleEdit, ValidationError by field.
    """
    row = writable(reply)
    paragraph = paragraph_of(row, key)
    if paragraph is None:
        raise ValidationError("This paragraph is no longer in the report. Open the report again.")
    after, why = joined(text.tidy(after)), text.tidy(why)
    found = row.corrections.exclude(state=CorrectionState.WITHDRAWN).filter(paragraph=key).first()
    if found and (found.after, found.why) == (after, why):
        return found
    if version != (found.version if found else 0):
        raise StaleEdit
    _check_correction(paragraph, after, why)
    found = found or FactualCorrection(reply=row, paragraph=key, version=0)
    found.number, found.place, found.before = paragraph.number, paragraph.place, paragraph.text
    found.after, found.why, found.version = after, why, found.version + 1
    found.save()
    _note_saving(row, at)
    return found


def _check_correction(paragraph: Paragraph, after: str, why: str) -> None:
    errors: dict[str, str] = {}
    if not after:
        errors["after"] = "Enter how the paragraph should read"
    elif after == joined(paragraph.text):
        errors["after"] = "Change what is wrong in the paragraph, or go back"
    elif len(after) > MOST_CHARACTERS:
        errors["after"] = f"The paragraph must be {MOST_CHARACTERS:,} characters or fewer"
    if not why:
        errors["why"] = "Enter how you know"
    elif text.words(why) > WHY_WORDS:
        errors["why"] = f"Use {WHY_WORDS} words or fewer"
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def save_words(
    *,
    reply: Reply,
    words: str,
    revision: int,
    by: User,
    page: str = "",
    turn: int = 0,
    at: datetime | None = None,
) -> int:
    """Keep the right of reply as it is typed. Returns its new revision.

    What is there already is not saved again, and what a page (its token) saved before its newest ``turn`` is passed
    over. Raises Closed, StaleEdit, ValidationError for a text that is far too long.
    """
    row, words = writable(reply), text.tidy(words)
    if row.words == words:
        return row.revision
    if is_overtaken(Saving(page, turn, revision), Saving(row.page, row.turn, row.revision)):
        return row.revision
    if len(words) > MOST_CHARACTERS:
        raise ValidationError(f"A text must be {MOST_CHARACTERS:,} characters or fewer.")
    row.words, row.revision, row.page, row.turn = words, row.revision + 1, page, turn
    row.save(update_fields=["words", "revision", "page", "turn"])
    _note_saving(row, at)
    return row.revision


@transaction.atomic
def save_dispute(
    *, reply: Reply, name: str, grounds: str, version: int, by: User, at: datetime | None = None
) -> Dispute:
    """Keep the dispute of one judgement as a draft: lock, check, write. ``version`` is 0 for a new one.

    Raises Closed, StaleEdit, ValidationError by field.
    """
    row, grounds = writable(reply), text.tidy(grounds)
    judgement = judgement_of(row, name)
    if judgement is None:
        raise ValidationError("This judgement is no longer in the report. Open the report again.")
    found = row.disputes.exclude(state=DisputeState.WITHDRAWN).filter(judgement=name).first()
    if found and found.grounds == grounds:
        return found
    if version != (found.version if found else 0):
        raise StaleEdit
    if not grounds:
        raise ValidationError({"grounds": "Enter why you dispute this judgement"})
    if text.words(grounds) > GROUNDS_WORDS:
        raise ValidationError({"grounds": f"Use {GROUNDS_WORDS} words or fewer"})
    found = found or Dispute(reply=row, judgement=name, version=0)
    found.label, found.verdict = judgement.label, judgement.verdict
    found.grounds, found.version = grounds, found.version + 1
    found.save()
    _note_saving(row, at)
    return found


@transaction.atomic
def remove_draft(*, row: FactualCorrection | Dispute, by: User) -> None:
    """Take away a correction or a dispute that was not sent yet. What is gone already is fine. Raises Closed."""
    writable(row.reply)
    type(row).objects.filter(pk=row.pk, state="draft").delete()


def writable(reply: Reply) -> Reply:
    """The reply, locked. Raises Closed when the host can no longer write."""
    row = locked(reply.session_id)
    if row.state == ReplyState.LAPSED:
        raise Closed(
            f"The time for your reply was over on {clock.when(row.reply_due_at)}. The Director can give more."
        )
    if not row.is_open:
        raise Closed("Your reply has been sent. It can no longer be changed.")
    return row


def _note_saving(row: Reply, at: datetime | None) -> None:
    row.saved_at = at or clock.now()
    row.save(update_fields=["saved_at"])
