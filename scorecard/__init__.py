"""Measures, results and the yearly score card. May import peerchallenge, schools and hlp."""
