"""Print the ratios; exit 1 when one is missed, 2 when a measurement could not be made."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.bench import (
    bundled,
    bundles,
    central,
    checker,
    checking,
    comparing,
    genealogy,
    one_entry,
    rehearsing,
    reports,
    reviewing,
    stored,
    taking,
    trending,
    windows,
)
from tests.bench.rows import Row, table
from tests.bench.sizes import DEFAULT, FULL, QUICK, Sizes

GROUPS: Mapping[str, Callable[[Path, Sizes], Iterator[Row]]] = {
    "one-entry": one_entry.measure,
    "growing": stored.growing,
    "opening": stored.opening,
    "rebuilding": stored.rebuilding,
    "verifying": stored.verifying,
    "taking": taking.measure,
    "central": central.measure,
    "bundles": bundles.measure,
    "reports": reports.measure,
    "reviewing": reviewing.measure,
    "rehearsing": rehearsing.measure,
    "comparing": comparing.measure,
    "checking": checking.measure,
    "checker": checker.measure,
    "genealogy": genealogy.measure,
    "trending": trending.measure,
    "windows": windows.measure,
    "packaged": bundled.measure,
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    parser.add_argument(
        "--only", default="", metavar="NAME", help=f"measure the groups whose names contain this: {', '.join(GROUPS)}"
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--quick", action="store_true", help="small sizes: shows that everything runs, the figures mean little"
    )
    size.add_argument("--full", action="store_true", help="a store of 1,000,000 entries, more rounds")
    chosen = parser.parse_args(arguments)
    names = [name for name in GROUPS if chosen.only in name]
    if not names:
        print(f"no measurement is called {chosen.only}; there are: {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    sizes = QUICK if chosen.quick else FULL if chosen.full else DEFAULT
    rows = [row for name in names for row in _measured(name, sizes)]
    print(json.dumps([row.document() for row in rows], indent=1) if chosen.json else table(rows))
    return 1 if any(row.holds is False for row in rows) else 0


def _measured(name: str, sizes: Sizes) -> list[Row]:
    print(f"measuring {name} ...", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="ebr-bench-") as place:
        rows = []
        for row in GROUPS[name](Path(place), sizes):
            found = row.document()
            print(f"  {row.name}: {found['ours']} {row.unit}, ratio {found['ratio']}", file=sys.stderr, flush=True)
            rows.append(row)
    return rows


if __name__ == "__main__":
    sys.exit(main())
