"""Who sees that a session exists."""

from peerchallenge.models import ChallengeSession
from tests.conftest import Cast


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
        "lead",
        "reviewer",
        "lead_headteacher",
        "qa_reviewer",
    }
