"""The numbers of a round for its summary, as plain facts: no school, no person, no small number."""

from collections import Counter
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Min, Q

from hlp import clock
from peerchallenge.calculations.disclosure import partition
from peerchallenge.choices import OFF, REPORT_SENT, Accuracy, SupportState
from peerchallenge.models import (
    ChallengeSession,
    QAReview,
    Report,
    ReportVersion,
    Round,
    SupportCase,
    ThemeBoard,
)
from peerchallenge.services.themes import boards, quotes
from peerchallenge.services.themes.boards import Board, ThemeLine

MOST_THEMES, MOST_EXAMPLES = 8, 4
FEWEST_TIMES = 5  # below, a median tells of single reports
Facts = dict[str, Any]
Line = dict[str, Any]


def facts_of(round: Round, at: datetime) -> Facts:
    """Everything that the summary of a round counts, as it stands now. Themes only once they are published."""
    sessions = ChallengeSession.objects.filter(round=round).exclude(state__in=OFF)
    sent = sessions.filter(state__in=REPORT_SENT)
    published = ThemeBoard.objects.filter(round=round).exists()
    board = boards.board_of(round) if published else None
    return {
        "round": str(round),
        "year": str(round.year),
        "as_of": clock.day(at),
        "sessions": sessions.count(),
        "held": sent.count(),
        "time": _time(sent),
        "accuracy": _accuracy(sent),
        "directions": _directions(sent),
        "quality": _quality(sent),
        "support": _support(round, at),
        "themes_published": published,
        "themes": [_theme(line) for line in _widest(board, 2)],
        "strengths": [_theme(line) for line in _widest(board, 1)],
        "proposed": [line.name for line in board.lines if line.proposed] if board else [],
        "examples": _examples(board) if board else [],
    }


def lines(numbers: dict[str, int]) -> list[Line]:
    """Parts of a whole with labels: number and per cent, None where it must be hidden."""
    whole = sum(numbers.values())
    told = partition(numbers)
    return [
        {
            "label": label,
            "number": number,
            "percent": None if number is None or not whole else round_(100 * number / whole),
        }
        for label, number in told.items()
        if number != 0
    ]


def round_(value: float) -> int:
    """To the nearest whole number."""
    return int(value + 0.5)


def _time(sent: Any) -> Facts:
    rows = ReportVersion.objects.filter(session__in=sent.order_by().values("pk")).values("session")
    times = [
        (row["sent"], row["due"], row["ended"])
        for row in rows.annotate(sent=Min("sent_at"), due=Min("due_at"), ended=Min("ended_at")).order_by()
    ]
    punctual = sum(sent_at <= due for sent_at, due, _ in times)
    hours = [(sent_at - ended).total_seconds() for sent_at, _, ended in times]
    return {
        "lines": lines({"In time": punctual, "Late": len(times) - punctual}) if times else [],
        "median": clock.duration(timedelta(seconds=round_(median(hours) / 3600) * 3600))
        if len(hours) >= FEWEST_TIMES
        else "",
    }


def _accuracy(sent: Any) -> list[Line]:
    given = Report.objects.filter(session__in=sent.order_by().values("pk")).exclude(overall_accuracy="")
    found = Counter(given.values_list("overall_accuracy", flat=True))
    return lines({str(one.label): found[one.value] for one in Accuracy}) if found else []


def _directions(sent: Any) -> list[Line]:
    given = Report.objects.filter(session__in=sent.order_by().values("pk")).exclude(direction=None)
    labels = given.order_by("direction__position").values_list("direction__label", flat=True)
    every = list(dict.fromkeys(labels))
    found = Counter(labels)
    return lines({label: found[label] for label in every}) if every else []


def _quality(sent: Any) -> Facts:
    """How many groups had a session of the round assured, and how many QA reports are sent."""
    groups = sent.order_by().values_list("group", flat=True).distinct()
    assured = sent.filter(pk__in=QAReview.objects.sent().values("session")).order_by()
    done = assured.values_list("group", flat=True).distinct()
    return {"groups": len(groups), "done": len(done), "reports": assured.count()}


def _support(round: Round, at: datetime) -> list[Line]:
    """Needs of support that came up from the opening of the round until two months after it."""
    first = clock.at(round.opens, datetime.min.time())
    last = min(clock.at(round.closes + timedelta(days=60), datetime.min.time()), at)
    rows = SupportCase.objects.filter(Q(opened_at__gte=first, opened_at__lte=last)).order_by()
    states = Counter(rows.exclude(state=SupportState.WITHDRAWN).values_list("state", flat=True))
    agreed = states[SupportState.AGREED] + states[SupportState.REVIEWED]
    open_ = states[SupportState.OPEN] + states[SupportState.INTRODUCED]
    closed = states[SupportState.CLOSED]
    if not agreed + open_ + closed:
        return []
    return lines({"Support agreed": agreed, "Being looked for": open_, "Closed": closed})


def _widest(board: Board | None, place: int) -> list[ThemeLine]:
    """The themes that most schools have as a strength (1) or to work on (2)."""
    told = [line for line in board.lines if boards.least(line.counts[place])] if board else []
    return sorted(told, key=lambda line: (-boards.least(line.counts[place]), line.name))[:MOST_THEMES]


def _theme(line: ThemeLine) -> Line:
    total, strength, work = line.counts
    return {
        "name": line.name,
        "proposed": line.proposed,
        "of": total.of,
        **{
            name: {"told": boards.told(count), "percent": count.percent, "words": boards.share(count)}
            for name, count in (("total", total), ("strength", strength), ("work", work))
        },
    }


def _examples(board: Board) -> list[Line]:
    """A few strengths in the words of the reports, without names: one for each of the widest strengths."""
    names = quotes.known_names()
    found = []
    for line in _widest(board, 1):
        page = boards.theme_of(board.round, line.pk)
        told = quotes.quotes(page.quoted.get("strength", []), names) if page else []
        if told:
            best = min(told, key=lambda one: (abs(len(one.text) - 140), one.text))
            found.append({"theme": line.name, "text": best.text})
    return found[:MOST_EXAMPLES]
