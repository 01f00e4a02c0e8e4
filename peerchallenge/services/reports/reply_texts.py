"""The texts of a reply as far as sealing has to reach them: to be shown, and to be replaced."""

from typing import Any

from peerchallenge.choices import CorrectionState, DisputeState
from peerchallenge.models import ChallengeSession, Dispute, FactualCorrection, Reply
from peerchallenge.packs.paragraphs import joined, paragraphs
from peerchallenge.services.reports.annex import annex_of, contested_names
from peerchallenge.services.reports.snapshot import Data

Texts = list[tuple[str, str, str]]
CORRECTION_TEXTS = {
    "before": "as it was sent",
    "after": "as proposed",
    "why": "how the school knows",
    "reason": "the lead reviewer’s reason",
}
DISPUTE_TEXTS = {"grounds": "grounds", "conversation": "notes of the conversation", "outcome": "your note"}


def reply_texts(session: ChallengeSession) -> Texts:
    """Every text that was sent with the reply, or in answer to it: its name, its label, the text."""
    reply = Reply.objects.filter(session=session).first()
    if reply is None or reply.is_open:
        return []
    found = [("reply_words", "Right of reply", reply.words)] if reply.words else []
    for correction in reply.corrections.exclude(state=CorrectionState.DRAFT):
        found += _of(correction, f"Correction of paragraph {correction.number}", CORRECTION_TEXTS)
    for dispute in reply.disputes.exclude(state=DisputeState.DRAFT):
        found += _of(dispute, f"Dispute, {dispute.label}", DISPUTE_TEXTS)
    return found


def _of(row: FactualCorrection | Dispute, title: str, labels: dict[str, str]) -> Texts:
    kind = "dispute" if isinstance(row, Dispute) else "correction"
    texts = ((name, label, getattr(row, name)) for name, label in labels.items())
    return [(f"{kind}_{row.pk}_{name}", f"{title}: {label}", value) for name, label, value in texts if value]


def overwrite_reply(session: ChallengeSession, data: Data, texts: dict[str, str]) -> dict[str, Any]:
    """Write new texts over those of the reply and over its copies of the report's paragraphs.

    Drafts of corrections whose paragraph has changed are removed. Returns what a version with an annex says anew.
    """
    reply = Reply.objects.select_for_update(of=("self",)).filter(session=session).first()
    if reply is None:
        return {}
    reply.words = texts.get("reply_words", reply.words)
    reply.save(update_fields=["words"])
    _overwrite_corrections(reply, data, texts)
    for dispute in reply.disputes.all():
        for name in DISPUTE_TEXTS:
            setattr(dispute, name, texts.get(f"dispute_{dispute.pk}_{name}", getattr(dispute, name)))
        dispute.save(update_fields=list(DISPUTE_TEXTS))
    if "reply" not in data:
        return {}
    annex = annex_of(reply)
    return {"reply": annex, "contested": contested_names(annex)}


def _overwrite_corrections(reply: Reply, data: Data, texts: dict[str, str]) -> None:
    """A paragraph that the replacement changed is shown as it now reads, before and, if accepted, after."""
    now = {row.key: row.text for row in paragraphs(data)}
    for row in reply.corrections.all():
        current = now.get(row.paragraph, "")
        accepted = row.state == CorrectionState.ACCEPTED
        changed = current != (joined(row.after) if accepted and "reply" in data else row.before)
        if changed and row.state == CorrectionState.DRAFT:
            row.delete()
            continue
        for name in CORRECTION_TEXTS:
            setattr(row, name, texts.get(f"correction_{row.pk}_{name}", getattr(row, name)))
        if changed:
            row.before = current
            row.after = current if accepted else row.after
        row.save(update_fields=list(CORRECTION_TEXTS))
