"""The shipped web fonts as the engines that print and draw read them: unpacked once a machine, which takes a while."""

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

SHIPPED = Path(settings.BASE_DIR) / "static" / "vendor" / "fonts"
PACKED = ".woff2"


def shipped(part: str, weight: int) -> Path:
    """The web font of a part of the letters (``latin``, ``latin-ext``) and a weight of 400, 600 or 700."""
    return SHIPPED / f"source-sans-3-{part}-{weight}-normal{PACKED}"


@cache
def unpacked(packed: Path) -> Path:
    """A plain font file beside what else the machine keeps, under the name of what it was made from."""
    from fontTools.ttLib import TTFont  # only who prints or draws pays for the import

    digest = sha256(packed.read_bytes()).hexdigest()[:16]
    path = Path(settings.VAR_DIR) / "fonts" / f"{packed.stem}-{digest}.ttf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        font = TTFont(packed, recalcTimestamp=False)
        font.flavor = None
        half = path.with_suffix(f".{os.getpid()}")
        font.save(half)
        half.replace(path)
    return path
