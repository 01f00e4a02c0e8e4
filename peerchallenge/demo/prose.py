"""What reports and self-evaluations of the demonstration say: sentences chosen by school and round, never names."""

import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from peerchallenge.choices import Accuracy, OwnJudgement, OwnText, SupportWanted
from peerchallenge.models import Area, ChallengeSession
from peerchallenge.services.selfevaluations import progress_so_far
from schools.models import School

FOLDER = Path(__file__).resolve().parent.parent / "data"
YEARS = {
    "infant": ("Nursery", "Reception", "Year 1", "Year 2"),
    "junior": ("Year 3", "Year 4", "Year 5", "Year 6"),
    "primary": ("Reception", "Year 1", "Year 2", "Year 3", "Year 4", "Year 5", "Year 6"),
    "special": ("the youngest class", "the middle classes", "the oldest class"),
}
SUBJECTS = (
    "history",
    "geography",
    "science",
    "mathematics",
    "English",
    "music",
    "religious education",
    "art",
)
SPECIAL_SUBJECTS = ("communication", "mathematics", "music", "science", "art")
NUMBERS = ("seven", "eight", "nine", "ten", "eleven")
ALWAYS = ("Curriculum and teaching", "Achievement", "Leadership and governance")
SOMETIMES = ("Inclusion", "Attendance and behaviour", "Personal development and well-being")


@cache
def pool(name: str) -> dict[str, Any]:
    """The sentences of ``data/demo_<name>.toml``."""
    return tomllib.loads((FOLDER / f"demo_{name}.toml").read_text(encoding="utf-8"))


def kind_of(school: School) -> str:
    """``infant``, ``junior``, ``primary`` or ``special``."""
    if school.is_special:
        return "special"
    if school.high_age and school.high_age <= 7:
        return "infant"
    return "junior" if school.low_age and school.low_age >= 7 else "primary"


def themes_for(school: School) -> list[str]:
    """The focus themes that suit a school."""
    return [name for name, theme in pool("themes").items() if kind_of(school) in theme["phases"]]


class Pen:
    """Chooses sentences in a fixed order for one seed, and fills in its facts."""

    def __init__(self, seed: str, **facts: str) -> None:
        self.seed, self.facts, self.turn = seed, facts, 0

    def number(self, below: int) -> int:
        """The next choice, from 0 to ``below`` - 1."""
        self.turn += 1
        return int(sha256(f"{self.seed}:{self.turn}".encode()).hexdigest(), 16) % below

    def some(self, sentences: list[str] | tuple[str, ...], number: int) -> list[str]:
        """Different sentences in the order in which the pool has them, with the facts filled in."""
        left = list(range(len(sentences)))
        chosen = sorted(left.pop(self.number(len(left))) for _ in range(number))
        return [sentences[place].format_map(self.facts) for place in chosen]

    def one(self, sentences: list[str] | tuple[str, ...]) -> str:
        """One sentence."""
        return self.some(sentences, 1)[0]


def pen_for(session: ChallengeSession) -> Pen:
    """The pen of one school in one round."""
    kind, host = kind_of(session.host), session.host
    pen = Pen(f"{host.urn}:{session.round.opens:%Y%m}", school=host.name, round=str(session.round).lower())
    pen.facts["y1"], pen.facts["y2"] = pen.some(YEARS[kind], 2)
    pen.facts["s1"], pen.facts["s2"] = pen.some(SPECIAL_SUBJECTS if kind == "special" else SUBJECTS, 2)
    pen.facts["n"] = pen.one(NUMBERS)
    focus = str(session.focus or "teaching and learning")
    pen.facts["focus"] = focus[0].lower() + focus[1:]
    return pen


def report_answers(session: ChallengeSession) -> dict[str, dict[str, Any]]:
    """A whole report by sections, favourable throughout, 500 to 900 words."""
    pen, report = pen_for(session), pool("report")
    theme = pool("themes")[str(session.focus)]
    return {
        "context": {
            "context": " ".join(pen.one(report["context"][part]) for part in ("opening", "setting", "about"))
        },
        "activities": {
            "activities": _bullets([*pen.some(report["activities"]["lines"], 6), *_closing(report)])
        },
        "teaching-and-learning": _teaching(pen, report, kind_of(session.host)),
        "focus": {
            "focus_strengths": " ".join(pen.some(theme["strengths"], 4)),
            "focus_better": _bullets(pen.some(theme["better"], 2)),
        },
        "progress": {"progress": _with(pen, report["progress"]["opening"], report["progress"]["details"], 2)},
        "self-evaluation": _judgements(pen, report, session),
        "direction": {
            "direction": "improving",
            "direction_evidence": pen.one(report["direction"]["evidence"]),
        },
        "good-practice": {"good_practice": pen.one(theme["practice"])},
        "actions": {"actions": _actions(pen, report, theme)},
        "support": {"support": SupportWanted.NONE, "support_detail": ""},
    }


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _closing(report: dict[str, Any]) -> list[str]:
    return list(report["activities"]["closing"])


def _with(pen: Pen, opening: list[str], details: list[str], number: int) -> str:
    return " ".join([pen.one(opening), *pen.some(details, number)])


def _teaching(pen: Pen, report: dict[str, Any], kind: str) -> dict[str, str]:
    teaching = report["teaching"]
    strengths = teaching["special" if kind == "special" else "strengths"]
    first = _with(pen, teaching["opening"], strengths, 4)
    return {
        "teaching_strengths": f"{first}\n\n{pen.one(teaching['closing'])}",
        "teaching_better": _bullets(pen.some(teaching["better"], 2)),
    }


def _judgements(pen: Pen, report: dict[str, Any], session: ChallengeSession) -> dict[str, Any]:
    """Five areas looked at, all accurate; in one school of four one of them was described too modestly."""
    looked_at = {*ALWAYS, *pen.some(SOMETIMES, 2)}
    if "early years" in pen.facts["focus"]:
        looked_at.add("Early years")
    modest = pen.one(ALWAYS) if pen.number(4) == 0 else ""
    overall = "cautious" if modest else "evidence"
    return {
        "areas": [
            _area(pen, report, area, area.name in looked_at, area.name == modest)
            for area in Area.objects.filter(year=session.round.year_id)
        ],
        "overall_accuracy": Accuracy.ACCURATE,
        "overall_evidence": pen.one(report["overall"][overall]),
    }


def _area(pen: Pen, report: dict[str, Any], area: Area, looked_at: bool, modest: bool) -> dict[str, Any]:
    sentences = report["areas"].get(area.name, {}).get("evidence")
    if not (looked_at and sentences):
        return {"id": area.pk, "accuracy": Accuracy.NOT_LOOKED_AT, "evidence": ""}
    accuracy = Accuracy.MORE_CAUTIOUS if modest else Accuracy.ACCURATE
    return {"id": area.pk, "accuracy": accuracy, "evidence": pen.one(sentences)}


def _actions(pen: Pen, report: dict[str, Any], theme: dict[str, Any]) -> list[dict[str, str]]:
    lines = [*pen.some(theme["actions"], 2), pen.one(report["actions"]["general"])]
    return [dict(zip(("what", "who", "by_when"), line.split(" | "), strict=True)) for line in lines]


def own_words(session: ChallengeSession) -> dict[str, dict[str, str]]:
    """What the school says of itself, by area."""
    pen = pen_for(session)
    return {area: _own(pen, sentences) for area, sentences in pool("self_evaluation").items()}


def analysis() -> list[dict[str, Any]]:
    """Hypotheses of a team before its visit, as ``previsits.write`` takes them."""
    found: list[dict[str, Any]] = pool("own_texts")["analysis"]
    return found


def paper(kind: str) -> list[str]:
    """The lines of a document that a host gives its team."""
    found: list[str] = pool("own_texts")["paper"][kind]
    return found


def own_texts(session: ChallengeSession) -> dict[str, str]:
    """The plain texts of a self-evaluation: why this focus, what to find out, the progress, what to be proud of."""
    pen, theme, words = pen_for(session), pool("themes")[str(session.focus)], pool("own_texts")
    found = {
        OwnText.FOCUS: pen.one(words["focus"]),
        OwnText.QUESTIONS: "\n".join(f"- {line}" for line in pen.some(words["questions"], 2)),
        OwnText.PROGRESS: progress_so_far(session),
        OwnText.SHOWCASE: pen.one(theme["practice"]),
    }
    return {kind.value: body for kind, body in found.items() if body}


def _own(pen: Pen, sentences: dict[str, list[str]]) -> dict[str, str]:
    judgement = (OwnJudgement.STRONG, OwnJudgement.EXPECTED, OwnJudgement.EXPECTED)[pen.number(3)]
    return {
        "judgement": judgement,
        "strengths": " ".join(pen.some(sentences["strengths"], 2)),
        "development": pen.one(sentences["development"]),
        "impact": pen.one(sentences.get("impact") or pool("own_texts")["impact"]),
        "evidence": pen.one(sentences["evidence"]),
    }


def focus_of(school: School, theme: str, seed: str) -> tuple[str, str]:
    """The focus in detail, and the key lines of enquiry one a line."""
    sentences = pool("themes")[theme]
    pen = Pen(f"{school.urn}:{seed}", s1="history", s2="science")
    return pen.one(sentences["detail"]), "\n".join(pen.some(sentences["key_lines"], 2))
