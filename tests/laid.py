"""Tables laid once for a whole run of the tests, since migrating takes half a minute and several parts want it.

    python -m tests.laid FOLDER

makes in FOLDER, side by side, a migrated SQLite file and the files of a PostgreSQL server whose database ``hlp`` is
migrated (not where DATABASE_URL names a server). Tests that find the folder in TABLES_LAID begin with copies.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.services import DATA, ROOT, TABLES, PostgresServer

SQLITE = "hlp.sqlite3"


def copy_sqlite(to: Path) -> bool:
    """Copy the migrated SQLite file, and tell whether there was one."""
    laid = os.environ.get(TABLES)
    if laid:
        shutil.copyfile(Path(laid) / SQLITE, to)
    return bool(laid)


def _migrate(url: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    env = {"SECRET_KEY": "only-for-tests-" + "0123456789abcdef" * 3, "ENV_FILE": os.devnull}
    return subprocess.Popen(words, cwd=ROOT, env={**os.environ, **env, "DATABASE_URL": url})


def main(folder: Path) -> int:
    """Lay the tables; gives 1 where a migration failed, which has then said why."""
    (folder / DATA).mkdir(parents=True)
    begun = [_migrate(f"sqlite:///{folder / SQLITE}")]
    if os.environ.get("DATABASE_URL"):
        return max(one.wait() for one in begun)
    server = PostgresServer(folder / DATA)
    server.lay()
    try:
        begun.append(_migrate(server.url))
        return max(one.wait() for one in begun)
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
