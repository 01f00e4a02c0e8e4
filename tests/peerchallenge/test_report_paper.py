"""What happens to typed text on its way to paper."""

import pytest

from peerchallenge.templatetags.paper import printed, unbroken


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("A first-class day", 'A <span class="unbroken">first-class</span> day'),
        ("hors-d’œuvre, pâté", '<span class="unbroken">hors-d’œuvre,</span> pâté'),
        ("and/or <b>", '<span class="unbroken">and/or</span> &lt;b&gt;'),
        ("time – and again", "time – and again"),
        ("x-" * 30 + "x", "x-" * 30 + "x"),
    ],
)
def test_compounds_are_kept_on_one_line(typed: str, html: str) -> None:
    assert unbroken(typed) == html


def test_classes_of_paragraphs_are_left_alone() -> None:
    assert printed("well-led") == '<p class="govuk-body"><span class="unbroken">well-led</span></p>'
