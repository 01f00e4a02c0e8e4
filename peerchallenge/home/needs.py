"""What needs a person now: lines for the one list of the home page, which puts them in order."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from hlp import clock
from hlp.models import User
from peerchallenge import rules
from peerchallenge.calculations import SOON, remaining
from peerchallenge.choices import TO_COME, DisputeState, ReplyState, SessionState
from peerchallenge.deadlines.after import DIRECTOR_AFTER
from peerchallenge.home import helping, waiting
from peerchallenge.home.pieces import Item, item, kind
from peerchallenge.models import ChallengeSession, Dispute, Reviewer
from peerchallenge.services import availability
from peerchallenge.services.acts import pressing, reply_of
from peerchallenge.services.countdown import pages as countdown
from schools.roles import Roles

# How long before its day a date that nobody has confirmed begins to press.
NEAR = timedelta(weeks=4)
# How many sessions of others are looked at; a partnership of some hundred schools has fewer that ask for something.
MOST = 200


def items(
    user: User,
    held: Roles,
    mine: list[ChallengeSession],
    steps: dict[int, list[countdown.Line]],
    at: datetime,
) -> list[Item]:
    """Everything that the peer challenge asks of a person; ``mine`` are their own sessions, ``steps`` their countdowns."""
    found = {act.href: item(act, at) for session in mine for act in pressing(user, session, at)}
    _add_countdown(found, mine, steps, at)
    if held.runs_partnership or held.collaboratives:
        for session in _asking(user, held, at):
            for line in _of_others(user, held, session, at):
                found.setdefault(line["href"], line)
    return [
        *found.values(),
        *availability.questions(user, at),
        *helping.decisions(user, held, at),
        *helping.cases(user, held, at),
        *helping.support(user, held, at),
        *waiting.drafts(user, held),
        *waiting.nominations(user, held),
        *waiting.findings(user, held),
        *waiting.quality(user, held, at),
        *waiting.themes(held),
    ]


def _add_countdown(
    found: dict[str, Item],
    mine: list[ChallengeSession],
    steps: dict[int, list[countdown.Line]],
    at: datetime,
) -> None:
    """What the countdown asks of somebody by now: the day by which an act is due, or a line of its own."""
    by_pk = {session.pk: session for session in mine}
    for pk, lines in steps.items():
        for line in lines:
            if line.mine and line.told and line.href:
                due = clock.at(line.due, time(16))
                late = due < at
                new: Item = {"title": f"{line.step.title}: {by_pk[pk].host}", "href": line.href, "text": ""}
                found[line.href] = {
                    **new,
                    **found.get(line.href, {}),
                    "due": due,
                    "late": late,
                    "status": remaining(due, at),
                    "colour": "red" if late else "yellow" if due - at <= SOON else "purple",
                }


# --- Sessions of others ---------------------------------------------------------------------


def _asking(user: User, held: Roles, at: datetime) -> list[ChallengeSession]:
    rows = ChallengeSession.objects.visible_to(user).with_people().with_papers().filter(_asks(held, at))
    return list(rows.order_by(F("report_due_at").asc(nulls_last=True), "starts_at", "pk")[:MOST])


def _asks(held: Roles, at: datetime) -> Q:
    """What asks something of those who answer for sessions: due, late, contested, without a date or a lead."""
    asked = Q(state=SessionState.HELD, report_due_at__lt=at + SOON) | Q(state=SessionState.POSTPONED)
    asked |= Q(state=SessionState.PLANNED, starts_at__lt=at + NEAR)
    if held.runs_partnership:
        led = Exists(Reviewer.objects.filter(session=OuterRef("pk"), is_lead=True))
        asked |= Q(state__in=TO_COME) & ~Q(led)
    if held.director or held.collaboratives:
        asked |= Q(reply__state=ReplyState.ANSWERED, reply__decisions_due_at__lt=at + SOON)
    if held.director:
        return (
            asked | Q(check_in__done_at=None, check_in__due_until__lt=at) | _disputed(DisputeState.DIRECTOR)
        )
    if held.collaboratives:
        asked |= Q(check_in__done_at=None, check_in__due_from__lte=at)
        asked |= _disputed(DisputeState.LEAD_HEADTEACHER)
    return asked


def _disputed(state: DisputeState) -> Q:
    return Q(pk__in=Dispute.objects.filter(state=state).values("reply__session"))


def _of_others(user: User, held: Roles, session: ChallengeSession, at: datetime) -> Iterator[Item]:
    since = session.starts_at if session.state == SessionState.POSTPONED else None
    for act in pressing(user, session, at):
        yield item(act, at, since)
    if rules.on_team(user, session) or not (held.runs_partnership or rules.oversees(user, session)):
        return
    due = session.report_due_at
    if session.state == SessionState.HELD and due and not session.is_overdue(at):
        lead = session.lead.person if session.lead else "nobody yet"
        text = f"Due {clock.when(due)}. Lead reviewer: {lead}."
        yield _due(f"The report on {session.host} is due", session, due, at, text)
    if session.state == SessionState.PLANNED and session.starts_at > at:
        yield _unconfirmed(user, session)
    if held.director or rules.oversees(user, session):
        yield from _corrections(session, at)


def _due(title: str, session: ChallengeSession, due: datetime, at: datetime, text: str) -> Item:
    made = {"title": title, "href": session.get_absolute_url(), "text": text, "due": due, "late": due < at}
    return {**made, "status": remaining(due, at), "colour": "red" if due < at else "yellow"}


def _unconfirmed(user: User, session: ChallengeSession) -> Item:
    may = user.has_perm("peerchallenge.confirm_session", session)
    href = reverse("peerchallenge:session-confirm", args=[session.pk]) if may else session.get_absolute_url()
    return {
        "title": f"The date of {session.host} is not confirmed",
        "href": href,
        "text": f"Planned for {clock.when(session.starts_at)}.",
        "due": session.starts_at,
        "status": "Unconfirmed",
        "colour": "blue",
        "kind": kind("dates to be confirmed", "session-list", "?state=planned"),
    }


def _corrections(session: ChallengeSession, at: datetime) -> Iterator[Item]:
    """A reply that waits for the lead reviewer, until the Director may decide in their place."""
    reply = reply_of(session)
    due = reply.decisions_due_at if reply is not None and reply.state == ReplyState.ANSWERED else None
    if due is not None and at < due + DIRECTOR_AFTER:
        text = "The lead reviewer decides on the corrections."
        yield _due(f"The reply of {session.host} waits for an answer", session, due, at, text)
