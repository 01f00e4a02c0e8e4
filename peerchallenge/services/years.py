"""What an academic year starts with: areas, directions, the programme of the day. All of it can be edited."""

from datetime import time

from django.db import transaction

from peerchallenge.choices import SlotKind, SlotTeam
from peerchallenge.models import Area, Direction, TemplateSlot
from peerchallenge.services.monitoring_scheme import ensure_defaults
from schools.models import AcademicYear

# The evaluation areas of the inspection report card of November 2025: headteachers write to them already.
AREAS = (
    "Inclusion",
    "Curriculum and teaching",
    "Achievement",
    "Attendance and behaviour",
    "Personal development and well-being",
    "Leadership and governance",
    "Early years",
)

# code, label, meaning, whether it is a concern
DIRECTIONS = (
    (
        "improving",
        "Improving",
        "The school knows what to do next, is doing it, and pupils are better off for it.",
        False,
    ),
    (
        "vulnerable",
        "Vulnerable",
        "The school’s improvement has stalled or rests on too little. It needs help to move on.",
        True,
    ),
)

# starts, kind, activity, who, whom of the visitors it is for, whether the headteacher takes part, what it leaves behind
K, T = SlotKind, SlotTeam
PROGRAMME = (
    (
        time(8, 15),
        K.BRIEFING,
        "Arrival, sign-in and identity checks, safeguarding briefing by the designated safeguarding lead",
        "Review team, QA reviewer",
        T.ALL,
        False,
        "Everyone knows the safeguarding route",
    ),
    (
        time(8, 30),
        K.TEAM,
        "Team briefing: roles, key lines of enquiry, who goes where",
        "Review team",
        T.ALL,
        False,
        "Each slot has a name against it",
    ),
    (
        time(8, 45),
        K.MEETING,
        "Opening meeting: the school’s context, its self-evaluation, progress since last time",
        "Headteacher, senior leaders, review team",
        T.ALL,
        True,
        "Questions on each area agreed",
    ),
    (
        time(9, 30),
        K.LEARNING_WALK,
        "Learning walk together, on teaching and learning",
        "Pairs, each with a leader of the school",
        T.ALL,
        True,
        "Evidence sheets",
    ),
    (
        time(10, 30),
        K.BREAK,
        "Break: keeping in touch, so that nothing comes as a surprise",
        "Lead reviewer, headteacher",
        T.ALL,
        True,
        "Note of what was said",
    ),
    (
        time(10, 45),
        K.LESSONS,
        "Focus activity: lesson visits together, phonics or provision, as the focus needs",
        "Pairs, each with a leader of the school",
        T.ALL,
        False,
        "Evidence sheets",
    ),
    (
        time(11, 30),
        K.BOOKS,
        "Looking at books with a subject leader",
        "One pair",
        T.ALL,
        False,
        "Evidence sheet",
    ),
    (
        time(12, 0),
        K.PUPILS,
        "Conversation with six to eight pupils, chosen to be a fair mix",
        "One reviewer",
        T.ONE,
        False,
        "Evidence sheet",
    ),
    (time(12, 30), K.LUNCH, "Lunch and team catch-up", "Review team", T.ALL, False, "Emerging findings"),
    (
        time(13, 15),
        K.STAFF,
        "Subject and middle leaders, SENCo, pupil premium lead, early years lead, as the focus needs",
        "Pairs",
        T.ALL,
        False,
        "Evidence sheets",
    ),
    (
        time(14, 0),
        K.GOVERNORS,
        "Data and documents; conversation with a governor",
        "One reviewer",
        T.ONE,
        False,
        "Evidence sheet",
    ),
    (
        time(14, 30),
        K.TEAM,
        "Team meeting: agree the judgements, strengths, areas and actions; draft the report",
        "Review team; QA reviewer listens",
        T.ALL,
        False,
        "Draft of the report",
    ),
    (
        time(15, 15),
        K.FEEDBACK,
        "Feedback to the headteacher and whoever the headteacher invites",
        "Everyone",
        T.ALL,
        True,
        "Wording agreed",
    ),
    (
        time(15, 45),
        K.MEETING,
        "Next steps: good practice to share, support wanted, when to meet again",
        "Lead reviewer, headteacher",
        T.LEAD,
        True,
        "Agreed actions",
    ),
    (
        time(16, 0),
        K.OTHER,
        "Close. The clock for the report starts",
        "Lead reviewer",
        T.LEAD,
        False,
        "Session ended",
    ),
)


@transaction.atomic
def start(year: AcademicYear) -> None:
    """Give a year its areas, directions and programme, and the monitoring its words, each only where there are none yet."""
    if not year.areas.exists():
        rows = [Area(year=year, name=name, position=place) for place, name in enumerate(AREAS, 1)]
        Area.objects.bulk_create(rows)
    if not year.directions.exists():
        Direction.objects.bulk_create(_directions(year))
    if not year.template_slots.exists():
        TemplateSlot.objects.bulk_create(_template(year))
    ensure_defaults()


def _directions(year: AcademicYear) -> list[Direction]:
    return [
        Direction(year=year, code=code, label=label, meaning=meaning, concern=concern, position=place)
        for place, (code, label, meaning, concern) in enumerate(DIRECTIONS, 1)
    ]


def _template(year: AcademicYear) -> list[TemplateSlot]:
    """Each slot lasts until the next begins, the last is a moment."""
    ends = [line[0] for line in PROGRAMME[1:]] + [PROGRAMME[-1][0]]
    return [
        TemplateSlot(
            year=year,
            starts=starts,
            ends=end,
            kind=kind,
            activity=activity,
            who=who,
            team=team,
            with_head=head,
            output=output,
        )
        for (starts, kind, activity, who, team, head, output), end in zip(PROGRAMME, ends, strict=True)
    ]
