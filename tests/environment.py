"""The environment of every test run, set before Django reads its settings.

Loaded by ``-p tests.environment`` in pyproject.toml. What the shell gives wins.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings


def _runtime_folder() -> str:
    """A folder for what the application writes while it runs; removed at the end."""
    folder = tempfile.mkdtemp(prefix="hlp-tests-")
    (Path(folder) / "static").mkdir()  # WhiteNoise warns where STATIC_ROOT is missing
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


os.environ.setdefault("ENV_FILE", os.devnull)  # a developer's .env is not the tests' business
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789abcdef" * 3)
# Live server and synchronous Playwright meet in one thread, which Django takes for an event loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# The manifest storage wants collectstatic first; tests read static/ as it stands.
os.environ.setdefault("STATICFILES_BACKEND", "django.contrib.staticfiles.storage.StaticFilesStorage")
if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = _runtime_folder()
# A property is tried on the same examples each time, so that a run tells of this change and not of chance or of a busy
# machine; HYPOTHESIS_PROFILE=default looks for new ones.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
