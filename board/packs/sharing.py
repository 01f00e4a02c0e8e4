"""Keeps the pack small: what several papers embed alike (a font, a logo, a colour profile) is kept once."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

FILES = ("/FontFile", "/FontFile2", "/FontFile3")


class Shared:
    """The streams seen so far, by their bytes and their dictionary."""

    def __init__(self) -> None:
        self.first: dict[bytes, Any] = {}
        self.seen: set[tuple[int, int]] = set()

    def merge(self, pages: Iterable[Any]) -> None:
        """Let everything on these pages that is there already lead to what is there."""
        for page in pages:
            for holder, key in list(self._holders(page.get("/Resources"))):
                stream = holder[key]
                holder[key] = self.first.setdefault(_digest(stream), stream)

    def _holders(self, resources: Any) -> Iterator[tuple[Any, Any]]:
        """Where a font file, an image or a profile hangs: the thing it hangs on, and under which key."""
        if not isinstance(resources, Dictionary) or self._is_old(resources):
            return
        for font in _values(resources.get("/Font")):
            yield from self._font_files(font)
        yield from _profiles(resources)
        yield from self._pictures(resources.get("/XObject"))

    def _pictures(self, forms: Any) -> Iterator[tuple[Any, Any]]:
        for key, one in list(forms.items()) if isinstance(forms, Dictionary) else []:
            if not isinstance(one, Stream):
                continue
            if one.get("/Subtype") == Name.Form:
                yield from self._holders(one.get("/Resources"))
            elif "/StructParent" not in one:
                yield forms, key

    def _font_files(self, font: Any) -> Iterator[tuple[Any, Any]]:
        if not isinstance(font, Dictionary) or self._is_old(font):
            return
        for one in [font, *font.get("/DescendantFonts", [])]:
            descriptor = one.get("/FontDescriptor")
            for key in FILES:
                if isinstance(descriptor, Dictionary) and key in descriptor:
                    yield descriptor, key

    def _is_old(self, thing: Any) -> bool:
        if not thing.is_indirect:
            return False
        old = thing.objgen in self.seen
        self.seen.add(thing.objgen)
        return old


def _profiles(resources: Any) -> Iterator[tuple[Any, Any]]:
    for space in _values(resources.get("/ColorSpace")):
        if isinstance(space, Array) and len(space) > 1 and isinstance(space[1], Stream):
            yield space, 1


def _values(dictionary: Any) -> list[Any]:
    return list(dictionary.as_dict().values()) if isinstance(dictionary, Dictionary) else []


def _digest(stream: Any) -> bytes:
    """The same for streams of the same bytes that are read alike; its masks and parameters are told apart."""
    about = blake2b(stream.read_raw_bytes())
    for key in sorted(stream.keys()):
        if key != "/Length":
            value = stream[key]
            where = value.objgen if getattr(value, "is_indirect", False) else value
            about.update(f"{key}={where!r}".encode())
    return about.digest()
