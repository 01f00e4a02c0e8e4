"""Why a paper is refused, each in a sentence or two that tells a busy author what to do. No imports: the child reads it."""

# ruff: noqa: S105, E501 sentences

MOST_PAGES = 150
MOST_MEGABYTES = 40

PASSWORD = (
    "This file is protected by a password. Remove it (in Office: File, Info, Protect, Encrypt with Password, and empty "
    "the box) or save it as a PDF without a password, and upload that."
)
LOCKED = (
    "This PDF is locked against changes, so it cannot be joined to the others. Print it to PDF, or save it from Word "
    "as a PDF without restrictions, and upload that."
)
BROKEN = (
    "This file is damaged: it may not have been copied or saved to its end, and pages could be missing. Open it, save "
    "it under a new name and upload that."
)
BOMB = (
    "This file unfolds to far more than it should hold and was not opened further. Print it to PDF from the program "
    "that made it and upload that."
)
TOO_MANY_PAGES = (
    "This paper has {pages} pages, and the most is {most}. Upload the part that the Board needs; in Excel set a "
    "print area under Page Layout."
)
NO_PAGES = "This file has no page with anything on it. Upload the paper itself."
NO_OFFICE = (
    "This system cannot turn Word, PowerPoint and Excel files into PDFs. Save the paper as a PDF (in Office: File, "
    "Save As, PDF) and upload that."
)
NOT_CONVERTED = "This file could not be turned into a PDF. Save it as a PDF yourself (in Office: File, Save As, PDF) and upload that."
TOO_SLOW = "Turning this file into a PDF took too long. Save it as a PDF yourself (in Office: File, Save As, PDF) and upload that."


class Refused(Exception):
    """The paper cannot be taken; the message is for its author."""
