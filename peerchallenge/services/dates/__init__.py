"""Dates and leads: who can when, what is offered, the plan of a round and its publishing."""

from peerchallenge.services.dates.diary import Diary, read_diary
from peerchallenge.services.dates.following import NextDay, NextDays, next_days
from peerchallenge.services.dates.offers import Candidate, DayOffer, eligible_people, possible_days

__all__ = [
    "Candidate",
    "DayOffer",
    "Diary",
    "NextDay",
    "NextDays",
    "eligible_people",
    "next_days",
    "possible_days",
    "read_diary",
]
