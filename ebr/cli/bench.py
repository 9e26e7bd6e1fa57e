"""`ebr bench`: what the program does in a second beside the floor and the nearest libraries, measured on this machine.

Each row names what was measured, our figure, the peer's, their ratio and what is to be reached; without a target, or
without its peer on this machine, a row says neither yes nor no. Exit 1 when a target is missed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.options import AsJson
from ebr.words import tr

MEASURING = Path("tests") / "bench" / "__main__.py"
Only = Annotated[str, typer.Option("--only", help="Measure only the groups whose names contain this.")]
Quick = Annotated[bool, typer.Option("--quick", help="Small sizes: shows that all runs; the figures mean little.")]
Full = Annotated[bool, typer.Option("--full", help="A store of 1,000,000 entries, and more rounds.")]


def bench(as_json: AsJson = False, only: Only = "", quick: Quick = False, full: Full = False) -> int:
    """Measure speed beside plain SQLite, bare tables and other libraries. Needs a source checkout.

    Example: ebr bench --json --only verifying
    """
    root = source()
    if root is None:
        words = tr("The measurements are no part of the installed program. Run this in a source checkout.")
        print(f"ebr: {words}", file=sys.stderr)
        return 2
    chosen = {"--json": as_json, "--quick": quick, "--full": full}
    options = [*(name for name, wanted in chosen.items() if wanted), *(["--only", only] if only else [])]
    return subprocess.run([sys.executable, "-m", "tests.bench", *options], cwd=root, check=False).returncode


def source() -> Path | None:
    """Return the source checkout that this program runs from; None for an installed or a frozen one."""
    root = Path(__file__).resolve().parents[2]
    frozen = bool(getattr(sys, "frozen", False))
    return root if not frozen and (root / MEASURING).is_file() else None
