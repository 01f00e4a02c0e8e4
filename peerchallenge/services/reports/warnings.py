"""A last look through the report before it is sent: names, and judgements that disagree. The lead may overrule each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from peerchallenge.calculations.disagreeing import disagreement
from peerchallenge.calculations.personal_names import find_names
from peerchallenge.choices import EventKind, WarningKind
from peerchallenge.models import ChallengeSession, Overruling, Report, SessionEvent
from peerchallenge.packs.sections import BY_SLUG, report_sections
from peerchallenge.services.reports.answers import Answers, answers_of
from peerchallenge.services.reports.drafting import locked
from schools.models import Appointment, School

AROUND = 70  # characters of the text that are shown on either side of what was found


@dataclass(frozen=True)
class Warned:
    """Something to look at again: the section, the id of the control, what was found and the words around it.

    ``key`` stays the same while other text changes; ``overruled`` is the lead's row, if there is one.
    """

    kind: WarningKind
    key: str
    slug: str
    box: str
    words: str
    message: str
    before: str = ""
    after: str = ""
    overruled: Overruling | None = None

    @property
    def section(self) -> str:
        """The section's title."""
        return BY_SLUG[self.slug].title


@dataclass(frozen=True)
class People:
    """Whom the check knows: staff of the host, the review team, and schools."""

    staff: tuple[str, ...]
    team: tuple[str, ...]
    schools: tuple[str, ...]


def people_of(session: ChallengeSession) -> People:
    """Who is known in a session (loaded ``with_people`` or not). Three queries at most."""
    day = clock.local(session.starts_at).date()
    posts = Appointment.objects.filter(school=session.host_id).exclude(ends__lt=day)
    team = [place.person.name for place in session.reviewers.select_related("person")]
    team += [session.qa_reviewer.name] if session.qa_reviewer else []
    near = School.objects.filter(places__group=session.group_id).values_list("name", flat=True)
    staff = set(posts.values_list("person__name", flat=True)) - set(team)
    return People(tuple(sorted(staff)), tuple(team), (*near, session.host.name))


def warnings_of(report: Report, answers: Answers | None = None) -> list[Warned]:
    """Everything that should be looked at again, in the order of the sections, the overruled ones among them."""
    given = answers or answers_of(report)
    people = people_of(report.session)
    rows = {row.key: row for row in Overruling.objects.filter(report=report).select_related("by")}
    found: dict[str, Warned] = {}
    for warned in (*_names(given, people), *_judgements(given)):
        found.setdefault(warned.key, replace(warned, overruled=rows.get(warned.key)))
    return list(found.values())


def open_warnings(report: Report, answers: Answers | None = None) -> list[Warned]:
    """Those that nobody has overruled."""
    return [warned for warned in warnings_of(report, answers) if warned.overruled is None]


def names_while_writing(slug: str, answers: Answers) -> list[str]:
    """What in a section seems to name somebody, for a hint while one writes: by the rules alone, without a query."""
    texts = [text for place, _, text in _texts(answers) if place == slug]
    return [find.words for text in texts for find in find_names(text)]


def _texts(answers: Answers) -> Iterator[tuple[str, str, str]]:
    """Section, control and text of everything that the host will read."""
    for section in report_sections():
        if section.kind == "areas":
            for area in answers["areas"]:
                yield section.slug, f"evidence_{area['id']}", area["evidence"]
        if section.kind == "actions":
            for place, row in enumerate(answers["actions"]):
                for key in ("what", "who", "by_when"):
                    yield section.slug, f"{key}_{place}", row[key]
        for box in section.boxes:
            yield section.slug, box.name, answers[box.name]


def _names(answers: Answers, people: People) -> Iterator[Warned]:
    for slug, box, text in _texts(answers):
        for find in find_names(text, staff=people.staff, team=people.team, schools=people.schools):
            end = find.start + len(find.words)
            yield Warned(
                WarningKind.NAME,
                _key(WarningKind.NAME, slug, box, find.words.casefold()),
                slug,
                f"id_{box}",
                find.words,
                f"‘{find.words}’ seems to name somebody ({find.why})",
                _cut(text[: find.start], from_end=True),
                _cut(text[end:]),
            )


def _cut(text: str, *, from_end: bool = False) -> str:
    if len(text) <= AROUND:
        return text
    return f"…{text[-AROUND:]}" if from_end else f"{text[:AROUND]}…"


def _judgements(answers: Answers) -> Iterator[Warned]:
    codes = [area["accuracy"] for area in answers["areas"] if area["accuracy"]]
    if told := disagreement(answers["overall_accuracy"], codes):
        key = _key(WarningKind.DISAGREEMENT, "self-evaluation", answers["overall_accuracy"], *codes)
        box = "id_overall_accuracy_0"
        yield Warned(WarningKind.DISAGREEMENT, key, "self-evaluation", box, "", told)


def _key(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


@transaction.atomic
def overrule(*, report: Report, reasons: dict[str, str], by: User, at: datetime | None = None) -> int:
    """Overrule warnings, each with its reason by key: lock, write the rows, a line of history each, audit.

    The history says in which section and not which words: more people read it than the report. What was overruled
    already stays as it was. Returns how many are new. Raises ValidationError for an empty reason, Closed.
    """
    if not all(reason.strip() for reason in reasons.values()):
        raise ValidationError("Enter a reason for each warning that you overrule")
    row = locked(report)
    moment = at or clock.now()
    wanted = [warned for warned in open_warnings(row) if warned.key in reasons]
    for warned in wanted:
        _overrule(row, warned, reasons[warned.key].strip(), by, moment)
    return len(wanted)


def _overrule(row: Report, warned: Warned, reason: str, by: User, moment: datetime) -> None:
    facts = {"kind": warned.kind, "section": warned.section, "words": warned.words, "reason": reason}
    Overruling.objects.create(report=row, key=warned.key, by=by, at=moment, **facts)
    told = {"section": warned.section, "warning": str(warned.kind.label).lower()}
    SessionEvent(thing=row.session, kind=EventKind.OVERRULED, at=moment, by=by, detail=told).save()
    audit.record("report.warning-overruled", about=row.session.about, by=by, at=moment, **told)


def forget_words(session: ChallengeSession) -> None:
    """Empty what overruled warnings quote and say, because a version of the report is sealed."""
    for row in Overruling.objects.filter(report__session=session):
        row.key, row.words, row.reason = f"sealed-{row.pk}", "", ""
        row.save(update_fields=["key", "words", "reason"])
