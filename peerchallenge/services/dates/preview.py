"""A draft as the Director looks at it: every line with its flags, checked against the calendar of this moment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from peerchallenge.models import DatesLine, DatesPlan
from peerchallenge.planner import WISHES, Placement, Problem, Visitor, breaches, is_trained, price
from peerchallenge.services.dates.drafts import situation_of
from peerchallenge.services.dates.situation import Situation

Slot = tuple[int, int]


@dataclass(frozen=True)
class Row:
    """A line, what stands against it (publishing is refused), and what is only worth knowing."""

    line: DatesLine
    against: tuple[str, ...]
    flags: tuple[str, ...]
    causes: tuple[str, ...] = ()
    untrained: bool = False


@dataclass(frozen=True)
class Preview:
    """The rows of a draft, its cost by wish now, and the cost of the plan as it came from the planner."""

    rows: tuple[Row, ...]
    by_wish: tuple[tuple[str, int], ...]

    @property
    def cost(self) -> int:
        """What the draft costs now."""
        return sum(cost for _, cost in self.by_wish)

    @property
    def unplaced(self) -> list[Row]:
        """Hosts without a day."""
        return [row for row in self.rows if row.line.day is None]

    @property
    def placed(self) -> list[Row]:
        """Hosts with a day, by day."""
        rows = [row for row in self.rows if row.line.day is not None]
        return sorted(rows, key=lambda row: (row.line.day, str(row.line.group), str(row.line.host)))

    @property
    def untrained(self) -> list[Row]:
        """Rows whose lead is not trained on the day: the Director gives a reason."""
        return [row for row in self.placed if row.untrained]

    @property
    def blocked(self) -> list[Row]:
        """Rows with a day that break a rule."""
        return [row for row in self.placed if row.against]


def preview(plan: DatesPlan, situation: Situation | None = None) -> Preview:
    """The draft as it stands against the calendar of this moment."""
    now = situation or situation_of(plan)
    lines = lines_of(plan)
    hosts = {host.slot for host in now.problem.hosts if not host.fixed}
    gone = [line for line in lines if _slot(line) not in hosts]
    live = [line for line in lines if line.day and _slot(line) in hosts]
    placed = [*_standing(now.problem), *(placement_of(line) for line in live)]
    against: dict[Slot, list[str]] = defaultdict(list)
    for breach in breaches(now.problem, placed):
        for slot in breach.slots:
            against[slot].append(breach.sentence)
    for line in gone:
        against[_slot(line)].append(_why_gone(line, now.problem))
    causes = {(u["round"], u["host"]): u["causes"] for u in plan.outcome.get("unplaced", [])}
    rows = [_row(line, now.problem, against, causes) for line in lines]
    costs = price(now.problem, placed)
    return Preview(tuple(rows), tuple((label, costs[wish]) for wish, label in WISHES.items()))


def lines_of(plan: DatesPlan) -> list[DatesLine]:
    """The lines with everything that a page shows, by group."""
    rows = plan.lines.select_related("round__year", "host", "group__collaborative")
    return list(rows.prefetch_related("seats__person", "seats__school"))


def placement_of(line: DatesLine) -> Placement:
    """A line with a day as the planner's placement."""
    seats = sorted(line.seats.all(), key=lambda seat: (seat.school_id, seat.person_id))
    lead = next((seat.person_id for seat in seats if seat.is_lead), 0)
    team = tuple(Visitor(seat.person_id, seat.school_id) for seat in seats)
    return Placement(line.round_id, line.host_id, line.day, lead, team)  # type: ignore[arg-type]


def check_line(situation: Situation, lines: Iterable[DatesLine], changed: Placement) -> list[str]:
    """What would stand against one line, were it changed so."""
    others = [placement_of(line) for line in lines if line.day and _slot(line) != changed.slot]
    hosts = {host.slot for host in situation.problem.hosts if not host.fixed}
    placed = [*_standing(situation.problem), *(p for p in others if p.slot in hosts), changed]
    found = breaches(situation.problem, placed)
    return [breach.sentence for breach in found if changed.slot in breach.slots]


def _standing(problem: Problem) -> list[Placement]:
    return [host.fixed for host in problem.hosts if host.fixed]


def _slot(line: DatesLine) -> Slot:
    return line.round_id, line.host_id


def _row(
    line: DatesLine, problem: Problem, against: dict[Slot, list[str]], causes: dict[Slot, list[str]]
) -> Row:
    slot = _slot(line)
    untrained = line.day is not None and not is_trained(problem, placement_of(line))
    flags = []
    if untrained:
        lead = next(seat.person for seat in line.seats.all() if seat.is_lead)
        flags.append(f"{lead}’s training is not in date")
    if line.day and line.day.weekday() in problem.avoided:
        flags.append(f"A {line.day:%A}")
    if line.by_hand:
        flags.append("Changed by hand")
    why = () if line.day else tuple(causes.get(slot, ()))
    return Row(line, tuple(dict.fromkeys(against[slot])), tuple(flags), why, untrained)


def _why_gone(line: DatesLine, problem: Problem) -> str:
    stands = next((h.fixed for h in problem.hosts if h.slot == _slot(line) and h.fixed), None)
    if stands:
        return f"{line.host} has a session in this round already"
    return f"{line.host} no longer hosts in the {line.round}"
