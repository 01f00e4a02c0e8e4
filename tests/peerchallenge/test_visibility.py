"""Who sees that a session exists."""

import pytest

from peerchallenge.models import ChallengeSession
from tests.conftest import As, Cast


def test_a_session_is_seen_by_its_people_and_nobody_else(cast: Cast) -> None:
    seers = {
        name
        for name, user in cast.people().items()
        if ChallengeSession.objects.visible_to(user).filter(pk=cast.session.pk).exists()
    }

    assert seers == {
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


@pytest.mark.parametrize("page", ["self-evaluation/", "report/read/"])
@pytest.mark.parametrize("pk", [2**31, 10**25])
def test_a_session_beyond_all_numbers_is_not_found(cast: Cast, as_: As, page: str, pk: int) -> None:
    assert as_(cast.director).get(f"/sessions/{pk}/{page}").status_code == 404


def test_an_area_beyond_all_numbers_is_not_found(cast: Cast, as_: As) -> None:
    address = f"/sessions/{cast.session.pk}/self-evaluation/edit/{10**25}/"
    assert as_(cast.host).get(address).status_code == 404
