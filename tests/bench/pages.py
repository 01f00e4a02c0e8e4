"""Server time and queries of each main page, at the demonstration's size and at 2,000 schools."""

from datetime import timedelta

from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hlp import clock
from hlp.models import User
from peerchallenge.models import ChallengeSession, Round
from schools.choices import Role
from schools.models import School
from schools.roles import people_with
from tests.bench.table import Figure, timed
from tests.crowd import fill


def measure(*, large: int) -> list[Figure]:
    """First the partnership that is there (the demonstration), then one of ``large`` schools."""
    small = _pages()
    figures = [*_figures("Pages, the demonstration", small, {})]
    call_command("flush", interactive=False, verbosity=0)
    fill(large, due=clock.now() - timedelta(minutes=1))
    return figures + _figures(f"Pages, {large:,} schools", _pages(), small)


def _figures(
    part: str, pages: dict[str, tuple[float, int]], small: dict[str, tuple[float, int]]
) -> list[Figure]:
    out = []
    for name, (seconds, queries) in pages.items():
        ratio = seconds / small[name][0] if name in small else None
        out.append(
            Figure(part, f"{name} ({queries} queries)", seconds * 1000, "ms", ratio, "the demonstration")
        )
    return out


def _pages() -> dict[str, tuple[float, int]]:
    director = people_with(Role.DIRECTOR)[0]
    session = ChallengeSession.objects.awaiting_report().with_people().order_by("pk")[0]
    lead = session.reviewers.get(is_lead=True).person
    return {
        "public home": _page(None, reverse("hlp:public-home")),
        "home, Director": _page(director, reverse("hlp:home")),
        "home, lead reviewer": _page(lead, reverse("hlp:home")),
        "sessions, Director": _page(director, reverse("peerchallenge:session-list")),
        "one session": _page(director, session.get_absolute_url()),
        "round": _page(director, Round.objects.order_by("pk")[0].get_absolute_url()),
        "schools": _page(director, reverse("schools:school-list")),
        "one school": _page(director, School.objects.order_by("pk")[0].get_absolute_url()),
        "groups": _page(director, reverse("schools:group-list")),
        "people": _page(director, reverse("schools:person-list")),
        "messages": _page(director, reverse("hlp:message-list")),
        "report, task list": _page(lead, reverse("peerchallenge:report-tasks", args=[session.pk])),
    }


def _page(user: User | None, path: str) -> tuple[float, int]:
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(path)
    reset_queries()  # a full log of queries counts no further
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200, path
        queries = len(captured)
    return timed(lambda: client.get(path), 5), queries
