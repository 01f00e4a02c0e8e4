"""From a report into the directory of good practice, and from there to the brokerage desk."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from peerchallenge.choices import StrengthSource
from peerchallenge.models import Area, Finding, PracticeNomination, ReportVersion, Strength
from peerchallenge.models.session import ChallengeSession
from peerchallenge.packs.paragraphs import Paragraph, paragraphs
from schools.choices.practice import ValidatedBy
from schools.models import AcademicYear, PracticeEntry, Theme
from schools.services import directory

# The texts of a report in which something worth sharing may stand: by the beginning of a paragraph's key.
FAVOURABLE = ("good_practice-", "teaching_strengths-", "focus_strengths-")
WORDS_OF_A_TITLE = 12


def nominable(version: ReportVersion) -> list[Paragraph]:
    """The paragraphs of a report that may be nominated: its good practice and its strengths."""
    found = paragraphs(version.data) if version.data else []
    return [one for one in found if one.key.startswith(FAVOURABLE)]


def nominated(session: ChallengeSession) -> dict[str, PracticeNomination]:
    """What was nominated of a session's report, by the key of the paragraph."""
    rows = PracticeNomination.objects.filter(session=session).select_related("entry")
    return {row.paragraph: row for row in rows}


@transaction.atomic
def nominate(
    *, version: ReportVersion, paragraph: str, by: User, at: datetime | None = None
) -> PracticeNomination:
    """Nominate one paragraph of a report for the directory: entry, nomination, audit, notice to the host. Twice is once.

    The entry says that a peer challenge has seen it, with the day. Raises ValidationError for another paragraph.
    """
    moment = at or clock.now()
    session = (
        ChallengeSession.objects.select_for_update(of=("self",))
        .select_related("host")
        .get(pk=version.session_id)
    )
    known = nominated(session).get(paragraph)
    if known:
        return known
    text = next((one.text for one in nominable(version) if one.key == paragraph), "")
    if not text:
        raise ValidationError("This paragraph names no good practice, or the report has changed")
    day = clock.local(session.starts_at).date() if session.starts_at else clock.local(moment).date()
    entry = directory.nominate(
        school=session.host,
        title=title_of(text),
        provenance="Report of the peer challenge",
        provenance_on=day,
        themes=_themes(version, session, text),
        text=text,
        validated_by=ValidatedBy.PEER_CHALLENGE,
        by=by,
        at=moment,
    )
    known = PracticeNomination.objects.filter(entry=entry).first()
    if known:
        return known
    audit.record("practice.nominated", about=f"session:{session.pk}", by=by, at=moment, entry=entry.pk)
    return PracticeNomination.objects.create(
        session=session, entry=entry, paragraph=paragraph, at=moment, by=by
    )


def title_of(text: str) -> str:
    """A title to begin with: the first words of the first sentence. The school writes a better one."""
    first = text.lstrip("- ").split(". ")[0].split("\n")[0].strip().rstrip(".")
    words = first.split()
    return " ".join(words) if len(words) <= WORDS_OF_A_TITLE else f"{' '.join(words[:WORDS_OF_A_TITLE])}…"


def _themes(version: ReportVersion, session: ChallengeSession, text: str) -> list[Theme]:
    """The themes that somebody confirmed for a finding in this paragraph, else the focus of the session."""
    findings = Finding.objects.filter(version=version, tags__confirmed=True).prefetch_related("themes")
    found = {theme for one in findings if one.text in text or text in one.text for theme in one.themes.all()}
    return list(found) or ([session.focus] if session.focus else [])


def areas() -> list[str]:
    """The names of this year's areas (``settings.PRACTICE_AREAS``)."""
    year = AcademicYear.objects.current()
    return list(Area.objects.filter(year=year).values_list("name", flat=True)) if year else []


@transaction.atomic
def follow(*, entry: PracticeEntry, by: User | None, at: datetime) -> None:
    """Keep the school's strengths at the brokerage desk as its published entry is (``settings.PRACTICE_FOLLOWERS``).

    One strength for each theme, with the headteacher's consent; they are withdrawn when a theme or the entry goes.
    """
    edition = entry.live
    themes = list(edition.themes.all()) if edition else []
    standing = Strength.objects.standing().filter(entry=entry)
    gone = standing.exclude(theme__in=themes)
    gone.update(withdrawn_at=at)
    if edition is None:
        return
    standing.update(detail=edition.title, known_at=at)
    there = set(standing.values_list("theme", flat=True))
    for theme in themes:
        if theme.pk not in there:
            _offer(entry, theme, at)
    audit.record("strength.followed", about=f"school:{entry.school.urn}", by=by, at=at, entry=entry.pk)


def _offer(entry: PracticeEntry, theme: Theme, at: datetime) -> None:
    """Note a strength with the consent that was given to the publication."""
    edition = entry.live
    if edition is not None:
        Strength.objects.get_or_create(
            school=entry.school,
            theme=theme,
            source=StrengthSource.DIRECTORY,
            detail=edition.title,
            withdrawn_at=None,
            defaults={
                "entry": entry, "known_at": at, "consent_at": edition.consent_at, "consent_by": edition.consent_by,
            },
        )  # fmt: skip
