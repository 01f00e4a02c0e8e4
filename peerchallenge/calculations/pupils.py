"""Which groups of pupils a text speaks of, by its words."""

import re

from peerchallenge.choices import PupilGroup

WORDS = {
    PupilGroup.DISADVANTAGED: r"disadvantaged|pupil premium|\bPP\b|free school meals|\bFSM6?\b|looked[- ]after",
    PupilGroup.SEND: r"(?-i:\bSEND?\b)|special educational needs|\bEHCPs?\b|\bSENCos?\b"
    r"|disabilit(?:y|ies)|neurodiver\w+|autis\w+",
    PupilGroup.EAL: r"\bEAL\b|additional language|new to english|early stages of english|multilingual",
    PupilGroup.MORE_ABLE: r"\bmore able\b|most able|high(?:er)?[- ](?:prior )?attain\w+|greater depth|high prior",
    PupilGroup.EARLY_YEARS: r"\bearly years\b|\bEYFS\b|\breception\b|\bnursery\b|foundation stage",
}
_FOUND = {group: re.compile(words, re.IGNORECASE) for group, words in WORDS.items()}


def groups_of(text: str) -> frozenset[PupilGroup]:
    """The pupil groups that a text speaks of; often none."""
    return frozenset(group for group, pattern in _FOUND.items() if pattern.search(text))
