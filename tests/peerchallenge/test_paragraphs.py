"""The numbered paragraphs: every text once, the same numbers after a correction, and what changed word by word."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from peerchallenge.packs.paragraphs import corrected, difference, judgements, numbered, paragraphs

TEXT = st.text(alphabet="ab \n-", max_size=60)


def data(*texts: str) -> dict[str, Any]:
    """Frozen data of one section."""
    parts = [
        {"name": f"t{n}", "label": f"T{n}", "text": text, "code": "", "verdict": "", "colour": ""}
        for n, text in enumerate(texts)
    ]
    return {"sections": [{"slug": "s", "title": "S", "parts": parts, "actions": []}]}


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_numbers_run_through_and_the_page_has_the_same(texts: list[str]) -> None:
    found = paragraphs(data(*texts))
    assert [row.number for row in found] == list(range(1, len(found) + 1))
    parts = numbered(data(*texts))["sections"][0]["parts"]
    shown = [(row["number"], row["key"], row["text"]) for part in parts for row in part["paragraphs"]]
    assert shown == [(row.number, row.key, row.text) for row in found]


@given(st.lists(TEXT, min_size=1, max_size=3), st.text(alphabet="xy \n", min_size=1, max_size=20), st.data())
def test_a_correction_changes_one_paragraph_and_keeps_all_numbers(
    texts: list[str], after: str, draw: st.DataObject
) -> None:
    before = paragraphs(data(*texts))
    if not before or not after.strip():
        return
    chosen = draw.draw(st.sampled_from(before))
    once = corrected(data(*texts), {chosen.key: after})
    found = paragraphs(once)
    assert [row.key for row in found] == [row.key for row in before]
    others = [row.text for row in found if row.key != chosen.key]
    assert others == [row.text for row in before if row.key != chosen.key]
    assert corrected(once, {chosen.key: after}) == once


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(text for mark, text in pieces if mark != "in") == before
    assert "".join(text for mark, text in pieces if mark != "out") == after


def test_what_was_not_looked_at_is_no_judgement() -> None:
    part = {"name": "a", "label": "A", "text": "", "colour": "", "verdict": "Accurate", "code": "accurate"}
    unseen = {**part, "name": "b", "code": "not-looked-at", "verdict": "Not looked at"}
    section = {"slug": "self-evaluation", "title": "S", "parts": [part, unseen], "actions": []}
    assert [row.name for row in judgements({"sections": [section]})] == ["a"]
