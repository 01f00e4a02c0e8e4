"""A report's answers as plain data: read from its rows, and stored into them.

The keys are the names of the boxes (``packs/sections.py``) and ``areas``, ``overall_accuracy``, ``direction`` (its
code), ``actions``, ``support``. Each of ``areas`` has id, name, accuracy, evidence; each of ``actions`` has what,
who, by_when.
"""

from collections.abc import Callable
from typing import Any

from hlp import text
from peerchallenge.models import AgreedAction, Area, AreaJudgement, ConfidentialNote, Direction, Report
from peerchallenge.packs.sections import BY_SLUG, Section, report_sections
from schools.models import AcademicYear

Answers = dict[str, Any]


def answers_of(report: Report) -> Answers:
    """All answers of a report, each area of its year among them."""
    found: Answers = {
        box.name: getattr(report, box.name) for section in report_sections() for box in section.boxes
    }
    note = ConfidentialNote.objects.filter(report=report).first()
    return {
        **found,
        "areas": _areas(report),
        "overall_accuracy": report.overall_accuracy,
        "direction": report.direction.code if report.direction else "",
        "actions": list(report.actions.values("what", "who", "by_when")),
        "support": report.support,
        "note": note.body if note else "",
    }


def _areas(report: Report) -> list[dict[str, Any]]:
    given = {row.area_id: row for row in report.area_judgements.all()}
    return [
        {
            "id": area.pk,
            "name": area.name,
            "accuracy": given[area.pk].accuracy if area.pk in given else "",
            "evidence": given[area.pk].evidence if area.pk in given else "",
        }
        for area in Area.objects.filter(year=report.session.round.year_id)
    ]


def pick(answers: Answers, section: Section) -> Answers:
    """The answers of one section."""
    return {name: answers[name] for name in section.names}


def words_of(answers: Answers) -> int:
    """How many words the writers have written, the confidential note left out."""
    texts = [answers[box.name] for section in report_sections() for box in section.boxes]
    texts += [area["evidence"] for area in answers["areas"]]
    texts += [value for action in answers["actions"] for value in action.values()]
    return sum(text.words(value) for value in texts)


def tidied(section: Section, data: Answers, before: Answers) -> Answers:
    """What is to be stored of a section: its known keys alone, texts tidied; what ``data`` lacks stays as before."""
    after: Answers = {name: data.get(name, before[name]) for name in section.names}
    for box in section.boxes:
        after[box.name] = text.tidy(after[box.name])
    if "areas" in after:
        after["areas"] = _tidied_areas(before["areas"], after["areas"])
    if "actions" in after:
        rows = (
            {key: text.tidy(row.get(key, "")) for key in ("what", "who", "by_when")}
            for row in after["actions"]
        )
        after["actions"] = [row for row in rows if any(row.values())]
    return after


def _tidied_areas(known: list[dict[str, Any]], given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_id = {row["id"]: row for row in given}
    return [
        {
            **area,
            "accuracy": by_id.get(area["id"], area)["accuracy"],
            "evidence": text.tidy(by_id.get(area["id"], area)["evidence"]),
        }
        for area in known
    ]


def store(report: Report, section: Section, data: Answers) -> tuple[str, ...]:
    """Put a section's tidied answers into the report and its rows; returns the report's fields still to be saved."""
    keep: Callable[[Report, Answers], tuple[str, ...]] | None = _KEEPERS.get(section.slug)
    if section.confidential:
        ConfidentialNote.objects.update_or_create(report=report, defaults={"body": data["note"]})
        return ()
    for box in section.boxes:
        setattr(report, box.name, data[box.name])
    extra = keep(report, data) if keep else ()
    return (*(box.name for box in section.boxes), *extra)


def _keep_areas(report: Report, data: Answers) -> tuple[str, ...]:
    for area in data["areas"]:
        AreaJudgement.objects.update_or_create(
            report=report,
            area_id=area["id"],
            defaults={"accuracy": area["accuracy"], "evidence": area["evidence"]},
        )
    report.overall_accuracy = data["overall_accuracy"]
    return ("overall_accuracy",)


def _keep_direction(report: Report, data: Answers) -> tuple[str, ...]:
    scheme = Direction.objects.filter(year=report.session.round.year_id)
    report.direction = scheme.filter(code=data["direction"]).first()
    return ("direction",)


def _keep_actions(report: Report, data: Answers) -> tuple[str, ...]:
    report.actions.all().delete()
    rows = [
        AgreedAction(report=report, position=place, **row) for place, row in enumerate(data["actions"], 1)
    ]
    AgreedAction.objects.bulk_create(rows)
    return ()


def _keep_support(report: Report, data: Answers) -> tuple[str, ...]:
    report.support = data["support"]
    return ("support",)


_KEEPERS = {
    "self-evaluation": _keep_areas,
    "direction": _keep_direction,
    "actions": _keep_actions,
    "support": _keep_support,
}
assert set(_KEEPERS) <= set(BY_SLUG)  # noqa: S101 a renamed section must not lose its keeper


def blank_scheme() -> tuple[list[str], list[tuple[str, str]]]:
    """What a blank form needs of the current year: names of areas; label and meaning of each direction."""
    year = AcademicYear.objects.current()
    areas = Area.objects.filter(year=year).values_list("name", flat=True)
    return list(areas), list(Direction.objects.filter(year=year).values_list("label", "meaning"))
