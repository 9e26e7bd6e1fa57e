"""The virtual environment `.venv`: made once, checked by one stamp, redone when the set-up was interrupted.

The stamp `.venv/ebr-setup` holds `unfinished` from before the first package until after the last, and then a digest of
everything that decides what is inside (the lock, the project's metadata, the folder). So:

* the digest fits: nothing to do, a second run starts at once;
* `unfinished`, another folder, or a Python that does not start: the folder is removed and made anew, because a package
  cut off half-way looks installed;
* any other digest, or none: the locked packages are installed over what is there.

Two set-ups of one tree at once: the second waits for the first (a lock on the tree's folder, gone with its process).

Every file that is installed must have a hash of `requirements.lock`. `--no-deps` because the lock is complete (checked
by `pip check` afterwards), `--only-binary` because building a source would run code that no hash covers.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import deque
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from installer import debian
from installer.speech import Stopped, say

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCK_OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--no-annotate",
    "--extra=dev",
    "--quiet",
)
UNFINISHED = "unfinished"
# Fails where the Python was replaced by a newer one, which does not see what was installed for the old one.
_HOLDS_US = "import importlib.metadata; importlib.metadata.version('ebr')"
_STEP = 20  # packages between two lines of progress
_TAIL = 25  # lines of pip's output that are shown when it fails


def ensure(root: Path) -> Path:
    """Return the Python of an environment that holds exactly what the lock of this tree names; make it if necessary.

    Raises `Stopped` when venv is missing on this system or a package cannot be had.
    """
    folder = root / ".venv"
    wanted = digest(root)
    if _fits(folder, wanted):
        return python_in(folder)
    with _alone(root):
        if not _fits(folder, wanted):  # whoever was first may have finished it
            _discard_if_unusable(folder, root)
            if not folder.exists():
                _create(folder)
            _fill(folder, root)
            _mark(folder, wanted)
    return python_in(folder)


def _fits(folder: Path, wanted: str) -> bool:
    return _stamp(folder) == wanted and _runs(python_in(folder), _HOLDS_US)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Keep a second set-up of this tree waiting, which would take the first one's for interrupted; not on Windows."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another set-up of this tree is under way; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def digest(root: Path) -> str:
    """Return the digest of all that decides what is in the environment, preceded by the folder it belongs to.

    The settings of the tools in `pyproject.toml` do not count: changing one installs nothing.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [
        json.dumps([project["project"], project["build-system"]], sort_keys=True),
        (root / "requirements.lock").read_text(encoding="utf-8"),
    ]
    return f"{root} {hashlib.sha256(json.dumps(parts).encode()).hexdigest()}"


def python_in(folder: Path) -> Path:
    """Return the Python inside a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _stamp(folder: Path) -> str | None:
    path = folder / "ebr-setup"
    return path.read_text(encoding="utf-8") if path.exists() else None


def _mark(folder: Path, text: str) -> None:
    (folder / "ebr-setup").write_text(text, encoding="utf-8")


def _runs(python: Path, code: str) -> bool:
    try:
        return subprocess.run([python, "-I", "-c", code], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _discard_if_unusable(folder: Path, root: Path) -> None:
    if not folder.exists():
        return
    stamp = _stamp(folder)
    elsewhere = stamp is not None and not stamp.startswith(f"{root} ")
    if stamp == UNFINISHED:
        say("The last set-up was interrupted; it is redone.")
    elif elsewhere or not _runs(python_in(folder), ""):
        say("The environment in .venv belongs to another folder or Python; it is made anew.")
    else:
        return
    shutil.rmtree(folder)


def _create(folder: Path) -> None:
    if any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip")):
        package = f"python3.{sys.version_info.minor}-venv"
        if not debian.here():
            raise Stopped("This Python has no module venv or ensurepip; install the part of Python that brings them.")
        debian.install([package], "This Python cannot make virtual environments yet.")
    say("Making the environment .venv (the first time takes a few minutes).")
    folder.mkdir()
    _mark(folder, UNFINISHED)  # before the first byte: a set-up cut off from here on is recognised
    made = subprocess.run([sys.executable, "-m", "venv", str(folder)], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise Stopped(f"Python could not make the environment {folder}:\n{made.stdout}{made.stderr}")


def _fill(folder: Path, root: Path) -> None:
    _mark(folder, UNFINISHED)
    pip = [str(python_in(folder)), "-m", "pip"]
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    total = sum(not line.startswith((" ", "#")) for line in lock.splitlines())
    say(f"Installing the {total} packages of requirements.lock, each checked against its hash.")
    locked = ["--require-hashes", "--no-deps", "--only-binary=:all:", "-r", "requirements.lock"]
    _pip([*pip, "install", "--progress-bar=off", *locked], root)
    say("Installing this program into the environment.")
    _pip([*pip, "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", "."], root)
    _pip([*pip, "check"], root)


def _pip(command: list[str], root: Path) -> None:
    """Run pip, count what it fetches, and show the end of its words only if it fails."""
    variables = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PYTHONUTF8": "1"}
    variables["PIP_ROOT_USER_ACTION"] = "ignore"
    tail: deque[str] = deque(maxlen=_TAIL)
    fetched = 0
    with subprocess.Popen(
        command,
        cwd=root,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            tail.append(line)
            if line.startswith(("Collecting ", "Processing ")):
                fetched += 1
                if fetched % _STEP == 0:
                    say(f"  {fetched} packages looked up")
    if process.returncode != 0:
        raise Stopped(
            f"The set-up could not be finished, because pip stopped with these words:\n\n{''.join(tail)}\n"
            "Check the connection to the package registry and start the same command again."
        )
