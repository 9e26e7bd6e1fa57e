"""Play many seeds on every core; tell, shrink and print those that fail."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.simulation.story import Story, shrunk, story_of
from tests.simulation.template import site, workplace
from tests.simulation.world import play

CHUNK = 20
SHRUNK_FAILURES = 3


@dataclass(slots=True)
class Figures:
    """What was played, and the seeds that failed with the reason."""

    histories: int = 0
    happened: Counter[str] = field(default_factory=Counter)
    wrong: dict[int, str] = field(default_factory=dict)


def run(first: int, count: int, processes: int = 0) -> Figures:
    """Play so many seeds from `first` on; 0 processes: one for each core."""
    site()  # made before the processes part, so that all copy the same folders
    chunks = [(at, min(CHUNK, first + count - at)) for at in range(first, first + count, CHUNK)]
    figures = Figures()
    with multiprocessing.get_context("fork").Pool(processes or os.cpu_count() or 1) as pool:
        for part in pool.imap_unordered(_chunk, chunks):
            figures.histories += part.histories
            figures.happened.update(part.happened)
            figures.wrong.update(part.wrong)
    return figures


def one(story: Story) -> tuple[str, list[str], Counter[str]]:
    """Play one story in a place of its own; an error of the program is as wrong as a broken promise."""
    with workplace() as name:
        return _tried(story, Path(name) / "history")


def shortest(seed: int) -> tuple[str, list[str]]:
    """Return the shortest story found that fails like a seed does: what is wrong, and its telling."""
    story = story_of(seed)
    wrong, _, _ = one(story)
    kind = wrong.split(":")[0]
    story = shrunk(story, lambda shorter: one(shorter)[0].split(":")[0] == kind)
    wrong, told, _ = one(story)
    return wrong, [story.told(), "what happened:", *(f"  {line}" for line in told)]


def _chunk(seeds: tuple[int, int]) -> Figures:
    first, count = seeds
    figures = Figures()
    with workplace() as name:
        for seed in range(first, first + count):
            wrong, _, happened = _tried(story_of(seed), Path(name) / str(seed))
            figures.histories += 1
            figures.happened.update(happened)
            if wrong:
                figures.wrong[seed] = wrong
    return figures


def _tried(story: Story, place: Path) -> tuple[str, list[str], Counter[str]]:
    place.mkdir()
    try:
        return play(story, place)
    except Exception as error:  # noqa: BLE001 - whatever the program raises is the finding
        return f"{type(error).__name__}: {error}", traceback.format_exc().splitlines(), Counter()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def printed(figures: Figures) -> Iterator[str]:
    """Yield the lines of a run's result."""
    yield f"histories: {figures.histories}"
    yield "in them: " + ", ".join(f"{count} {what}" for what, count in sorted(figures.happened.items()))
    yield f"wrong: {len(figures.wrong) or 'none'}"
    for seed in sorted(figures.wrong)[:SHRUNK_FAILURES]:
        wrong, told = shortest(seed)
        yield f"\nseed {seed}: {figures.wrong[seed]}"
        yield f"shrunk: {wrong}"
        yield from told
    more = sorted(figures.wrong)[SHRUNK_FAILURES:]
    if more:
        yield "further seeds: " + ", ".join(map(str, more[:50]))
