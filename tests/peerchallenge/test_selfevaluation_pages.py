"""The pages on which a host writes, shares, and a team reads."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from peerchallenge.models import AreaSelfEvaluation, SelfEvaluation
from peerchallenge.services import selfevaluations as service
from tests import factories as make
from tests.conftest import As, Cast

READ = "/sessions/{pk}/self-evaluation/"
EDIT = "/sessions/{pk}/self-evaluation/edit/"
SHARE = "/sessions/{pk}/self-evaluation/share/"


def url(template: str, cast: Cast) -> str:
    return template.format(pk=cast.session.pk)


def area_url(cast: Cast, name: str = "Inclusion") -> str:
    return f"{url(EDIT, cast)}{cast.year.areas.get(name=name).pk}/"


def stored(name: str = "Inclusion") -> AreaSelfEvaluation:
    return AreaSelfEvaluation.objects.get(area__name=name)


@pytest.fixture
def host(cast: Cast, as_: As) -> Client:
    return as_(cast.host)


def test_the_list_shows_each_area_and_how_far_it_is(cast: Cast, host: Client) -> None:
    page = host.get(url(EDIT, cast)).context
    listed = [*page["first"], *page["tasks"], *page["last"], *page["sharing"]]
    assert [(t["title"], t["status"]) for t in listed] == [
        ("Why this focus", "Not yet started"),
        ("Questions for the team", "Not yet started"),
        ("Progress since last time", "Not yet started"),
        ("Inclusion", "Not yet started"),
        ("Curriculum and teaching", "Not yet started"),
        ("One strength to showcase", "Not yet started"),
        ("See who will read it, and share", "Not shared yet"),
    ]


def test_saving_leads_to_the_next_area(cast: Cast, host: Client) -> None:
    sent = {"revision": 0, "judgement": "strong", "strengths": "•\tPhonics"}
    reply = host.post(area_url(cast), sent)
    assert reply["Location"] == area_url(cast, "Curriculum and teaching")
    assert (stored().strengths, stored().judgement, stored().revision) == ("- Phonics", "strong", 1)


def test_the_last_area_leads_to_the_showcase_and_that_to_the_list(cast: Cast, host: Client) -> None:
    last = host.post(area_url(cast, "Curriculum and teaching"), {"revision": 0})
    showcase = host.post(last["Location"], {"revision": 0, "body": "Our choir"})
    assert (last["Location"], showcase["Location"]) == (f"{url(EDIT, cast)}showcase/", url(EDIT, cast))


def test_a_judgement_can_be_taken_back(cast: Cast, host: Client) -> None:
    host.post(area_url(cast), {"revision": 0, "judgement": "strong"})
    host.post(area_url(cast), {"revision": 1, "judgement": "undecided"})
    assert (stored().judgement, stored().revision) == ("", 2)


def test_too_many_words_are_told_and_kept(cast: Cast, host: Client) -> None:
    page = host.post(area_url(cast), {"revision": 0, "strengths": "word " * 252})
    assert page.context["form"].errors == {"strengths": ["Use 250 words or fewer. You have 2 words too many"]}
    assert "word word" in page.content.decode()


def test_typing_is_saved_and_answered_with_the_time_and_the_new_revision(cast: Cast, host: Client) -> None:
    reply = host.post(f"{area_url(cast)}save/", {"revision": 0, "strengths": "Pho"}).content.decode()
    assert "Saved " in reply
    assert '<input type="hidden" name="revision" value="1" id="id_revision" hx-swap-oob="true">' in reply
    assert stored().strengths == "Pho"


def test_a_draft_is_kept_however_unfinished(cast: Cast, host: Client) -> None:
    host.post(f"{area_url(cast)}save/", {"revision": 0, "strengths": "word " * 300, "judgement": "nonsense"})
    assert (len(stored().strengths.split()), stored().judgement) == (300, "")


@pytest.mark.parametrize(("revision", "says"), [("0", "somebody saved a newer text"), ("x", "Not saved")])
def test_a_draft_that_cannot_be_saved_says_so(cast: Cast, host: Client, revision: str, says: str) -> None:
    host.post(f"{area_url(cast)}save/", {"revision": 0, "strengths": "Theirs"})
    reply = host.post(f"{area_url(cast)}save/", {"revision": revision, "strengths": "Mine"})
    assert says in reply.content.decode()
    assert stored().strengths == "Theirs"


def test_a_stale_page_shows_both_texts_and_then_saves_knowingly(cast: Cast, host: Client) -> None:
    host.post(area_url(cast), {"revision": 0, "strengths": "Theirs"})
    page = host.post(area_url(cast), {"revision": 0, "strengths": "Mine"})
    text = page.content.decode()
    assert ("Theirs" in text, "Mine" in text, stored().strengths) == (True, True, "Theirs")
    host.post(area_url(cast), {"revision": page.context["form"]["revision"].value(), "strengths": "Mine"})
    assert stored().strengths == "Mine"


def test_sharing_says_who_and_what_is_missing_and_then_shares(cast: Cast, host: Client) -> None:
    page = host.get(url(SHARE, cast)).content.decode()
    named = ["Leo Lead", "Rita Reviewer", "Lena Leadhead", "Dora Director", "Quinn Quality"]
    assert [name for name in named if name not in page] == []
    assert "Some parts are still empty" in page
    host.post(url(SHARE, cast))
    assert SelfEvaluation.objects.get().shared_by == cast.host
    assert "Shared on" in host.get(url(SHARE, cast)).content.decode()


def test_the_team_reads_the_newest_text_once_it_is_shared(cast: Cast, as_: As, host: Client) -> None:
    host.post(area_url(cast), {"revision": 0, "strengths": "Phonics"})
    assert as_(cast.lead).get(url(READ, cast)).status_code == 404
    host.post(url(SHARE, cast))
    host.post(area_url(cast), {"revision": 1, "strengths": "Phonics and spelling"})
    page = as_(cast.lead).get(url(READ, cast)).content.decode()
    assert "Phonics and spelling" in page
    assert "/self-evaluation/edit/" not in page


def test_after_the_day_the_host_reads_and_no_longer_writes(cast: Cast, host: Client) -> None:
    host.get(url(EDIT, cast))
    make.held(cast.session)
    assert host.get(url(EDIT, cast))["Location"] == url(READ, cast)
    assert host.get(area_url(cast))["Location"] == url(READ, cast)
    page = host.post(area_url(cast), {"revision": 0, "strengths": "Late"})
    assert page.context["form"].non_field_errors() == [
        "The session has been held. The self-evaluation stays as the team read it."
    ]


@pytest.mark.parametrize("path", [EDIT, SHARE])
@pytest.mark.parametrize(
    ("who", "status"), [("lead", 403), ("director", 403), ("outsider", 404), ("stranger", 404)]
)
def test_only_the_host_writes_and_shares(cast: Cast, as_: As, path: str, who: str, status: int) -> None:
    client = as_(cast.people()[who])
    assert (client.get(url(path, cast)).status_code, client.post(url(SHARE, cast)).status_code) == (
        status,
        status,
    )


@pytest.mark.parametrize("extra", [0, 3])
def test_the_page_costs_the_same_with_more_areas(
    cast: Cast, as_: As, extra: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(extra):
        cast.year.areas.create(name=f"Area {n}", position=10 + n)
    found = service.open_self_evaluation(session=cast.session)
    service.share(self_evaluation=found, by=cast.host)
    client = as_(cast.lead)
    client.get(url(READ, cast))
    with django_assert_num_queries(11):
        client.get(url(READ, cast))


@pytest.mark.parametrize(
    "nonsense",
    [{"turn": "9" * 30}, {"turn": "-1"}, {"strengths": "x" * 50_000}, {"page": "\x00", "turn": "²"}],
)
def test_a_draft_that_is_nonsense_is_refused_and_harms_nothing(
    cast: Cast, host: Client, nonsense: dict[str, str]
) -> None:
    address = f"{area_url(cast)}save/"
    host.get(url(EDIT, cast))
    sent = {"revision": "0", "page": "tab", "turn": "1", "strengths": "Phonics"}

    assert "Not saved" in host.post(address, {**sent, **nonsense}).content.decode()
    assert stored().is_empty


def test_the_browser_is_told_what_it_need_not_keep(cast: Cast, host: Client) -> None:
    page = host.get(area_url(cast)).content.decode()
    assert f'data-kept="self-evaluation:{area_url(cast)}save/"' in page

    sent = {"revision": 0, "strengths": "Phonics", "page": "tab", "turn": 3}
    host.post(area_url(cast), sent)
    for address in (area_url(cast), url(EDIT, cast)):
        assert '<meta name="saved" content="tab:3">' in host.get(address).content.decode()
