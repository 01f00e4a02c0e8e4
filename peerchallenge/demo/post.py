"""The mail of the past: reminders as the sweep would have written them, all sent at their time, one returned."""

from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.db.models import F

from hlp import clock
from hlp.choices import MessageState
from hlp.mail import BrowserMailbox, compose
from hlp.models import MailboxMail, Message
from peerchallenge import deadlines
from peerchallenge.choices import TO_COME, SessionState
from peerchallenge.demo.invented import LARKFIELD
from peerchallenge.models import ChallengeSession
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services.replies.sweep import sweep as sweep_replies
from peerchallenge.services.sweep import sweep

READABLE = timedelta(days=14)  # older mail is a row on the Director's page and no longer in the mailbox


def deliver_past(now: datetime) -> None:
    """Sweep at each moment at which something was owed and deliver in between; one message comes back."""
    for moment in [*_owed_moments(now), now]:
        sweep(at=moment)
        sweep_replies(at=moment)
        deliver(moment)
        _return_one()
    _fill_mailbox(now - READABLE)


def _owed_moments(now: datetime) -> list[datetime]:
    """The steps of each session on its way, and the hour of the digest on each of these days."""
    rows = list(ChallengeSession.objects.filter(state__in=[*TO_COME, SessionState.HELD]).with_people())
    facts = deadline_clock.facts_of(rows)
    moments = {step.moment for row in rows for step in deadlines.steps(facts[row.pk])}
    today = clock.local(now).date()
    moments |= {deadlines.digest_moment(today - timedelta(days=n)) for n in range(3)}
    return sorted(moment for moment in moments if moment <= now)


def deliver(until: datetime) -> None:
    """Everything that was due by a moment was sent when it was due."""
    due = Message.objects.filter(state=MessageState.WAITING, due_at__lte=until)
    due.update(state=MessageState.SENT, attempts=1, sent_at=F("due_at"))


def _return_one() -> None:
    """The last reminder to one reviewer of the overdue report came back."""
    session = ChallengeSession.objects.filter(host__urn=LARKFIELD, state=SessionState.HELD).get()
    reviewer = session.reviewers.filter(is_lead=False).first()
    told = Message.objects.filter(about=session.about, kind=deadlines.DUE_NOW, person=reviewer.person)  # type: ignore[union-attr]
    for row in told:
        row.state, row.sent_at = MessageState.FAILED, None
        row.last_error = (
            f"SMTPRecipientsRefused: {{'{row.address}': (550, b'5.1.1 Mailbox unavailable: no such user')}}"
        )
        row.save(update_fields=["state", "sent_at", "last_error"])


def _fill_mailbox(since: datetime) -> None:
    """Keep the mails of the last weeks as the demonstration's mail server would have kept them."""
    sent = list(Message.objects.filter(sent_at__gte=since).select_related("person").order_by("sent_at", "pk"))
    mailbox, plain = BrowserMailbox(), get_connection("django.core.mail.backends.dummy.EmailBackend")
    mailbox.send_messages([compose(row, plain) for row in sent])
    moments = {row.message_id: row.sent_at for row in sent}
    kept = list(MailboxMail.objects.filter(message_id__in=moments))
    for mail in kept:
        mail.sent_at = moments[mail.message_id] or clock.now()
    MailboxMail.objects.bulk_update(kept, ["sent_at"], batch_size=200)
