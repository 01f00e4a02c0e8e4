"""Declarations of the headteachers, and the conflicts that follow from the data."""

from schools.services.declarations.pairs import conflicts_in, interests_in, known_conflicts

__all__ = ["conflicts_in", "interests_in", "known_conflicts"]
