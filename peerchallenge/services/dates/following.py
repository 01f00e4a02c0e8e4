"""The next days that suit a session's host and its whole team, and why the days between do not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hlp import clock
from hlp.models import User
from peerchallenge.calculations import day_of
from peerchallenge.models import ChallengeSession
from peerchallenge.services.dates.diary import Diary, read_diary
from peerchallenge.services.dates.offers import DayOffer, possible_days
from peerchallenge.services.leads import is_accepted, lead_of
from peerchallenge.services.plans import plan_of
from schools.services.training import is_trained

OFFERED = 8
# Nobody can be asked to host or to visit tomorrow; and where a round is nearly over the weeks after it are offered.
EARLIEST, BEYOND = timedelta(days=2), timedelta(weeks=6)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class NextDay:
    """A day that suits everybody: whether it lies outside the round, and who is elsewhere in the same week."""

    day: date
    outside: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class NextDays:
    """The days offered, and the school days between them with what speaks against each; both in order."""

    offered: list[NextDay]
    refused: list[DayOffer]

    def find(self, day: date) -> NextDay | None:
        """The offer of a day; None where it is not offered."""
        return next((offer for offer in self.offered if offer.day == day), None)


def next_days(session: ChallengeSession, at: datetime) -> NextDays:
    """Up to eight days for a session (loaded ``with_people``), in a fixed number of queries while the lead is trained.

    Days of the round come first, and those in whose week nobody has another session. The session's present day is
    not among them.
    """
    first = max(clock.local(at).date() + EARLIEST, session.round.opens)
    last = max(session.round.closes, first) + BEYOND
    diary = read_diary(_monday(first), _monday(last) + WEEK)
    days = [day for day in possible_days(session, first, last, diary) if day.day != day_of(session)]
    days = _with_training(session, days)
    suited = [_offer(session, diary, day.day) for day in days if day.ok]
    best = sorted(suited, key=lambda offer: (offer.outside, bool(offer.notes), offer.day))[:OFFERED]
    until = max([session.round.closes, *(offer.day for offer in best)])
    refused = [day for day in days if not day.ok and day.day in diary.school_days and day.day <= until]
    refused += [DayOffer(one.day, one.notes) for one in suited if one.notes and one not in best]
    return NextDays(sorted(best, key=_by_day), sorted(refused, key=_by_day))


def _with_training(session: ChallengeSession, days: list[DayOffer]) -> list[DayOffer]:
    """The days, those refused on which the lead's training is over. Whoever is trained on the last is on all before."""
    plan, able = plan_of(session), [day.day for day in days if day.ok]
    lead = lead_of(plan)
    if lead is None or not able or is_trained(lead, able[-1]) or is_accepted(plan, lead):
        return days
    over = {day for day in able if not is_trained(lead, day)}
    return [
        DayOffer(day.day, (f"The training of {lead} to lead is not in date on {clock.day(day.day)}",))
        if day.day in over
        else day
        for day in days
    ]


def _by_day(one: NextDay | DayOffer) -> date:
    return one.day


def _offer(session: ChallengeSession, diary: Diary, day: date) -> NextDay:
    outside = not session.round.opens <= day <= session.round.closes
    return NextDay(day, outside, tuple(_elsewhere(session, diary, day)))


def _elsewhere(session: ChallengeSession, diary: Diary, day: date) -> Iterator[str]:
    """Who of the session has another one in the week of a day, and when."""
    monday = _monday(day)
    for person in _people(session, diary, day):
        for other in (monday + timedelta(days=n) for n in range(5)):
            if row := diary.at(person.pk, other, besides=session.pk):
                yield f"{person} is at {row.host} on {other:%A} of that week"


def _people(session: ChallengeSession, diary: Diary, day: date) -> list[User]:
    team = [place.person for place in session.reviewers.all()]
    qa = [session.qa_reviewer] if session.qa_reviewer else []
    return list(dict.fromkeys([*diary.heads(session.host_id, day), *team, *qa]))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
