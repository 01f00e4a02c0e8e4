"""Word, PowerPoint and Excel to tagged PDF by LibreOffice, in a process that is kept short of time, memory and network."""

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from board.packs import refusals
from board.packs.kinds import Kind
from board.packs.refusals import Refused

SECONDS = 120
MOST_MEMORY = 6 * 2**30  # address space, of which LibreOffice takes much and uses little
MOST_OUTPUT = 200_000_000
FILTERS = {"Word": "writer_pdf_Export", "PowerPoint": "impress_pdf_Export", "Excel": "calc_pdf_Export"}
OPTIONS = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "PDFUACompliance": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "ExportNotes": {"type": "boolean", "value": "false"},
    "ReduceImageResolution": {"type": "boolean", "value": "true"},
    "MaxImageResolution": {"type": "long", "value": "200"},
}
# No macros, no linked files, and a proxy at which nobody listens in place of the network.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{}
</oor:items>
"""
SETTINGS = [
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
]


def program() -> str | None:
    """Where LibreOffice is, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(data: bytes, kind: Kind, *, seconds: int = SECONDS) -> bytes:
    """The file as a tagged PDF. Raises Refused where it cannot be made, or not in this time."""
    office = program()
    if office is None:
        raise Refused(refusals.NO_OFFICE)
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        return _convert(Path(folder), office, data, kind, seconds)


def _convert(folder: Path, office: str, data: bytes, kind: Kind, seconds: int) -> bytes:
    """Convert in a folder that also holds a profile of its own, so that nothing stays from one file to the next."""
    source, target = folder / f"paper.{kind.ending}", folder / "paper.pdf"
    source.write_bytes(data)
    _write_profile(folder / "profile")
    export = f"pdf:{FILTERS[kind.name]}:{json.dumps(OPTIONS)}"
    words = [
        *(office, f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck"),
        *("--convert-to", export, "--outdir", str(folder), str(source)),
    ]
    _run(words, folder, seconds)
    if not target.exists() or not target.stat().st_size:
        raise Refused(refusals.NOT_CONVERTED)
    return target.read_bytes()


def _write_profile(folder: Path) -> None:
    item = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
    user = folder / "user"
    user.mkdir(parents=True)
    lines = "\n".join(item.format(*setting) for setting in SETTINGS)
    (user / "registrymodifications.xcu").write_text(PROFILE.format(lines))


def _run(words: list[str], folder: Path, seconds: int) -> None:
    """Run it in a group of its own, and end the whole group when its time is over."""
    environment = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
    }
    process = subprocess.Popen(  # noqa: S603 no shell, no word of the author's
        words,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise Refused(refusals.TOO_SLOW) from error
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
