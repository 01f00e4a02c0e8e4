"""Evidence: notes of the day, kept once however often they are sent, and shown beside what they bear on."""

from peerchallenge.services.evidence.exchange import (
    MOST_AT_ONCE,
    Change,
    areas_of,
    closed_because,
    facts_of,
    moment,
    own_notes,
    take_in,
    themes_of,
)
from peerchallenge.services.evidence.keeping import Closed, Typed, delete, flag, remove, save, unflag
from peerchallenge.services.evidence.places import Place, places_of
from peerchallenge.services.evidence.reading import Beside, beside, notes_of
from peerchallenge.services.evidence.retention import days_of, last_day, sweep

__all__ = [
    "MOST_AT_ONCE",
    "Beside",
    "Change",
    "Closed",
    "Place",
    "Typed",
    "areas_of",
    "beside",
    "closed_because",
    "days_of",
    "delete",
    "facts_of",
    "flag",
    "last_day",
    "moment",
    "notes_of",
    "own_notes",
    "places_of",
    "remove",
    "save",
    "sweep",
    "take_in",
    "themes_of",
    "unflag",
]
