"""Two years of meetings: those of last year and this one that are over, the next ones, one called off."""

from datetime import datetime, time, timedelta

from board.choices import AHEAD, Capacity, Reply
from board.demo.seats import Table
from board.models import Attendance, Meeting
from board.services import agendas, attendances, interests, meetings, room
from board.services.room import Presence
from hlp import clock
from hlp.models import User
from schools.calculations import open_days
from schools.models import AcademicYear

PLACE = "Hounslow House, 7 Bath Road, Hounslow TW3 3EB"
DAY = timedelta(days=1)
FROM, UNTIL = time(16), time(18)
SOON = range(9, 60)  # days from now in which the next meeting lies, so that there is one to prepare
INVITED, BEGUN, OUT = 45, 30, 8  # days before a meeting


def play(table: Table, now: datetime) -> None:
    """Plan both years, then play each meeting as far as its day is."""
    today = clock.local(now).date()
    years = list(AcademicYear.objects.filter(starts__lte=today).order_by("starts"))[-2:]
    agendas.found_standing(by=table.clerk, at=now - 800 * DAY)
    for year in years:
        dates = _dates(year, now)
        planned = clock.at(year.starts - 60 * DAY, FROM)
        meetings.plan_year(year=year, dates=dates, place=PLACE, by=table.clerk, at=planned)
    rows = list(Meeting.objects.order_by("starts_at"))
    for number, meeting in enumerate(rows):
        _play(meeting, table, now, number)
    _call_off(rows, table)


def _dates(year: AcademicYear, now: datetime) -> list[tuple[datetime, datetime]]:
    """The proposals of a year; the nearest that is to come is brought forward to the coming weeks."""
    days = [one.day for one in meetings.proposals(year) if one.day]
    today = clock.local(now).date()
    ahead = [day for day in days if day > today]
    soon = open_days(today + min(SOON) * DAY, min(today + max(SOON) * DAY, year.ends))
    if ahead and soon:
        days[days.index(ahead[0])] = min(soon, key=lambda day: (day.weekday() in {0, 4}, day))
    return [(clock.at(day, FROM), clock.at(day, UNTIL)) for day in days]


def _play(meeting: Meeting, table: Table, now: datetime, number: int) -> None:
    """Invite, reply, build, publish and hold, each where its moment has come."""
    clerk = table.clerk
    if (moment := meeting.starts_at - INVITED * DAY) > now:
        return
    if number in {3, 5}:
        _visit(meeting, clerk, moment, number)
    attendances.invite(meeting=meeting, by=clerk, at=moment)
    _replies(meeting, now, moment, number)
    if (moment := meeting.starts_at - BEGUN * DAY) > now:
        return
    agendas.open_agenda(meeting=meeting, by=clerk, at=moment)
    _write(meeting, table, now)
    if (moment := meeting.starts_at - OUT * DAY) > now and meeting.starts_at - min(
        SOON
    ) * DAY > now + 4 * DAY:
        return
    moment = min(moment, now - timedelta(hours=2))
    agendas.publish(meeting=meeting, by=clerk, at=moment)
    _withdraw(meeting, table, moment)
    if meeting.ends_at < now:
        _hold(meeting, clerk)


def _visit(meeting: Meeting, clerk: User, at: datetime, number: int) -> None:
    names = {3: "Rosamund Tiltbrook", 5: "Peregrine Oxenwold"}
    attendances.add_guest(
        meeting=meeting,
        by=clerk,
        at=at,
        name=names[number],
        organisation="Regional Schools Commissioner" if number == 3 else "Department for Education",
        reason="Visit of the region: how schools challenge each other" if number == 3 else "Observes part I",
        part_two=False,
        person=None,
    )


def _replies(meeting: Meeting, now: datetime, invited: datetime, number: int) -> None:
    """Most come, one or two send apologies, one sends an alternate; for a meeting to come some have not answered."""
    rows = list(meeting.attendances.exclude(capacity=Capacity.ALTERNATE).select_related("seat", "person"))
    for place, row in enumerate(sorted(rows, key=lambda row: row.pk)):
        moment = invited + timedelta(days=1 + place % 12, hours=place)
        if moment > now or (meeting.starts_at > now and place % 5 == 3):
            continue
        alternates = attendances.alternates_for(row)
        answer, note = Reply.COMING, ""
        if alternates and number % 2:
            answer = Reply.ALTERNATE
        elif place % 9 == (number + 4) % 9 and row.capacity == Capacity.MEMBER:
            answer, note = (
                Reply.APOLOGIES,
                "Cabinet meets at the same hour" if place < 5 else "At a conference",
            )
        alternate = alternates[0] if answer == Reply.ALTERNATE else None
        attendances.reply(
            attendance=row, answer=answer, alternate=alternate, note=note, by=row.person, at=moment
        )


def _write(meeting: Meeting, table: Table, now: datetime) -> None:
    """Presenters for the standing items, sentences on what is asked, and something under the projects."""
    asked = {
        "Annual performance challenge": "The Board is asked to set the challenge and its targets for the year.",
        "Outcomes of the peer challenges": "Which themes come up, and what should become a project?",
        "Minutes of the last meeting": "To be confirmed as a correct record.",
    }
    by_name = {"Chair": table.chair, "Clerk": table.clerk, "Director": table.director}
    for item in meeting.items.all():
        item.presenter = by_name.get(item.presenter_name)
        item.presenter_name = "" if item.presenter else item.presenter_name
        item.detail = asked.get(item.title, "")
        item.save(update_fields=["presenter", "presenter_name", "detail"])
    projects = meeting.items.filter(title="Projects").first()
    for title in ("Provision for the more able", "Closing the gap for Pupil Premium pupils"):
        agendas.add_item(
            meeting=meeting,
            parent=projects,
            title=title,
            purpose="discuss",
            part=1,
            minutes=5,
            presenter_name="Project lead",
            by=table.clerk,
        )
    if meeting.starts_at > now:
        agendas.add_item(
            meeting=meeting,
            parent=projects,
            title="Proposal: Reading for pleasure in Key Stage 2",
            detail="The Board is asked to decide on this proposal.",
            purpose="decide",
            part=1,
            minutes=10,
            presenter_name="Director",
            by=table.clerk,
        )


def _withdraw(meeting: Meeting, table: Table, at: datetime) -> None:
    """The governor whose niece works at a school in monitoring takes no part in the monitoring update."""
    person = table.by_seat["School governor 1"]
    item = meeting.items.filter(title="Monitoring update").first()
    interest = person.board_interests.first()
    if item and interest and meeting.attendances.filter(person=person).exists():
        interests.withdraw(
            item=item,
            person=person,
            reason="A niece teaches at one of the schools",
            interest=interest,
            by=person,
            at=at,
        )


def _hold(meeting: Meeting, clerk: User) -> None:
    """Whoever said that they come was there; one of them came late."""
    rows = list(meeting.attendances.order_by("pk"))
    seen = {row.pk: _presence(row, place) for place, row in enumerate(rows)}
    end = meeting.ends_at
    room.note_attendance(meeting=meeting, seen=seen, by=clerk, at=end)
    room.hold(meeting=meeting, by=clerk, at=end)


def _presence(row: Attendance, place: int) -> Presence:
    if row.reply != Reply.COMING:
        return Presence("")
    return Presence("room" if place % 6 else "online", arrived=time(16, 20) if place == 4 else None)


def _call_off(rows: list[Meeting], table: Table) -> None:
    """One extra meeting was planned and called off, long before it."""
    first = rows[0]
    begins = first.day + 21 * DAY
    day = clock.at(open_days(begins, begins + 40 * DAY)[0], FROM)
    extra = meetings.create(
        year=first.year,
        starts_at=day,
        ends_at=day + timedelta(hours=1),
        title="Extra meeting on the admissions consultation",
        place=PLACE,
        by=table.clerk,
        at=first.starts_at - 20 * DAY,
    )
    if extra.state in AHEAD:
        reason = "The consultation was put off to next year."
        meetings.cancel(meeting=extra, reason=reason, by=table.clerk, at=first.starts_at + 7 * DAY)
