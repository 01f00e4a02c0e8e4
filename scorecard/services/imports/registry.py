"""Every importer, in the order in which the page offers them. A new one is a row here."""

from scorecard.services.imports import areas, ks2, ofsted, template
from scorecard.services.imports.base import Importer

OFFERED = (ks2.IMPORTER, ofsted.IMPORTER, areas.LAIT, areas.EES, areas.PREMIUM, template.IMPORTER)
IMPORTERS: dict[str, Importer] = {one.kind: one for one in OFFERED}
