"""The real `ebr` command as another program, and what it said."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """How the command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def quiet(self) -> bool:
        """No traceback, and at most one line on standard error."""
        return "Traceback" not in self.out + self.err and len(self.err.strip().splitlines()) <= 1


def ebr(*words: str | Path, stdin: str = "", seconds: float = 60) -> Done:
    """Run the command."""
    done = subprocess.run(
        [sys.executable, "-m", "ui", *map(str, words)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=seconds,
        cwd=PROJECT,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)
