"""Makes the program of one folder, `dist/ebr`, that needs no Python, and looks through it before it says so."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from installer.speech import Stopped, say

if TYPE_CHECKING:
    from pathlib import Path

# GPL-only, so not one file may be shipped: Qt's on-screen keyboard, although the wheel that carries it says LGPL, and
# GNU readline, which Python's own module of that name would bring.
FORBIDDEN = re.compile("virtualkeyb|libreadline", re.IGNORECASE)


def build(root: Path, python: Path) -> int:
    """Run PyInstaller on `installer/ebr.spec` and check the result; return 0, or raise `Stopped` with the reason."""
    folder = root / "dist" / "ebr"
    if folder.exists():
        shutil.rmtree(folder)
    say("Bundling the program into dist/ebr (a few minutes).")
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", "installer/ebr.spec"]
    if subprocess.run(command, cwd=root, check=False).returncode != 0:
        raise Stopped("PyInstaller stopped; its words are above.")
    found = forbidden_files(folder)
    if found:
        raise Stopped(f"The bundle holds parts that are GPL-only and may not be shipped: {', '.join(found)}")
    say(f"Done: {folder} ({_megabytes(folder)} MB).")
    return 0


def forbidden_files(folder: Path) -> list[str]:
    """Return the files below `folder` that may not be in the bundle, by name."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return sorted(name for name in names if FORBIDDEN.search(name))


def _megabytes(folder: Path) -> int:
    return (
        sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) // 1_000_000
    )
