"""Measurements: what the clock, the documents and the pages cost. Run by ``make bench``; never a timed test."""
