"""What `python3 -m installer test` checks, in the order a person wants to hear it: form first, then behaviour.

The size budget, the import directions, the licences and the catalogue are tests too (`tests/test_architecture.py`,
`tests/test_words.py`), so plain pytest finds them. Two processes run the tests because the smallest machine that must
finish in half an hour has two cores; a file stays in one process so that what it set up is used again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from installer.speech import say
from installer.steps import Step, run_all, summary

if TYPE_CHECKING:
    from pathlib import Path

VARIABLES = {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", "NO_COLOR": "1", "HYPOTHESIS_PROFILE": "ci"}


def run(root: Path, python: Path, *, soak: bool) -> int:
    """Run every check in `root`; return 0 when all passed, otherwise 1."""
    steps = form(str(python)) + behaviour(str(python))
    if (root / "tests" / "durability" / "__main__.py").is_file() or (root / "tests" / "durability.py").is_file():
        steps.append(durability(str(python), soak=soak))
    else:
        say("The durability run (kills, power cuts, fsync counts) is not part of this tree yet: it is left out.")
    if (root / "tests" / "simulation" / "__main__.py").is_file():
        steps.append(simulation(str(python), soak=soak))
    if soak:
        steps.append(packaged(str(python)))
    outcomes = run_all(steps, root, VARIABLES)
    say(summary(outcomes))
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def form(python: str) -> list[Step]:
    """Return the checks that read the source and run nothing of it."""
    return [
        Step("Rules of style (ruff check)", [python, "-m", "ruff", "check", "--output-format=concise", "."]),
        Step("Layout of the source (ruff format)", [python, "-m", "ruff", "format", "--check", "."]),
        Step("Types (mypy --strict)", [python, "-m", "mypy"]),
        Step(
            "Import directions (lint-imports)",
            [python, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        ),
        Step("Size budget", [python, "-m", "installer.budget"], shows="all"),
    ]


def behaviour(python: str) -> list[Step]:
    """Return the test run."""
    # A process that dies (Qt aborts on some mistakes) ends the run as a failure: replacing it makes xdist wait.
    pytest = [python, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--max-worker-restart=0"]
    return [Step("Tests (pytest)", pytest, shows="closing line")]


def durability(python: str, *, soak: bool) -> Step:
    """Return the run that kills the program and cuts its power; its figures are always shown."""
    command = [python, "-m", "tests.durability", *(["--soak"] if soak else [])]
    return Step("Durability (kills, power cuts, fsyncs)", command, shows="all", limit=86_400.0 if soak else 600.0)


def simulation(python: str, *, soak: bool) -> Step:
    """Return the histories of many stations: 2,000 of them, 20,000 with `soak`; those that fail are told and shrunk."""
    command = [python, "-m", "tests.simulation", *(["--soak"] if soak else [])]
    return Step("Many stations, one record (simulated)", command, shows="all", limit=86_400.0 if soak else 900.0)


def packaged(python: str) -> Step:
    """Return the run of the package in `dist/` on a fresh Debian; where it cannot be made it says why, and passes."""
    command = [python, "-m", "tests.installer.on_debian"]
    return Step("The package on a fresh Debian", command, shows="all", limit=3600.0)
