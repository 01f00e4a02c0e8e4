"""What is vendored under static/ carries nobody else's brand and points at nothing that is missing."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
VENDOR = STATIC / "vendor"


@pytest.mark.parametrize("word", ["crest", "crown", "GDS Transport", "sourceMappingURL"])
def test_nothing_vendored_carries_the_marks_of_govuk_or_a_source_map(word: str) -> None:
    texts = [path for path in VENDOR.rglob("*") if path.suffix in {".css", ".js", ".txt", ".svg"}]

    assert [path.name for path in texts if word.lower() in path.read_text().lower()] == []


@pytest.mark.parametrize("sheet", ["vendor/govuk.css", "css/app.css", "css/pdf.css"])
def test_every_file_that_a_style_sheet_names_is_there(sheet: str) -> None:
    path = STATIC / sheet
    named = re.findall(r'url\("?([^")]+)"?\)', path.read_text())

    assert [name for name in named if not (path.parent / name).is_file()] == []


@pytest.mark.parametrize("sheet", ["vendor/govuk.css", "css/app.css", "css/pdf.css"])
def test_the_font_is_quoted_since_a_name_with_a_digit_is_invalid_otherwise(sheet: str) -> None:
    text = (STATIC / sheet).read_text()

    assert text.count("Source Sans 3") == len(re.findall(r'"Source Sans 3(?: Extended)?"', text)) > 0


def test_the_lock_file_holds_no_address_to_fetch_from() -> None:
    assert '"resolved"' not in (STATIC / "package-lock.json").read_text()
