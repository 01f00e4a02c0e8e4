"""Typed and pasted text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlp import text

pytestmark = pytest.mark.one_engine


def test_words_bullets_and_breaks_become_plain_ones() -> None:
    pasted = "Strengths:\r\n\u2022\tPhonics\r\n\u00b7 Reading\u00a0aloud\r\n\uf0b7 Writing\v\r\n"

    assert text.tidy(pasted) == "Strengths:\n- Phonics\n- Reading aloud\n- Writing"


def test_accents_quotes_and_ligature_letters_stay() -> None:
    assert text.tidy("Zoe\u0308’s “œuvre” — naïve") == "Zoë’s “œuvre” — naïve"


@given(st.text())
def test_tidying_twice_changes_nothing_more(value: str) -> None:
    once = text.tidy(value)

    assert text.tidy(once) == once


def test_paragraphs_and_lists_become_html_and_tags_stay_text() -> None:
    html = text.paragraphs("One <b>.\nTwo\n\n- first\n- second\n\nEnd")

    assert html == (
        '<p class="govuk-body">One &lt;b&gt;.<br>Two</p>\n'
        '<ul class="govuk-list govuk-list--bullet"><li>first</li><li>second</li></ul>\n'
        '<p class="govuk-body">End</p>'
    )


def test_markdown_drops_scripts_and_unsafe_links() -> None:
    html = text.markdown_html("# Hi\n\n<script>x</script>[a](javascript:alert(1)) [b](https://x.example)")

    assert "script" not in html.replace("&lt;script&gt;x&lt;/script&gt;", "").replace(
        "javascript:alert(1)", ""
    )
    assert 'href="javascript' not in html
    assert '<a class="govuk-link" href="https://x.example">b</a>' in html


def test_words_are_counted_as_the_box_counts_them() -> None:
    assert text.words("one  two\nthree-four 5 ") == 4
