"""Verbs: each changes the records of several nouns in one transaction."""
