"""How an error calls a field."""

# A label that starts with one of these needs no article: "when the session ended", "your name".
BARE = frozenset("a an any how its our the their these this what when where which who why your".split())


def called(label: str) -> str:
    """A label inside a sentence: ``Date of the session`` becomes ``the date of the session``.

    Abbreviations keep their capitals: ``URN`` becomes ``the URN``.
    """
    small = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return small if small.partition(" ")[0] in BARE else f"the {small}"


def starting(words: str) -> str:
    """The words with a capital, to start a sentence."""
    return words[:1].upper() + words[1:]
