"""What every test needs: no screen, nobody's home folder, nobody's key store, and the same random values each time.

The variables are set when this file is loaded, before any test or plug-in imports Qt.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

from ebr.storage import folder

os.environ["QT_QPA_PLATFORM"] = "offscreen"

# A test that founds a station would write 32 MiB of ballast, some seven hundred times a run; set before `Setting` takes its default.
folder.BALLAST_BYTES = 256 * 2**10

# A program under test that looks for its data folder finds an empty one, also in the processes it starts.
_HOME = Path(tempfile.mkdtemp(prefix="ebr-tests-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["HOME"] = os.environ["USERPROFILE"] = str(_HOME)
for _name, _folder in {"DATA": "data", "CONFIG": "config", "CACHE": "cache", "STATE": "state"}.items():
    (_HOME / _folder).mkdir()
    os.environ[f"XDG_{_name}_HOME"] = str(_HOME / _folder)
os.environ["LOCALAPPDATA"] = os.environ["APPDATA"] = str(_HOME / "data")

# There is no key store on most machines that run tests; on a person's own it must not be written to.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # two busy cores are no reason to fail
)
settings.register_profile("dev", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
