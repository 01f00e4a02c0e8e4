"""Makes a file ready to be given to others as it is: whole, without a password, and silent about who wrote it."""

import io
import zipfile

import pikepdf

from hlp.uploads import refusals
from hlp.uploads.kinds import Kind, recognise
from hlp.uploads.refusals import Refused

MOST_MEGABYTES = 10
SHARED = frozenset({"pdf", "docx", "pptx", "xlsx"})
CORE = "docProps/core.xml"
NOBODY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.'
    b'openxmlformats.org/package/2006/metadata/core-properties"/>'
)


def ready(data: bytes) -> tuple[Kind, bytes]:
    """What the file is, and the file without the names of its authors. Raises Refused with a sentence."""
    kind = recognise(data, most=MOST_MEGABYTES)
    if kind.ending not in SHARED:
        raise Refused(refusals.OLDER)
    return kind, _pdf(data) if kind.is_pdf else _office(data)


def _pdf(data: bytes) -> bytes:
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not len(pdf.pages) or pdf.check_pdf_syntax():
                raise Refused(refusals.BROKEN)
            for name in ("/Metadata", "/OpenAction", "/AA"):
                if name in pdf.Root:
                    del pdf.Root[name]
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            pdf.save(out)
    except pikepdf.PasswordError as error:
        raise Refused(refusals.PASSWORD) from error
    except pikepdf.PdfError as error:
        raise Refused(refusals.BROKEN) from error
    return out.getvalue()


def _office(data: bytes) -> bytes:
    """The same parts, each read to its end, with a core that names nobody."""
    out = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as given,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            for member in given.infolist():
                made.writestr(member.filename, NOBODY if member.filename == CORE else given.read(member))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused(refusals.BROKEN) from error
    return out.getvalue()
