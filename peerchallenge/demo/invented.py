"""The stories: what goes wrong, all of it at invented schools, and one report that a newcomer can finish."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from peerchallenge.choices import Accuracy, SupportWanted
from peerchallenge.demo import ahead, programmes, prose, replies, scenes
from peerchallenge.demo.scenes import Answers, Scene
from peerchallenge.demo.stage import Stage, groups_of, visitors
from peerchallenge.demo.windows import Slot, ended_ago, office_hour, slot_on, weekday
from peerchallenge.models import ChallengeSession, Round
from peerchallenge.services.sessions import TeamMember, cancel_session, postpone_session
from schools.choices import TermName

LARKFIELD, FOXGLOVE, KINGFISHER, MILLSTREAM, OLD_ORCHARD, WINDMILL = range(999001, 999007)
IN_POST = timedelta(days=25)  # until the day before Millstream's headship changes hands (demo/headships.py)
UNFINISHED = ("direction", "good-practice", "actions", "support")

VULNERABLE = (
    "Leadership has changed twice in eighteen months, and several plans have begun and not been finished. Staff "
    "work hard and are loyal, but could not say which of the many priorities comes first. Books show that pupils in "
    "Year 1 have covered less than was planned. The team judges the school to be vulnerable, and believes that with "
    "help from outside the group it can be steadied within two terms. The headteacher sees it differently."
)
BROKERED = (
    "A partner school with a settled curriculum for key stage 1, for two terms. A half-day each fortnight with an "
    "experienced headteacher. Help with the plan for the teaching of reading."
)
PICTURE_BOOK = "Pupils in the youngest classes acted out Mr Pennyfeather’s Parcel from memory."
NAMED = "\n- a conversation with Mrs Ashdown, who leads phonics"
TOO_POSITIVE = (
    "The school describes achievement as strong. Books in two year groups showed gaps in number facts and in "
    "spelling, and the school's own assessments had not been checked with another school."
)
LITTLE_PROGRESS = (
    "Of the three actions agreed last time one has been carried out. The other two were begun, and then left when "
    "leadership changed. The school said so itself before the team asked."
)
UNSETTLED = (
    "The school describes its unsettled leadership openly. Meetings with leaders and governors confirmed it."
)
NOTE = (
    "The headteacher was frank and brave in the meeting. Please ring before the letter goes out. The deputy "
    "would welcome a mentor."
)


@dataclass(frozen=True)
class Told:
    """How an invented school's report of a round that is over differs: what it says and when it came."""

    answers: Answers
    after: timedelta


def told_of(session: ChallengeSession) -> Told:
    """One report came late, one found the school too positive, one judged it vulnerable; the others are plain."""
    answers, after, autumn = (
        prose.report_answers(session),
        timedelta(hours=41),
        session.round.term == TermName.AUTUMN,
    )
    if session.host.urn == WINDMILL and not autumn:
        after = timedelta(hours=51, minutes=10)
    if session.host.urn == FOXGLOVE and not autumn:
        answers = too_positive(answers, session)
    if session.host.urn == OLD_ORCHARD and autumn:
        answers = vulnerable(answers, session)
    return Told(answers, after)


def answer(stage: Stage, session: ChallengeSession) -> None:
    """How an invented school answered a report of a round that is over."""
    urn, autumn = session.host.urn, session.round.term == TermName.AUTUMN
    if urn == FOXGLOVE and not autumn:
        replies.contested_and_noted(stage, session)
    elif urn == LARKFIELD:
        replies.corrected_and_declined(stage, session)
    elif urn in {KINGFISHER, WINDMILL}:
        replies.lapse(session)
    else:
        replies.answer(stage, session, urn)


def vulnerable(answers: Answers, session: ChallengeSession) -> Answers:
    """The report with the judgement "vulnerable", support wanted and a note to the Director."""
    leadership = session.round.year.areas.get(name="Leadership and governance").pk
    judged: dict[str, Any] = answers["self-evaluation"]
    areas = [
        {**area, "evidence": UNSETTLED} if area["id"] == leadership else area for area in judged["areas"]
    ]
    return {
        **answers,
        "progress": {"progress": LITTLE_PROGRESS},
        "self-evaluation": {**judged, "areas": areas},
        "direction": {"direction": "vulnerable", "direction_evidence": VULNERABLE},
        "support": {"support": SupportWanted.BROKERED, "support_detail": BROKERED},
        "note": {"note": NOTE},
    }


def too_positive(answers: Answers, session: ChallengeSession) -> Answers:
    """The report with one area more positive than the evidence."""
    achievement = session.round.year.areas.get(name="Achievement").pk
    judged: dict[str, Any] = answers["self-evaluation"]
    more = {"accuracy": Accuracy.MORE_POSITIVE, "evidence": TOO_POSITIVE}
    areas = [{**area, **more} if area["id"] == achievement else area for area in judged["areas"]]
    overall = {"overall_accuracy": Accuracy.MORE_POSITIVE, "overall_evidence": TOO_POSITIVE}
    focus: dict[str, str] = answers["focus"]
    read = f"{focus['focus_strengths']} {PICTURE_BOOK}"
    detail = "A colleague to compare books and assessments with, once this term."
    return {
        **answers,
        "focus": {**focus, "focus_strengths": read},
        "self-evaluation": {"areas": areas, **overall},
        "support": {"support": SupportWanted.PEERS, "support_detail": detail},
    }


def play_newcomer(stage: Stage, scene: Scene) -> ChallengeSession:
    """A real school's session that has just been held: the report is begun and far from late."""
    slot = just_held(stage)
    session = scenes.confirmed_then(stage, scenes.plan(stage, replace(scene, slot=slot, assured=False)))
    scenes.prepare(stage, session)
    ahead.get_ready(stage, session)
    session = scenes.hold(stage, session, slot)
    _begin(stage, session)
    return session


def just_held(stage: Stage) -> Slot:
    """When the newcomer's session was."""
    return ended_ago(stage.now, timedelta(hours=19), timedelta(minutes=40), timedelta(hours=40))


def suits_newcomer(stage: Stage, scene: Scene) -> bool:
    """Whether the lead would be a headteacher without another post, the simplest to follow."""
    lead = visitors(stage, scene.host, scene.schools, just_held(stage).day)[0].person
    return lead.pk not in stage.lead_headteachers


def _begin(stage: Stage, session: ChallengeSession) -> None:
    """Write all but the last sections of a report, within the time since the session ended."""
    assert session.ended_at is not None  # noqa: S101 it has been held
    answers = prose.report_answers(session)
    begun = {slug: data for slug, data in answers.items() if slug not in UNFINISHED}
    at = max(session.ended_at, stage.now - timedelta(hours=2))
    scenes.write(session, begun, at=at)


def play_running(stage: Stage, round_: Round) -> None:
    """The running round at the invented schools: overdue, today, postponed; due soon, vulnerable, planned anew."""
    places = {s.urn: (group, schools) for group, schools in groups_of(round_) for s in schools if s.invented}

    def scene(urn: int, **more: Any) -> Scene:
        group, schools = places[urn]
        host = next(school for school in schools if school.urn == urn)
        return Scene(round_, group, schools, host, **more)

    _overdue(stage, scene)
    _due_soon(stage, scene)
    _vulnerable(stage, scene)
    today = scenes.plan(stage, scene(FOXGLOVE, slot=slot_on(stage.today), turn=1))
    programmes.make(stage, today)
    scenes.prepare(stage, today)
    scenes.confirm(stage, today)
    ahead.get_ready(stage, today)
    _called_off(stage, scene)
    _planned_anew(stage, scene)


def _overdue(stage: Stage, scene: Any) -> None:
    """Two people share the headship of the school that leads here; one of them leads, the other reviews."""
    slot = ended_ago(stage.now, timedelta(hours=75), timedelta(hours=72, minutes=30), timedelta(hours=92))
    draft = scene(LARKFIELD, slot=slot)
    school = next(s for s in draft.schools if s.urn == FOXGLOVE)
    heads = stage.heads(school, slot.day)
    team = [TeamMember(person, school, is_lead=n == 0) for n, person in enumerate(heads)]
    session = scenes.confirmed_then(stage, scenes.plan(stage, replace(draft, team=team)))
    scenes.prepare(stage, session)
    programmes.make(stage, session)
    session = scenes.hold(stage, session, slot, tap=False)
    answers = prose.report_answers(session)
    begun = {slug: answers[slug] for slug in ("context", "activities")}
    begun["activities"]["activities"] += NAMED
    scenes.write(session, begun, at=slot.planned_end_at)


def _due_soon(stage: Stage, scene: Any) -> None:
    """An acting headteacher leads who is not trained yet: the Director gave a reason."""
    slot = ended_ago(stage.now, timedelta(hours=42))
    draft = scene(MILLSTREAM, slot=slot)
    others = visitors(stage, draft.host, draft.schools, slot.day)
    team = [replace(m, is_lead=m.school is not None and m.school.urn == OLD_ORCHARD) for m in others]
    session = scenes.confirmed_then(stage, scenes.plan(stage, replace(draft, team=team)))
    programmes.make(stage, session)
    scenes.prepare(stage, session)
    session = scenes.hold(stage, session, slot)
    _begin(stage, session)


def _vulnerable(stage: Stage, scene: Any) -> None:
    slot = slot_on(weekday(stage.today - timedelta(days=12)))
    session = scenes.confirmed_then(stage, scenes.plan(stage, scene(OLD_ORCHARD, slot=slot)))
    scenes.prepare(stage, session)
    session = scenes.hold(stage, session, slot)
    answers = vulnerable(prose.report_answers(session), session)
    session = scenes.report(session, after=timedelta(hours=42, minutes=25), answers=answers)
    replies.contested_and_late(stage, session)


def _called_off(stage: Stage, scene: Any) -> None:
    late = slot_on(weekday(stage.today + timedelta(days=8)))
    session = scenes.confirm(stage, scenes.plan(stage, scene(KINGFISHER, slot=late)))
    scenes.evaluate(stage, session, areas=4)
    postpone_session(
        session=session,
        reason="The boiler has failed and the building is closed until it is repaired.",
        by=stage.director,
        at=office_hour(stage.now - timedelta(hours=3), 5),
    )


def _planned_anew(stage: Stage, scene: Any) -> None:
    """One session is cancelled, and another planned late in the round, which the host has still to confirm."""
    session = scenes.plan(stage, scene(WINDMILL, slot=slot_on(weekday(stage.today + timedelta(days=9)))))
    cancel_session(
        session=session,
        reason="The lead reviewer cannot come that day and nobody is free in their place. A new day is planned.",
        by=stage.director,
        at=office_hour(stage.now - timedelta(days=8), 2),
    )
    day = _late_in(stage, session.round)
    scenes.plan(stage, scene(WINDMILL, slot=slot_on(day), planned=stage.now - timedelta(days=4)))


def _late_in(stage: Stage, round_: Round) -> date:
    """The last school day of a round on which the team is still in post; some days from now where it ends at once."""
    first = stage.today + timedelta(days=5)
    last = max(min(round_.closes, stage.today + IN_POST), first + timedelta(days=7))
    return stage.school_days(first, last)[-1]
