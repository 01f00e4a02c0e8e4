"""A report of full length, as headteachers type and paste it, and the ways to fill one in."""

from typing import Any

from hlp.models import User
from peerchallenge.models import Area, ChallengeSession, Report
from peerchallenge.services import reports

# As Word gives it to the clipboard: round bullets, tabs, curly quotes, a non-breaking space.
PASTED_LIST = (
    "Pupils read well because reading is taught well:\r\n"
    "•\tdaily phonics is “brisk, cheerful and exact”, and the staff’s subject knowledge is first-class\r\n"
    "•\tthe school’s fluency project (fifteen minutes, five days a week) reaches the pupils who need it most\r\n"
    "•\tofficial and unofficial book corners – the “café” in the foyer above all – are in constant use\u00a0today"
)

TEXTS: dict[str, str] = {
    "context": (
        "The school is a two-form entry primary school with 412 pupils on roll and a nursery of thirty-nine places. "
        "Just over a third of pupils are eligible for free school meals, which is above the borough’s figure, and "
        "twenty-seven first languages are spoken. The headteacher has been in post for four years. Since the last "
        "challenge the deputy headteacher’s role has been filled, the special needs team has been reorganised, and "
        "the number of pupils who join during the year has risen from thirty-one to fifty-five."
    ),
    "activities": (
        "We carried out five learning walks, each with a leader of the school, and saw every class at least once. We "
        "looked at books from years 2, 4 and 6 with the subject leaders for English and for art, heard nine pupils "
        "read, talked with eight pupils over lunch, met the middle leaders, the special needs co-ordinator and the "
        "chair of governors, and studied the tracking of the six weakest readers in year 3."
    ),
    "teaching_strengths": PASTED_LIST,
    "teaching_better": (
        "Questions in the afternoon lessons were sometimes answered by the same few confident pupils, while others "
        "waited. In two of the five walks the most able finished early and were given more of the same. It would be "
        "even better if every lesson offered a difficult task sooner, and if teachers checked, by name and in "
        "writing, who has not yet spoken. Staff told us that they would find a shared set of prompts useful.\n\n"
        "Feedback in mathematics books is less specific than in English. Pupils could tell us what they had got "
        "wrong, but seldom what to do differently."
    ),
    "focus_strengths": (
        "The focus was reading in key stage 1. Leaders have defined, simply and firmly, what a fluent reader does, "
        "and every adult we met could say it. The weakest readers are identified within a fortnight of arriving. Of "
        "the fourteen pupils who fell behind in year 1, eleven have caught up, and the evidence in their books and in "
        "their reading aloud confirms the figures. Books are matched to the sounds that pupils know. Pupils of all "
        "abilities spoke about authors with real affection: one described a picture book as “a manœuvre with a "
        "twist”, another told us about an encyclopædia of Brontë’s moors, and a third read a menu in French – "
        "crème brûlée, hors-d’œuvre, pâté – without a flicker of doubt."
    ),
    "focus_better": (
        "Pupils who join during the year wait too long, up to five weeks, for their first full check, and some miss "
        "the afternoon sessions because they are withdrawn for other work. It would be even better if the check were "
        "done on the first Friday, and if a named adult followed each pupil through their first half term. The "
        "library’s stock of information books is old. Parents we met asked for a short film that shows how to read "
        "with a child of five."
    ),
    "progress": (
        "Of the four actions agreed last autumn, three are complete: the marking policy has been simplified, the "
        "outdoor classroom is used daily, and attendance of the Year 5 pupils has risen by 1.8 percentage points. "
        "The fourth, a coherent sequence for writing in the foundation subjects, is half finished; the first two "
        "units, in history and geography, are in use and are promising."
    ),
    "overall_evidence": (
        "The school knows itself well. Its evaluation is honest about writing and about pupils who join late. It is a "
        "little modest about reading, where what we saw was better than what it claims."
    ),
    "direction_evidence": (
        "Leaders chose a few things, explained why, and finished them. The difference can be seen in classrooms, not "
        "only in files: the same routines in every room, less time lost, and pupils who remember what they were "
        "taught last week. Staff feel well led. The governors ask difficult questions and receive straight answers. "
        "What is still uneven, above all the challenge for the most able, is known to leaders and is in the plan."
    ),
    "good_practice": (
        "The “five-minute fluency” routine, with its simple record on one sheet of A4. Ask for the leader of English; "
        "visitors are welcome on Tuesday and Thursday mornings."
    ),
    "support_detail": (
        "A visit to a school that has settled its mid-year admissions well, and an exchange between the two leaders "
        "of mathematics on specific feedback."
    ),
    "note": "The headteacher would welcome a telephone call from you about the budget. Nothing urgent.",
}
AREA_EVIDENCE = [
    "Every adult could explain the school’s definition of inclusion, and the provision map matched what we saw.",
    "The sequence in reading is first-rate; in the foundation subjects it is still being written. The school says so.",
]
ACTIONS = [
    {
        "what": "Check the reading of every pupil who joins on the first Friday, and name an adult for each",
        "who": "Leader of English",
        "by_when": "From 4 January 2027",
    },
    {
        "what": "Agree, try out and share a set of prompts so that every pupil answers in every lesson",
        "who": "Deputy headteacher",
        "by_when": "February half term",
    },
    {
        "what": "Make feedback in mathematics as specific as in English; look at books together twice a term",
        "who": "Leader of mathematics",
        "by_when": "End of the spring term",
    },
]


def section_data(session: ChallengeSession, **changed: Any) -> dict[str, dict[str, Any]]:
    """The data of each section, by slug; ``changed`` replaces texts by name."""
    texts = {**TEXTS, **changed}
    areas = Area.objects.filter(year=session.round.year)
    judged = [
        {"id": area.pk, "accuracy": "accurate", "evidence": evidence}
        for area, evidence in zip(areas, AREA_EVIDENCE, strict=True)
    ]
    return {
        "context": {"context": texts["context"]},
        "activities": {"activities": texts["activities"]},
        "teaching-and-learning": {name: texts[name] for name in ("teaching_strengths", "teaching_better")},
        "focus": {name: texts[name] for name in ("focus_strengths", "focus_better")},
        "progress": {"progress": texts["progress"]},
        "self-evaluation": {
            "areas": judged,
            "overall_accuracy": "accurate",
            "overall_evidence": texts["overall_evidence"],
        },
        "direction": {"direction": "improving", "direction_evidence": texts["direction_evidence"]},
        "good-practice": {"good_practice": texts["good_practice"]},
        "actions": {"actions": ACTIONS},
        "support": {"support": "peers", "support_detail": texts["support_detail"]},
        "note": {"note": texts["note"]},
    }


def write(session: ChallengeSession, by: User, **changed: Any) -> Report:
    """A finished report, saved section by section as its writer would."""
    report = reports.open_report(session=session)
    for slug, data in section_data(session, **changed).items():
        report.refresh_from_db()
        revision = report.revisions.get(slug, 0)
        reports.save_section(report=report, slug=slug, revision=revision, data=data, by=by)
    report.refresh_from_db()
    return report
