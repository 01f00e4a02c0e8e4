"""The Department's performance tables of key stage 2, as downloaded: one local authority or all England, any year."""

from scorecard.choices import SourceKind
from scorecard.services.imports.base import Importer
from scorecard.services.imports.ks2.reading import check, read

__all__ = ["IMPORTER"]

IMPORTER = Importer(
    kind=SourceKind.KS2,
    title="Key stage 2 performance tables",
    publisher="Department for Education",
    intro="Results at the end of key stage 2 by school, with those of the local authority and of England.",
    hint="The CSV or zip file as you downloaded it: 313_ks2final.csv, england_ks2final.csv or 2024-2025_england.zip.",
    read=read,
    check=check,
    unproven=(
        "Proved on complete files of two authorities of 2016/17 and 2017/18. Files of other years are read by the same"
        " headings: the preview names each measure that has no column there, and the Director can add its column under"
        " Measures."
    ),
)
