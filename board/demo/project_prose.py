"""The words of the demonstration's projects: four that the partnership had, one before the Board, one open to schools."""

from dataclasses import dataclass
from decimal import Decimal

from board.choices import ProjectOutcome


@dataclass(frozen=True)
class Told:
    """One project in words. Days are counted from the meeting that approved it, schools by their place in a list."""

    title: str
    theme: str
    problem: str
    evidence: str
    approach: str
    indicator: str
    unit: str
    baseline: Decimal
    target: Decimal
    source: str
    evaluation: str
    cost: Decimal
    funding: str
    summary: str
    weeks: int
    lead: int
    others: tuple[int, ...]
    colleague: tuple[str, str]
    milestones: tuple[tuple[str, int], ...] = ()
    reports: tuple[tuple[str, str, str], ...] = ()
    figures: tuple[tuple[int, Decimal], ...] = ()
    meetings: tuple[tuple[str, int, str], ...] = ()
    invented: bool = False
    changes: str = ""
    outcome: ProjectOutcome | None = None
    result: Decimal | None = None
    findings: str = ""
    worked: str = ""
    did_not: str = ""
    question: str = ""


EARLY_YEARS = Told(
    title="Early Years and the outside environment",
    theme="Early years and the outdoor environment",
    problem="In many schools the outside is a place to run, and learning stays indoors. Children who learn by moving "
    "and building lose a part of the day that could be theirs.",
    evidence="Reviewers wrote of the outside as a next step in eleven of 44 peer challenges, across all four "
    "collaboratives.",
    approach="Eight schools plan the outside as they plan the classroom: what is there for talk, number and writing, "
    "and what an adult does. They visit one another twice, and keep a diary of what children choose.",
    indicator="children in Reception who choose writing or number outside in a week",
    unit="%",
    baseline=Decimal(22),
    target=Decimal(45),
    source="observation of 240 children in eight schools",
    evaluation="The same observation by a colleague from another school at the beginning and at the end; the diaries; "
    "what parents notice.",
    cost=Decimal(6400),
    funding="Release of eight colleagues and a small sum for materials, from the partnership’s budget",
    summary="Eight schools looked again at what young children find when they go outside. They planned gardens, "
    "building corners and quiet places for talk, number and writing, visited one another, and shared what they saw. "
    "Twice as many children now choose to write and count outside.",
    weeks=36,
    lead=3,
    others=(6, 11, 15, 19, 24, 30, 36),
    colleague=("Marguerite Pell", "marguerite.pell@demo.example"),
    milestones=(
        ("Baseline observed in eight schools", 5),
        ("Every school has a plan of its outside", 12),
        ("First round of visits", 20),
        ("Second observation", 33),
    ),
    reports=(
        (
            "All eight schools observed thirty children for a week and drew a plan of their outside.",
            "Staff were surprised how much of the outside was never used.",
            "The first changes are made before the half term.",
        ),
        (
            "Each school changed two places and wrote down what children did there.",
            "Writing boxes that travel are used most. Fixed tables stay empty.",
            "The schools visit one another in pairs.",
        ),
        (
            "Four pairs visited; the diaries are compared at the next meeting.",
            "Boys stay longer with writing outside than they did in the classroom.",
            "The second observation.",
        ),
    ),
    figures=((20, Decimal(34)), (33, Decimal(47))),
    meetings=(
        (
            "First meeting: what do we count?",
            3,
            "We agreed one sheet for the observation and paired the schools.",
        ),
        ("What the diaries say", 22, "Boxes that travel, adults who sit down, and less plastic."),
    ),
    outcome=ProjectOutcome.MET,
    result=Decimal(47),
    findings="Children write and count outside when what they need comes with them, and when an adult stays. The share "
    "of children who chose writing or number outside rose from 22% to 47%, most among boys born in summer.",
    worked="Boxes that can be carried; one adult who plays along for ten minutes; visits in pairs with one question.",
    did_not="Fixed outdoor classrooms were used least. A budget before a plan led to purchases that nobody missed.",
    question="What do children choose outside, and who joins them there?",
)
ASSESSMENT = Told(
    title="A new assessment framework",
    theme="Assessment",
    problem="With the revised National Curriculum the levels are gone. Every school has its own words for what a child "
    "can do, and they do not travel with the child.",
    evidence="Sixteen of 44 schools asked for a common language in their self-evaluation, and reviewers found four "
    "different systems within one group of schools.",
    approach="A group of assessment leads writes statements for reading, writing and mathematics in each year, tries "
    "them in ten schools, and moderates books across schools once a term.",
    indicator="judgements on which two schools agreed at first sight when they moderated",
    unit="%",
    baseline=Decimal(58),
    target=Decimal(80),
    source="moderation of 180 books by pairs of schools",
    evaluation="Moderation of the same number of books each term; what receiving schools say in September.",
    cost=Decimal(3900),
    funding="Three days of release for ten colleagues",
    summary="Ten schools wrote down together what a child should know and be able to do in each year, so that a "
    "child’s progress can be understood wherever it goes next. The framework is used by all member schools.",
    weeks=40,
    lead=8,
    others=(1, 4, 13, 17, 21, 27, 33, 38, 40),
    colleague=("Leopold Varnham", "leopold.varnham@demo.example"),
    milestones=(
        ("Statements for reading and writing", 8),
        ("Statements for mathematics", 14),
        ("Tried in ten schools", 26),
        ("Offered to every school", 38),
    ),
    reports=(
        (
            "The statements for reading and writing are written and read by ten schools.",
            "Colleagues argue about books and no longer about numbers.",
            "Mathematics, and the first moderation.",
        ),
        (
            "Mathematics is written; 60 books were moderated by pairs of schools.",
            "Agreement was better in reading than in writing.",
            "Two statements for writing are rewritten.",
        ),
        (
            "All ten schools used the framework for a term.",
            "Agreement at first sight rose to three books in four.",
            "A short guide for schools that join.",
        ),
    ),
    figures=((14, Decimal(66)), (27, Decimal(76)), (38, Decimal(83))),
    meetings=(
        (
            "Moderating writing",
            10,
            "Pairs moderated 60 books. Two statements were unclear and are rewritten.",
        ),
        ("One page for parents", 30, "A page for parents is agreed; each school adds its own dates."),
    ),
    outcome=ProjectOutcome.MET,
    result=Decimal(83),
    findings="Schools agree when they look at the same books together. Agreement at first sight rose from 58% to 83%, "
    "and 41 schools took the framework over.",
    worked="Moderation in pairs with real books; few statements; one page for parents.",
    did_not="A common spreadsheet. Schools kept their own and shared the statements alone.",
    question="Would two schools judge this book in the same way, and how do you know?",
)
MORE_ABLE = Told(
    title="Provision for the more able pupils",
    theme="More able pupils",
    problem="Pupils who learn quickly often do more of the same. They finish early, help others, and are seldom "
    "stuck on anything that is worth being stuck on.",
    evidence="Reviewers asked for more challenge for the more able in twelve of 46 peer challenges, most often in "
    "mathematics and in the foundation subjects.",
    approach="Seven schools plan one deep task a fortnight that the most able cannot finish quickly, and look at the "
    "books together. A colleague from the lead school visits each school once.",
    indicator="lessons seen in which the most able met something they could not yet do",
    unit="%",
    baseline=Decimal(35),
    target=Decimal(70),
    source="84 lessons seen in seven schools",
    evaluation="The same number of lessons seen at the end, by colleagues of another school; interviews with pupils.",
    cost=Decimal(5200),
    funding="Release of seven colleagues for five afternoons",
    summary="Seven schools look for tasks that are worth being stuck on. Every fortnight their most able pupils meet a "
    "problem that takes time, and their teachers look at the work together. What is found will be shared with all.",
    weeks=40,
    lead=10,
    others=(2, 9, 14, 22, 28, 34),
    colleague=("Cordelia Ashgrove", "cordelia.ashgrove@demo.example"),
    milestones=(
        ("84 lessons seen", 4),
        ("First ten tasks shared", 9),
        ("Every school visited once", 24),
        ("Lessons seen again", 36),
    ),
    reports=(
        (
            "We saw 84 lessons and agreed what we mean by stuck. Ten tasks are in the shared folder.",
            "Pupils say that the tasks are hard and that they talk about them at home.",
            "Each school tries three tasks before the holidays.",
        ),
        (
            "Every school tried three tasks, and we read the books together.",
            "The best tasks have one sentence and no worksheet.",
            "Visits begin after the half term.",
        ),
        (
            "Four of seven schools were visited.",
            "Teachers of other year groups ask for the tasks.",
            "Three more visits, then lessons are seen again.",
        ),
    ),
    figures=((9, Decimal(46)),),
    meetings=(
        (
            "What is worth being stuck on?",
            3,
            "We agreed what we look for in a lesson, and shared five tasks.",
        ),
        ("Reading the books together", 16, "Tasks of one sentence work best. Maths first, then history."),
        ("Halfway", 30, ""),
    ),
)
PUPIL_PREMIUM = Told(
    title="Closing the gap for Pupil Premium pupils",
    theme="Disadvantaged pupils",
    problem="Pupils for whom schools receive the Pupil Premium reach the expected standard less often than others, and "
    "help that takes them out of lessons has not closed the gap.",
    evidence="Found as something to work on in ten of 46 peer challenges. The partnership’s gap at the end of Key Stage "
    "2 has hardly moved for two years.",
    approach="Six schools follow eight pupils each through every lesson of a week, change one thing for all pupils of a "
    "class, and look again after a term.",
    indicator="pupils of the 48 followed who speak in whole-class talk each day",
    unit="%",
    baseline=Decimal(27),
    target=Decimal(60),
    source="48 pupils followed for a week in six schools",
    evaluation="The same pupils are followed again each term; their reading ages; the published gap, with two years’ "
    "delay.",
    cost=Decimal(7800),
    funding="Release of six colleagues; the Council pays half",
    summary="Six schools follow a few pupils through a whole week to see the school day as they see it. Then each "
    "changes one thing in its lessons for everybody, and looks again.",
    weeks=44,
    lead=0,
    others=(5, 12, 18, 25, 31),
    colleague=("Ambrose Thistlewood", "ambrose.thistlewood@demo.example"),
    invented=True,
    changes="The pupils’ own view is asked for each term, and the Board gets a report each half term.",
    milestones=(
        ("48 pupils followed for a week", 4),
        ("One change agreed in each school", 6),
        ("Pupils followed a second time", 20),
        ("Findings shared with every school", 40),
    ),
    reports=(
        (
            "Six schools followed eight pupils each. The weeks are written up without names.",
            "Nobody had known how seldom these pupils speak in whole-class talk.",
            "Each school chooses one change.",
        ),
        (
            "Four schools have begun; two wait for a new timetable.",
            "Partners who are chosen and a minute to think before hands go up help most.",
            "The pupils are followed again.",
        ),
        (
            "All six schools have changed one thing.",
            "More pupils speak. It is too early to see it in reading.",
            "A second look at the same 48 pupils.",
        ),
    ),
    figures=((8, Decimal(36)),),
    meetings=(
        (
            "What we saw in a week",
            4,
            "The week reads differently through a pupil’s eyes. Talk is where to begin.",
        ),
        (
            "One change a school",
            12,
            "Six changes, from seating to a minute of thinking. Each is written on one page.",
        ),
        ("A second look", 26, ""),
    ),
)
PROJECTS = (EARLY_YEARS, ASSESSMENT, MORE_ABLE, PUPIL_PREMIUM)

READING = Told(
    title="Reading for pleasure in Key Stage 2",
    theme="Reading for meaning",
    problem="Children who can read do not choose to. In Year 5 and 6 books compete with a screen, and lose.",
    evidence="Named as something to work on in nine of 46 peer challenges of the last round, in three of the four "
    "collaboratives, and seen as a strength in five schools that others could visit.",
    approach="Six schools give twenty minutes a day to books that children choose, and adults read too. Two schools "
    "where it works already are visited first.",
    indicator="pupils in Year 5 and 6 who read for pleasure at least three times a week",
    unit="%",
    baseline=Decimal(41),
    target=Decimal(60),
    source="survey of 610 pupils in 14 schools",
    evaluation="The same survey each term; what is borrowed from the libraries; interviews with ten pupils a school.",
    cost=Decimal(4800),
    funding="Books for six schools, and two afternoons of release for each",
    summary="",
    weeks=40,
    lead=7,
    others=(),
    colleague=("Philippa Marlowe", "philippa.marlowe@demo.example"),
)
ATTENDANCE = Told(
    title="Arriving well: attendance of the youngest",
    theme="Attendance and belonging",
    problem="Habits of coming to school are made in Nursery and Reception, before attendance is compulsory.",
    evidence="Eight schools look for ways to work with families before their child turns five.",
    approach="Schools and families plan the first six weeks together: visits at home, a soft start, a call on the first "
    "day of absence that asks and does not accuse.",
    indicator="attendance in Reception in the first half term",
    unit="%",
    baseline=Decimal("92.1"),
    target=Decimal("94.5"),
    source="registers of eleven schools",
    evaluation="Registers each half term; what families say in the spring.",
    cost=Decimal(3100),
    funding="Release for visits at home",
    summary="",
    weeks=36,
    lead=16,
    others=(),
    colleague=("Dorothea Finch", "dorothea.finch@demo.example"),
)
CALL = (
    "Does a good start in Reception make a child who comes every day? Up to six schools plan the first six weeks "
    "together with families, and compare what they see.\n\nYou get a colleague to think with, two visits to schools "
    "where it works, and a plan that fits your families."
)
CALL_ASKS = (
    "Two colleagues from Nursery or Reception for three afternoons, your registers by week, and a conversation with "
    "six families in the spring."
)
INTEREST = (
    ("Our Nursery is new and we would like to begin well, together with others.", "Early Years leader"),
    (
        "We visit families at home already and gladly show how, and want to see what happens after.",
        "Nursery teacher",
    ),
    ("Many of our families move. A common first half term with our neighbours would help them.", ""),
    (
        "Reception is our focus this year, and two colleagues have asked to take part.",
        "Two Reception teachers",
    ),
)
