"""Filing the findings of a report when it is sent, and keeping them in step with its newest version."""

from datetime import datetime
from difflib import SequenceMatcher

from django.db import transaction

from hlp import clock
from peerchallenge.models import Area, Finding, ReportVersion
from peerchallenge.packs.findings import Found, found_in
from peerchallenge.services.findings import proposing

# Texts that agree to this share say the same thing: a number was corrected or a name taken out.
SAME = 0.8
TEACHING = "teaching-and-learning"


@transaction.atomic
def file_report(*, version: ReportVersion, at: datetime | None = None) -> list[Finding]:
    """File what a version found, in place of what earlier versions of the same report said.

    A finding whose text is still there keeps its themes; one whose text became another keeps the place and waits for
    somebody to confirm its themes again; one that is gone is removed, with its text. The worker proposes themes. Filing
    twice changes nothing, and
    so does filing a version that a newer one has replaced or the Director has sealed.
    """
    newest = ReportVersion.objects.filter(session=version.session_id, sealed_at=None).order_by("-number")
    if newest.values_list("pk", flat=True).first() != version.pk:
        return list(version.findings.all())
    known = list(Finding.objects.select_for_update().filter(session=version.session_id).order_by("position"))
    if known and all(row.version_id == version.pk for row in known):
        return known
    found = found_in(version.data)
    pairs = _paired(found, known)
    kept = {row.pk for row in pairs if row is not None}
    for row in known:
        if row.pk not in kept:
            row.delete()
    area = _teaching(version)
    moment = at or clock.now()
    proposing.ask()
    return [
        _put(version, row, item, position, area, moment)
        for position, (item, row) in enumerate(zip(found, pairs, strict=True), 1)
    ]


def _paired(found: list[Found], known: list[Finding]) -> list[Finding | None]:
    """For each of the new findings the row that said it: the same words first, then the next in the same place."""
    left = list(known)
    pairs: list[Finding | None] = []
    for item in found:
        row = next((row for row in left if (row.kind, row.text) == (item.kind, item.text)), None)
        pairs.append(row)
        if row is not None:
            left.remove(row)
    for index, item in enumerate(found):
        if pairs[index] is None:
            row = next((row for row in left if (row.kind, row.place) == (item.kind, item.place)), None)
            pairs[index] = row
            if row is not None:
                left.remove(row)
    return pairs


def _put(
    version: ReportVersion,
    row: Finding | None,
    item: Found,
    position: int,
    area: Area | None,
    moment: datetime,
) -> Finding:
    if row is None:
        session = version.session
        row = Finding(school=session.host, session=session, round=session.round, year=session.round.year)
        row.kind, row.made_at = item.kind, moment
    elif row.text != item.text:
        row.revision += 1
        if SequenceMatcher(a=row.text, b=item.text, autojunk=False).ratio() < SAME:
            _ask_again(row)
    row.version, row.position, row.text, row.place = version, position, item.text, item.place
    row.area = area if item.section == TEACHING else None
    row.save()
    return row


def _ask_again(row: Finding) -> None:
    row.tags.update(confirmed=False, by=None)
    row.settled_at, row.settled_by, row.proposed_by = None, None, ""


def _teaching(version: ReportVersion) -> Area | None:
    """The year's area that the core theme belongs to, by its name."""
    return Area.objects.filter(year=version.session.round.year_id, name__icontains="teaching").first()
