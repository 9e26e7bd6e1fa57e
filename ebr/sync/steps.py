"""A round as a row of small jobs for the writer, with everything slow in between.

A round is a generator. It talks to the other side and to the checking process itself, on whatever thread runs it, and
*yields* each piece of work that needs the station's store: a call without arguments, of at most some 10 ms. Whoever
drives it runs the call where the store lives and sends the result back:

    the screens    network thread: `next`; each job goes into the writer's queue, between the acts of a person
                   with `sys.setswitchinterval(SWITCH_SECONDS)`, or Python lets the network keep the writer
                   waiting for up to 5 ms each time
    a command      one thread: `drive(steps)`

So a slow or dead network never holds the writer, and a person's step never waits for more than one job. A job that
raises raises inside the generator, at its `yield`. A round may be closed between two jobs: what was done is whole, and
the next round goes on from the heads.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from ebr.domain.refusal import Refusal
from ebr.storage.chain import Broken

SWITCH_SECONDS: Final = 0.0005
Result = TypeVar("Result")
Job = Callable[[], Any]
Steps = Generator[Job, Any, Result]
"""What yields jobs and returns a result at its end."""


@dataclass(frozen=True, slots=True)
class Told:
    """How far a round or bundle is: a stage of `STAGES`, what it is at (a log, a file), how much of how many (or 0)."""

    stage: str
    done: int = 0
    of: int = 0
    at: str = ""


ROUND = ("describe", "heads", "send", "relay", "take", "bodies", "show", "files", "envelopes", "witness")
BUNDLE = ("write", "look", "take", "bodies", "show")
"""A bundle is looked through whole before anything of it is taken."""
STAGES = tuple(dict.fromkeys((*ROUND, *BUNDLE)))
Tell = Callable[[Told], None]


class Stopped(Exception):  # noqa: N818 - asked for, no error
    """The round was asked to stop; what was done is whole."""


def drive(steps: Steps[Result], run: Callable[[Job], Any] = lambda job: job()) -> Result:
    """Run a round to its end on this thread; `run` does a job where the store lives."""
    try:
        job = next(steps)
        while True:
            job = onward(steps, job, run)
    except StopIteration as done:
        result: Result = done.value
        return result
    finally:
        steps.close()


def onward(steps: Steps[Any], job: Job, run: Callable[[Job], Any]) -> Job:
    """Do one job and return the next; an expected "no" is handed into the round, a fault ends it."""
    try:
        found = run(job)
    except (Broken, Refusal) as wrong:
        return steps.throw(wrong)
    return steps.send(found)
