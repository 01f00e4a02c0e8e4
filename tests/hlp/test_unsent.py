"""What is sent after the sign-in ran out comes back, to whoever sent it from a page of ours, and to nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories as make
from tests.conftest import As, Cast

HERE = {"HTTP_ORIGIN": "http://testserver", "HTTP_ACCEPT": "text/html,application/xhtml+xml"}
DATA = {
    "title": "A day <b>out</b>",
    "body": "Two\r\nlines",
    "kind": ["one", "two"],
    "csrfmiddlewaretoken": "old",
}


@pytest.fixture
def path(db: None) -> str:
    return f"/texts/{make.text('guidance').slug}/edit/?from=list"


def test_it_comes_back_with_a_way_to_sign_in(client: Client, path: str) -> None:
    answer = client.post(path, DATA, **HERE)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "nothing is lost" in page
    assert f'action="{path}"' in page
    assert '<input type="hidden" name="title" value="A day &lt;b&gt;out&lt;/b&gt;">' in page
    assert page.count('name="kind"') == 2
    assert page.count('name="csrfmiddlewaretoken"') == 1
    assert 'value="old"' not in page
    assert "Two\r\nlines</div>" in page


def test_a_file_has_to_be_chosen_again(client: Client, path: str) -> None:
    answer = client.post(path, {**DATA, "file": SimpleUploadedFile("plan.pdf", b"%PDF")}, **HERE)
    assert "Choose the file again afterwards: plan.pdf" in answer.content.decode()


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_ORIGIN": "http://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ACCEPT": "*/*"},
        {"HTTP_HX_REQUEST": "true"},
    ],
)
def test_scripts_and_pages_of_others_are_sent_to_the_sign_in(
    client: Client, path: str, other: dict[str, str]
) -> None:
    answer = client.post(path, DATA, **{**HERE, **other})
    assert answer["Location"].startswith("/accounts/login/?next=")


def test_reading_without_a_sign_in_asks_for_it(client: Client, path: str) -> None:
    assert client.get(path, **HERE)["Location"].startswith("/accounts/login/?next=")


def test_a_page_older_than_the_sign_in_is_asked_once_more(as_: As, cast: Cast, path: str) -> None:
    client = as_(cast.director)
    client.handler.enforce_csrf_checks = True
    answer = client.post(path, DATA, **HERE)
    assert answer.status_code == 403
    assert "Send it now" in answer.content.decode()
    assert "Two\r\nlines</div>" in answer.content.decode()


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null"])
def test_words_of_another_site_are_not_put_into_anybodys_mouth(
    as_: As, cast: Cast, path: str, origin: str
) -> None:
    client = as_(cast.director)
    client.handler.enforce_csrf_checks = True
    answer = client.post(path, DATA, **{**HERE, "HTTP_ORIGIN": origin})
    assert answer.status_code == 403
    assert "Two" not in answer.content.decode()


def test_no_password_is_given_back(client: Client, db: None) -> None:
    client.handler.enforce_csrf_checks = True
    sent = {"login": "a@school.example", "password": "seven brown otters"}
    answer = client.post("/accounts/login/", sent, **HERE)
    assert answer.status_code == 403
    assert "otters" not in answer.content.decode()
