"""What review teams note on the day. Of real schools strengths and questions alone; the rest at the invented ones."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from hlp import clock
from hlp.models import User
from peerchallenge.choices import Accuracy, EvidenceKind, SessionState
from peerchallenge.demo.stage import Stage
from peerchallenge.models import ChallengeSession, EvidenceNote
from peerchallenge.services import evidence, moderation
from peerchallenge.services.evidence import Typed

STRENGTH, BETTER, QUESTION = EvidenceKind.STRENGTH, EvidenceKind.BETTER, EvidenceKind.QUESTION

# kind, place among the areas of the year, whether of the core theme, words
NOTES = (
    (STRENGTH, 1, True, "Lessons begin at once. Pupils know what they learn and why."),
    (STRENGTH, 0, False, "Two pupils with a plan explain the task to their table. Adults step back."),
    (QUESTION, 2, False, "How is it checked that those who caught up stay there?"),
    (
        STRENGTH,
        1,
        True,
        "Books from three classes: the same sequence, each with room for the pupils’ own words.",
    ),
    (STRENGTH, 3, False, "Break is calm. Older pupils run the games and pass the rules on."),
    (STRENGTH, 5, False, "Governors name the three priorities without looking at the plan."),
    (QUESTION, 4, False, "Which clubs do pupils choose who join none at present?"),
    (STRENGTH, 2, True, "Pupils read to us with pleasure, and tell us which book comes next."),
)
MORE = (
    (BETTER, 2, True, "Number facts in year 4 are not secure: most count on their fingers."),
    (BETTER, 5, False, "Subject leaders know their subjects, and have no time to see lessons."),
    (BETTER, 1, True, "In two rooms the most able wait for the others after ten minutes."),
    (
        BETTER,
        3,
        False,
        "Attendance of pupils with support has stood still for a year. The plan names no step.",
    ),
)
FLAGGED = "The newest teacher of the year 2 team leaves pupils waiting."
REASON = "Books, lessons and what pupils said point the same way."


def play(stage: Stage) -> None:
    """Notes of the teams whose day has begun and whose report is not sent; views where the school is an invented one."""
    begun = ChallengeSession.objects.filter(
        state__in=[SessionState.CONFIRMED, SessionState.HELD], starts_at__lte=stage.now
    )
    for session in begun.with_people().order_by("starts_at", "pk"):
        invented = session.host.invented
        for turn, place in enumerate(session.reviewers.all()):
            _note(stage, session, place.person, turn, invented)
        if invented and session.state == SessionState.HELD:
            _moderate(session)


def _note(stage: Stage, session: ChallengeSession, person: User, turn: int, invented: bool) -> None:
    """Every second of the notes for the one, the others for the other, an hour apart."""
    places, areas = evidence.places_of(session), evidence.areas_of(session)
    core = next((theme for theme in evidence.themes_of(session) if theme.is_core), None)
    rows = [*NOTES[turn % 2 :: 2], *(MORE[turn % 2 :: 2] if invented else ())]
    for number, (kind, area, of_core, words) in enumerate(rows):
        at = session.starts_at + timedelta(minutes=80 + 50 * number + 7 * turn)
        if at > min(stage.now, session.planned_end_at):
            return
        time = clock.local(at).time()
        slot = next((place for place in places if place.starts <= time < place.ends), None)
        typed = Typed(
            kind,
            words,
            area=areas[area].pk if area < len(areas) else None,
            theme=core.pk if of_core and core else None,
            slot=slot.pk if slot else None,
            slot_words=slot.words if slot else "",
            written_at=at,
        )
        _save(session, person, f"{turn}-{number}", typed, at)


def _save(session: ChallengeSession, person: User, name: str, typed: Typed, at: datetime) -> EvidenceNote:
    key = uuid5(NAMESPACE_URL, f"note {session.pk} {name}")
    return evidence.save(session=session, device_key=key, typed=typed, by=person, at=at)


def _moderate(session: ChallengeSession) -> None:
    """Each has recorded a view, they differ on achievement, and the first area is agreed. One note is flagged."""
    at = session.planned_end_at - timedelta(minutes=80)
    areas, team = evidence.areas_of(session), [place.person for place in session.reviewers.all()]
    improving = session.round.year.directions.order_by("position").first()
    if improving is None or not team:
        return
    for turn, person in enumerate(team):
        views = {area.pk: str(Accuracy.ACCURATE) for area in areas}
        if turn and len(areas) > 2:
            views[areas[2].pk] = str(Accuracy.MORE_POSITIVE)
        own = moderation.Own(Accuracy.ACCURATE, improving.code, views)
        moderation.record_view(session=session, own=own, by=person, at=at + timedelta(minutes=turn))
    if areas:
        facts = {"question": f"area-{areas[0].pk}", "answer": str(Accuracy.ACCURATE), "reason": REASON}
        moderation.agree(session=session, **facts, revision=0, by=team[0], at=at + timedelta(minutes=12))
    early = at - timedelta(minutes=90)
    note = _save(session, team[-1], "flagged", Typed(BETTER, FLAGGED, written_at=early), early)
    evidence.flag(note=note, by=team[0], at=at)
