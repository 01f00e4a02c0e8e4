"""What the demonstration's meetings led to: minutes in every state, decisions, actions, challenges, earlier papers."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from board.choices import Outcome, Part, TargetOutcome
from board.demo import archived, projects, prose
from board.demo.seats import Table
from board.models import AgendaItem, BoardAction, Challenge, Decision, Meeting, Minutes
from board.services import (
    actions,
    agendas,
    attendances,
    challenges,
    decisions,
    meetings,
    minutes,
    minuting,
    progress,
    room,
)
from board.services.actions import Task
from board.services.challenges import Ending, Goal
from board.services.decisions import Terms
from board.services.room import Presence
from hlp import clock
from hlp.models import User

REGULAR = "Board meeting"
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def play(table: Table, now: datetime) -> None:
    """Minute each meeting that is over, let the years' challenges run, and file what is older."""
    archived.file(table.clerk, now)
    _extra(table, now)
    held = list(Meeting.objects.filter(state="held").order_by("starts_at"))
    regular = [meeting for meeting in held if meeting.title == REGULAR]
    for number, meeting in enumerate(held):
        _minute(meeting, table, number)
        _decide(meeting, table, number)
        if meeting in regular:
            place = regular.index(meeting)
            projects.decide(meeting, place, len(regular) - place - 1, table)
        _set_challenge(meeting, table)
        _give(meeting, table, len([one for one in held[number + 1 :] if one.title == REGULAR]), now)
    _send_on(held, table, now)
    _chairs_action(table, now)
    projects.play(table, now)


# --- Extra meetings, so that minutes stand in every state -------------------------------------------


def _extra(table: Table, now: datetime) -> None:
    """Two short meetings of the last weeks."""
    for days, title, about, _ in prose.EXTRA:
        starts = clock.at(clock.local(now).date() - days * DAY, clock.QUIET_UNTIL) + timedelta(hours=9)
        if Meeting.objects.filter(starts_at__date=starts.date()).exists():
            continue
        before = starts - 21 * DAY
        meeting = meetings.create(
            year=meetings.year_at(starts.date()), starts_at=starts, ends_at=starts + timedelta(hours=1),
            title=title, place="Online", by=table.clerk, at=before,
        )  # fmt: skip
        attendances.invite(meeting=meeting, by=table.clerk, at=before)
        agendas.open_agenda(meeting=meeting, by=table.clerk, at=before)
        meeting.items.all().delete()
        agendas.add_item(meeting=meeting, title=about, purpose="discuss", part=1, minutes=45, by=table.clerk)
        agendas.publish(meeting=meeting, by=table.clerk, at=starts - 8 * DAY)
        rows = list(meeting.attendances.order_by("pk"))
        seen = {row.pk: Presence("online" if place % 5 else "") for place, row in enumerate(rows)}
        room.note_attendance(meeting=meeting, seen=seen, by=table.clerk, at=starts)
        room.hold(meeting=meeting, by=table.clerk, at=meeting.ends_at)


# --- In the meeting ---------------------------------------------------------------------------------


def _minute(meeting: Meeting, table: Table, number: int) -> None:
    at = meeting.starts_at + timedelta(minutes=30)
    extra = {about: text for _, _, about, text in prose.EXTRA}
    for item in meeting.items.all():
        texts = prose.MINUTED.get(item.title, ())
        text = extra.get(item.title) or (texts[number % len(texts)] if texts else "")
        part = Part.ONE
        if item.part == Part.TWO:
            text, part = prose.RESTRICTED[number % len(prose.RESTRICTED)], Part.TWO
        if text:
            minuting.save_text(item=item, part=part, text=text, revision=0, by=table.clerk, at=at)


def _item(meeting: Meeting, title: str) -> AgendaItem | None:
    return meeting.items.filter(title=title).first()


def _decide(meeting: Meeting, table: Table, number: int) -> None:
    """Two decisions of part I a meeting, each in turn, and one of part II now and then."""
    at = meeting.starts_at + timedelta(minutes=40)
    there = [row.person.name for row in room.expected(meeting) if row.votes and row.present]
    for turn in (2 * number, 2 * number + 1):
        title, text, outcome, votes = prose.DECIDED[turn % len(prose.DECIDED)]
        item = _item(meeting, title)
        if item is None or len(there) < 2:
            continue
        counted = dict(zip(("votes_for", "votes_against", "abstentions"), votes or (), strict=False))
        terms = Terms(
            text=text,
            outcome=Outcome(outcome),
            moved_by=there[turn % len(there)],
            seconded_by=there[(turn + 1) % len(there)],
            **counted,
        )
        decisions.record_decision(item=item, terms=terms, by=table.clerk, at=at)
    restricted = meeting.items.filter(part=Part.TWO).first()
    if restricted and number % 3 == 1:
        decisions.record_decision(
            item=restricted, terms=Terms(prose.DECIDED_RESTRICTED), by=table.clerk, at=at
        )


def _owner(table: Table, seat: str) -> User:
    if seat == "Director":
        return table.director
    return next(person for name, person in table.by_seat.items() if name.startswith(seat))


def _give(meeting: Meeting, table: Table, later: int, now: datetime) -> None:
    """Three actions a meeting, and what became of each; one of part II now and then. ``later`` meetings followed."""
    at = meeting.starts_at + timedelta(minutes=50)
    for title, text, seat, weeks, end in prose.GIVEN[3 * later : 3 * later + 3]:
        item = _item(meeting, title)
        if item is None:
            continue
        task = Task(text, _owner(table, seat), meeting.day + weeks * WEEK)
        _end(actions.give(item=item, task=task, by=table.clerk, at=at), end, table, now)
    restricted = meeting.items.filter(part=Part.TWO).first()
    if restricted and later % 3 == 0:
        text, seat, weeks = prose.GIVEN_RESTRICTED
        task = Task(text, _owner(table, seat), meeting.day + weeks * WEEK)
        _end(actions.give(item=restricted, task=task, by=table.clerk, at=at), "open", table, now)


def _end(action: BoardAction, end: str, table: Table, now: datetime) -> None:
    """What became of an action; an old one that would still be open was done in the end."""
    later = clock.at(action.due_on - 3 * DAY, clock.LAST_CALL)
    old = later < now - 200 * DAY
    if end == "dropped" and later < now:
        actions.drop(action=action, reason=prose.DROPPED, by=table.clerk, at=later)
    elif end == "carried" and later < now and not old:
        actions.report(action=action, text=prose.CARRIED, by=action.owner, at=later)
        due = max(action.due_on, clock.local(now).date()) + 8 * WEEK
        actions.carry(action=action, due_on=due, meeting=action.meeting, by=table.clerk, at=later)
    elif (end == "done" or old) and later < now:
        actions.finish(action=action, text=prose.DONE, by=action.owner, at=later)


# --- Minutes on their way ---------------------------------------------------------------------------


def _send_on(held: list[Meeting], table: Table, now: datetime) -> None:
    """Older minutes are confirmed at the next meeting and public, but for the newest of these; the last are on the way."""
    regular = [meeting for meeting in held if meeting.title == REGULAR]
    for meeting, following in pairwise(regular):
        row = _pass(meeting, table)
        at = following.starts_at + timedelta(minutes=10)
        minutes.confirm(minutes=row, meeting=following, by=table.clerk, at=at)
        if following is not regular[-1]:
            minutes.publish(minutes=row, by=table.clerk, at=at + 2 * DAY)
    if regular:
        _pass(regular[-1], table)
    extra = [meeting for meeting in held if meeting.title != REGULAR]
    if len(extra) > 1:
        row = Minutes.objects.get(meeting=extra[0])
        minutes.send_to_chair(minutes=row, by=table.clerk, at=extra[0].ends_at + 2 * DAY)


def _pass(meeting: Meeting, table: Table) -> Minutes:
    row = Minutes.objects.get(meeting=meeting)
    minutes.send_to_chair(minutes=row, by=table.clerk, at=meeting.ends_at + 2 * DAY)
    return minutes.send_to_board(minutes=row, by=table.chair, at=meeting.ends_at + 4 * DAY)


def _chairs_action(table: Table, now: datetime) -> None:
    following = Meeting.objects.ahead().first()
    decisions.chairs_action(
        terms=Terms(prose.CHAIRS_ACTION),
        taken_on=clock.local(now).date() - 15 * DAY,
        reported_to=following,
        by=table.clerk,
        at=now - 14 * DAY,
    )


# --- The challenge ------------------------------------------------------------------------------------


def _set_challenge(meeting: Meeting, table: Table) -> None:
    """The September meeting closes the challenge of the year before and sets that of the year."""
    item = _item(meeting, "Annual performance challenge")
    if item is None:
        return
    at = meeting.starts_at + timedelta(minutes=45)
    for running in Challenge.objects.filter(state="published"):
        _close(running, table, at)
    turn = Challenge.objects.count() % len(prose.CHALLENGES)
    title, text, _ = prose.CHALLENGES[turn]
    year = meeting.year.starts.year
    made = challenges.draft(year=year, title=title, text=text, by=table.director, at=at - 10 * DAY)
    for goal in _goals(year):
        challenges.aim(challenge=made, goal=goal, by=table.director, at=at - 9 * DAY)
    terms = Terms(prose.CHALLENGE_SET.format(year=made.label))
    decision: Decision = decisions.record_decision(item=item, terms=terms, by=table.clerk, at=at)
    challenges.set_by(challenge=made, decision=decision, by=table.director, at=at + DAY)
    challenges.publish(challenge=made, by=table.director, at=at + 2 * DAY)


def _goals(year: int) -> list[Goal]:
    """What the score card proposes for the year."""
    return progress.proposals(year)[:3]


def _close(running: Challenge, table: Table, at: datetime) -> None:
    """A target that its newest figure reaches is met or closer; the others wait for the final figures."""
    endings = {line["target"].pk: _ending(line["share"], line["value"]) for line in progress.lines(running)}
    words = next(text for title, _, text in prose.CHALLENGES if title == running.title)
    closing = words or prose.CHALLENGES[0][2]
    challenges.close(challenge=running, outcome=closing, endings=endings, by=table.director, at=at)


def _ending(share: int | None, value: Decimal | None) -> Ending:
    if not share:
        return Ending(TargetOutcome.UNKNOWN)
    return Ending(TargetOutcome.MET if share >= 100 else TargetOutcome.CLOSER, value)
