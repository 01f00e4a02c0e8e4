"""A report that two people are writing: notes of the day taken into it, and one part written by the other reviewer."""

from datetime import timedelta

from peerchallenge.demo.stage import Stage
from peerchallenge.models import ChallengeSession
from peerchallenge.packs.sections import BY_SLUG
from peerchallenge.services import reports

SECTIONS = ("teaching-and-learning", "focus")
MOST = 2  # notes taken into each section
PAUSE = timedelta(minutes=25)


def play(stage: Stage) -> None:
    """In each report that is being written, notes that bear on teaching and on the focus are taken in by their team."""
    for session in ChallengeSession.objects.awaiting_report().with_people():
        for slug in SECTIONS:
            _take_in(stage, session, slug)


def _take_in(stage: Stage, session: ChallengeSession, slug: str) -> None:
    section, report = BY_SLUG[slug], reports.open_report(session=session)
    answers = reports.answers_of(report)
    if not any(answers[box.name] for box in section.boxes):
        return
    groups = [group for group in reports.notes_beside(session, section) if group.close]
    notes = [shown.note for group in groups for shown in group.notes][:MOST]
    for note in notes:
        answers = reports.take_in(section, answers, note)
    if notes:
        reports.save_section(
            report=report,
            slug=slug,
            revision=report.revisions.get(slug, 0),
            data=answers,
            by=notes[0].author,
            taken=[note.pk for note in notes],
            at=min(stage.now, (report.saved_at or stage.now) + PAUSE),
        )
