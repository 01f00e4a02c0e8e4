"""What the score card offers to pages of the rooms below."""

from typing import Any

from django.urls import reverse

from hlp.models import User
from peerchallenge.models import Round
from schools.models import School, Theme
from schools.roles import roles_of
from scorecard.roles import reading_of
from scorecard.services import themes
from scorecard.services.cards import glance, reading

Panel = dict[str, Any]


def navigation(user: User) -> list[dict[str, Any]]:
    """The partnership's score card, those of schools that one may open, the measures; desk and imports for the office."""
    held = reading_of(user)
    schools = held.everything or bool(held.schools)
    entries = [
        ("The partnership", "partnership-read", "read_partnership"),
        *([("Schools", "school-list", "read_partnership")] if schools else []),
        ("Published", "edition-list", "read_partnership"),
        ("Inspections", "inspection-list", "read_partnership"),
        ("Measures", "measure-list", "read_measures"),
        ("Report figures", "report-list", "report_figures"),
        ("Data desk", "desk-index", "use_desk"),
        ("Imports", "import-list", "import_results"),
    ]
    return [
        {"label": label, "href": reverse(f"scorecard:{name}")}
        for label, name, permission in entries
        if user.has_perm(f"scorecard.{permission}")
    ]


def school_panels(user: User, school: School) -> list[Panel]:
    """On a school's page: its score card in a few figures, for those who may open it."""
    if not user.has_perm("scorecard.read_school", school):
        return []
    found = glance.of_school(school, full=reading.sees_all(user, school))
    return [_panel("school", school=school, tiles=[one.tile for one in found])]


def panels(user: User) -> list[Panel]:
    """On the home page: the own school's figures; for those who run the partnership those of the partnership."""
    if roles_of(user).runs_partnership:
        tiles = [one.tile for one in glance.of_partnership()]
        return [_panel("partnership", tiles=tiles)] if tiles else []
    own = School.objects.filter(pk__in=reading_of(user).own).order_by("name")
    found = [(school, [one.tile for one in glance.of_school(school, full=True)]) for school in own]
    return [_panel("school", school=school, tiles=tiles, home=True) for school, tiles in found if tiles]


def _panel(name: str, **context: Any) -> Panel:
    return {"template": f"scorecard/home/{name}.html", "context": context, "order": "overview"}


def theme_panels(user: User, round: Round, theme: Theme, counts: dict[str, Any]) -> list[Panel]:
    """Beside a theme of a round: where the partnership stands on the measures that belong to it."""
    if not user.has_perm("scorecard.read_partnership"):
        return []
    found = themes.standing(theme)
    return [_panel("theme", rows=found, theme=theme)] if found else []
