"""How it is going, in figures: of the partnership for its office, of one collaborative for its lead headteacher.

Each function takes the sessions that the reader answers for (``scope``), so nothing is counted that they may not see.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Case, Count, Min, Q, When

from hlp.models import User
from peerchallenge.choices import (
    REPORT_SENT,
    TO_COME,
    Accuracy,
    MatchState,
    ReplyState,
    SessionState,
)
from peerchallenge.models import (
    AreaJudgement,
    CarriedAction,
    ChallengeSession,
    Reply,
    Report,
    ReportVersion,
    Reviewer,
    Round,
    SupportCase,
)
from peerchallenge.models.session import ChallengeSessionQuerySet
from peerchallenge.services import actions
from schools.roles import roles_of

FEW = 5  # below this number a share or a median says little
LAST_YEAR = timedelta(days=365)
COMPARED = [Accuracy.MORE_POSITIVE, Accuracy.MORE_CAUTIOUS, Accuracy.ACCURATE]
REPORTS = ["Overdue", "Sent late", "Not due yet", "Sent on time"]
STATES = ["Overdue", "Held, report due", "To come", "Report sent"]


@dataclass(frozen=True)
class Chart:
    """Stacked bars with their table, as ``_components/bars.html`` draws them: a number for each series in each row."""

    caption: str
    finding: str
    series: list[str]
    rows: list[dict[str, Any]]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw, so that the sentence says it all."""
        return not any(sum(row["parts"]) for row in self.rows)


@dataclass(frozen=True)
class Counts:
    """A table of numbers: columns, and rows of a label and a number for each column."""

    caption: str
    columns: list[str]
    rows: list[tuple[str, list[int]]]


@dataclass(frozen=True)
class Days:
    """Days from a need to a step: the median of ``number`` cases, None where there is none."""

    number: int
    middle: float | None


def scope(user: User) -> ChallengeSessionQuerySet:
    """The sessions somebody answers for: all; for a lead headteacher their collaborative's, but those they host or lead."""
    held, seen = roles_of(user), ChallengeSession.objects.visible_to(user)
    if held.runs_partnership:
        return seen
    led = Reviewer.objects.filter(person=user.pk, is_lead=True).values("session")
    rows = seen.filter(group__collaborative__in=held.collaboratives)
    return rows.exclude(Q(host__in=held.schools) | Q(pk__in=led))


def two_rounds(user: User) -> list[Round]:
    """The current round and the one before it, as far as there are any."""
    seen = Round.objects.visible_to(user).select_related("year")
    current = seen.current()
    if current is None:
        return []
    before = seen.filter(opens__lt=current.opens).order_by("-opens").first()
    return [current, before] if before else [current]


# --- Reports and sessions -----------------------------------------------------------------------


def on_time(rows: ChallengeSessionQuerySet, rounds: list[Round], at: datetime) -> Chart:
    """Reports inside their time, of both rounds and by collaborative. Of a corrected report the first version counts."""
    places = _places(rows, rounds)
    first = ReportVersion.objects.filter(number=1, session__in=places).order_by()
    good = {v.session_id: v.on_time for v in first.only("session", "sent_at", "due_at")}
    counts: Counter[tuple[str, str, int]] = Counter()
    for pk, (round_, collaborative, state, due) in places.items():
        if pk in good:
            counts[round_, collaborative, 3 if good[pk] else 1] += 1
        elif state == SessionState.HELD and due is not None:
            counts[round_, collaborative, 0 if due < at else 2] += 1
    lines = [line for one in rounds for line in _of_round(str(one), counts)]
    return Chart("Reports inside their time", _on_time_words(lines), REPORTS, lines)


def _of_round(round_: str, counts: Counter[tuple[str, str, int]]) -> list[dict[str, Any]]:
    """A bar for the whole round, and one for each collaborative where there are several."""
    names = sorted({name for _, name, _ in counts})
    found = [
        _line(f"{round_}, {name}", [counts[round_, name, n] for n in range(len(REPORTS))]) for name in names
    ]
    whole = [sum(line["parts"][n] for line in found) for n in range(len(REPORTS))]
    each = [line for line in found if any(line["parts"])] if len(names) > 1 else []
    return [_line(round_, whole), *each]


def _places(rows: ChallengeSessionQuerySet, rounds: list[Round]) -> dict[int, tuple[Any, ...]]:
    """Of each session of the rounds: round and collaborative in words, state, and when its report is due."""
    names = {one.pk: str(one) for one in rounds}
    found = (
        rows.filter(round__in=rounds)
        .order_by()
        .values_list("pk", "round", "group__collaborative__name", "state", "report_due_at")
    )
    return {pk: (names[one], *rest) for pk, one, *rest in found}


def _line(label: str, parts: list[int]) -> dict[str, Any]:
    return {"label": label, "parts": parts}


def _on_time_words(lines: list[dict[str, Any]]) -> str:
    overdue, late, _, good = lines[0]["parts"]
    whole = overdue + late + good
    if not whole:
        return "No report has been due yet in this round."
    words = f"{good} of {whole} reports of the {lines[0]['label']} were sent on time"
    return f"{words} ({round(100 * good / whole)}%)." if whole >= FEW else f"{words}. That is a small number."


def states(rows: ChallengeSessionQuerySet, round_: Round, at: datetime) -> Chart:
    """How far the sessions of a round are, by collaborative; those without a date in the sentence."""
    counts: Counter[tuple[str, str]] = Counter()
    off: Counter[str] = Counter()
    for _, name, state, due in _places(rows, [round_]).values():
        if label := _state(state, late=due is not None and due < at):
            counts[name, label] += 1
        else:
            off[state] += 1
    names = sorted({name for name, _ in counts})
    lines = [_line(name, [counts[name, label] for label in STATES]) for name in names]
    if len(names) > 1:
        total = [sum(line["parts"][n] for line in lines) for n in range(len(STATES))]
        lines.insert(0, _line("All", total))
    overdue, due, ahead, sent = lines[0]["parts"] if lines else (0, 0, 0, 0)
    words = f"{sent} of {overdue + due + ahead + sent} reports are sent, {overdue} overdue, {ahead} sessions are to come."
    words += f" Postponed without a date: {off['postponed']}. Cancelled: {off['cancelled']}."
    return Chart(f"Sessions of the {round_}", words, STATES, lines)


def _state(state: str, *, late: bool) -> str:
    if state == SessionState.HELD:
        return STATES[0] if late else STATES[1]
    if state in TO_COME:
        return STATES[2]
    return STATES[3] if state in REPORT_SENT else ""


# --- What the reports say -------------------------------------------------------------------------


def judgements(rows: ChallengeSessionQuerySet, rounds: list[Round]) -> Chart:
    """How self-evaluations compare with the evidence, in the reports that are sent: by area, and as a whole."""
    sent = rows.filter(round__in=rounds, state__in=REPORT_SENT).order_by().values("pk")
    areas = AreaJudgement.objects.filter(report__session__in=sent).order_by()
    wholes = Report.objects.filter(session__in=sent).order_by()
    by_area = dict(_by(areas, "report__session__round", "accuracy"))
    by_whole = dict(_by(wholes, "session__round", "overall_accuracy"))
    lines = []
    for one in rounds:
        for words, found in (("as a whole", by_whole), ("by area", by_area)):
            lines.append(_line(f"{one}, {words}", [found.get((one.pk, code), 0) for code in COMPARED]))
    more, less, good = lines[0]["parts"]
    whole = more + less + good
    finding = "No report is sent yet in this round."
    if whole:
        finding = f"{good} of {whole} self-evaluations were found accurate, {more} more positive and {less} more cautious."
    return Chart("Self-evaluation and evidence", finding, [code.label for code in COMPARED], lines)


def _by(rows: Any, round_: str, field: str) -> list[tuple[tuple[int, str], int]]:
    found = rows.values_list(round_, field).annotate(number=Count("pk"))
    return [((pk, code), number) for pk, code, number in found]


def directions(rows: ChallengeSessionQuerySet, rounds: list[Round]) -> Counts:
    """How often each direction was given in the reports that are sent."""
    sent = rows.filter(round__in=rounds, state__in=REPORT_SENT).order_by().values("pk")
    found = Report.objects.filter(session__in=sent).exclude(direction=None).order_by("direction__position")
    counted = found.values_list("direction__label", "session__round").annotate(number=Count("pk"))
    numbers = {(label, round_): number for label, round_, number in counted}
    labels = list(dict.fromkeys(label for label, _ in numbers))
    lines = [(label, [numbers.get((label, one.pk), 0) for one in rounds]) for label in labels]
    return Counts("Judgement on direction", [str(one) for one in rounds], lines)


def replies(user: User, rows: ChallengeSessionQuerySet, rounds: list[Round]) -> Counts:
    """Where the hosts' replies stand, of the sessions of both rounds."""
    seen = Reply.objects.visible_to(user).filter(
        session__in=rows.filter(round__in=rounds).order_by().values("pk")
    )
    found = dict(_by(seen.order_by(), "session__round", "state"))
    lines = [(str(state.label), [found.get((one.pk, state), 0) for one in rounds]) for state in ReplyState]
    return Counts("Replies of the hosts", [str(one) for one in rounds], lines)


# --- What came of them ----------------------------------------------------------------------------


def action_totals(user: User, rows: ChallengeSessionQuerySet) -> actions.Rates | None:
    """Agreed actions of these sessions: promised, done, made a difference; None where there is none."""
    seen = CarriedAction.objects.visible_to(user).filter(session__in=rows.order_by().values("pk"))
    found = actions.rates(seen)
    return actions.total(found) if found else None


def support_cases(user: User) -> Any:
    """Needs with the moments of the first introduction and of the first agreement."""
    agreed = When(matches__events__to_state=MatchState.AGREED, then="matches__events__at")
    return SupportCase.objects.visible_to(user).annotate(
        introduced_at=Min("matches__introduced_at"), agreed_at=Min(Case(agreed))
    )


def days_to_support(user: User, at: datetime) -> tuple[int, Days, Days]:
    """Needs of the last year: how many, and the days from a need to an introduction and to an agreement."""
    rows = list(support_cases(user).filter(opened_at__gt=at - LAST_YEAR))
    return len(rows), _days(rows, "introduced_at"), _days(rows, "agreed_at")


def _days(rows: list[Any], name: str) -> Days:
    found = [(getattr(row, name) - row.opened_at).days for row in rows if getattr(row, name)]
    return Days(len(found), median(found) if found else None)
