"""The yearly declarations: what is declared, who is reminded, and that nobody else reads a word of it."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from hlp.models import AuditEntry, Message
from hlp.transitions import StaleEdit
from schools.choices import Role
from schools.models import Conflict, Declaration, DeclarationWindow, Interest
from schools.services.declarations import answers, conflicts_in
from schools.services.declarations.reminders import tell_due
from tests import factories as make
from tests.conftest import BEFORE, As, Cast, utc

AT = utc("2026-11-16 09:00")
SECRET = "We were married until the spring"


@pytest.fixture(autouse=True)
def before() -> Any:
    """Monday 16 November 2026."""
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def window(cast: Cast) -> DeclarationWindow:
    """Headteachers are asked in November."""
    return DeclarationWindow.objects.create(year=cast.year, opens="2026-11-10", closes="2026-11-27")


def declare(cast: Cast, **facts: Any) -> Conflict:
    """The host declares a conflict with a school elsewhere."""
    facts = {"kind": "relationship", "school": cast.far_school, "detail": SECRET, **facts}
    return answers.add_conflict(person=cast.host, year=cast.year, at=AT, **facts)


def page(cast: Cast, as_: As, who: str, name: str, pk: int) -> str:
    """What a person reads."""
    return as_(getattr(cast, who)).get(reverse(f"schools:{name}", args=[pk])).content.decode()


# --- Declaring ------------------------------------------------------------------------------------


def test_declared_twice_it_stands_once(cast: Cast) -> None:
    assert declare(cast) == declare(cast, detail="Again")
    assert conflicts_in(cast.year) == {
        frozenset({cast.host_school.pk, cast.far_school.pk}): ["A headteacher has declared a conflict"]
    }


def test_nobody_declares_their_own_school(cast: Cast) -> None:
    for facts in ({"school": cast.host_school}, {"school": None, "other": cast.host}):
        with pytest.raises(ValidationError, match="Choose another school than your own"):
            declare(cast, **facts)
    with pytest.raises(ValidationError, match="Choose another school than your own"):
        answers.add_interest(person=cast.host, year=cast.year, kind="work-with", school=cast.host_school)


def test_withdrawn_it_counts_no_more_and_stays_in_the_history(cast: Cast) -> None:
    row = declare(cast)
    answers.withdraw(entry=row, by=cast.lead, at=AT)
    assert conflicts_in(cast.year)

    for hour in (10, 11):
        answers.withdraw(entry=row, by=cast.host, at=utc(f"2026-11-16 {hour}:00"))
    row.refresh_from_db()
    assert (row.withdrawn_at, row.detail, conflicts_in(cast.year)) == (utc("2026-11-16 10:00"), SECRET, {})
    assert declare(cast) != row


def test_nothing_to_declare_is_an_answer(cast: Cast) -> None:
    for at in (AT, utc("2026-11-16 10:00")):
        answers.answer(person=cast.host, year=cast.year, at=at)

    assert Declaration.objects.get().answered_at == AT
    author = answers.author_in(cast.year, cast.host)
    assert author is not None
    assert author.answered_at == AT


def test_last_year_is_taken_over_without_what_was_withdrawn(cast: Cast) -> None:
    year = make.YearFactory(name="2027/28", starts=date(2027, 9, 1), ends=date(2028, 8, 31))
    declare(cast)
    answers.withdraw(entry=declare(cast, kind="other"), by=cast.host, at=AT)
    answers.add_interest(person=cast.host, year=cast.year, kind="work-with", school=cast.lead_school, at=AT)

    assert [answers.take_over(person=cast.host, year=year, at=AT) for _ in range(2)] == [2, 2]
    rows = Conflict.objects.filter(declaration__year=year)
    assert list(rows.values_list("school", "kind", "detail")) == [
        (cast.far_school.pk, "relationship", SECRET)
    ]
    assert Interest.objects.filter(declaration__year=year).count() == 1


def test_a_headteacher_declares_on_the_pages(cast: Cast, as_: As, window: DeclarationWindow) -> None:
    client, year = as_(cast.host), cast.year.pk
    new = reverse("schools:conflict-create", args=[year])
    answer = client.post(new, {"detail": SECRET}).content.decode()
    assert "Choose a school or a headteacher" in answer
    assert SECRET in answer
    client.post(new, {"whom": f"person-{cast.outsider.pk}", "kind": "governor", "detail": ""})
    wish = {"school": cast.lead_school.pk, "kind": "learn-from", "focus": ""}
    client.post(reverse("schools:interest-create", args=[year]), wish)
    shown = page(cast, as_, "host", "declaration-edit", year)
    assert "Otto Outsider" in shown
    assert "Link through a governor" in shown
    assert "My declaration is complete" in shown

    client.post(reverse("schools:declaration-edit", args=[year]))
    assert Declaration.objects.get().answered_at is not None


def test_what_the_data_know_need_not_be_declared(cast: Cast, as_: As, window: DeclarationWindow) -> None:
    for school in (cast.host_school, cast.far_school):
        school.trust = "The Oak Trust"
        school.save()

    shown = page(cast, as_, "host", "declaration-edit", cast.year.pk)
    assert "<strong>Fir Primary School</strong>: Both belong to the trust The Oak Trust" in shown
    assert "The Oak Trust" not in page(cast, as_, "lead", "declaration-edit", cast.year.pk)


# --- Nobody else reads it ---------------------------------------------------------------------------


def test_nobody_but_author_and_director_reads_a_word(cast: Cast, as_: As, window: DeclarationWindow) -> None:
    row = declare(cast)
    answers.answer(person=cast.host, year=cast.year, at=AT)
    words = [SECRET, "Personal relationship", "Fir Primary School"]
    readers = {}
    for who, person in cast.people().items():
        client = as_(person)
        pages = [
            client.get(reverse("schools:declaration-list")),
            *(
                client.get(reverse(f"schools:{name}", args=[cast.year.pk]))
                for name in ("declaration-edit", "declaration-answers")
            ),
            client.get(reverse("schools:declaration-read", args=[row.declaration_id])),
            client.get("/home/"),
        ]
        text = " ".join(answer.content.decode() for answer in pages)
        readers[who] = [word for word in words[:2] if word in text]
    assert {who: found for who, found in readers.items() if found} == {
        "host": words[:2],
        "director": words[:2],
    }
    told = str(list(AuditEntry.objects.values_list("about", "detail"))) + str(
        list(Message.objects.values_list("context", "why"))
    )
    assert [word for word in words if word in told] == []


def test_the_administrator_exports_who_answered_and_never_what(
    cast: Cast, as_: As, window: DeclarationWindow
) -> None:
    declare(cast)
    answers.answer(person=cast.host, year=cast.year, at=AT)
    address = reverse("schools:declaration-answers", args=[cast.year.pk])
    file = b"".join(as_(cast.administrator).get(address, {"download": "csv"}))  # type: ignore[arg-type]

    lines = file.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,School,Answered,E-mail address"
    assert lines[1] == "Hana Host,Ash Primary School,2026-11-16 09:00,hana.host@school.example"
    assert [line.split(",")[2] for line in lines[2:]] == ["", "", ""]


def test_a_declaration_moves_with_its_author(cast: Cast, as_: As, window: DeclarationWindow) -> None:
    row = declare(cast)
    cast.host.appointments.update(ends="2026-11-15")
    make.appoint(cast.stranger, Role.HEADTEACHER, school=cast.host_school, starts=date(2026, 11, 16))

    address = reverse("schools:declaration-read", args=[row.declaration_id])
    assert [as_(person).get(address).status_code for person in (cast.host, cast.stranger)] == [200, 404]


# --- When they are asked ------------------------------------------------------------------------------


def told(day: str) -> list[tuple[str, str]]:
    """What a run writes on a day: kind and person."""
    before = set(Message.objects.values_list("pk", flat=True))
    tell_due(at=utc(f"{day} 09:00"))
    rows = Message.objects.exclude(pk__in=before).order_by("person__name")
    return list(rows.values_list("kind", "person__name"))


def test_who_has_not_answered_is_asked_and_reminded_once(cast: Cast, window: DeclarationWindow) -> None:
    answers.answer(person=cast.host, year=cast.year, at=AT)
    heads = ["Leo Lead", "Otto Outsider", "Rita Reviewer"]
    assert told("2026-11-09") == []
    assert told("2026-11-10") == [("declaration-open", name) for name in heads]
    assert told("2026-11-19") == []
    answers.answer(person=cast.lead, year=cast.year, at=AT)
    assert told("2026-11-20") == [("declaration-reminder", name) for name in heads[1:]]
    assert [told("2026-11-27"), told("2026-11-28")] == [[], []]


def test_home_asks_while_the_window_is_open(cast: Cast, as_: As, window: DeclarationWindow) -> None:
    line = "Declare for 2026/27"
    assert line in as_(cast.host).get("/home/").content.decode()
    assert line not in as_(cast.deputy).get("/home/").content.decode()
    answers.answer(person=cast.host, year=cast.year, at=AT)
    assert line not in as_(cast.host).get("/home/").content.decode()


def test_the_director_sets_the_dates(cast: Cast, as_: As) -> None:
    address = reverse("schools:declaration-window", args=[cast.year.pk])
    days = {
        "opens_0": "1",
        "opens_1": "6",
        "opens_2": "2027",
        "closes_0": "1",
        "closes_1": "5",
        "closes_2": "2027",
    }
    client = as_(cast.director)
    assert "The last day must be on or after the first" in client.post(address, days).content.decode()
    client.post(address, {**days, "closes_1": "7"})
    window = DeclarationWindow.objects.get()
    assert (window.opens, window.closes) == (date(2027, 6, 1), date(2027, 7, 1))
    with pytest.raises(StaleEdit):
        answers.set_window(
            year=cast.year, opens=window.opens, closes=window.closes, version="old", by=cast.director
        )


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_answers_asks_as_often_for_one_as_for_three(
    cast: Cast, as_: As, window: DeclarationWindow, number: int, django_assert_num_queries: Any
) -> None:
    for person in [cast.host, cast.lead, cast.reviewer][:number]:
        answers.answer(person=person, year=cast.year, at=AT)
    address = reverse("schools:declaration-answers", args=[cast.year.pk])
    client = as_(cast.director)
    client.get(address)
    with django_assert_num_queries(10):
        client.get(address)
