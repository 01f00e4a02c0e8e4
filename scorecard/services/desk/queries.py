"""What is decided about a figure: it is right, another one counts, or the question stays open with a note."""

from datetime import datetime

from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit
from scorecard.choices import QueryKind, QueryState
from scorecard.models import DataQuery, Result
from scorecard.services import results, summaries


@transaction.atomic
def decide(
    *,
    result: Result,
    kind: QueryKind,
    basis: str,
    state: QueryState,
    note: str,
    version: int,
    by: User,
    choice: Result | None = None,
    at: datetime | None = None,
) -> DataQuery:
    """Note a decision about the place of a figure; with ``choice`` that figure counts from now on.

    ``version`` is that of the query as it was shown, 0 for none. Deciding the same twice is harmless. Side effects: the
    query, the figure that counts, the partnership's figures, an audit row. Raises StaleEdit where somebody else decided
    meanwhile.
    """
    now = at or clock.now()
    list(Result.objects.select_for_update().filter(pk=result.pk).order_by())  # one decision at a time
    place = {
        "kind": kind,
        "measure": result.measure,
        "year": result.year,
        "area": result.area,
        "school": result.school,
        "la_code": result.la_code,
    }
    query = DataQuery.objects.select_for_update().filter(**place).first() or DataQuery(**place, version=0)
    told = {"state": state, "choice": choice, "basis": basis, "note": note}
    if query.pk and all(getattr(query, name) == value for name, value in told.items()):
        return query
    if query.version != version:
        raise StaleEdit
    for name, value in {**told, "by": by, "at": now, "version": version + 1}.items():
        setattr(query, name, value)
    query.save()
    if choice:
        results.prefer(choice, by=by, at=now)
        summaries.recount(choice)
    audit.record(f"query.{state}", about=f"result:{result.pk}", by=by, at=now, kind=kind)
    return query
