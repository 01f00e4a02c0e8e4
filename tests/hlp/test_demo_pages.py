"""The demonstration's pages, and that they stand nowhere else."""

import pytest
from django.test import Client
from pytest_django import Settings

from hlp.checks import demo_needs_debug
from hlp.models import MailboxMail, User
from tests.conftest import Cast

PAGES = ["/demo/", "/demo/mail/", "/demo/components/"]


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = settings.DEBUG = True


@pytest.mark.parametrize(("is_demo", "is_debug"), [(False, False), (False, True), (True, False)])
def test_it_needs_both_switches(
    client: Client, cast: Cast, settings: Settings, is_demo: bool, is_debug: bool
) -> None:
    settings.DEMO, settings.DEBUG = is_demo, is_debug
    paths = [*PAGES, f"/demo/people/{cast.director.pk}/"]
    assert {client.get(path).status_code for path in paths} == {404}
    assert client.post(f"/demo/people/{cast.director.pk}/").status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("is_demo", "is_debug", "found"),
    [(True, False, ["hlp.E001"]), (True, True, []), (False, False, []), (False, True, [])],
)
def test_a_check_refuses_it_in_a_real_installation(
    settings: Settings, is_demo: bool, is_debug: bool, found: list[str]
) -> None:
    settings.DEMO, settings.DEBUG = is_demo, is_debug
    assert [error.id for error in demo_needs_debug(None)] == found


@pytest.mark.usefixtures("demo")
def test_everybody_with_a_post_is_listed_by_role(client: Client, cast: Cast) -> None:
    groups = client.get("/demo/").context["groups"]
    assert [(group["role"], len(group["people"])) for group in groups] == [
        ("Director", 1),
        ("Partnership administrator", 1),
        ("Lead headteacher", 2),
        ("Headteacher", 4),
        ("Deputy headteacher", 1),
        ("School office", 1),
        ("QA reviewer", 2),
        ("LA officer", 1),
    ]


@pytest.mark.usefixtures("demo")
def test_one_click_signs_in(client: Client, cast: Cast) -> None:
    assert client.get(f"/demo/people/{cast.lead.pk}/").status_code == 405
    assert client.post(f"/demo/people/{cast.lead.pk}/")["Location"] == "/home/"
    assert client.session["_auth_user_id"] == str(cast.lead.pk)


@pytest.mark.usefixtures("demo")
def test_nobody_else_can_be_chosen(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.host.pk).update(is_active=False)
    for pk in (cast.host.pk, cast.stranger.pk, 0):
        assert client.post(f"/demo/people/{pk}/").status_code == 404


@pytest.mark.usefixtures("demo")
def test_mail_is_read_in_the_browser(client: Client, db: None) -> None:
    MailboxMail.objects.create(to="a@school.example", subject="First", body="Hello")
    body = "See **this**:\n\nhttp://localhost:8000/home/\n\n<script>alert(1)</script>"
    second = MailboxMail.objects.create(to="b@school.example", subject="Second", body=body)
    assert [m.subject for m in client.get("/demo/mail/").context["page"]] == ["Second", "First"]
    assert [m.subject for m in client.get("/demo/mail/?to=a@school.example").context["page"]] == ["First"]
    page = client.get(f"/demo/mail/{second.pk}/").content.decode()
    assert '<a class="govuk-link" href="http://localhost:8000/home/">' in page
    assert "<script>alert(1)" not in page


@pytest.mark.usefixtures("demo")
def test_components_are_shown(client: Client, db: None) -> None:
    assert client.get("/demo/components/").status_code == 200
