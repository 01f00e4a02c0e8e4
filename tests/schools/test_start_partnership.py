"""Starting an empty partnership by one command."""

from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from hlp.models import Message, Partnership, User
from schools.models import AcademicYear, Appointment, Term
from schools.roles import describe

GIVEN = {
    "name": "Riverside Learning Partnership",
    "contact_email": "office@riverside.example",
    "director_name": "Dina Director",
    "director_email": "Dina@Riverside.example",
}

pytestmark = pytest.mark.django_db


def started(**options: str) -> str:
    out = StringIO()
    call_command("start_partnership", no_input=True, stdout=out, **options)
    return out.getvalue()


@time_machine.travel("2026-11-23 10:00+00:00", tick=False)
def test_it_names_the_partnership_and_lays_out_the_present_year() -> None:
    said = started(**GIVEN)
    partnership = Partnership.current()
    assert (partnership.short_name, partnership.contact_email) == ("RLP", "office@riverside.example")
    assert [str(year) for year in AcademicYear.objects.all()] == ["2026/27"]
    assert Term.objects.count() == 3
    director = User.objects.get()
    assert (director.email, describe(director)) == ("dina@riverside.example", ["Director"])
    assert Message.objects.get().kind == "invitation"
    assert "/accounts/login/" in said
    assert Client().get("/").content.decode().count("Riverside Learning Partnership") > 0


def test_it_is_safe_to_run_twice() -> None:
    started(**GIVEN)
    said = started()
    assert "was there already" in said
    counts = [m.objects.count() for m in (Partnership, AcademicYear, User, Appointment, Message)]
    assert counts == [1, 1, 1, 1, 1]


def test_a_year_can_be_named_and_a_name_corrected() -> None:
    started(**GIVEN)
    started(year="2027/28", name="Riverside Partnership")
    assert sorted(str(year) for year in AcademicYear.objects.all())[-1] == "2027/28"
    assert Partnership.current().name == "Riverside Partnership"


@pytest.mark.parametrize(
    "wrong",
    [
        {"director_email": "dina"},
        {"year": "2026/28"},
        {"year": "next"},
        {"short_name": "x" * 21},
        {"director_name": ""},
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(wrong: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        started(**{**GIVEN, **wrong})
    assert [m.objects.count() for m in (Partnership, AcademicYear, User)] == [0, 0, 0]


def test_it_asks_for_what_was_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return ""

    monkeypatch.setattr("builtins.input", answer)
    call_command("start_partnership", stdout=StringIO(), **GIVEN)
    assert len(asked) == 2
    assert asked[0] == "Its short name, at most 20 characters [RLP]: "
