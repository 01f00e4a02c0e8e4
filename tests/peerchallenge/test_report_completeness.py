"""What a report needs before it can be sent."""

from typing import Any

import pytest

from peerchallenge.packs.sections import SECTIONS
from peerchallenge.services import reports

AREAS = [{"id": 3, "name": "Inclusion", "accuracy": "accurate", "evidence": "Seen"}]
COMPLETE: dict[str, Any] = {
    **{box.name: "Text" for section in SECTIONS for box in section.boxes},
    "areas": AREAS,
    "overall_accuracy": "accurate",
    "direction": "improving",
    "actions": [{"what": "Read", "who": "Head", "by_when": "May"}],
    "support": "none",
    "support_detail": "",
    "good_practice": "",
    "note": "",
}


def found(**changed: Any) -> list[tuple[str, str, str]]:
    problems = reports.problems({**COMPLETE, **changed})
    return [(problem.slug, problem.box, problem.message) for problem in problems]


def test_complete_report_has_no_problems() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"context": " "}, ("context", "id_context", "Describe the school and its context")),
        (
            {"teaching_strengths": ""},
            (
                "teaching-and-learning",
                "id_teaching_strengths",
                "Enter the strengths of teaching and learning",
            ),
        ),
        (
            {"areas": [{**AREAS[0], "accuracy": ""}]},
            (
                "self-evaluation",
                "id_accuracy_3_0",
                "Select how the self-evaluation of inclusion compares with the evidence",
            ),
        ),
        (
            {"areas": [{**AREAS[0], "evidence": ""}]},
            ("self-evaluation", "id_evidence_3", "Enter the evidence for the judgement on inclusion"),
        ),
        (
            {"overall_evidence": ""},
            (
                "self-evaluation",
                "id_overall_evidence",
                "Enter the evidence for the overall judgement on the self-evaluation",
            ),
        ),
        ({"direction": ""}, ("direction", "id_direction_0", "Select the judgement on direction")),
        (
            {"direction_evidence": ""},
            ("direction", "id_direction_evidence", "Enter the evidence for the judgement on direction"),
        ),
        ({"actions": []}, ("actions", "id_what_0", "Enter at least one agreed action")),
        (
            {"actions": [{"what": "Read", "who": "", "by_when": "May"}]},
            ("actions", "id_who_0", "Enter who sees to action 1"),
        ),
        ({"support": ""}, ("support", "id_support_0", "Select what support the school wants")),
        (
            {"support": "brokered"},
            ("support", "id_support_detail", "Enter what kind of support the school wants"),
        ),
        (
            {"progress": "word " * 301},
            (
                "progress",
                "id_progress",
                "Progress since last time, progress since the last challenge: use 300 words or fewer. "
                "You have 1 too many",
            ),
        ),
    ],
)
def test_each_gap_is_named_at_its_box(changed: dict[str, Any], problem: tuple[str, str, str]) -> None:
    assert found(**changed) == [problem]


def test_area_that_was_not_looked_at_needs_no_evidence() -> None:
    assert found(areas=[{**AREAS[0], "accuracy": "not-looked-at", "evidence": ""}]) == []


def test_nothing_else_than_what_is_optional_may_be_missing() -> None:
    empty = {name: [] if isinstance(value, list) else "" for name, value in COMPLETE.items()}
    slugs = {problem.slug for problem in reports.problems(empty)}

    assert slugs == {section.slug for section in SECTIONS if not section.optional}


@pytest.mark.parametrize(
    ("changed", "visited", "status"),
    [
        ({}, [], "Completed"),
        ({"direction_evidence": ""}, [], "In progress"),
        ({"direction_evidence": "", "direction": ""}, [], "Not yet started"),
    ],
)
def test_status_of_a_section(changed: dict[str, str], visited: list[str], status: str) -> None:
    tasks = reports.tasks({**COMPLETE, **changed}, visited)
    assert next(task.status for task in tasks if task.section.slug == "direction") == status


@pytest.mark.parametrize(("visited", "status"), [([], "Optional"), (["note"], "Completed")])
def test_status_of_an_optional_section(visited: list[str], status: str) -> None:
    assert reports.tasks(COMPLETE, visited)[-1].status == status
