"""Print what the histories showed; exit 1 when one broke a promise."""

from __future__ import annotations

import argparse
import sys
import time

from tests.simulation import attacks, run
from tests.simulation.story import story_of

HISTORIES = 2_000
SOAK = 20_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--soak", action="store_true", help=f"{SOAK:,} histories instead of {HISTORIES:,}")
    parser.add_argument("--count", type=int, default=0, help="so many histories")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="play one seed and tell its story")
    parser.add_argument("--attacks", action="store_true", help="print the table of attacks")
    chosen = parser.parse_args()
    if chosen.attacks:
        return attacks.main()
    if chosen.seed is not None:
        return _tell(chosen.seed)
    started = time.monotonic()
    figures = run.run(chosen.first, chosen.count or (SOAK if chosen.soak else HISTORIES))
    for line in run.printed(figures):
        print(line)
    print(f"{time.monotonic() - started:.0f} s")
    return 1 if figures.wrong else 0


def _tell(seed: int) -> int:
    story = story_of(seed)
    wrong, told, _ = run.one(story)
    print(story.told())
    print("what happened:")
    for line in told:
        print(f"  {line}")
    print(f"wrong: {wrong or 'nothing'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
