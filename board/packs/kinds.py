"""What an uploaded paper really is, by its content, and whether it can be a paper at all."""

from board.packs import refusals
from hlp.uploads import kinds
from hlp.uploads.kinds import MEGABYTE, Kind
from hlp.uploads.refusals import Refused

__all__ = ["MEGABYTE", "Kind", "recognise"]


def recognise(data: bytes) -> Kind:
    """What the file is. Raises Refused, with a sentence for its author, where it can be no paper."""
    try:
        return kinds.recognise(data, most=refusals.MOST_MEGABYTES)
    except Refused as refusal:
        raise refusals.Refused(str(refusal)) from refusal
