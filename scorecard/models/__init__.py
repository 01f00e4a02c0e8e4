"""Measures, where their figures come from, the figures, and inspections."""

from scorecard.models.edition import Card, Edition, EditionEvent, Erratum
from scorecard.models.inspection import Inspection, InspectionGrade
from scorecard.models.measure import Measure, MeasureColumn, SeriesBreak
from scorecard.models.query import DataQuery
from scorecard.models.result import Result
from scorecard.models.source import SourceFile
from scorecard.models.summary import PartnershipFigure, SummaryState

__all__ = [
    "Card",
    "DataQuery",
    "Edition",
    "EditionEvent",
    "Erratum",
    "Inspection",
    "InspectionGrade",
    "Measure",
    "MeasureColumn",
    "PartnershipFigure",
    "Result",
    "SeriesBreak",
    "SourceFile",
    "SummaryState",
]
