"""Where things lie: the resources shipped with the program, and the folders of this machine.

Only this module knows whether the program runs from a source tree or from a PyInstaller one-folder bundle.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resources() -> Path:
    """Return the folder with icons, fonts, help, MBRs and the catalogue."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return root / "resources"


def data() -> Path:
    """Return this person's data folder for stations that were given no folder of their own."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "ebr"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "ebr"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "ebr"
