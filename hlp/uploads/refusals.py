"""Why a file is refused, each in a sentence or two that tells a busy author what to do."""

# ruff: noqa: S105 sentences

EMPTY = "This file is empty. Open it where you wrote it, save it again and upload it once more."
TOO_LARGE = (
    "This file has {size} MB, and the most is {most} MB. Make its pictures smaller, in Word under Picture Format, "
    "Compress Pictures, or divide it."
)
UNKNOWN = (
    "This is not a PDF, Word, PowerPoint or Excel file, whatever its name says. Open it in the program that made it "
    "and save it as a PDF."
)
MACROS = (
    "This file contains macros, which nobody may be sent. Save it as a file without macros (in Word: File, Save As, "
    "Word Document) or as a PDF, and upload that."
)
PASSWORD = (
    "This file is protected by a password. Remove it (in Office: File, Info, Protect, Encrypt with Password, and empty "
    "the box) or save it as a PDF without a password, and upload that."
)
BROKEN = (
    "This file is damaged: it may not have been copied or saved to its end, and pages could be missing. Open it, save "
    "it under a new name and upload that."
)
BOMB = (
    "This file unfolds to far more than it should hold and was not opened further. Print it to PDF from the program "
    "that made it and upload that."
)
OLDER = (
    "This is a file of an older or another office program. Save it as a PDF, or as a Word, PowerPoint or Excel file of "
    "today, and upload that."
)


class Refused(Exception):
    """The file cannot be taken; the message is for whoever uploads it."""
