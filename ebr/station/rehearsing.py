"""Dry runs for whoever asks: a document in, its coverage out, and the coverage as a paper.

Nothing is opened or written in any store: a rehearsal needs the document alone. The paper is not sealed, because it
stands on no record; its hash is what the record keeps (`master.rehearsed/1`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ebr.domain.mbr.coverage import Coverage, to_json
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.model import Mbr
from ebr.rehearsal import Progress, rehearse
from ebr.words import tr

__all__ = ["Coverage", "Progress", "ordered", "paper", "rehearse", "write_paper"]


def paper(mbr: Mbr, coverage: Coverage, at: datetime, by: str = "") -> bytes:
    """Return the coverage as PDF/A; the same result, moment and name give the same bytes."""
    from ebr.reports.coverage import coverage_paper
    from ebr.reports.master_paper import Printed
    from ebr.reports.pdf.master import draw_paper

    made = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    shown = f"{at:%Y-%m-%d %H:%M:%S} {at.isoformat()[-6:]}"
    printed = Printed(shown, made, by, tr("Dry run, no site"), profile="rehearsal")
    return draw_paper(coverage_paper(mbr, coverage, printed))


def write_paper(mbr: Mbr, coverage: Coverage, target: Path, by: str = "") -> str:
    """Write the paper whole and return its SHA-256; raises OSError where it cannot be written."""
    from ebr.station.reporting import write

    data = paper(mbr, coverage, datetime.now().astimezone(), by)
    write(target, data)
    return hashlib.sha256(data).hexdigest()


def ordered(order: Mapping[str, Any], tell: Callable[[str], None]) -> dict[str, Any]:
    """Do the order of a window: rehearse the `document` (canonical JSON), write the paper to `target`.

    Told is "batches reached whole" after each batch; returned are the coverage as plain data and the paper's hash.
    """
    mbr = from_json(json.loads(order["document"]))
    coverage = rehearse(
        mbr,
        seed=int(order["seed"]),
        batches=int(order["batches"]),
        progress=lambda now: tell(f"{now.batches} {now.reached} {now.whole}"),
    )
    sha256 = write_paper(mbr, coverage, Path(order["target"]), order.get("by", ""))
    return {"coverage": to_json(coverage), "report": sha256}
