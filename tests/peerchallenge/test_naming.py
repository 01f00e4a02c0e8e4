"""Names in texts: what is taken out of a quoted finding, and what stands in a text before it is published."""

import pytest

from peerchallenge.calculations.naming import Names, anonymised, called, named_in
from peerchallenge.calculations.pupils import groups_of

pytestmark = pytest.mark.one_engine

NAMES = Names(
    schools=("Ash Primary School", "St Mary's Catholic Primary School, Isleworth", "The Rowan Tree Academy"),
    people=("Amira Okonkwo-Hale", "Grace Whitfield"),
    places=("Isleworth", "Feltham"),
)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ash Primary School", "Ash"),
        ("The Rowan Tree Academy", "Rowan Tree"),
        ("Our Lady and St John’s Catholic Primary School", "Our Lady and St John’s"),
        ("The Community School", ""),
    ],
)
def test_how_people_call_a_school(name: str, short: str) -> None:
    assert called(name) == short


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Reading at Ash Primary School is loved.", "Reading at [school] is loved."),
        ("Ash’s library is open at lunch.", "[school] library is open at lunch."),
        ("Ash  Primary\nSchool leads on phonics.", "[school] leads on phonics."),
        ("St Mary’s gives time to talk.", "[school] gives time to talk."),
        ("Visit Rowan Tree to see it.", "Visit [school] to see it."),
        ("Amira leads writing with Mrs Bell.", "[name] leads writing with [name]."),
        ("Ms Okonkwo-Hale models well.", "[name] models well."),
        ("Grace Whitfield’s phonics is calm.", "[name] phonics is calm."),
        ("Pupils show grace. Grace matters.", "Pupils show grace. Grace matters."),
        ("Families from Feltham and Ivy Bridge Road come in.", "Families from [place] and [place] come in."),
        ("Near TW7 5LX, by the river.", "Near [place], by the river."),
        ("Ashen skies; a crash course.", "Ashen skies; a crash course."),
    ],
)
def test_names_are_taken_out(text: str, without: str) -> None:
    assert anonymised(text, NAMES) == without


def test_names_are_told_once_in_their_own_words() -> None:
    text = "Ash Primary School and Mr Lowe’s class. Then Ash Primary School again, with Amira."
    assert named_in(text, NAMES) == ["Ash Primary School", "Mr Lowe’s", "Amira"]
    assert named_in("Most schools read every day.", NAMES) == []
    assert named_in("Nobody is known.", Names()) == []


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Pupil Premium money is used well for pupils with SEND.", {"disadvantaged", "send"}),
        ("SEN support and EAL pupils", {"send", "eal"}),
        ("Higher attaining pupils reach greater depth in reception.", {"more-able", "early-years"}),
        ("Reading is loved. Send reports early.", set()),
        ("Attendance has risen.", set()),
    ],
)
def test_pupil_groups_by_their_words(text: str, groups: set[str]) -> None:
    assert groups_of(text) == groups
