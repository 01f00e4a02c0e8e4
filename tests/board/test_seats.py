"""Seats: no two terms overlap, nobody seats themselves, rights follow the term, history stays."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from board.choices import Constituency
from board.models import Holding, Seat
from board.roles import board_roles_of, reads_partnership
from board.services import seats
from hlp.models import Message, User
from schools.choices import Role
from tests import factories as make
from tests.conftest import BEFORE, Cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def _at() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


def fresh(user: User) -> User:
    """The person as the next request reads them."""
    return User.objects.get(pk=user.pk)


def test_the_founding_lays_out_fourteen_votes_and_a_clerk_once(cast: Cast) -> None:
    seats.found(by=cast.director)
    seats.found(by=cast.director)
    assert Seat.objects.voting().count() == 14
    heads = Seat.objects.filter(constituency=Constituency.HEADTEACHERS)
    assert [str(seat.collaborative or "") for seat in heads] == ["North", "South", "", "", "", ""]
    places = seats.places(heads, [], TODAY)
    assert [place.proposed for place in places[:3]] == [
        cast.lead_headteacher,
        cast.other_lead_headteacher,
        None,
    ]
    assert all(place.holder is None for place in places)


def test_a_new_holder_ends_the_former_term_the_day_before(cast: Cast) -> None:
    former = cast.board.holdings["member"]
    person = make.UserFactory()
    seats.seat_person(seat=former.seat, person=person, starts=date(2026, 12, 1), by=cast.clerk)
    former.refresh_from_db()
    assert former.ends == date(2026, 11, 30)
    (place,) = seats.places([former.seat], former.seat.holdings.all(), TODAY)
    assert (place.holder, place.coming.person) == (former, person)
    assert Message.objects.get(kind="board-seat").person == person


@pytest.mark.parametrize("starts", [date(2020, 9, 1), date(2019, 1, 1)])
def test_two_terms_of_a_seat_do_not_overlap(cast: Cast, starts: date) -> None:
    seat = cast.board.holdings["member"].seat
    with pytest.raises(ValidationError, match="must not overlap"):
        seats.seat_person(seat=seat, person=make.UserFactory(), starts=starts, by=cast.clerk)


def test_nobody_seats_themselves_and_nobody_holds_two_seats(cast: Cast) -> None:
    seat = make.SeatFactory()
    with pytest.raises(ValidationError, match="to themselves"):
        seats.seat_person(seat=seat, person=cast.clerk, starts=TODAY, by=cast.clerk)
    with pytest.raises(ValidationError, match="at that time already"):
        seats.seat_person(seat=seat, person=cast.member, starts=TODAY, by=cast.clerk)
    assert not seat.holdings.exists()


def test_the_same_seat_given_twice_is_given_once(cast: Cast) -> None:
    seat, person = make.SeatFactory(), make.UserFactory()
    for _ in range(2):
        seats.seat_person(seat=seat, person=person, starts=TODAY, by=cast.clerk)
    assert seat.holdings.count() == 1


def test_somebody_new_gets_an_account_and_one_invitation(cast: Cast) -> None:
    seat = make.SeatFactory(name="School governor 2")
    seats.seat_new_person(
        seat=seat, name="Gita Governor", email="gita@governors.example", starts=TODAY, by=cast.clerk
    )
    note = Message.objects.get(person__email="gita@governors.example", kind="invitation")
    assert note.context["post"] == "Board member, School governor 2"
    with pytest.raises(ValidationError, match="has an account"):
        seats.seat_new_person(
            seat=make.SeatFactory(), name="G", email="GITA@governors.example", starts=TODAY, by=cast.clerk
        )


def test_rights_begin_and_end_with_the_term(cast: Cast) -> None:
    holding = cast.board.holdings["member"]
    assert board_roles_of(cast.member).part_two
    assert reads_partnership(cast.member)
    seats.end_holding(holding=holding, ends=TODAY, by=cast.clerk)
    assert board_roles_of(fresh(cast.member)).member
    with time_machine.travel(BEFORE, tick=False) as later:
        later.shift(timedelta(days=1))
        assert not board_roles_of(fresh(cast.member)).any
        assert not reads_partnership(fresh(cast.member))


def test_who_leaves_before_a_meeting_is_no_longer_invited_and_the_successor_is(cast: Cast) -> None:
    seat, successor = cast.board.holdings["member"].seat, make.UserFactory()
    seats.seat_person(seat=seat, person=successor, starts=date(2026, 11, 30), by=cast.clerk)
    people = cast.board.meeting.attendances.values_list("person", flat=True)
    assert cast.member.pk not in people
    assert successor.pk in people
    assert Message.objects.filter(kind="board-invitation", person=successor).count() == 1


def test_a_seat_that_is_held_is_not_abolished(cast: Cast) -> None:
    holding = cast.board.holdings["member"]
    with pytest.raises(ValidationError, match="Somebody holds this seat"):
        seats.abolish(seat=holding.seat, by=cast.clerk)
    free = make.SeatFactory()
    seats.abolish(seat=free, by=cast.clerk)
    assert free not in Seat.objects.standing()


def test_the_director_attends_without_a_seat_and_the_administrator_does_not(cast: Cast) -> None:
    assert board_roles_of(cast.director).part_two
    assert not board_roles_of(cast.administrator).any
    assert not Holding.objects.filter(person=cast.director).exists()


def test_a_lead_headteacher_who_changes_is_proposed_for_the_seat(cast: Cast) -> None:
    seat = make.SeatFactory(constituency=Constituency.HEADTEACHERS, collaborative=cast.collaborative)
    make.seat(cast.host, seat=seat)
    (place,) = seats.places([seat], seat.holdings.all(), TODAY)
    assert place.proposed == cast.lead_headteacher
    cast.lead_headteacher.appointments.filter(role=Role.LEAD_HEADTEACHER).update(ends=date(2026, 11, 1))
    (place,) = seats.places([seat], seat.holdings.all(), TODAY)
    assert place.proposed is None
