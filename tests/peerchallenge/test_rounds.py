"""Rounds: opening, changing, and their pages."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from hlp.models import AuditEntry
from hlp.transitions import StaleEdit
from peerchallenge.models import Round
from peerchallenge.services import rounds as services
from tests import factories as make
from tests.conftest import As, Cast

SPRING: dict[str, Any] = {"term": "spring", "opens": date(2027, 1, 11), "closes": date(2027, 3, 19)}


def test_opening_twice_opens_once(cast: Cast) -> None:
    theme = make.ThemeFactory(name="Reading")
    for _ in range(2):
        made = services.open_round(year=cast.year, focus_themes=[theme], by=cast.director, **SPRING)

    assert list(made.focus_themes.all()) == [theme]
    assert AuditEntry.objects.filter(action="round.opened").count() == 1


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"term": "autumn"}, {"term": ["The Autumn round 2026/27 is there already"]}),
        ({"closes": date(2027, 1, 10)}, {"closes": ["The last day must not be before the first"]}),
        (
            {"opens": date(2026, 8, 31)},
            {
                "opens": [
                    "The first day must fall in 2026/27, Tuesday 1 September 2026 to Tuesday 31 August 2027"
                ]
            },
        ),
        (
            {"closes": date(2027, 9, 1)},
            {
                "closes": [
                    "The last day must fall in 2026/27, Tuesday 1 September 2026 to Tuesday 31 August 2027"
                ]
            },
        ),
    ],
)
def test_a_round_that_cannot_be_is_refused(
    cast: Cast, facts: dict[str, Any], message: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as refusal:
        services.open_round(year=cast.year, by=cast.director, **{**SPRING, **facts})
    assert refusal.value.message_dict == message


def test_another_clock_leaves_running_deadlines_alone(cast: Cast) -> None:
    due = make.held(cast.session).report_due_at
    row = services.change_round(round=cast.round, version=1, clock="working", by=cast.director)
    cast.session.refresh_from_db()

    assert (row.clock, row.version, cast.session.report_due_at) == ("working", 2, due)


def test_a_stale_change_is_told_and_a_repeated_one_harmless(cast: Cast) -> None:
    for _ in range(2):
        services.change_round(round=cast.round, version=1, closes=date(2026, 12, 4), by=cast.director)
    with pytest.raises(StaleEdit):
        services.change_round(round=cast.round, version=1, closes=date(2026, 12, 5), by=cast.director)


def test_themes_alone_can_change(cast: Cast) -> None:
    theme = make.ThemeFactory()
    row = services.change_round(round=cast.round, version=1, focus_themes=[theme], by=cast.director)

    assert (list(row.focus_themes.all()), row.version) == ([theme], 2)


def test_hosts_without_a_session_are_found(cast: Cast) -> None:
    names = [place.school.name for place in services.hosts_without_session(cast.round)]

    assert names == [f"{name} Primary School" for name in ("Beech", "Cedar", "Elm", "Fir")]


# --- Pages ----------------------------------------------------------------------------------

FORM = {
    "opens_0": "11",
    "opens_1": "1",
    "opens_2": "2027",
    "closes_0": "19",
    "closes_1": "3",
    "closes_2": "2027",
    "clock": "working",
}


def test_the_administrator_opens_a_round_on_a_page(cast: Cast, as_: As) -> None:
    data = {**FORM, "year": cast.year.pk, "term": "spring"}
    response = as_(cast.administrator).post("/rounds/new/", data)
    made = Round.objects.get(term="spring")

    assert (response.status_code, response.headers["Location"]) == (302, f"/rounds/{made.pk}/")
    assert (made.opens, made.closes, made.clock) == (SPRING["opens"], SPRING["closes"], "working")


def test_nonsense_keeps_what_was_typed(cast: Cast, as_: As) -> None:
    data = {**FORM, "year": "x", "term": "winter", "opens_0": "32"}
    page = as_(cast.director).post("/rounds/new/", data).content.decode()

    assert "The first day of the round must be a real date" in page
    assert 'value="32"' in page


def test_a_round_is_changed_on_a_page(cast: Cast, as_: As) -> None:
    response = as_(cast.director).post(f"/rounds/{cast.round.pk}/edit/", {**FORM, "version": 1})
    cast.round.refresh_from_db()

    assert response.status_code == 302
    assert (cast.round.opens, cast.round.version) == (SPRING["opens"], 2)


def test_a_stale_form_says_so_and_saves_at_the_second_press(cast: Cast, as_: As) -> None:
    Round.objects.update(version=4)
    page = as_(cast.director).post(f"/rounds/{cast.round.pk}/edit/", {**FORM, "version": 1}).content.decode()

    assert "Somebody else saved a change" in page
    assert '<input type="hidden" name="version" value="4" id="id_version">' in page


def test_running_clocks_are_told_before_a_change(cast: Cast, as_: As) -> None:
    make.held(cast.session)
    page = as_(cast.director).get(f"/rounds/{cast.round.pk}/edit/").content.decode()

    assert "already stay due at the moment that the teams were told: 1 report in this round." in page


def test_planning_is_for_director_and_administrator(cast: Cast, as_: As) -> None:
    for path in ("/rounds/new/", f"/rounds/{cast.round.pk}/edit/", "/reminders/"):
        answers = {name: as_(user).get(path).status_code for name, user in cast.people().items()}
        allowed = {name for name, status in answers.items() if status == 200}
        assert allowed == {"director", "administrator"}


def test_a_round_shows_each_reader_their_own_sessions(cast: Cast, as_: As) -> None:
    def names(user: Any) -> bool:
        return "Ash Primary School</a>" in as_(user).get(f"/rounds/{cast.round.pk}/").content.decode()

    assert {name for name, user in cast.people().items() if name != "stranger" and names(user)} == {
        "director",
        "administrator",
        "host",
        "deputy",
        "office",
        "lead",
        "reviewer",
        "lead_headteacher",
        "qa_reviewer",
    }
    assert as_(cast.stranger).get(f"/rounds/{cast.round.pk}/").status_code == 404


def test_the_list_counts_only_what_the_reader_sees(cast: Cast, as_: As) -> None:
    cell = '<td class="govuk-table__cell govuk-table__cell--numeric" data-label="Sessions">{}</td>'

    assert cell.format(1) in as_(cast.director).get("/rounds/").content.decode()
    assert cell.format(0) in as_(cast.outsider).get("/rounds/").content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_a_round_costs_the_same_with_one_session_and_with_three(
    cast: Cast, as_: As, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(more):
        make.SessionFactory(round=cast.round, group=cast.group)
    client = as_(cast.director)
    with django_assert_num_queries(18):
        client.get(f"/rounds/{cast.round.pk}/")
