"""What the public site does not keep for ever."""

from hlp.site import enquiries, pictures


def tidy() -> None:
    """Remove visitors' messages after a year and pictures that no version shows."""
    enquiries.forget_old()
    pictures.forget_unused()
