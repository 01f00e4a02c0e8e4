"""The blank report form as a Word file."""

import io
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table

from peerchallenge.packs.sections import Section

BRAND = RGBColor(0x12, 0x43, 0x6D)
EMPTY_ACTIONS = 4


def blank_form(
    *,
    partnership: str,
    sections: Iterable[Section],
    areas: list[str],
    directions: list[tuple[str, str]],
    accuracies: list[str],
    support: list[str],
    protocol: str,
    words: tuple[int, int],
) -> bytes:
    """A form with every heading, hint and choice of the year's report, to be filled in without the website."""
    document = _start(partnership)
    _opening(document, words)
    choices = {
        "support": support,
        "direction": [f"{label}: {meaning}" if meaning else label for label, meaning in directions],
    }
    for section in sections:
        document.add_heading(section.title, level=1)
        document.add_paragraph(section.guidance)
        _ticks(document, choices.get(section.kind, []))
        if section.kind == "areas":
            _table(
                document,
                ["Area", "Accurate?", "Evidence"],
                [[name, _options(accuracies), ""] for name in [*areas, "Overall"]],
            )
        elif section.kind == "actions":
            _table(document, ["What", "Who", "By when"], [["\n", "", ""] for _ in range(EMPTY_ACTIONS)])
        for box in section.boxes if section.kind != "areas" else ():
            _box(document, box.label, box.hint)
    document.add_paragraph(protocol)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _start(partnership: str) -> WordDocument:
    document = Document()
    document.core_properties.title = "Peer challenge report form"
    document.core_properties.author = partnership
    document.core_properties.language = "en-GB"
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    page.header.paragraphs[0].text = partnership
    styles: Any = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Arial", Pt(11)
    languages = OxmlElement("w:lang")
    languages.set(qn("w:val"), "en-GB")
    styles["Normal"].element.get_or_add_rPr().append(languages)
    for name, size in (("Title", 24), ("Heading 1", 15), ("Heading 2", 12)):
        font = styles[name].font
        font.name, font.size, font.color.rgb = "Arial", Pt(size), BRAND
        styles[name].element.rPr.rFonts.set(qn("w:asciiTheme"), "")
        styles[name].element.rPr.rFonts.attrib.pop(qn("w:asciiTheme"))
    return document


def _opening(document: WordDocument, words: tuple[int, int]) -> None:
    document.add_heading("Peer challenge report", level=0)
    rows = [
        [name, ""]
        for name in ("School", "Date", "Lead reviewer", "Reviewers", "Focus", "Key lines of enquiry")
    ]
    _table(document, ["About the session", ""], rows)
    fewest, most = words
    document.add_paragraph(
        f"Write {fewest} to {most:,} words in all. Give evidence for every judgement. Name no child and no member of "
        "staff. If you are worried about a child, tell the school’s designated safeguarding lead at once, and do not "
        "write it here."
    )


def _ticks(document: WordDocument, choices: list[str]) -> None:
    for choice in choices:
        document.add_paragraph(f"☐ {choice}")


def _options(accuracies: list[str]) -> str:
    return "\n".join(f"☐ {label}" for label in accuracies)


def _box(document: WordDocument, label: str, hint: str) -> None:
    document.add_heading(label, level=2)
    document.add_paragraph(hint)
    table = document.add_table(rows=1, cols=1)
    table.style = "Table Grid"
    table.rows[0].height = Cm(3.5)


def _table(document: WordDocument, heads: list[str], rows: list[list[str]]) -> Table:
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].bold = True if text else None
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph()
    return table
