"""The PDF of an entry: one page or two in use, tagged, with its pictures; one that was not given stops the printing."""

import json
from io import BytesIO

import pikepdf
import pytest
from django.core.serializers.json import DjangoJSONEncoder

from hlp import pdf
from hlp.models import User
from schools.models import PracticeEntry
from schools.packs import practice
from schools.services.directory import printing
from tests.conftest import Cast
from tests.schools import practised


def printed(entry: PracticeEntry, *, by: User) -> pikepdf.Pdf:
    """The PDF of an entry that is published to members."""
    edition = practised.publish_to_members(entry, by=by).live
    assert edition is not None
    facts = json.loads(json.dumps(printing.facts(edition), cls=DjangoJSONEncoder))
    return pikepdf.open(BytesIO(practice.build(facts, lambda percent, stage: None)))


def test_long_entry_stays_on_two_tagged_pages(cast: Cast) -> None:
    draft = practised.drafted(cast.host_school, by=cast.host, what_we_did="We talk before we write. " * 150)
    for number in range(3):
        practised.picture(draft, by=cast.host, alternative=f"Carpet {number}")
    with printed(draft, by=cast.director) as made:
        assert len(made.pages) == 2
        assert bool(made.Root.MarkInfo.Marked)
        assert "Carpet 0" in [
            str(node.get("/Alt", "")) for node in made.objects if isinstance(node, pikepdf.Dictionary)
        ]


def test_entry_that_is_a_little_longer_than_a_page_is_laid_out_on_one(cast: Cast) -> None:
    """As large as it may be it would leave most of a second page empty."""
    text = "\n".join(["- We talk in pairs before we write"] * 7)
    draft = practised.drafted(cast.host_school, by=cast.host, what_we_did=text, context="Two forms of entry.")
    practised.picture(draft, by=cast.host)
    with printed(draft, by=cast.director) as made:
        assert len(made.pages) == 1


@pytest.mark.django_db
def test_picture_that_was_not_given_stops_the_printing() -> None:
    facts = {"title": "A", "first": [{"key": 7, "alternative": "B"}]}
    with pytest.raises(ValueError, match="picture"):
        pdf.render("schools/practice/pdf.html", facts, pictures={})
