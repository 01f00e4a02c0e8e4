"""What an academic year starts with: areas, directions, the programme of the day. All of it can be edited."""

from datetime import time

from django.db import transaction

from peerchallenge.models import Area, Direction, ProgrammeSlot
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

# starts, activity, who, what it leaves behind
PROGRAMME = (
    (
        time(8, 15),
        "Arrival, sign-in and identity checks, safeguarding briefing by the designated safeguarding lead",
        "Review team, QA reviewer",
        "Everyone knows the safeguarding route",
    ),
    (
        time(8, 30),
        "Team briefing: roles, key lines of enquiry, who goes where",
        "Review team",
        "Each slot has a name against it",
    ),
    (
        time(8, 45),
        "Opening meeting: the school’s context, its self-evaluation, progress since last time",
        "Headteacher, senior leaders, review team",
        "Questions on each area agreed",
    ),
    (
        time(9, 30),
        "Learning walk together, on teaching and learning",
        "Pairs, each with a leader of the school",
        "Evidence sheets",
    ),
    (
        time(10, 30),
        "Break: keeping in touch, so that nothing comes as a surprise",
        "Lead reviewer, headteacher",
        "Note of what was said",
    ),
    (
        time(10, 45),
        "Focus activity: lesson visits together, phonics or provision, as the focus needs",
        "Pairs, each with a leader of the school",
        "Evidence sheets",
    ),
    (time(11, 30), "Looking at books with a subject leader", "One pair", "Evidence sheet"),
    (
        time(12, 0),
        "Conversation with six to eight pupils, chosen to be a fair mix",
        "One reviewer",
        "Evidence sheet",
    ),
    (time(12, 30), "Lunch and team catch-up", "Review team", "Emerging findings"),
    (
        time(13, 15),
        "Subject and middle leaders, SENCo, pupil premium lead, early years lead, as the focus needs",
        "Pairs",
        "Evidence sheets",
    ),
    (
        time(14, 0),
        "Data and documents; conversation with a governor",
        "One reviewer",
        "Evidence sheet",
    ),
    (
        time(14, 30),
        "Team meeting: agree the judgements, strengths, areas and actions; draft the report",
        "Review team; QA reviewer listens",
        "Draft of the report",
    ),
    (
        time(15, 15),
        "Feedback to the headteacher and whoever the headteacher invites",
        "Everyone",
        "Wording agreed",
    ),
    (
        time(15, 45),
        "Next steps: good practice to share, support wanted, when to meet again",
        "Lead reviewer, headteacher",
        "Agreed actions",
    ),
    (time(16, 0), "Close. The clock for the report starts", "Lead reviewer", "Session ended"),
)


@transaction.atomic
def start(year: AcademicYear) -> None:
    """Give a year its areas, directions and programme, and the monitoring its words, each only where there are none yet."""
    if not year.areas.exists():
        rows = [Area(year=year, name=name, position=place) for place, name in enumerate(AREAS, 1)]
        Area.objects.bulk_create(rows)
    if not year.directions.exists():
        Direction.objects.bulk_create(_directions(year))
    if not year.programme.exists():
        ProgrammeSlot.objects.bulk_create(_programme(year))
    ensure_defaults()


def _directions(year: AcademicYear) -> list[Direction]:
    return [
        Direction(year=year, code=code, label=label, meaning=meaning, concern=concern, position=place)
        for place, (code, label, meaning, concern) in enumerate(DIRECTIONS, 1)
    ]


def _programme(year: AcademicYear) -> list[ProgrammeSlot]:
    return [
        ProgrammeSlot(year=year, starts=starts, activity=activity, who=who, output=output)
        for starts, activity, who, output in PROGRAMME
    ]
