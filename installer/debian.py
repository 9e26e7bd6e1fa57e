"""Installs Debian packages when that is possible, and otherwise gives the exact line."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from installer.speech import Stopped, say

if TYPE_CHECKING:
    from collections.abc import Sequence


def here() -> bool:
    """Tell whether this is Debian or a system made from it."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def line(packages: Sequence[str]) -> str:
    """Return the line a person types to install these packages."""
    return "sudo apt-get install --no-install-recommends " + " ".join(packages)


def install(packages: Sequence[str], why: str) -> None:
    """Install packages as root on Debian; otherwise raise `Stopped` with the line that does it."""
    if not here() or os.geteuid() != 0:
        raise Stopped(f"{why}\nInstall what is missing and start the same command again:\n\n    {line(packages)}\n")
    say(f"{why} Installing: {' '.join(packages)}")
    if _apt("install", "--yes", "--no-install-recommends", *packages) != 0:
        _apt("update")
        if _apt("install", "--yes", "--no-install-recommends", *packages) != 0:
            raise Stopped(f"apt-get could not install the packages. Its words are shown by:\n\n    {line(packages)}\n")


def _apt(*arguments: str) -> int:
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        ["apt-get", "-qq", *arguments], env=variables, stdout=subprocess.DEVNULL, check=False
    ).returncode
