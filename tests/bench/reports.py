"""A report of many pages, drawn and sealed, beside bare tables and typst; each in a process of its own."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.bench.rows import Row
from tests.bench.sizes import Sizes

LONG = 500
"""Pages from which one round is enough."""
MOST_MEGABYTES = 150.0
MEMORY_AT = 200
BARE_TIME = 2.5
"""By which drawing, attaching and sealing may take longer than putting the same finished lines on paper."""
BARE_MEMORY = 2.0


def measure(_place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of reports."""
    for pages in sizes.pages:
        yield from _of(pages, 1 if pages >= LONG else 3)


def _of(pages: int, rounds: int) -> Iterator[Row]:
    engines = ["ours", "tables", "bare", *(["typst"] if find_spec("typst") else [])]
    found: dict[str, list[dict[str, float]]] = {engine: [] for engine in engines}
    for _ in range(rounds):
        for engine in engines:
            found[engine].append(_made(engine, pages))
    rates = {
        engine: statistics.median(made["pages"] / made["seconds"] for made in each) for engine, each in found.items()
    }
    name, ours = f"report of {found['ours'][0]['pages']:.0f} pages, signed", rates["ours"]
    yield Row(name, ours, rates["tables"], "ReportLab, bare chunked tables", "pages/s", (">=", 0.5))
    yield Row(f"{name}, typst", ours, rates.get("typst"), "typst", "pages/s", (">", 1.0))
    peer = "ReportLab, the same content placed"
    busy = {engine: statistics.median(made["cpu"] for made in found[engine]) for engine in ("ours", "bare")}
    yield Row(f"{name}, one core, the same content", busy["ours"], busy["bare"], peer, "s", ("<=", BARE_TIME))
    bound = ("<=", MOST_MEGABYTES) if pages <= MEMORY_AT else None
    memory = statistics.median(made["megabytes"] for made in found["ours"])
    yield Row(f"{name}, memory", memory, None, "", "MB", bound, absolute=True)
    least = statistics.median(made["megabytes"] for made in found["bare"])
    yield Row(f"{name}, memory of the same content", memory, least, peer, "MB", ("<=", BARE_MEMORY))


def _made(engine: str, pages: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.report_child", engine, str(pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    made: dict[str, float] = json.loads(done.stdout)
    return made
