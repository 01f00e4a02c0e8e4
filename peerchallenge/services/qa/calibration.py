"""Calibration: what schools say of themselves, what peers found, what QA reviewers found. Numbers, and no school."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peerchallenge.choices import REPORT_SENT, Accuracy
from peerchallenge.models import AreaJudgement, QAAreaJudgement, QAJudgement, QAReview, Report

FEWEST = 5  # pairs, under which no share is said
FEWEST_KAPPA = 20  # pairs, under which no kappa is said
ORDER = (Accuracy.MORE_CAUTIOUS, Accuracy.ACCURATE, Accuracy.MORE_POSITIVE)
TOO_FEW = "too few to say"


@dataclass(frozen=True)
class Pair:
    """One judgement twice: by the peers and by the QA reviewer. Places in ORDER; ``area`` "" is the one overall."""

    area: str
    round: str
    peers: int
    qa: int


def pairs() -> list[Pair]:
    """Every judgement that peers and a QA reviewer both made, of sent QA reports, the newest round last."""
    sessions = QAReview.objects.sent().filter(session__state__in=REPORT_SENT).values("session")
    own = QAJudgement.objects.filter(session__in=sessions).select_related("session__round__year")
    rows = list(own.order_by("session__round__opens", "pk"))
    reports = dict(Report.objects.filter(session__in=sessions).values_list("session", "overall_accuracy"))
    found = [(row, "", reports.get(row.session_id, ""), row.overall) for row in rows]
    found += _by_area(rows)
    place = {code.value: number for number, code in enumerate(ORDER)}
    return [
        Pair(area, str(row.session.round), place[peers], place[qa])
        for row, area, peers, qa in found
        if peers in place and qa in place
    ]


def _by_area(rows: list[QAJudgement]) -> list[tuple[QAJudgement, str, str, str]]:
    sessions = [row.session_id for row in rows]
    judged = AreaJudgement.objects.filter(report__session__in=sessions)
    peers = {
        (session, area): accuracy
        for session, area, accuracy in judged.values_list("report__session", "area", "accuracy")
    }
    by_pk = {row.pk: row for row in rows}
    own = QAAreaJudgement.objects.filter(judgement__in=rows).select_related("area")
    return [
        (
            by_pk[one.judgement_id],
            one.area.name,
            peers.get((by_pk[one.judgement_id].session_id, one.area_id), ""),
            one.accuracy,
        )
        for one in own.order_by("area__position", "pk")
    ]


def kappa(given: Iterable[tuple[int, int]]) -> tuple[float, float, float] | None:
    """Cohen's kappa with linear weights and its 95 % interval; None where everybody always said the same."""
    from numpy import errstate
    from statsmodels.stats.inter_rater import cohens_kappa  # heavy, and needed here alone

    table = [[0] * len(ORDER) for _ in ORDER]
    for peers, qa in given:
        table[peers][qa] += 1
    used = [n for n in range(len(ORDER)) if sum(table[n]) or sum(row[n] for row in table)]
    if len(used) < 2:
        return None
    with errstate(divide="ignore", invalid="ignore"):  # a test of significance that nobody reads
        found = cohens_kappa(table, wt="linear")
    values = (float(found.kappa), float(found.kappa_low), float(found.kappa_upp))
    if not all(math.isfinite(value) for value in values):
        return None
    return values[0], max(-1.0, values[1]), min(1.0, values[2])


def line(label: str, given: list[Pair]) -> dict[str, Any]:
    """One row of the table: numbers in words, each "too few to say" under its threshold."""
    number = len(given)
    facts: dict[str, Any] = {"label": label, "number": number, "few": number < FEWEST}
    if number < FEWEST:
        return {**facts, "agreement": TOO_FEW, "kappa": "", "direction": "", "peers": "", "qa": ""}
    same = sum(pair.peers == pair.qa for pair in given)
    return {
        **facts,
        "agreement": _share(same, number),
        "kappa": _kappa_text(given),
        "direction": _direction(given),
        "peers": _share(sum(pair.peers == 1 for pair in given), number),
        "qa": _share(sum(pair.qa == 1 for pair in given), number),
    }


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%"


def _kappa_text(given: list[Pair]) -> str:
    if len(given) < FEWEST_KAPPA:
        return TOO_FEW
    found = kappa((pair.peers, pair.qa) for pair in given)
    if found is None:
        return "not defined: all say the same"
    value, low, high = found
    return f"{value:.2f} ({low:.2f} to {high:.2f})"


def _direction(given: list[Pair]) -> str:
    """On which side the peers were where the two differ."""
    kinder = sum(pair.peers < pair.qa for pair in given)
    stricter = sum(pair.peers > pair.qa for pair in given)
    if not kinder + stricter:
        return "no disagreement"
    return f"peers kinder {kinder}, stricter {stricter}"


def calibration() -> dict[str, Any]:
    """The whole table: overall, by area, by round. Plain data that names no school."""
    found = pairs()
    overall = [pair for pair in found if not pair.area]
    areas = list(dict.fromkeys(pair.area for pair in found if pair.area))
    rounds = list(dict.fromkeys(pair.round for pair in overall))
    together = line("All areas together", [pair for pair in found if pair.area])
    return {
        "totals": [line("Self-evaluation overall", overall), together],
        "all": together,
        "areas": [line(area, [pair for pair in found if pair.area == area]) for area in areas],
        "rounds": [line(one, [pair for pair in found if pair.area and pair.round == one]) for one in rounds],
        "fewest": FEWEST,
        "fewest_kappa": FEWEST_KAPPA,
    }
