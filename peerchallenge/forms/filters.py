"""The filters above the list of sessions."""

from typing import Any

import django_filters
from django.http import HttpRequest

from hlp.forms import GovButton, GovButtons, GovForm
from peerchallenge.choices import SessionState
from peerchallenge.models import ChallengeSession, Round
from schools.models import Collaborative


def _rounds(request: HttpRequest) -> Any:
    return Round.objects.visible_to(request.user).select_related("year")  # type: ignore[arg-type]


class FilterForm(GovForm):
    """A form in one row that is fetched, not posted."""

    @property
    def helper(self) -> Any:
        """Filters stand in the address, so that a list can be kept as a bookmark."""
        helper = super().helper
        helper.form_method = "get"
        helper.form_class = "app-filter"
        return helper

    def layout(self) -> list[Any]:
        """All filters and a button beside them."""
        return [*self.fields, GovButtons(GovButton("Show", style="secondary"))]


class SessionFilter(django_filters.FilterSet):
    """Sessions of a round, in a state, in a collaborative."""

    round = django_filters.ModelChoiceFilter(queryset=_rounds, label="Round", empty_label="All rounds")
    state = django_filters.ChoiceFilter(choices=SessionState.choices, label="State", empty_label="All states")
    collaborative = django_filters.ModelChoiceFilter(
        field_name="group__collaborative",
        queryset=Collaborative.objects.all(),
        label="Collaborative",
        empty_label="All collaboratives",
    )

    class Meta:
        model = ChallengeSession
        form = FilterForm
        fields = ["round", "state", "collaborative"]
