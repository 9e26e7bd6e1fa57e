"""Print the durability figures; exit 1 when one is not reached."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.durability import kills, power

SYNCS_PER_ACTION = 1.05


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.durability", description=__doc__)
    parser.add_argument("--soak", action="store_true", help="10,000 kills and 20,000 power cuts instead of 100 and 300")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    chosen = parser.parse_args()
    kill_count, cut_count = (10_000, 20_000) if chosen.soak else (100, 300)
    print(f"durability, seed {chosen.seed}")
    with tempfile.TemporaryDirectory(prefix="ebr-durability-") as name:
        place = Path(name)
        killed = kills.run(place / "kills", kill_count, chosen.seed)
        print(
            f"kills: {killed.kills}, confirmed entries: {killed.confirmed}, lost or damaged: {dict(killed.wrong) or 'none'}",
            flush=True,
        )
        cut = power.run(place / "power", cut_count, 400, chosen.seed)
        print(f"power cuts: {cut.states}, lost or damaged: {dict(cut.wrong) or 'none'}")
        print(f"syncs per action: {cut.syncs_per_action:.3f} (at most {SYNCS_PER_ACTION})")
        whole = power.created_whole(place / "created")
        print(f"a new station is durable as a whole before it gets its name: {'yes' if whole else 'NO'}")
    return 0 if not killed.wrong and not cut.wrong and cut.syncs_per_action <= SYNCS_PER_ACTION and whole else 1


if __name__ == "__main__":
    sys.exit(main())
