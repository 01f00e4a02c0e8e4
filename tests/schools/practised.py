"""Entries of the directory of good practice, as far along as a test needs them."""

from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image, ImageDraw

from hlp.models import User
from schools.choices.practice import PracticeAudience
from schools.models import PracticeEntry, PracticeFile, PracticePicture, School, Theme
from schools.services import directory
from schools.services.directory import attachments
from tests import factories as make

FULL: dict[str, Any] = {
    "summary": "Fifteen minutes of talk before writing.",
    "need": "Children wrote less than they could say.",
    "what_we_did": "Each writing lesson begins with talk in pairs.",
    "impact": "More children reach the expected standard.",
    "would_change": "We would train teaching assistants first.",
    "contact_role": "Assistant headteacher for English",
    "visits_welcome": True,
    "visit_days": "Tuesday mornings",
    "visit_capacity": 3,
}


def drafted(
    school: School,
    *,
    by: User,
    title: str = "Talk before writing",
    themes: list[Theme] | None = None,
    **facts: Any,
) -> PracticeEntry:
    """A draft in which everything is said that publishing needs."""
    entry = directory.begin(school=school, title=title, by=by)
    named = themes if themes is not None else [make.ThemeFactory()]
    return directory.save(entry=entry, facts={**FULL, **facts}, themes=named, by=by)


def consented(
    school: School, *, by: User, audience: PracticeAudience = PracticeAudience.PUBLIC, **facts: Any
) -> PracticeEntry:
    """A draft that was checked and that its headteacher agreed to."""
    entry = drafted(school, by=by, **facts)
    directory.submit(entry=entry, by=by)
    directory.check(entry=entry, by=by)
    return directory.consent(entry=entry, audience=audience, pictures=True, by=by)


def published(
    school: School, *, by: User, audience: PracticeAudience = PracticeAudience.PUBLIC, **facts: Any
) -> PracticeEntry:
    """An entry that readers find."""
    entry = consented(school, by=by, audience=audience, **facts)
    return directory.publish(entry=entry, audience=audience, by=by)


def publish_to_members(entry: PracticeEntry, *, by: User) -> PracticeEntry:
    """A complete draft, taken the whole way to the members."""
    directory.submit(entry=entry, by=by)
    directory.check(entry=entry, by=by)
    directory.consent(entry=entry, audience=PracticeAudience.MEMBERS, pictures=True, by=by)
    return directory.publish(entry=entry, audience=PracticeAudience.MEMBERS, by=by)


def drawing(width: int = 400, height: int = 300, kind: str = "PNG") -> bytes:
    """A picture with something on it."""
    image = Image.new("RGB", (width, height), "#eef4f9")
    ImageDraw.Draw(image).ellipse((40, 40, width - 40, height - 40), fill="#12436d")
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def picture(entry: PracticeEntry, *, by: User, alternative: str = "A round blue carpet") -> PracticePicture:
    """A picture beside a draft."""
    data = drawing()
    return attachments.add_picture(
        entry=entry, file=BytesIO(data), size=len(data), alternative=alternative, by=by
    )


def sheet() -> bytes:
    """A PDF of one page that says who wrote it."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Author"] = "Ann Author"
        pdf.save(out)
    return out.getvalue()


def file(entry: PracticeEntry, *, by: User, title: str = "Lesson plan") -> PracticeFile:
    """A file beside a draft."""
    return attachments.add_file(entry=entry, data=sheet(), filename="Plan.pdf", title=title, by=by)
