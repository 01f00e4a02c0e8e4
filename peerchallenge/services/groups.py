"""Which groups sessions hang on: asked by the planner of groups before it publishes."""

from collections.abc import Collection

from peerchallenge.models import ChallengeSession


def in_use(groups: Collection[int]) -> set[int]:
    """The keys of those groups that have a session, in whatever state."""
    return set(ChallengeSession.objects.filter(group__in=groups).values_list("group_id", flat=True))
