"""Who may open what: one table of every address and every member of the cast.

Each row is a method and the name of an address, then one letter a person, in the order of WHO:

    s  sent to the sign-in page         2  opened (a form with mistakes counts as opened)
    3  done, or sent elsewhere          4  not found: they may not even know that it exists
    F  forbidden: they may read it      5  this method does nothing here
    !  an address for machines: 503    B  what was sent cannot be read

The session of the cast is confirmed and lies ahead. A POST sends nothing unless DATA says what.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hlp.models import MailboxMail, Message
from schools.choices import Role
from schools.models import ImportRun
from tests import access_rows
from tests import factories as make
from tests.board import access_after, access_meetings, access_papers, access_projects
from tests.conftest import BEFORE, As, Cast
from tests.hlp import access_site
from tests.peerchallenge import (
    access_actions,
    access_before,
    access_calendar,
    access_dashboard,
    access_dates,
    access_evaluation,
    access_evidence,
    access_findings,
    access_monitoring,
    access_programme,
    access_qa,
    access_reply,
    access_sharing,
    access_support,
    access_themes,
)
from tests.schools import (
    access_closures,
    access_declarations,
    access_members,
    access_people,
    access_plans,
    access_practice,
    access_training,
)
from tests.scorecard import (
    access_cards,
    access_desk,
    access_editions,
    access_imports,
    access_inspections,
    access_measures,
    access_reports,
)

WHO = [
    "nobody",
    *("director", "administrator"),
    *("host", "lead", "reviewer"),
    *("deputy", "office"),
    *("lead_headteacher", "other_lead_headteacher"),
    *("qa_reviewer", "other_qa_reviewer"),
    "la_officer",
    *("outsider", "stranger"),
    *("chair", "clerk", "member", "observer"),
]
OF_THE_BOARD = 4

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger, and of the board: chair, clerk, member, observer.
# A row without those four means that they are as the stranger.
TABLE: dict[str, str] = {
    # The public site
    "GET hlp:public-home": "2 22 222 22 22 22 2 22",
    "GET hlp:accessibility": "2 22 222 22 22 22 2 22",
    "GET hlp:privacy": "2 22 222 22 22 22 2 22",
    "GET hlp:health": "2 22 222 22 22 22 2 22",
    # Everybody who is signed in
    "GET hlp:home": "s 22 222 22 22 22 2 22",
    "GET hlp:account": "s 22 222 22 22 22 2 22",
    "POST hlp:account": "s 22 222 22 22 22 2 22",
    "GET hlp:text-list": "s 22 222 22 22 22 2 22",
    "GET hlp:text-detail": "s 22 222 22 22 22 2 22",
    "GET hlp:text-version": "s 22 222 22 22 22 2 22",
    "GET hlp:text-edit": "s 2F FFF FF FF FF F FF",
    "POST hlp:text-edit": "s 2F FFF FF FF FF F FF",
    # The office
    "GET hlp:message-list": "s 22 444 44 44 44 4 44",
    "GET hlp:message-detail": "s 22 444 44 44 44 4 44",
    "GET hlp:message-again": "s 55 555 55 55 55 5 55",
    "POST hlp:message-again": "s 33 444 44 44 44 4 44",
    # The demonstration is closed outside a demonstration
    "GET hlp:demo-people": "4 44 444 44 44 44 4 44",
    "GET hlp:demo-sign-in": "4 44 444 44 44 44 4 44",
    "POST hlp:demo-sign-in": "4 44 444 44 44 44 4 44",
    "GET hlp:demo-mail": "4 44 444 44 44 44 4 44",
    "GET hlp:demo-mail-detail": "4 44 444 44 44 44 4 44",
    "GET hlp:demo-components": "4 44 444 44 44 44 4 44",
    # Signing in: who is signed in is sent home, or to the account page
    "GET account_login": "2 33 333 33 33 33 3 33",
    "POST account_login": "2 33 333 33 33 33 3 33",
    "GET account_request_login_code": "2 33 333 33 33 33 3 33",
    "POST account_request_login_code": "2 33 333 33 33 33 3 33",
    "GET account_confirm_login_code": "3 33 333 33 33 33 3 33",
    "POST account_confirm_login_code": "3 33 333 33 33 33 3 33",
    "GET account_inactive": "2 22 222 22 22 22 2 22",
    "GET account_signup": "2 33 333 33 33 33 3 33",
    "POST account_signup": "2 33 333 33 33 33 3 33",
    "GET account_reauthenticate": "s 22 222 22 22 22 2 22",
    "POST account_reauthenticate": "s 22 222 22 22 22 2 22",
    "GET account_change_password": "s 22 222 22 22 22 2 22",
    "POST account_change_password": "s 22 222 22 22 22 2 22",
    "GET account_set_password": "s 33 333 33 33 33 3 33",
    "POST account_set_password": "s 33 333 33 33 33 3 33",
    "GET account_reset_password": "2 22 222 22 22 22 2 22",
    "POST account_reset_password": "2 22 222 22 22 22 2 22",
    "GET account_confirm_password_reset_code": "3 33 333 33 33 33 3 33",
    "GET account_complete_password_reset": "3 33 333 33 33 33 3 33",
    "GET account_password_reset_completed": "2 22 222 22 22 22 2 22",
    # Last of these rows: whoever signs out stays out
    "GET account_logout": "3 22 222 22 22 22 2 22",
    "POST account_logout": "3 33 333 33 33 33 3 33",
    # Schools, groups and years: read by everybody with a post
    "GET schools:school-list": "s 22 222 22 22 22 2 24",
    "GET schools:school-detail": "s 22 222 22 22 22 2 24",
    "GET schools:school-create": "s 22 FFF FF FF FF F F4",
    "POST schools:school-create": "s 22 FFF FF FF FF F F4",
    "GET schools:school-edit": "s 22 FFF FF FF FF F F4",
    "POST schools:school-edit": "s 22 FFF FF FF FF F F4",
    # The import from the register: the office; a run of others is not even known
    "GET schools:import-create": "s 22 FFF FF FF FF F F4",
    "POST schools:import-create": "s 22 FFF FF FF FF F F4",
    "GET schools:import-detail": "s 22 444 44 44 44 4 44",
    "GET schools:import-confirm": "s 55 555 55 55 55 5 55",
    "POST schools:import-confirm": "s 33 444 44 44 44 4 44",
    "GET schools:import-again": "s 55 555 55 55 55 5 55",
    "POST schools:import-again": "s 33 444 44 44 44 4 44",
    "GET schools:group-list": "s 22 222 22 22 22 2 24",
    "GET schools:group-create": "s 22 FFF FF FF FF F F4",
    "POST schools:group-create": "s 22 FFF FF FF FF F F4",
    "GET schools:group-edit": "s 22 FFF FF FF FF F F4",
    "POST schools:group-edit": "s 22 FFF FF FF FF F F4",
    "GET schools:year-list": "s 22 222 22 22 22 2 24",
    "GET schools:year-create": "s 55 555 55 55 55 5 55",
    "POST schools:year-create": "s 3F FFF FF FF FF F F4",
    "GET schools:year-edit": "s 2F FFF FF FF FF F F4",
    "POST schools:year-edit": "s 2F FFF FF FF FF F F4",
    # People: the office
    "GET schools:person-list": "s 22 444 44 44 44 4 44",
    "GET schools:person-detail": "s 22 444 44 44 44 4 44",
    "GET schools:person-invite": "s 22 444 44 44 44 4 44",
    "POST schools:person-invite": "s 22 444 44 44 44 4 44",
    "GET schools:appointment-create": "s 22 444 44 44 44 4 44",
    "POST schools:appointment-create": "s 22 444 44 44 44 4 44",
    "GET schools:appointment-end": "s 22 444 44 44 44 4 44",
    "POST schools:appointment-end": "s 22 444 44 44 44 4 44",
}

# Addresses that answer by method or by scripts of others, not by pages of ours: none so far.
NOT_OURS: set[str] = set()

DATA: dict[str, dict[str, Any]] = {
    "POST schools:year-create": {"name": "2027/28"},
}

# The rows of the rooms: modules with TABLE, DATA and ``arguments(cast)``, which may make what their addresses name.
PARTS: list[Any] = [
    access_rows,
    access_site,
    access_people,
    access_plans,
    access_calendar,
    access_reply,
    access_training,
    access_practice,
    access_monitoring,
    access_support,
    access_closures,
    access_dates,
    access_members,
    access_declarations,
    access_sharing,
    access_actions,
    access_evaluation,
    access_evidence,
    access_findings,
    access_qa,
    access_dashboard,
    access_programme,
    access_themes,
    access_before,
    access_measures,
    access_cards,
    access_editions,
    access_meetings,
    access_papers,
    access_desk,
    access_reports,
    access_inspections,
    access_imports,
    access_after,
    access_projects,
]
for _part in PARTS:
    TABLE |= _part.TABLE
    DATA |= _part.DATA


def whole(codes: str) -> str:
    """A row with its letters of the board, which are the stranger's where it has none."""
    missing = len(WHO) - len(codes.replace(" ", "")) == OF_THE_BOARD
    return f"{codes} {codes[-1] * OF_THE_BOARD}" if missing else codes


TABLE = {row: whole(codes) for row, codes in TABLE.items()}
HANDED_OVER = {row: whole(codes) for row, codes in access_rows.HANDED_OVER.items()}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of the table: things that belong to the cast."""
    message = Message.objects.create(
        key="a", kind="invitation", person=cast.host, address=cast.host.email, state="failed",
        written_at=cast.session.starts_at, due_at=cast.session.starts_at,
    )  # fmt: skip
    mail = MailboxMail.objects.create(to=cast.host.email, subject="A", body="B")
    text = make.text("guidance")
    further = make.appoint(cast.reviewer, Role.QA_REVIEWER)
    school = {"urn": cast.host_school.urn}
    run = ImportRun.objects.create(name="a.csv", asked_by=cast.director, asked_at=cast.session.starts_at)
    known: dict[str, dict[str, Any]] = {
        **{f"hlp:message-{verb}": {"pk": message.pk} for verb in ("detail", "again")},
        **{f"hlp:text-{verb}": {"slug": text.slug} for verb in ("detail", "edit")},
        "hlp:text-version": {"slug": text.slug, "number": 1},
        "hlp:demo-sign-in": {"pk": cast.director.pk},
        "hlp:demo-mail-detail": {"pk": mail.pk},
        **{f"schools:school-{verb}": school for verb in ("detail", "edit")},
        **{f"schools:import-{verb}": {"pk": run.pk} for verb in ("detail", "confirm", "again")},
        "schools:group-edit": {"pk": cast.group.pk},
        "schools:year-edit": {"pk": cast.year.pk},
        **{
            name: {"pk": cast.reviewer.pk} for name in ("schools:person-detail", "schools:appointment-create")
        },
        "schools:appointment-end": {"pk": further.pk},
    }
    for part in PARTS:
        known |= part.arguments(cast)
    # Some parts played in the past: what they wrote does not wait since then.
    Message.objects.filter(state="waiting").update(due_at=cast.session.starts_at)
    return known


def names(patterns: list[Any] | None = None, space: str = "") -> Iterator[str]:
    """The name of every address of the project."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def bare(request: HttpRequest, resolver: URLResolver, status: int, exception: Exception) -> HttpResponse:
    """Instead of a drawn page that says no: half of the answers are one, and what it shows is tested elsewhere."""
    return HttpResponse(status=status)


def code(client: Client, method: str, path: str, data: dict[str, Any]) -> str:
    """One letter for what happened; what was written is taken back."""
    with patch("django.core.handlers.exception.get_exception_response", bare), transaction.atomic():
        answer = client.get(path) if method == "GET" else client.post(path, data)
        transaction.set_rollback(True)
    if answer.status_code == 302:
        return "s" if answer["Location"].startswith("/accounts/login/?next=") else "3"
    return {200: "2", 403: "F", 404: "4", 405: "5", 503: "!", 400: "B"}.get(
        answer.status_code, str(answer.status_code)
    )


def test_somebody_decided_about_every_address() -> None:
    decided = {row.split()[1] for row in TABLE if row.startswith("GET ")}
    assert set(names()) - decided - NOT_OURS == set()
    assert decided - set(names()) == set()


def test_every_row_names_everybody() -> None:
    assert {row: codes for row, codes in TABLE.items() if len(codes.replace(" ", "")) != len(WHO)} == {}


def found_letters(as_: As, cast: Cast, rows: Iterable[str], who: list[str]) -> dict[str, str]:
    """What happens to these people, one letter each."""
    known = arguments(cast)
    clients = [Client() if name == "nobody" else as_(getattr(cast, name)) for name in who]
    found = {}
    for row in rows:
        method, name = row.split()
        path = reverse(name, kwargs=known.get(name))
        found[row] = "".join(code(client, method, path, DATA.get(row, {})) for client in clients)
    return found


def found_codes(as_: As, cast: Cast, expected: dict[str, str]) -> dict[str, str]:
    """What happens to everybody, written as the rows are."""
    found = found_letters(as_, cast, expected, WHO)
    return {row: _spaced(found[row], codes) for row, codes in expected.items()}


def _spaced(letters: str, like: str) -> str:
    rest = iter(letters)
    return "".join(" " if letter == " " else next(rest) for letter in like)


@pytest.mark.one_engine
@time_machine.travel(BEFORE, tick=False)
@pytest.mark.parametrize("space", ["account_", "hlp:", "schools:", "peerchallenge:", "scorecard:", "board:"])
def test_everybody_opens_what_is_theirs_and_nothing_else(as_: As, cast: Cast, space: str) -> None:
    expected = {row: codes for row, codes in TABLE.items() if row.split()[1].startswith(space)}
    assert found_codes(as_, cast, expected) == expected


@pytest.mark.one_engine
def test_what_was_handed_over_is_opened_by_its_audience(as_: As, cast: Cast) -> None:
    with time_machine.travel("2026-11-20 23:00+00:00", tick=False):
        access_rows.hand_over(cast)
    with time_machine.travel("2026-11-23 09:00+00:00", tick=False):
        assert found_codes(as_, cast, HANDED_OVER) == HANDED_OVER
