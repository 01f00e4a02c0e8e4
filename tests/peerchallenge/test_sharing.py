"""Who can see a report: by name, by the headteacher's yearly consent, and by a link that runs out."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from hlp import documents
from hlp.models import AuditEntry, Document
from hlp.transitions import StaleEdit
from peerchallenge.models import Reply, ReportVersion, ShareConsent, ShareLink
from peerchallenge.services import reports, sharing
from schools.models import GroupPlace
from tests import factories as make
from tests.conftest import As, Cast
from tests.peerchallenge import access_sharing, full_reply
from tests.peerchallenge.full_reply import DECIDED, REPLIED
from tests.test_access import WHO, code

pytestmark = pytest.mark.one_engine

KEY = "k" * 32
LINK = {"reader": "Gwen Governor", "role": "chair of governors", "days": 30, "key": KEY}
ALL = {"collaborative": True, "authority": True, "directory": True}


@pytest.fixture
def reply(cast: Cast) -> Reply:
    return full_reply.sent(cast)


def link(cast: Cast) -> tuple[ShareLink, str]:
    return sharing.make_link(session=cast.session, by=cast.host, at=REPLIED, **LINK)  # type: ignore[arg-type]


def read(cast: Cast) -> str:
    return reverse("peerchallenge:report-read", args=[cast.session.pk])


def page(name: str, cast: Cast) -> str:
    return reverse(f"peerchallenge:sharing-{name}", args=[cast.session.pk])


# --- Access --------------------------------------------------------------------------------------


def test_everybody_opens_what_is_theirs(as_: As, cast: Cast, reply: Reply) -> None:
    made, token = link(cast)
    known = access_sharing.addresses(cast, made.pk, token)
    with time_machine.travel(REPLIED, tick=False):
        clients = [Client() if who == "nobody" else as_(getattr(cast, who)) for who in WHO]
        found = {}
        for row, codes in access_sharing.SENT.items():
            method, name = row.split()
            letters = iter([code(c, method, reverse(name, kwargs=known[name]), {}) for c in clients])
            found[row] = "".join(" " if letter == " " else next(letters) for letter in codes)
    assert found == access_sharing.SENT


def test_the_list_names_those_who_can_read_it(as_: As, cast: Cast, reply: Reply) -> None:
    names = [reader.name for reader in sharing.readers(reply.session)]
    assert names == ["Hana Host", "Leo Lead", "Rita Reviewer", "Lena Leadhead", "Dora Director"]
    shown = as_(cast.reviewer).get(page("detail", cast)).content.decode()
    assert [name for name in names if name not in shown] == []
    assert "Links for readers" not in shown


# --- Consent ---------------------------------------------------------------------------------------


def seers(cast: Cast, as_: As) -> set[str]:
    return {who for who, user in cast.people().items() if as_(user).get(read(cast)).status_code == 200}


def test_consent_opens_the_report_once_the_reply_is_over(as_: As, cast: Cast, reply: Reply) -> None:
    colleague = make.head_of(make.SchoolFactory(), "Cora Colleague")
    place = GroupPlace.objects.filter(group=cast.group).first()
    assert place is not None
    GroupPlace.objects.create(
        group=cast.group, school=colleague.appointments.get().school, year=cast.year, additional=False
    )
    usual = {"director", "host", "lead", "reviewer", "lead_headteacher"}
    sharing.give_consent(school=cast.host_school, year=cast.year, wanted=ALL, version=0, by=cast.host)
    assert seers(cast, as_) == usual
    assert as_(colleague).get(read(cast)).status_code == 404
    Reply.objects.update(state="no-comments")
    assert seers(cast, as_) == usual | {"la_officer"}
    assert as_(colleague).get(read(cast)).status_code == 200
    assert (
        "Reports shared with you" in as_(colleague).get(cast.host_school.get_absolute_url()).content.decode()
    )


def test_consent_that_is_taken_back_closes_it(as_: As, cast: Cast, reply: Reply) -> None:
    Reply.objects.update(state="no-comments")
    row = sharing.give_consent(school=cast.host_school, year=cast.year, wanted=ALL, version=0, by=cast.host)
    sharing.give_consent(
        school=cast.host_school, year=cast.year, wanted={}, version=row.version, by=cast.host
    )
    assert as_(cast.la_officer).get(read(cast)).status_code == 404


def test_consent_of_another_year_opens_nothing(as_: As, cast: Cast, reply: Reply) -> None:
    Reply.objects.update(state="no-comments")
    other = make.YearFactory(name="2025/26", starts="2025-09-01", ends="2026-08-31")
    sharing.give_consent(school=cast.host_school, year=other, wanted=ALL, version=0, by=cast.host)
    assert as_(cast.la_officer).get(read(cast)).status_code == 404


def test_wider_is_asked_again_and_narrower_is_not(as_: As, cast: Cast, reply: Reply) -> None:
    client, data = as_(cast.host), {"authority": "on", "version": "0"}
    asked = client.post(page("consent", cast), data).content.decode()
    assert "More people will be able to read your reports" in asked
    assert "Laura Officer" in asked
    assert not ShareConsent.objects.exists()
    assert client.post(page("consent", cast), {**data, "sure": "1"}).status_code == 302
    assert ShareConsent.objects.get().authority
    assert client.post(page("consent", cast), {"version": "1"}).status_code == 302
    assert not ShareConsent.objects.get().authority


def test_a_stale_consent_is_told(cast: Cast, reply: Reply) -> None:
    for _ in range(2):
        sharing.give_consent(school=cast.host_school, year=cast.year, wanted=ALL, version=0, by=cast.host)
    with pytest.raises(StaleEdit):
        sharing.give_consent(school=cast.host_school, year=cast.year, wanted={}, version=0, by=cast.host)
    assert AuditEntry.objects.filter(action="consent.given").count() == 1


# --- Links ------------------------------------------------------------------------------------------


def test_the_token_is_not_in_the_database_and_two_presses_give_one_link(cast: Cast, reply: Reply) -> None:
    (first, token), (second, again) = link(cast), link(cast)
    assert (first.pk, token) == (second.pk, again)
    assert len(token) == 64
    assert first.token_hash != token
    assert token not in str([vars(row) for row in [*ShareLink.objects.all(), *Document.objects.all()]])
    assert token not in str([vars(row) for row in AuditEntry.objects.all()])


@pytest.mark.parametrize(
    ("changed", "field"), [({"reader": " "}, "reader"), ({"role": ""}, "role"), ({"days": 91}, "days")]
)
def test_a_link_says_for_whom_and_how_long(
    cast: Cast, reply: Reply, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        sharing.make_link(session=cast.session, by=cast.host, at=REPLIED, **{**LINK, **changed})  # type: ignore[arg-type]
    assert list(refusal.value.message_dict) == [field]


def test_no_more_than_ten_links_are_open(cast: Cast, reply: Reply) -> None:
    for n in range(10):
        sharing.make_link(session=cast.session, by=cast.host, at=REPLIED, **{**LINK, "key": f"{n:032}"})  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="Revoke one first"):
        link(cast)


def test_a_governor_reads_the_newest_version_with_their_name_on_it(cast: Cast, reply: Reply) -> None:
    _, token = link(cast)
    path = reverse("peerchallenge:shared-read", args=[token])
    with time_machine.travel(REPLIED, tick=False):
        answer = Client().get(path)
        text = answer.content.decode()
        assert text.count("Gwen Governor, chair of governors") == 2
        assert 'content="noindex' in text
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Correct a fact" not in text
        Client().get(path, headers={"HX-Request": "true"})
    row = ShareLink.objects.get()
    assert (row.views, row.last_viewed_at) == (1, REPLIED)
    assert AuditEntry.objects.filter(action="share.viewed", detail__what="page").count() == 1


def test_the_pdf_bears_the_name_and_follows_the_newest_version(cast: Cast, reply: Reply) -> None:
    made, token = link(cast)
    path = reverse("peerchallenge:shared-download", args=[token])
    with time_machine.travel(REPLIED, tick=False):
        first = documents.newest("report-shared", made.about)
        assert first is not None
        assert first.source["reader"] == "Gwen Governor, chair of governors"
        assert documents.build(first.pk)
        assert Client().get(path).content[:5] == b"%PDF-"
        full_reply.say(cast, reply)
        full_reply.answering.send_reply(reply=reply, by=cast.host, at=REPLIED)
        assert Client().get(path).status_code == 302
        assert documents.newest("report-shared", made.about).version == 2  # type: ignore[union-attr]


def test_a_link_that_ran_out_or_was_revoked_is_not_found(cast: Cast, reply: Reply) -> None:
    made, token = link(cast)
    paths = [reverse(f"peerchallenge:shared-{name}", args=[token]) for name in ("read", "download")]
    with time_machine.travel(made.expires_at - timedelta(seconds=1), tick=False):
        assert [Client().get(path).status_code for path in paths] == [200, 302]
    with time_machine.travel(made.expires_at, tick=False):
        assert [Client().get(path).status_code for path in paths] == [404, 404]
    for _ in range(2):
        sharing.revoke(link=made, by=cast.host, at=DECIDED)
    with time_machine.travel(DECIDED, tick=False):
        assert [Client().get(path).status_code for path in paths] == [404, 404]
    assert set(Document.objects.filter(kind="report-shared").values_list("state", flat=True)) == {"sealed"}
    assert AuditEntry.objects.filter(action="share.revoked").count() == 1


def test_sealing_reaches_the_readers_copies(cast: Cast, reply: Reply) -> None:
    link(cast)
    version = ReportVersion.objects.get()
    reports.seal_version(version=version, reason="A name", replacement={}, by=cast.director, at=DECIDED)
    assert set(Document.objects.filter(kind="report-shared").values_list("state", flat=True)) == {"sealed"}


def test_a_link_is_made_by_its_pages_and_shown_once(as_: As, cast: Cast, reply: Reply) -> None:
    with time_machine.travel(REPLIED, tick=False):
        client, data = as_(cast.host), {**LINK, "sure": "1"}
        asked = client.post(page("create", cast), LINK).content.decode()
        assert "One more person will be able to read this report" in asked
        assert not ShareLink.objects.exists()
        shown = client.post(page("create", cast), data).content.decode()
        assert client.post(page("create", cast), data).content.decode().count("/shared/") == 1
        assert "/shared/" in shown
        assert "/shared/" not in client.get(page("detail", cast)).content.decode()
        assert "Gwen Governor" in client.get(page("detail", cast)).content.decode()
    assert ShareLink.objects.count() == 1
