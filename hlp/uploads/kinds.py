"""What an uploaded file really is, by its content, and whether anybody may be given it."""

import io
import zipfile
from dataclasses import dataclass

import puremagic

from hlp.uploads import refusals
from hlp.uploads.refusals import Refused

MEGABYTE = 1_000_000
MOST_UNFOLDED = 400 * MEGABYTE
MOST_RATIO = 200
MOST_MEMBERS = 5_000
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "macrosheets/", "activex/")
FOLDERS = {"word/": "docx", "ppt/": "pptx", "xl/": "xlsx"}
OLD_STREAMS = {"WordDocument": "doc", "PowerPoint Document": "ppt", "Workbook": "xls", "Book": "xls"}
OPEN_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}


@dataclass(frozen=True)
class Kind:
    """A sort of file: what it is called to people, and the ending that LibreOffice expects."""

    ending: str
    name: str

    @property
    def is_pdf(self) -> bool:
        """Whether nothing needs to be converted."""
        return self.ending == "pdf"


NAMES = {
    "pdf": "PDF",
    **dict.fromkeys(("docx", "doc", "odt"), "Word"),
    **dict.fromkeys(("pptx", "ppt", "odp"), "PowerPoint"),
    **dict.fromkeys(("xlsx", "xls", "ods"), "Excel"),
}


def recognise(data: bytes, *, most: int) -> Kind:
    """What the file is. Raises Refused, with a sentence for its author, where it is none of ours or too large.

    ``most`` is the largest size in megabytes.
    """
    if not data:
        raise Refused(refusals.EMPTY)
    if len(data) > most * MEGABYTE:
        size = -(-len(data) // MEGABYTE)
        raise Refused(refusals.TOO_LARGE.format(size=size, most=most))
    if b"%PDF-" in data[:1024]:
        ending = "pdf"
    elif data.startswith(b"PK"):
        ending = _zipped(data)
    elif data.startswith(OLE):
        ending = _old_office(data)
    else:
        raise Refused(_unknown(data))
    return Kind(ending, NAMES[ending])


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_size(members, len(data))
            names = [member.filename for member in members]
            if _has_macros(archive, names):
                raise Refused(refusals.MACROS)
            return _office_of(archive, names)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused(refusals.BROKEN) from error


def _check_size(members: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse what unfolds to too much, by what the archive says of itself."""
    unfolded = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unfolded > MOST_UNFOLDED:
        raise Refused(refusals.BOMB)
    if unfolded > 50 * MEGABYTE and unfolded > MOST_RATIO * packed:
        raise Refused(refusals.BOMB)


def _has_macros(archive: zipfile.ZipFile, names: list[str]) -> bool:
    if any(part in name.lower() for name in names for part in MACRO_PARTS):
        return True
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):  # OpenDocument
        return True
    return "[Content_Types].xml" in names and b"macroEnabled" in _start_of(archive, "[Content_Types].xml")


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(MEGABYTE)


def _office_of(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "mimetype" in names:
        ending = OPEN_TYPES.get(_start_of(archive, "mimetype").strip())
        if ending:
            return ending
    if "[Content_Types].xml" in names:
        for folder, ending in FOLDERS.items():
            if any(name.startswith(folder) for name in names):
                return ending
    raise Refused(refusals.UNKNOWN)


def _old_office(data: bytes) -> str:
    """Files of Office before 2007, and encrypted ones of today, are folders of named streams."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise Refused(refusals.PASSWORD)
    if holds("_VBA_PROJECT"):
        raise Refused(refusals.MACROS)
    for stream, ending in OLD_STREAMS.items():
        if holds(stream):
            return ending
    raise Refused(refusals.UNKNOWN)


def _unknown(data: bytes) -> str:
    """The refusal, with what the file seems to be where that is known."""
    try:
        found = puremagic.magic_string(data[:4096] + data[-4096:])
    except (puremagic.PureError, ValueError):
        return refusals.UNKNOWN
    named = next((match for match in found if match.confidence >= 0.7 and match.extension), None)
    return (
        f"{refusals.UNKNOWN} It seems to be a {named.extension.lstrip('.').upper()} file."
        if named
        else refusals.UNKNOWN
    )
