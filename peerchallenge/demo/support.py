"""Support between schools: real ones offer what they are good at, invented ones need it, get it and look back."""

from datetime import datetime, timedelta
from decimal import Decimal

from peerchallenge.choices import Impact, StrengthSource, SupportSource, Urgency
from peerchallenge.demo.invented import FOXGLOVE, KINGFISHER, LARKFIELD, MILLSTREAM, OLD_ORCHARD
from peerchallenge.demo.stage import Stage
from peerchallenge.models import Match, SupportCase
from peerchallenge.services.support import cases, matches, strengths
from peerchallenge.services.support.matches import Terms
from schools.models import School

OFFERS = (
    "A morning in early years, with the plans and the books of two terms",
    "How subject leaders check what was learned, with one page for each unit",
    "Reading for pupils who joined late and speak another language at home",
    "A rota that gives every teacher time to watch a colleague, and what it costs",
    "Attendance: the first-day call, the meeting with families, and what changed",
    "Mathematics taught in mixed pairs, from Year 1 to Year 6",
    "Work with pupils with special needs in the classroom, not beside it",
    "How governors read the figures: a pack of four pages",
)
REQUEST = (
    "We have a new leader of mathematics who would like to work with somebody who has done it for a while. A visit "
    "each half term would be enough."
)
NOTE = "Spoke to the headteacher. Two mornings a month would suit; not in the weeks before the tests."
WHAT = "The leader of the curriculum visits each fortnight and plans the next unit with her colleague."
IMPACT = "Plans for two terms are written, and three teachers have taught them with a visitor in the room."


def play(stage: Stage) -> None:
    """Strengths on record, and one need in each state."""
    invented = {school.urn: school for school in School.objects.filter(invented=True)}
    _offers(stage, invented[LARKFIELD], invented[MILLSTREAM])
    older = SupportCase.objects.filter(school=invented[OLD_ORCHARD]).order_by("opened_at")[0]
    match = _agreed(stage, older, invented[LARKFIELD], Decimal(10))
    _look_back(stage, match)
    for case in SupportCase.objects.filter(school=invented[FOXGLOVE], source=SupportSource.REPORT)[:1]:
        _agreed(stage, case, invented[MILLSTREAM], Decimal("2.5"))
    _request(stage, invented[KINGFISHER])


def _offers(stage: Stage, *helping: School) -> None:
    real = School.objects.filter(invented=False, memberships__isnull=False).distinct().order_by("urn")[:32:4]
    themes = [stage.themes[name] for name in sorted(stage.themes)]
    at = stage.now - timedelta(days=500)
    for turn, (school, detail) in enumerate(zip([*real, *helping], [*OFFERS, *OFFERS], strict=False)):
        source = StrengthSource.REPORT if turn % 3 == 0 else StrengthSource.OFFERED
        heads = stage.heads(school, stage.today)
        theme = themes[turn % len(themes)]
        strengths.offer(
            school=school,
            theme=theme,
            detail=detail,
            source=source,
            consents=turn % 4 != 3,
            by=heads[0],
            at=at + timedelta(days=turn),
        )


def _agreed(stage: Stage, case: SupportCase, provider: School, days: Decimal) -> Match:
    moment = case.opened_at + timedelta(days=6)
    cases.add_note(case=case, text=NOTE, by=stage.director, at=moment - timedelta(days=2))
    match = matches.introduce(case=case, provider=provider, by=stage.director, at=moment)
    starts = moment.date() + timedelta(days=10)
    terms = Terms(what=WHAT, days=days, starts=starts, ends=starts + timedelta(days=110))
    at = moment + timedelta(days=8)
    return matches.agree(match=match, terms=terms, version=match.version, by=stage.director, at=at)


def _look_back(stage: Stage, match: Match) -> None:
    assert match.ends is not None  # noqa: S101 it was agreed
    moment = match.introduced_at + timedelta(days=75)
    head = stage.heads(match.case.school, moment.date())[0]
    matches.review_impact(match=match, impact=Impact.SOME, text=IMPACT, by=head, at=moment)
    note = "The two terms are over. Both schools stay in touch."
    cases.close_case(case=match.case, note=note, by=stage.director, at=moment + timedelta(days=60))


def _request(stage: Stage, school: School) -> None:
    moment: datetime = stage.now - timedelta(days=26)
    head = stage.heads(school, stage.today)[0]
    theme = stage.themes[sorted(stage.themes)[5]]
    cases.request_help(school=school, need=REQUEST, urgency=Urgency.TERM, theme=theme, by=head, at=moment)
