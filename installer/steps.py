"""Runs checks one after the other, each a process of its own, and says in one line what came of each.

Every check runs, also after one has failed: whoever repairs wants the whole list. Output is shown when a check fails;
of one that passes, only the last line (`shows="closing line"`: pytest's counts) or everything (`shows="all"`: figures).
"""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from installer.speech import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_WIDTH = 44


@dataclass(frozen=True, slots=True)
class Step:
    """One check: what it is called, the command, what is shown when it passes, and how many seconds it may take."""

    name: str
    command: Sequence[str]
    shows: Literal["nothing", "closing line", "all"] = "nothing"
    limit: float = 1500.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one check."""

    name: str
    passed: bool
    seconds: float
    output: str


def run_all(steps: Sequence[Step], folder: Path, variables: Mapping[str, str]) -> list[Outcome]:
    """Run every step in `folder` with these variables added; say the outcome of each at once."""
    outcomes = []
    for step in steps:
        outcome = _run(step, folder, variables)
        say(_told(step, outcome))
        outcomes.append(outcome)
    return outcomes


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return the last line of a run: all passed, or which did not."""
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    seconds = sum(outcome.seconds for outcome in outcomes)
    if failed:
        return f"{len(failed)} of {len(outcomes)} checks failed in {seconds:.0f} s: {', '.join(failed)}."
    return f"All {len(outcomes)} checks passed in {seconds:.0f} s."


def _run(step: Step, folder: Path, variables: Mapping[str, str]) -> Outcome:
    begun = time.monotonic()
    try:
        done = subprocess.run(
            step.command,
            cwd=folder,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=step.limit,
            check=False,
        )
        passed, output = done.returncode == 0, done.stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired as late:
        text = (late.stdout or b"").decode("utf-8", "replace")
        passed, output = False, f"{text}\nStopped after {step.limit:.0f} s without an end."
    return Outcome(step.name, passed, time.monotonic() - begun, output.rstrip())


def _told(step: Step, outcome: Outcome) -> str:
    line = f"{step.name} ".ljust(_WIDTH, ".") + f" {'ok' if outcome.passed else 'FAILED'}  {outcome.seconds:.1f} s"
    if not outcome.passed or step.shows == "all":
        return f"{line}\n{outcome.output}\n"
    if step.shows == "closing line":
        return f"{line}\n{_closing_line(outcome.output)}"
    return line


def _closing_line(output: str) -> str:
    return output.splitlines()[-1] if output else "(no output)"
