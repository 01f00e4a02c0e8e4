"""The rounds: two that are over, the one that runs, and the next. The invented schools' stories lie elsewhere."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from peerchallenge.demo import ahead, invented, programmes, replies, scenes
from peerchallenge.demo.scenes import Scene
from peerchallenge.demo.stage import Stage, groups_of
from peerchallenge.demo.windows import Slot, Window, slot_on
from peerchallenge.models import ChallengeSession, Round

# Days between today and a real school's session: after it (so that none is late soon), and before it (all sent).
EARLIEST, LATEST = 5, 4
HOURS = (3, 17, 19, 22, 24, 27, 29, 41, 43, 45, 46)  # from 4pm: that evening, the next day, the morning after
CLOSED_AFTER = timedelta(days=13)
# School days ahead by which a real school's session is prepared: always before it is due (services/countdown/steps.py).
CONFIRMED_AHEAD, PAPERS_GIVEN, PROGRAMME_BEGUN, PROGRAMME_AGREED, SHARED, ANALYSED = 30, 18, 18, 13, 8, 6


def sent_after(turn: int) -> timedelta:
    """How long a team took to write: always in time, and at an hour at which people write."""
    return timedelta(hours=HOURS[turn * 5 % len(HOURS)], minutes=turn * 13 % 60)


def tapped(scene: Scene, turn: int) -> Slot:
    """The slot with the moment at which it ended: on time, or up to half an hour early."""
    early = timedelta(minutes=turn * 11 % 30 if turn % 3 else 0)
    return replace(scene.slot, ended_at=scene.slot.planned_end_at - early)


def play_over(stage: Stage, window: Window) -> None:
    """A round that is over: every school hosted, every report was sent, every session is closed."""
    round_ = stage.open(window)
    days = stage.school_days(window.opens + timedelta(days=7), window.closes - timedelta(days=3))
    for turn, scene in enumerate(_everybody(round_, days)):
        session = scenes.confirmed_then(stage, scenes.plan(stage, scene))
        scenes.prepare(stage, session)
        session = scenes.hold(stage, session, tapped(scene, turn), tap=turn % 3 != 0)
        told = invented.told_of(session) if scene.host.invented else None
        after = told.after if told else sent_after(turn)
        session = scenes.report(session, after=after, answers=told.answers if told else None)
        if told:
            invented.answer(stage, session)
        else:
            replies.answer(stage, session, turn)
        scenes.close(stage, session)


def _everybody(round_: Round, days: list[date]) -> Iterator[Scene]:
    for number, (group, schools) in enumerate(groups_of(round_)):
        step = len(days) // len(schools)
        for place, host in enumerate(schools):
            day = days[place * step + number % step]
            yield Scene(round_, group, schools, host, slot_on(day), turn=number + place, assured=place == 0)


def play_running(stage: Stage, window: Window) -> Round:
    """The round that runs: of each group of real schools about half have hosted, the others will."""
    round_ = stage.open(window)
    newcomer = True
    for scene, held in _halves(stage, round_, window):
        if held and newcomer and scene.turn > 2 and invented.suits_newcomer(stage, scene):
            invented.play_newcomer(stage, scene)
            newcomer = False
        elif held:
            _play_held(stage, scene)
        else:
            _play_to_come(stage, scene)
    return round_


def _halves(stage: Stage, round_: Round, window: Window) -> Iterator[tuple[Scene, bool]]:
    """Every real school's session, and whether it has been held."""
    first = min(window.opens, stage.today - timedelta(days=21))
    past = stage.school_days(first, stage.today - timedelta(days=LATEST))
    last = max(window.closes, stage.today + timedelta(days=28))
    ahead = stage.school_days(stage.today + timedelta(days=EARLIEST), last)
    real = [(g, schools) for g, schools in groups_of(round_) if not any(s.invented for s in schools)]
    for number, (group, schools) in enumerate(real):
        half = (len(schools) + number % 2) // 2
        days = [*_spread(past, half, number), *_spread(ahead, len(schools) - half, number)]
        for place, (host, day) in enumerate(zip(schools, days, strict=True)):
            scene = Scene(round_, group, schools, host, slot_on(day), turn=number + place, assured=place == 0)
            yield scene, place < half


def _spread(days: list[date], number: int, offset: int) -> list[date]:
    """Different days in equal steps."""
    step = max(1, len(days) // number)
    return [days[(place * step + offset % step) % len(days)] for place in range(number)]


def _play_held(stage: Stage, scene: Scene) -> None:
    session = scenes.confirmed_then(stage, scenes.plan(stage, scene))
    scenes.prepare(stage, session)
    session = scenes.hold(stage, session, tapped(scene, scene.turn))
    session = scenes.report(session, after=sent_after(scene.turn))
    replies.answer(stage, session, scene.turn, by_now=True)
    if stage.now - scene.slot.planned_end_at > CLOSED_AFTER:
        scenes.close(stage, session)


def _play_to_come(stage: Stage, scene: Scene) -> ChallengeSession:
    """A session to come, prepared as far as its day is near: programme, self-evaluation, then the date's handbook."""
    session = scenes.plan(stage, scene)
    left = len(stage.school_days(stage.today, scene.slot.day - timedelta(days=1)))
    if left > CONFIRMED_AHEAD:
        return session
    if left <= PROGRAMME_BEGUN:
        programmes.make(stage, session, agreed=left <= PROGRAMME_AGREED)
    if left <= PAPERS_GIVEN:
        ahead.give_papers(stage, session)
    if left <= SHARED:
        scenes.prepare(stage, session)
    elif scene.turn % 2:
        scenes.evaluate(stage, session, areas=3)
    if left <= ANALYSED:
        ahead.analyse(stage, session)
    return scenes.confirm(stage, session)


def play_to_come(stage: Stage, window: Window) -> None:
    """The next round: the first sessions stand in the calendar."""
    round_ = stage.open(window, before=timedelta(days=3))
    days = stage.school_days(window.opens + timedelta(days=7), window.closes)
    for scene in _everybody(round_, days):
        if scene.turn % 2 == 0:
            scenes.plan(stage, scene)
