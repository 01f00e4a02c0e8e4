"""The team's views beside each other, question by question, with the notes that bear on it."""

from collections import defaultdict
from dataclasses import dataclass, field

from hlp.models import User
from peerchallenge.choices import Accuracy
from peerchallenge.models import (
    Agreement,
    Area,
    ChallengeSession,
    EvidenceNote,
    Reviewer,
    ReviewerView,
    SelfEvaluation,
)

OVERALL, DIRECTION = "overall", "direction"


@dataclass(frozen=True)
class View:
    """What one reviewer answers to one question; "" for a view that is not recorded yet."""

    who: str
    code: str
    answer: str


@dataclass(frozen=True)
class Question:
    """One question of the moderation: an area, the self-evaluation overall, or the school's direction."""

    key: str
    title: str
    school: str
    views: list[View]
    notes: list[EvidenceNote]
    agreement: Agreement | None = None

    @property
    def differs(self) -> bool:
        """Whether those who looked at it judge differently."""
        return len({view.code for view in self.views} - {"", Accuracy.NOT_LOOKED_AT}) > 1


@dataclass(frozen=True)
class Table:
    """The whole moderation as one reviewer may see it. ``mine`` None: only their own notes are in it, and no view."""

    mine: ReviewerView | None
    questions: list[Question]
    waiting: list[str] = field(default_factory=list)
    flagged: list[EvidenceNote] = field(default_factory=list)

    @property
    def agreed(self) -> int:
        """How many questions are agreed."""
        return sum(question.agreement is not None for question in self.questions)

    def question(self, key: str) -> Question | None:
        """One question by its key."""
        return next((one for one in self.questions if one.key == key), None)

    def after(self, key: str) -> Question | None:
        """The next question that is not agreed yet, from this one on and round."""
        place = next(number for number, one in enumerate(self.questions) if one.key == key)
        turned = self.questions[place + 1 :] + self.questions[:place]
        return next((one for one in turned if one.agreement is None), None)


def table_of(session: ChallengeSession, user: User) -> Table:
    """What a reviewer may see of the moderation, in a fixed number of queries."""
    views = list(
        ReviewerView.objects.visible_to(user)
        .filter(session=session)
        .select_related("by", "direction")
        .prefetch_related("areas")
    )
    mine = next((view for view in views if view.by_id == user.pk), None)
    notes = EvidenceNote.objects.visible_to(user).filter(session=session, removed_at=None)
    notes = notes.select_related("author", "area", "theme", "slot", "flagged_by")
    rows = list(notes if mine else notes.filter(author=user))
    agreements = {row.question: row for row in _agreements(session, user)}
    team = list(session.reviewers.all()) if mine else []
    recorded = {view.by_id for view in views}
    return Table(
        mine,
        _questions(session, user, views, rows, agreements, team),
        [str(place.person) for place in team if place.person_id not in recorded],
        [note for note in rows if note.flagged_at],
    )


def _agreements(session: ChallengeSession, user: User) -> list[Agreement]:
    rows = Agreement.objects.visible_to(user).filter(session=session)
    return list(rows.select_related("area", "direction", "by"))


def _questions(
    session: ChallengeSession,
    user: User,
    views: list[ReviewerView],
    notes: list[EvidenceNote],
    agreements: dict[str, Agreement],
    team: list[Reviewer],
) -> list[Question]:
    by_area: dict[int | None, list[EvidenceNote]] = defaultdict(list)
    for note in notes:
        by_area[note.area_id].append(note)
    said = _said_by_school(session, user)
    areas = [
        Question(
            f"area-{area.pk}",
            area.name,
            said.get(area.pk, ""),
            _views(views, team, lambda view, pk=area.pk: _of_area(view, pk)),  # type: ignore[misc]
            by_area[area.pk],
            agreements.get(f"area-{area.pk}"),
        )
        for area in Area.objects.filter(year=session.round.year_id)
    ]
    overall = _views(views, team, lambda view: (view.overall, str(view.get_overall_display())))
    heading = _views(views, team, lambda view: (view.direction.code, str(view.direction)))
    return [
        *areas,
        Question(OVERALL, "The self-evaluation overall", "", overall, by_area[None], agreements.get(OVERALL)),
        Question(DIRECTION, "The school’s direction", "", heading, [], agreements.get(DIRECTION)),
    ]


def _views(views: list[ReviewerView], team: list[Reviewer], answer_of: object) -> list[View]:
    """Who of the team answers what; former members with a view stay among them."""
    found = {view.by_id: View(str(view.by), *answer_of(view)) for view in views}  # type: ignore[operator]
    here = [found.pop(place.person_id, View(str(place.person), "", "")) for place in team]
    return [*here, *found.values()] if team else []


def _of_area(view: ReviewerView, pk: int) -> tuple[str, str]:
    row = next((row for row in view.areas.all() if row.area_id == pk), None)
    return (row.accuracy, str(row.get_accuracy_display())) if row else ("", "")


def _said_by_school(session: ChallengeSession, user: User) -> dict[int, str]:
    """What the school says of itself, area by area, once it has shared that with the team."""
    shared = SelfEvaluation.objects.visible_to(user).filter(session=session).first()
    rows = shared.areas.exclude(judgement="") if shared else []
    return {row.area_id: str(row.get_judgement_display()) for row in rows}
