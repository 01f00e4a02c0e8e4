"""The rows of the planner of groups in the table of access (``tests/test_access.py`` says how to read them)."""

from typing import Any

from schools.choices import PinKind
from schools.services.plans import questions, revisions, wishes
from tests.conftest import Cast
from tests.schools import planned

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    # Drafts are the office's: others do not even know that they exist
    "GET schools:plan-list": "s 22 444 44 44 44 4 44",
    "GET schools:plan-create": "s 22 444 44 44 44 4 44",
    "POST schools:plan-create": "s 33 444 44 44 44 4 44",
    "GET schools:plan-detail": "s 22 444 44 44 44 4 44",
    "GET schools:plan-again": "s 55 555 55 55 55 5 55",
    "POST schools:plan-again": "s 33 444 44 44 44 4 44",
    "GET schools:plan-aside": "s 55 555 55 55 55 5 55",
    "POST schools:plan-aside": "s 33 444 44 44 44 4 44",
    "GET schools:plan-take-up": "s 55 555 55 55 55 5 55",
    "POST schools:plan-take-up": "s 33 444 44 44 44 4 44",
    "GET schools:plan-copy": "s 22 444 44 44 44 4 44",
    "POST schools:plan-copy": "s 33 444 44 44 44 4 44",
    "GET schools:plan-change": "s 22 444 44 44 44 4 44",
    "POST schools:plan-change": "s 33 444 44 44 44 4 44",
    "GET schools:plan-try": "s 22 444 44 44 44 4 44",
    "GET schools:plan-undo": "s 55 555 55 55 55 5 55",
    "POST schools:plan-undo": "s 33 444 44 44 44 4 44",
    "GET schools:plan-why": "s 22 444 44 44 44 4 44",
    "POST schools:plan-why": "s 22 444 44 44 44 4 44",
    "GET schools:plan-answer": "s 22 444 44 44 44 4 44",
    "GET schools:plan-answer-again": "s 55 555 55 55 55 5 55",
    "POST schools:plan-answer-again": "s 33 444 44 44 44 4 44",
    "GET schools:plan-answer-take": "s 55 555 55 55 55 5 55",
    "POST schools:plan-answer-take": "s 33 444 44 44 44 4 44",
    "GET schools:plan-rules": "s 22 444 44 44 44 4 44",
    "POST schools:plan-rules": "s 33 444 44 44 44 4 44",
    "GET schools:plan-compare": "s 22 444 44 44 44 4 44",
    # Weights, overruled rules and the publication are the Director's
    "GET schools:plan-settings": "s 2F 444 44 44 44 4 44",
    "POST schools:plan-settings": "s 2F 444 44 44 44 4 44",
    "GET schools:pin-create": "s 22 444 44 44 44 4 44",
    "POST schools:pin-create": "s 22 444 44 44 44 4 44",
    "GET schools:pin-lift": "s 2F 444 44 44 44 4 44",  # its reason is the Director's alone
    "POST schools:pin-lift": "s 3F 444 44 44 44 4 44",
    "GET schools:overrule-create": "s 2F 444 44 44 44 4 44",
    "POST schools:overrule-create": "s 2F 444 44 44 44 4 44",
    "GET schools:overrule-lift": "s 2F 444 44 44 44 4 44",
    "POST schools:overrule-lift": "s 3F 444 44 44 44 4 44",
    "GET schools:plan-publish": "s 2F 444 44 44 44 4 44",
    "POST schools:plan-publish": "s 2F 444 44 44 44 4 44",
}

DATA: dict[str, dict[str, Any]] = {
    "POST schools:plan-create": {"name": "Draft 9"},
    "POST schools:plan-copy": {"name": "Copy"},
}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows: a draft changed by hand, a question, a pin, an overruled rule."""
    year = planned.next_year(cast)
    plan = revisions.copy_plan(plan=planned.draft(year, cast.director), name="By hand", by=cast.director)
    question = questions.ask(plan=plan, schools=planned.keys("Ash", "Beech", "Elm"), by=cast.director)
    facts = {"year": year, "schools": planned.schools("Ash", "Elm"), "reason": "Cousins", "by": cast.director}
    pin = wishes.add_pin(kind=PinKind.APART, confidential=True, **facts)
    overrule = wishes.overrule(rule="trust", **facts)
    bare = {"plan-list", "plan-create", "plan-settings", "pin-create", "overrule-create"}
    names = {row.split()[1] for row in TABLE if row.split()[1].partition(":")[2] not in bare}
    return {
        **{name: {"pk": plan.pk} for name in names},
        **{name: {"pk": plan.pk, "question": question.pk} for name in names if "answer" in name},
        "schools:pin-lift": {"pk": pin.pk},
        "schools:overrule-lift": {"pk": overrule.pk},
    }
