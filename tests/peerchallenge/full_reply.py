"""A report that was sent, and the ways to answer it."""

from datetime import datetime

from peerchallenge.models import Dispute, FactualCorrection, Reply
from peerchallenge.services import reports
from peerchallenge.services.replies import answering, deciding, writing
from tests import factories as make
from tests.conftest import Cast, utc
from tests.peerchallenge import full_report

SENT = utc("2026-11-20 18:00")  # a Friday
REPLIED = utc("2026-11-24 10:00")
DECIDED = utc("2026-11-26 10:00")
DUE = utc("2026-11-27 18:00")
DECISIONS_DUE = utc("2026-12-01 10:00")
WORDS = "We thank the team. The day was fair.\n\nWe see the afternoons differently."
RIGHT = full_report.TEXTS["context"].replace("412 pupils", "421 pupils")
WHY = "The census of 1 October says 421."


def sent(cast: Cast, **changed: str) -> Reply:
    """The reply that a report sent on Friday evening opens."""
    full_report.write(make.held(cast.session), cast.lead, **changed)
    reports.send_report(session=cast.session, by=cast.lead, at=SENT)
    return Reply.objects.get()


def correct(cast: Cast, reply: Reply, key: str = "context-0", after: str = RIGHT) -> FactualCorrection:
    """A draft of a correction."""
    return writing.save_correction(reply=reply, key=key, after=after, why=WHY, version=0, by=cast.host)


def dispute(cast: Cast, reply: Reply, name: str = "direction_evidence") -> Dispute:
    """A draft of a dispute."""
    return writing.save_dispute(
        reply=reply, name=name, grounds="The books say otherwise.", version=0, by=cast.host
    )


def say(cast: Cast, reply: Reply, words: str = WORDS) -> None:
    """A right of reply."""
    reply.refresh_from_db()
    writing.save_words(reply=reply, words=words, revision=reply.revision, by=cast.host)


def answered(cast: Cast) -> Reply:
    """A reply that was sent with one correction, one dispute and a right of reply."""
    reply = sent(cast)
    correct(cast, reply)
    dispute(cast, reply)
    say(cast, reply)
    return answering.send_reply(reply=reply, by=cast.host, at=REPLIED)


def decide(
    cast: Cast, correction: FactualCorrection, *, accept: bool = True, at: datetime = DECIDED
) -> FactualCorrection:
    """The lead's decision."""
    correction.refresh_from_db()
    return deciding.decide(
        correction=correction,
        accept=accept,
        reason="The census says so.",
        version=correction.version,
        by=cast.lead,
        at=at,
    )
