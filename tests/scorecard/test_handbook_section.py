"""The host's score card in the handbook of a session."""

import pytest

from peerchallenge.models import Handbook
from peerchallenge.services import handbooks
from scorecard.models import Measure
from scorecard.services import handbook
from tests.conftest import Cast
from tests.scorecard.carded import lay_results
from tests.scorecard.factories import figure

pytestmark = pytest.mark.django_db


def test_headlines_stand_beside_london_and_england(cast: Cast) -> None:
    lay_results(cast)
    [part] = handbook.sections(cast.host_school)
    assert part["lead"] == "Ash Primary School in 2024/25, beside London and England."
    assert part["rows"][0] == {
        "label": "Expected standard in reading, writing and maths",
        "cells": ["58%", "67%", "62%", "up 1 point since 2023/24"],
    }
    assert {"label": "Pupils on roll", "text": "212"} in part["facts"]


def test_what_the_school_reported_is_not_for_the_reviewers(cast: Cast) -> None:
    lay_results(cast)
    figure(Measure.objects.get(code="phonics"), cast.host_school, 83, status="reported")
    assert "83%" not in str(handbook.sections(cast.host_school))


def test_nothing_published_no_section(cast: Cast) -> None:
    assert handbook.sections(cast.host_school) == []


def test_newer_figure_alone_makes_no_new_version(cast: Cast) -> None:
    first = handbooks.ask_handbook(session=cast.session)
    lay_results(cast)
    assert handbooks.ask_handbook(session=cast.session) == first
    assert handbooks.is_current(cast.session, first.document)
    cast.session.focus_detail = "Writing"
    cast.session.save()
    again = handbooks.ask_handbook(session=cast.session)
    assert again.document.version == 2
    assert again.document.source["sections"][0]["title"] == "Score card"
    assert Handbook.objects.count() == 2
