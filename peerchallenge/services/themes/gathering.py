"""What a round found: which school has which theme, and whether everything is in."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q

from peerchallenge.calculations.disclosure import Region, Trait
from peerchallenge.calculations.pupils import groups_of
from peerchallenge.choices import (
    OFF,
    REPLY_OVER,
    REPORT_SENT,
    FindingKind,
    PupilGroup,
    SessionState,
)
from peerchallenge.models import ChallengeSession, Finding, FindingTheme, Round
from schools.choices import Phase
from schools.models import Collaborative, GroupPlace, Theme

WORK = "work"  # something to work on: an even better if or an action
KINDS = ("", FindingKind.STRENGTH.value, WORK, FindingKind.BETTER.value, FindingKind.ACTION.value)
KIND_LABELS = {
    "": "Any finding",
    FindingKind.STRENGTH.value: "Strength",
    WORK: "To work on",
    FindingKind.BETTER.value: "Even better if",
    FindingKind.ACTION.value: "Action",
}
WIDER = {FindingKind.BETTER.value: WORK, FindingKind.ACTION.value: WORK}
GROUPS = ("", *(group.value for group in PupilGroup))
NOWHERE = "none"


@dataclass(frozen=True)
class Tagged:
    """One confirmed theme of one finding."""

    school: int
    theme: int
    finding: int
    kind: str
    groups: frozenset[str]

    @property
    def traits(self) -> Iterable[Trait]:
        """Every kind and pupil group that it counts for."""
        kinds = {"", self.kind, WIDER.get(self.kind, "")}
        return ((kind, group) for kind in kinds for group in {"", *self.groups})


@dataclass(frozen=True)
class Gathered:
    """A round's schools by region, and their confirmed themes."""

    regions: dict[int, Region]
    tagged: list[Tagged]
    collaboratives: dict[str, str]
    phases: dict[str, str]
    themes: dict[int, str] = field(default_factory=dict)

    def having(self, theme: int) -> dict[Trait, frozenset[int]]:
        """The schools that have a theme, for every kind and pupil group."""
        found: dict[Trait, set[int]] = {}
        for tag in self.tagged:
            if tag.theme == theme:
                for trait in tag.traits:
                    found.setdefault(trait, set()).add(tag.school)
        return {trait: frozenset(schools) for trait, schools in found.items()}


@dataclass(frozen=True)
class Readiness:
    """What is still to come before the themes of a round can be published."""

    sessions: int
    waiting: int
    unconfirmed: int

    @property
    def is_open(self) -> bool:
        """Whether every report is final."""
        return self.sessions > 0 and not self.waiting


FINAL = Q(state=SessionState.CLOSED) | Q(state__in=REPORT_SENT, reply__state__in=REPLY_OVER)


def readiness(round: Round) -> Readiness:
    """How many sessions count, how many have no final report yet, and how many findings nobody has confirmed."""
    return readiness_of([round])[round.pk]


def readiness_of(rounds: Iterable[Round]) -> dict[int, Readiness]:
    """The same for several rounds at once, by primary key."""
    wanted = [one.pk for one in rounds]
    counting = ChallengeSession.objects.filter(round__in=wanted).exclude(state__in=OFF).order_by()
    told = counting.values("round").annotate(
        every=Count("pk", distinct=True), final=Count("pk", distinct=True, filter=FINAL)
    )
    sessions = {row["round"]: (row["every"], row["every"] - row["final"]) for row in told}
    open_ = Finding.objects.filter(round__in=wanted).waiting().order_by()
    findings = dict(open_.values("round").annotate(n=Count("pk")).values_list("round", "n"))
    return {pk: Readiness(*sessions.get(pk, (0, 0)), findings.get(pk, 0)) for pk in wanted}


def ready_rounds() -> list[Round]:
    """Rounds whose last report is final, with a confirmed theme, and whose themes are not published; newest first."""
    counting = ChallengeSession.objects.filter(round=OuterRef("pk")).exclude(state__in=OFF)
    told = FindingTheme.objects.confirmed().filter(finding__round=OuterRef("pk"))
    open_ = counting.exclude(pk__in=ChallengeSession.objects.filter(FINAL).values("pk"))
    rows = Round.objects.filter(Exists(counting), ~Exists(open_), Exists(told), theme_board=None)
    return list(rows.select_related("year").order_by("-opens"))


def gather(round: Round) -> Gathered:
    """The schools whose report of the round is there, and the themes of their findings that a person confirmed."""
    regions, collaboratives = _regions(round)
    rows = FindingTheme.objects.confirmed().filter(finding__round=round, finding__school__in=list(regions))
    told = rows.values_list(
        "finding__school", "theme", "finding", "finding__kind", "finding__text", "theme__merged_into"
    )
    tagged = [
        Tagged(school, merged or theme, finding, kind, groups_of(text))
        for school, theme, finding, kind, text, merged in told
    ]
    found = {tag.theme for tag in tagged}
    themes = Theme.objects.filter(Q(retired_at=None) | Q(pk__in=found)).values_list("pk", "name")
    phases = {phase for _, phase in regions.values()}
    return Gathered(
        regions,
        tagged,
        collaboratives,
        {phase.value: str(phase.label) for phase in Phase if phase.value in phases},
        dict(themes),
    )


def _regions(round: Round) -> tuple[dict[int, Region], dict[str, str]]:
    """Each school's collaborative and phase, and what the collaboratives are called."""
    sent = ChallengeSession.objects.filter(round=round, state__in=REPORT_SENT)
    rows: list[tuple[int, int | None, str]] = list(
        sent.values_list("host", "group__collaborative", "host__phase")
    )
    rows += _of_earlier_reports(round, {host for host, _, _ in rows})
    regions = {school: (str(place or NOWHERE), phase) for school, place, phase in rows}
    used = {place for place, _ in regions.values()}
    named = Collaborative.objects.filter(pk__in=used - {NOWHERE}).values_list("pk", "name")
    names = {str(pk): name for pk, name in named}
    return regions, names | ({NOWHERE: "No collaborative"} if NOWHERE in used else {})


def _of_earlier_reports(round: Round, known: set[int]) -> list[tuple[int, int | None, str]]:
    """Schools of which only an earlier report, uploaded later, speaks."""
    rows = Finding.objects.filter(round=round, session=None).exclude(school__in=known).order_by()
    found = list(rows.values_list("school", "school__phase").distinct())
    if not found:
        return []
    places = GroupPlace.objects.filter(year=round.year_id, school__in=[school for school, _ in found])
    where = dict(places.values_list("school", "group__collaborative"))
    return [(school, where.get(school), phase) for school, phase in found]
