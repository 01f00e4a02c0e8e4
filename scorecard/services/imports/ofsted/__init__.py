"""Inspections from Ofsted's management information, of every era."""

from scorecard.choices import SourceKind, Status
from scorecard.services.imports.base import Importer
from scorecard.services.imports.ofsted.inspections import WHAT, check, read, record, weigh

__all__ = ["IMPORTER", "WHAT"]

IMPORTER = Importer(
    kind=SourceKind.OFSTED,
    title="Inspection outcomes",
    publisher="Ofsted",
    intro="Dates, frameworks and grades of inspections from Ofsted’s management information of state-funded schools. Each"
    " inspection stays on the scale of its own framework.",
    hint="‘Most recent inspections’ as CSV or .xlsx, of any month since 2015.",
    read=read,
    check=check,
    weigh=weigh,
    record=record,
    asks_year=False,
    asks_status=False,
    statuses=(Status.FINAL,),
    accept=".csv,.zip,.xlsx",
    unproven="No complete file of Ofsted’s was at hand when this was built. It was proved on two short lists of outcomes up"
    " to 2018 and 2023, and on small files made from the documented headings of 2015 to 2019, 2019 to 2024, from September"
    " 2024 and from November 2025. Compare the preview with a few schools that you know before you confirm.",
)
