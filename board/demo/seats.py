"""Who sits on the demonstration's board. All are invented; four seats go with the lead headteachers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from board.choices import Constituency
from board.models import Holding, Seat
from board.services import interests, naming
from board.services import seats as services
from hlp import clock
from hlp.models import User
from schools.choices import Role
from schools.demo import names
from schools.models import AcademicYear, Appointment
from schools.roles import people_with

FIRST_NUMBER = 350  # of the invented people; lower ones head schools
VACANT = "School governor 2"
# Seats that go to somebody of their own, with the domain of their address.
OTHERS = (
    ("Independent chair", "board"),
    ("Lead Member for Education", "council"),
    ("Chief Executive of the Council", "council"),
    ("Executive Director, Children’s, Housing and Adults’ Services", "council"),
    ("Director for Education and Early Intervention", "council"),
    ("Further education college", "college"),
    ("School governor 1", "governors"),
    ("Clerk", "board"),
)
INTERESTS = (
    ("Lead Member for Education", "governance", "Bluebell Education Trust", "Trustee since 2024, unpaid"),
    (
        "Further education college",
        "employment",
        "West Bridge College",
        "Principal; the college trains apprentices",
    ),
    ("Independent chair", "financial", "Quillmere Associates", "Director; no contract with any school here"),
    ("School governor 1", "personal", "Larkfield Invented Primary School", "A niece teaches there"),
)


@dataclass
class Table:
    """The people of the board by the name of their seat, its clerk and the Director."""

    by_seat: dict[str, User]
    clerk: User
    director: User

    @property
    def chair(self) -> User:
        """The independent chair."""
        return self.by_seat["Independent chair"]


def lay(now: datetime) -> Table:
    """Lay out the seats and fill them: terms of different length, one ending soon, one vacant, an alternate."""
    today = clock.local(now).date()
    (director, *_) = people_with(Role.DIRECTOR, today)
    seats = {seat.name: seat for seat in services.found(by=director, at=now - timedelta(days=900))}
    people = _people(len(OTHERS) + 3)
    since = today.replace(day=1) - timedelta(days=1000)
    by_seat: dict[str, User] = {}
    for (name, domain), person in zip(OTHERS, people, strict=False):
        by_seat[name] = _sit(seats[name], person, domain, since)
    for seat in seats.values():
        if seat.constituency == Constituency.HEADTEACHERS:
            by_seat[seat.name] = _headteacher(seat, since, today, set(by_seat.values()))
    _terms(seats, people[len(OTHERS) :], today)
    _register(by_seat, director, now)
    _name_in_public(by_seat, now - timedelta(days=300))
    return Table(by_seat, by_seat["Clerk"], director)


def _name_in_public(by_seat: dict[str, User], at: datetime) -> None:
    """Most agree to be named on the public site; every fifth has not."""
    for number, person in enumerate(by_seat.values(), 1):
        if number % 5:
            naming.choose(by=person, named=True, at=at)


def _people(number: int) -> list[User]:
    return [names.person(FIRST_NUMBER + n, "board") for n in range(number)]


def _sit(
    seat: Seat,
    person: User,
    domain: str,
    since: date,
    ends: date | None = None,
    *,
    as_alternate: bool = False,
) -> User:
    person.email = f"{person.email.partition('@')[0]}@{domain}.example"
    if person.pk is None:
        person.save()
    Holding.objects.create(seat=seat, person=person, starts=since, ends=ends, as_alternate=as_alternate)
    return person


def _headteacher(seat: Seat, since: date, today: date, taken: set[User]) -> User:
    """The lead headteacher of the seat's collaborative, else a headteacher who has no seat yet."""
    posts = Appointment.objects.on(today).select_related("person")
    if seat.collaborative:
        own = posts.filter(role=Role.LEAD_HEADTEACHER, collaborative=seat.collaborative)
    else:
        own = posts.filter(role=Role.HEADTEACHER, school__invented=False).order_by("school__urn")
    person = next(post.person for post in own if post.person not in taken)
    Holding.objects.create(seat=seat, person=person, starts=since)
    return person


def _terms(seats: dict[str, Seat], more: list[User], today: date) -> None:
    """A vacancy after a term that is over, a term that ends soon, a former holder, and an alternate."""
    former, councillor, alternate = more
    long_ago = today - timedelta(days=2400)
    _sit(seats[VACANT], former, "governors", long_ago, today - timedelta(days=80))
    lead = seats["Lead Member for Education"]
    first = lead.holdings.get()
    _sit(lead, councillor, "council", long_ago, first.starts - timedelta(days=1))
    Holding.objects.filter(seat=seats["Further education college"]).update(ends=today + timedelta(days=70))
    Holding.objects.filter(seat=seats["Independent chair"]).update(ends=today + timedelta(days=500))
    _sit(
        seats["Chief Executive of the Council"],
        alternate,
        "council",
        today - timedelta(days=400),
        as_alternate=True,
    )


def _register(by_seat: dict[str, User], director: User, now: datetime) -> None:
    """What four of them declared; most have confirmed for this year."""
    year = AcademicYear.objects.at(clock.local(now).date())
    begun = clock.at(year.starts, clock.QUIET_UNTIL) if year else now
    for name, kind, organisation, text in INTERESTS:
        facts = {"kind": kind, "organisation": organisation, "text": text}
        interests.declare(person=by_seat[name], by=by_seat[name], at=begun + timedelta(days=2), **facts)
    late = {"Chief Executive of the Council", "School governor 1", "Clerk"}
    done = [person for name, person in by_seat.items() if name not in late]
    for number, person in enumerate([*done, director]):
        moment = begun + timedelta(days=3 + number)
        if year and moment < now:
            interests.confirm(person=person, year=year, at=moment)
