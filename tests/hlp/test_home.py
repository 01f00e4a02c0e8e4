"""The first page after sign-in, and the way to it from every page."""

import time_machine
from django.conf import settings
from django.test import override_settings

from hlp.context import navigation
from hlp.models import User
from tests import factories as make
from tests.conftest import BEFORE, As, Cast

PARTS = ["What needs you now", "Coming up"]


def entries(user: User) -> list[str]:
    """The menu without what the score card and the board add, which their own tests look at."""
    from django.test import RequestFactory

    request = RequestFactory().get("/home/")
    request.user = user
    lower = [row for row in settings.NAVIGATION if not row[1].startswith(("scorecard.", "board."))]
    with override_settings(NAVIGATION=lower):
        sections = navigation(request)
    return [entry["label"] for section in sections for entry in section["entries"] or [section]]


@time_machine.travel(BEFORE, tick=False)
def test_everybody_with_a_post_gets_the_parts_of_the_page(as_: As, cast: Cast) -> None:
    for name, user in cast.people().items():
        page = as_(user).get("/home/").content.decode()
        expected = [] if name == "stranger" else PARTS
        assert (name, [part for part in PARTS if part in page]) == (name, expected)


def test_without_a_post_it_says_whom_to_ask(as_: As, cast: Cast) -> None:
    page = as_(cast.stranger).get("/home/").content.decode()
    assert "nobody has noted your post" in page
    assert "mailto:office@partnership.example" in page


def test_an_empty_partnership_has_empty_states(as_: As, db: None) -> None:
    from schools.choices import Role

    director = make.UserFactory()
    make.appoint(director, Role.DIRECTOR)
    assert as_(director).get("/home/").status_code == 200


def test_navigation_opens_what_the_person_may_see(cast: Cast) -> None:
    dates, places = ["Home", "Sessions", "Calendar", "Rounds"], ["Schools", "Members", "Groups", "Training"]
    planned = [*places, "Plans of groups", "Good practice", "People", "Texts", "Messages", "Enquiries"]
    office, common = ["Home", "Dashboard", *dates[1:]], ["Themes", "Outcomes"]
    places += ["Good practice", "Texts"]
    assert entries(cast.director) == [
        *[
            *office,
            "Actions",
            *common,
            "Plans of dates",
            "Support",
            "Findings",
            "QA",
            "Monitoring",
            "Nominations",
        ],
        *[*planned, "Website"],
    ]
    assert entries(cast.administrator) == [*office, *common, "Plans of dates", "QA", *planned]
    lead = [*office, "Actions", *common, "Findings", "QA", "Nominations"]
    assert entries(cast.lead_headteacher) == [*lead, *places]
    assert entries(cast.office) == [*dates, "Outcomes", "My school", *places]
    assert entries(cast.host) == [*dates, "Actions", *common, "Support", "Findings", "My school", *places]
    assert entries(cast.stranger) == ["Home", "Texts"]


def test_a_section_shows_its_entries_only_where_it_is_the_current_one(as_: As, cast: Cast) -> None:
    home, people = (as_(cast.director).get(path).content.decode() for path in ("/home/", "/people/"))
    assert 'href="/groups/"' not in home
    assert '<nav class="app-subnav" aria-label="Schools and people">' in people
    assert 'href="/groups/"' in people
    assert 'href="/rounds/"' not in people


def test_the_present_page_is_marked(as_: As, cast: Cast) -> None:
    page = as_(cast.director).get("/people/").content.decode()
    assert page.count('aria-current="true"') == 1
