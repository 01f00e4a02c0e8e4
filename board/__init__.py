"""Meetings, papers, decisions and what the board sets. May import every other room."""
