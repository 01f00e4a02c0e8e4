"""What the pages of a reply show: to the host while it writes, to the others once it was sent."""

from typing import Any

from django.urls import reverse

from hlp import text
from hlp.access import Request, fetch, require
from hlp.models import User
from peerchallenge import rules
from peerchallenge.choices import CorrectionState, DisputeState, ReplyState
from peerchallenge.models import Dispute, FactualCorrection, Reply
from peerchallenge.packs.paragraphs import difference
from peerchallenge.services.replies.writing import MOST_WORDS

Item = dict[str, Any]
WRITE = "peerchallenge.write_reply"


def fetch_reply(request: Request, pk: int, permission: str | None = None) -> Reply:
    """The reply of a session: 404 unless the reader is of the report's audience, 403 without the permission."""
    reply = fetch(Reply.objects.visible_to(request.user).with_rows(), request.user, session__pk=pk)
    require(request.user, permission, reply.session)
    return reply


def to(name: str, *args: Any) -> str:
    """An address of the peer challenge."""
    return reverse(f"peerchallenge:{name}", args=args)


def writing_page(reply: Reply) -> Item:
    """The host's list of what it has prepared."""
    corrections, disputes = list(reply.corrections.all()), list(reply.disputes.all())
    words = text.words(reply.words)
    return {
        "reply": reply,
        "session": reply.session,
        "corrections": [_correction(row) for row in corrections],
        "disputes": disputes,
        "words": words,
        "too_many": max(0, words - MOST_WORDS),
        "most_words": MOST_WORDS,
        "something": bool(corrections or disputes or words),
    }


def answer_page(user: User, reply: Reply) -> Item:
    """What was answered, and what each reader may do about it."""
    corrections = FactualCorrection.objects.visible_to(user).filter(reply=reply)
    disputes = Dispute.objects.visible_to(user).filter(reply=reply).exclude(state=DisputeState.DRAFT)
    decides = reply.state == ReplyState.ANSWERED and user.has_perm(
        "peerchallenge.decide_corrections", reply.session
    )
    rows = [] if reply.is_open else list(corrections.select_related("decided_by"))
    return {
        "reply": reply,
        "session": reply.session,
        "corrections": [_correction(row) for row in rows],
        "disputes": list(disputes) if not reply.is_open else [],
        "contested": [] if reply.is_open else reply.contested,
        "decides": decides,
        "undecided": sum(row.state == CorrectionState.PROPOSED for row in rows),
        "hosts": rules.heads_host(user, reply.session),
        "may_extend": user.has_perm("peerchallenge.extend_reply", reply.session)
        and reply.state in {ReplyState.OPEN, ReplyState.LAPSED}
        and reply.session.state != "closed",
    }


def _correction(row: FactualCorrection) -> Item:
    colour = {
        CorrectionState.PROPOSED: "yellow",
        CorrectionState.ACCEPTED: "green",
        CorrectionState.DECLINED: "grey",
        CorrectionState.WITHDRAWN: "grey",
    }
    return {
        "row": row,
        "pieces": difference(row.before, row.after),
        "status": row.get_state_display(),
        "colour": colour.get(CorrectionState(row.state), "blue"),
    }
