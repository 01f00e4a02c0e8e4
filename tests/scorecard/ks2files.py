"""Small files of key stage 2 as the Department writes them: with its headings, its codes and its quirks.

The headings stand in the Department's own order for a year, fewer of them; ``TABLE`` is what a file of a small authority
holds: four schools, the authority and England.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HEADINGS = (
    "RECTYPE ALPHAIND LEA ESTAB URN SCHNAME TOWN PCODE URN_AC AGERANGE TOTPUPS TELIG BELIG GELIG PBELIG PGELIG"
    " TKS1AVERAGE TFSM6CLA1A PTFSM6CLA1A TNotFSM6CLA1A PTNotFSM6CLA1A TEALGRP2 PTEALGRP2 PTRWM_EXP PTRWM_HIGH READPROG"
    " READCOV PTREAD_EXP PTREAD_HIGH PTREAD_AT READ_AVERAGE PTRWM_EXP_B PTRWM_EXP_G PTRWM_EXP_FSM6CLA1A"
    " PTRWM_EXP_NotFSM6CLA1A DIFFN_RWM_EXP TSENELK PSENELK PTRWM_EXP_16 READPROG_16"
).split()


def row(kind: int, **cells: Any) -> dict[str, str]:
    """A row of the file: 60 pupils, 59 per cent at the expected standard, unless told otherwise."""
    told = str(cells.get("TELIG", 60))
    pupils = int(told) if told.isdecimal() else 60
    usual = {
        "RECTYPE": kind, "ALPHAIND": 1000, "LEA": 313, "ESTAB": 2001, "URN": 990001,
        "SCHNAME": "Ash Primary School", "TOWN": "Hounslow", "PCODE": "TW3 1AA", "URN_AC": 0,
        "AGERANGE": "3-11", "TOTPUPS": 420, "TELIG": pupils, "BELIG": pupils - pupils // 2,
        "GELIG": pupils // 2, "PBELIG": "52%", "PGELIG": "48%", "TKS1AVERAGE": "15.9",
        "TFSM6CLA1A": pupils // 3, "PTFSM6CLA1A": "33%", "TNotFSM6CLA1A": pupils - pupils // 3,
        "PTNotFSM6CLA1A": "67%", "TEALGRP2": pupils // 2, "PTEALGRP2": "50%", "PTRWM_EXP": "59%",
        "PTRWM_HIGH": "8%", "READPROG": "-2.7", "READCOV": "97%", "PTREAD_EXP": "70%", "PTREAD_HIGH": "22%",
        "PTREAD_AT": "2%", "READ_AVERAGE": 104, "PTRWM_EXP_B": "55%", "PTRWM_EXP_G": "63%",
        "PTRWM_EXP_FSM6CLA1A": "45%", "PTRWM_EXP_NotFSM6CLA1A": "66%", "DIFFN_RWM_EXP": "-22", "TSENELK": 9,
        "PSENELK": "15%", "PTRWM_EXP_16": "51%", "READPROG_16": "1.2",
    }  # fmt: skip
    return {heading: str({**usual, **cells}[heading]) for heading in HEADINGS}


def suppressed(**cells: Any) -> dict[str, str]:
    """A school so small that nothing but its cohort is published."""
    plain = set("RECTYPE ALPHAIND LEA ESTAB URN SCHNAME TOWN PCODE URN_AC AGERANGE TOTPUPS TELIG".split())
    found = row(1, **cells)
    return {heading: text if heading in plain else "SUPP" for heading, text in found.items()}


AREA = dict.fromkeys("ALPHAIND ESTAB URN TOWN PCODE URN_AC AGERANGE".split(), " ")
TABLE = [
    row(1),
    row(1, URN=990002, ESTAB=2002, SCHNAME="Beech Primary School, Chiswick", TELIG=30, PTRWM_EXP="0%", READPROG="LOWCOV"),
    suppressed(URN=990003, ESTAB=2003, SCHNAME="Cedar Junior School", TELIG=4),
    row(2, URN=990004, ESTAB=7001, SCHNAME="Elm Special School", TELIG=11, TOTPUPS="NEW", READPROG="NA"),
    row(1, URN=777777, ESTAB=2999, SCHNAME="Unknown to us Primary School"),
    row(3, SCHNAME="Hounslow", TOTPUPS=24500, TELIG=2900, PTRWM_EXP="65%", **AREA),
    row(5, SCHNAME=" ", TOTPUPS=4490550, TELIG=579000, PTRWM_EXP="62%", READPROG=" ", **AREA | {"LEA": " "}),
    row(4, SCHNAME=" ", TOTPUPS=4553706, TELIG=592000, PTRWM_EXP="61%", READPROG=" ", **AREA | {"LEA": " "}),
]  # fmt: skip
URNS = (990001, 990002, 990003, 990004)


def text(rows: Iterable[dict[str, str]] = TABLE, headings: Sequence[str] = HEADINGS) -> str:
    """The rows as CSV with Windows line ends; the cells that are blank at the end of a row are left out."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    for one in rows:
        cells = [one.get(heading, "") for heading in headings]
        while not cells[-1]:
            cells.pop()
        writer.writerow(cells)
    return out.getvalue()


def write(
    folder: Path, rows: Iterable[dict[str, str]] = TABLE, *, name: str = "313_ks2final.csv", **how: Any
) -> Path:
    """The rows as a file, UTF-8 with its mark at the beginning unless told otherwise."""
    path = folder / name
    encoding = how.pop("encoding", "utf-8-sig")
    path.write_bytes(text(rows, **how).encode(encoding))
    return path
