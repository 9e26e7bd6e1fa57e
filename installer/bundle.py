"""Makes the program of one folder, `dist/ebr`, that needs no Python, and looks through it before it says so.

1  PyInstaller, by `installer/ebr.spec`. Hash seed and time are fixed, so two builds of one tree in one place give the
   same bytes, every file and the package. Elsewhere Debian's libraries may be of other versions; the list of parts
   then says which
2  no part that may not be shipped is inside
3  version, licences, list of parts, sums (`installer.shipped`)
4  the program tries itself in a clean folder, with no Python on its path
5  a Debian package of it, where this is Debian, or the script for Inno Setup on Windows (`installer.package`)
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING

from installer import debian, package, shipped
from installer.speech import Stopped, say

if TYPE_CHECKING:
    from pathlib import Path

# GPL-only, so not one file may be shipped: Qt's on-screen keyboard, although the wheel that carries it says LGPL, and
# GNU readline, which Python's own module of that name would bring.
FORBIDDEN = re.compile("virtualkeyb|libreadline", re.IGNORECASE)


def build(root: Path, python: Path) -> int:
    """Make everything in `dist/`; return 0, or raise `Stopped` with the reason."""
    folder = root / "dist" / "ebr"
    if folder.exists():
        shutil.rmtree(folder)
    say("Bundling the program into dist/ebr (a few minutes).")
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", "installer/ebr.spec"]
    variables = {**os.environ, "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(package.epoch(root))}
    if subprocess.run(command, cwd=root, env=variables, check=False).returncode != 0:
        raise Stopped("PyInstaller stopped; its words are above.")
    found = forbidden_files(folder)
    if found:
        raise Stopped(f"The bundle holds parts that are GPL-only and may not be shipped: {', '.join(found)}")
    if debian.here():
        package.put_kiosk(folder)
    shipped.write(root, folder, python)
    tried(folder)
    say(f"Done: {folder} ({_megabytes(folder)} MB).")
    if os.name == "nt":
        script = root / "dist" / "ebr.iss"
        script.write_text(package.windows(root), encoding="utf-8")
        say(f"Done: {script}, for Inno Setup; nobody has run it yet.")
    if debian.here():
        made = package.build(root, folder)
        say(f"Done: {made} ({made.stat().st_size // 1_000_000} MB).")
    return 0


def forbidden_files(folder: Path) -> list[str]:
    """Return the files below `folder` that may not be in the bundle, by name."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return sorted(name for name in names if FORBIDDEN.search(name))


def tried(folder: Path) -> None:
    """Have the program try itself where nothing of ours is: an empty folder as home, nothing on its path."""
    with tempfile.TemporaryDirectory() as place:
        variables = {"PATH": "", "HOME": place, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [str(folder / "ebr"), "self-test"], cwd=place, env=variables, capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        raise Stopped(f"The bundled program does not pass its own test:\n{done.stdout}{done.stderr}")
    say(done.stdout.strip())


def _megabytes(folder: Path) -> int:
    return (
        sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) // 1_000_000
    )
