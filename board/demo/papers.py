"""Papers and packs of the demonstration: drawn, written, scanned, late, refused, still to come. All are invented."""

import io
from datetime import datetime, timedelta
from typing import Any

import pikepdf
from docx import Document as Word
from PIL import Image, ImageDraw

from board.choices import MeetingState, Opened, Part
from board.models import AgendaItem, Meeting, Pack, Paper
from board.services.gathering import asking, checking, giving
from board.services.packs import cuts, making, reading
from hlp import clock, pdf
from hlp.models import User
from schools.choices import Role
from schools.roles import people_with

DAY = timedelta(days=1)
REPORT = [
    (
        "Where we are",
        "Nine schools took part in the first term of the project. In each of them two colleagues planned together, "
        "watched one lesson of the other and wrote down what the most able pupils did in it.",
    ),
    (
        "What we have learnt",
        "Open tasks at the beginning of a lesson, rather than an extra sheet at its end, made the difference that "
        "pupils themselves named most often. Reading journals were kept up where teachers answered them weekly.",
    ),
    (
        "What comes next",
        "Three open mornings in the spring term, and a short guide with six lessons that worked. The Board is asked "
        "to note the report and to say which schools should be asked next.",
    ),
]


def play(clerk: User, now: datetime) -> None:
    """The last meeting had a pack and an addendum; for the coming one papers are gathered, and published if it is time."""
    over = Meeting.objects.over().filter(items__title="Projects").distinct()
    for meeting in over[:1]:
        _past(meeting, clerk)
    ready = Meeting.objects.filter(state__in=[MeetingState.OPEN, MeetingState.PUBLISHED], starts_at__gt=now)
    for meeting in ready.filter(items__isnull=False).distinct().order_by("starts_at")[:1]:
        _coming(meeting, clerk, now)


def _item(meeting: Meeting, part: int, *words: str) -> AgendaItem:
    """The item that one of these words names, else the first of the part."""
    rows = list(meeting.items.filter(part=part).order_by("position", "pk"))
    named = [row for word in words for row in rows if word.lower() in row.title.lower()]
    return (named or rows)[0]


def _coming(meeting: Meeting, clerk: User, now: datetime) -> None:
    out = min(meeting.starts_at - 8 * DAY, now - timedelta(hours=6))
    _gather(meeting, clerk, out - 6 * DAY)
    published = meeting.state == MeetingState.PUBLISHED
    if published:
        _open(_publish(meeting, clerk, out), out, now)
    moment = min(out + DAY / 2, now - timedelta(hours=2))
    late = _late(meeting, clerk, moment)
    giving.add(
        item=late.item, title="Figures for the discussion", data=_locked(), filename="Figures (final).pdf",
        by=clerk, at=moment,
    )  # fmt: skip
    checking.check_all()
    if published:
        _publish(meeting, clerk, min(out + DAY, now - timedelta(minutes=30)))
    else:
        making.make(meeting=meeting, by=clerk, at=now - timedelta(minutes=30))
    _asked(meeting, clerk, now)


def _gather(meeting: Meeting, clerk: User, at: datetime) -> None:
    """One drawn from the system, one written in Word, one scanned, and one of part II."""
    giving.draw(item=_item(meeting, 1, "Membership", "Minutes"), key="membership", by=clerk, at=at)
    project = _item(meeting, 1, "more able", "Projects")
    title = "The more able: report of the project"
    giving.add(item=project, title=title, data=_report(), filename="More able.docx", by=clerk, at=at)
    giving.add(
        item=project, title="Letter from a school", data=_scan(), filename="scan0042.pdf", by=clerk, at=at
    )
    if meeting.items.filter(part=Part.TWO).exists():
        giving.draw(item=_item(meeting, 2, "Monitoring"), key="monitoring-named", by=clerk, at=at)
    checking.check_all()


def _late(meeting: Meeting, clerk: User, at: datetime) -> Paper:
    title = "Attendance in the first half term"
    item = _item(meeting, 1, "Outcomes", "Score card")
    return giving.add(
        item=item, title=title, data=_printed(title), filename="attendance.pdf", by=clerk, at=at
    )


def _past(meeting: Meeting, clerk: User) -> None:
    """What the last meeting had, given while it was still to come: a paper, and one that came late."""
    state, meeting.state = meeting.state, MeetingState.PUBLISHED
    meeting.save(update_fields=["state"])
    item, at = _item(meeting, 1, "Projects", "Outcomes"), meeting.starts_at - 12 * DAY
    title = "Closing the gap: what the project did in its first year"
    giving.add(item=item, title=title, data=_printed(title), filename="gap.pdf", by=clerk, at=at)
    checking.check_all()
    _open(_publish(meeting, clerk, at + 3 * DAY), at + 3 * DAY, meeting.starts_at)
    _late(meeting, clerk, at + 5 * DAY)
    checking.check_all()
    _open(_publish(meeting, clerk, at + 6 * DAY), at + 6 * DAY, meeting.starts_at)
    meeting.state = state
    meeting.save(update_fields=["state"])


def _publish(meeting: Meeting, clerk: User, at: datetime) -> Pack:
    """Give a pack out as it was then; its files are printed when the demonstration runs."""
    pack = making.make(meeting=meeting, by=clerk, at=at - timedelta(hours=1))
    pack.published_at, pack.published_by = at, clerk
    pack.save(update_fields=["published_at", "published_by"])
    return pack


def _open(pack: Pack, since: datetime, now: datetime) -> None:
    """Most readers opened the list, some the whole, some single papers; two have not."""
    for place, person in enumerate(cuts.readers(pack.meeting)):
        moment = since + timedelta(hours=3 + place * 7)
        if place % 6 == 2 or moment > now:
            continue
        reading.note_opened(pack, person, Opened.INDEX, at=moment)
        held = [
            one["paper"] for item in cuts.cut_for(person, pack).items(pack.items) for one in item["papers"]
        ]
        if place % 2:
            reading.note_opened(pack, person, Opened.PACK, at=moment)
        elif held:
            reading.note_opened(pack, person, Opened.PAPER, paper=held[0], at=moment)


def _asked(meeting: Meeting, clerk: User, now: datetime) -> None:
    """Two papers that authors were asked for: one comes, one is late."""
    heads = sorted(people_with(Role.HEADTEACHER), key=lambda one: one.name)[-2:]
    titles = ("Reading for pleasure: what three schools tried", "Early years outdoors: follow-up")
    today = clock.local(now).date()
    item = _item(meeting, 1, "Projects")
    for author, title, days in zip(heads, titles, (4, -1), strict=True):
        asked = asking.ask(
            item=item, title=title, author=author, by=clerk, at=now - 9 * DAY,
            due_on=min(today + max(days, 0) * DAY, meeting.day),
            wanted="Two pages at most: what you did, what came of it, and what you ask of the Board.",
        )  # fmt: skip
        if days < 0:
            asked.due_on = today + days * DAY
            asked.save(update_fields=["due_on"])


def _report() -> bytes:
    word = Word()
    word.core_properties.title = "The more able: report of the project"
    word.add_heading("The more able: report of the project", 1)
    word.add_paragraph("Demonstration: the project and its findings are invented.")
    for heading, text in REPORT:
        word.add_heading(heading, 2)
        word.add_paragraph(text)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _printed(title: str) -> bytes:
    facts: dict[str, Any] = {"title": title, "sections": REPORT}
    return pdf.render("board/paper/demo_pdf.html", facts)


def _scan() -> bytes:
    """A page as a scanner gives it: a picture, lying a little askew."""
    page = Image.new("L", (1240, 1754), 244)
    draw = ImageDraw.Draw(page)
    lines = [
        "To the Board",
        "",
        "Demonstration: this letter is invented.",
        "",
        "Thank you for the two days in October.",
    ]
    lines += [
        "Our staff have met since and kept three of the ideas.",
        "",
        "With kind regards",
        "The governors",
    ]
    for number, line in enumerate(lines):
        draw.text((170, 220 + number * 64), line, fill=40, font_size=36)
    out = io.BytesIO()
    page.rotate(0.6, fillcolor=244).save(out, "PDF", resolution=150)
    return out.getvalue()


def _locked() -> bytes:
    """A PDF with a password: refused, with a sentence that helps."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(595, 842))
        made.save(out, encryption=pikepdf.Encryption(owner="hounslow", user="hounslow"))
    return out.getvalue()
