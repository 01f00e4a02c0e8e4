"""Names of the board's members in public: only of those who agreed, and only while they sit."""

from datetime import timedelta

import pytest
from django.test import Client

from board.models import Holding, Seat
from hlp import clock
from hlp.models import AuditEntry
from tests.conftest import As, Cast

PAGE = "/about/board/"
OWN = "/board/my-name/"


def test_nobody_is_named_who_did_not_agree(cast: Cast, client: Client, as_: As) -> None:
    seat = Holding.objects.get(person=cast.member).seat
    page = client.get(PAGE).content.decode()
    assert (seat.name in page, cast.member.name in page, cast.chair.name in page) == (True, False, False)
    as_(cast.member).post(OWN, {"named": "on"})
    page = client.get(PAGE).content.decode()
    assert (cast.member.name in page, cast.chair.name in page) == (True, False)


def test_it_is_taken_back_and_said_once_each_time(cast: Cast, client: Client, as_: As) -> None:
    member = as_(cast.member)
    for sent in ({"named": "on"}, {"named": "on"}, {}, {}):
        member.post(OWN, sent)
    assert cast.member.name not in client.get(PAGE).content.decode()
    told = AuditEntry.objects.filter(about=f"user:{cast.member.pk}").order_by("pk")
    assert list(told.values_list("action", flat=True)) == ["board.named", "board.unnamed"]


def test_who_no_longer_sits_is_named_no_longer(cast: Cast, client: Client, as_: As) -> None:
    as_(cast.member).post(OWN, {"named": "on"})
    Holding.objects.filter(person=cast.member).update(
        starts=clock.today() - timedelta(days=9), ends=clock.today() - timedelta(days=1)
    )
    assert cast.member.name not in client.get(PAGE).content.decode()


def test_the_account_page_leads_there_for_members(cast: Cast, as_: As) -> None:
    pages = [as_(user).get("/account/").content.decode() for user in (cast.member, cast.host)]
    assert [OWN in page for page in pages] == [True, False]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_with_more_seats(
    cast: Cast, client: Client, number: int, django_assert_num_queries: object
) -> None:
    for more in range(number):
        Seat.objects.create(name=f"Seat {more}", constituency="governors")
    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(PAGE)
