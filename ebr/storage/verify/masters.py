"""Change sets: what a version says it changed is compared anew, so that approvers saw all of it (21 CFR 211.100(a)).

The sheet of an approval is made from the change set that the submission states (`MbrSubmitted.changes`), and so is the
sheet that `signatures` derives. Here the two documents are compared again: a station that left a change out, or named
one that is none, is found. Another version of the program may word a comparison otherwise, so what it wrote is counted
instead, as is a version whose base is not in this copy.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from ebr.domain.master.events import MbrAdded, MbrSubmitted
from ebr.domain.master.state import changes_text
from ebr.domain.mbr.compare import compare
from ebr.domain.mbr.document import from_json, mbr_hash
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.storage.verify.chains import Logs, Read
from ebr.storage.verify.report import Finding

Brought = MbrAdded | MbrSubmitted


def check_changes(logs: Logs, program: str) -> tuple[list[Finding], int]:
    """Return the findings, and of how many versions the changes could not be compared; `program` is this one."""
    submitted = [read for read in logs.all() if isinstance(read.event, MbrSubmitted)]
    texts = {read.event.hash: read.event.document for read in logs.all() if isinstance(read.event, Brought)}
    findings: list[Finding] = []
    skipped = 0
    for read in submitted:
        assert isinstance(read.event, MbrSubmitted)
        base = texts.get(read.event.base_hash)
        if read.header.program != program or (read.event.base_hash and base is None):
            skipped += 1
        else:
            findings += _differing(read, read.event, base)
    return findings, skipped


def _differing(read: Read, event: MbrSubmitted, base: str | None) -> Iterator[Finding]:
    new = _read(event.document)
    if new is None or mbr_hash(new) != event.hash:
        yield read.finding("master_hash", version=event.version)
        return
    old = _read(base) if base is not None else None
    found = changes_text(compare(old, new).changes) if old is not None else ""
    if found != event.changes:
        yield read.finding("changes_differ", version=event.version, base=event.base)


def _read(text: str) -> Mbr | None:
    try:
        return from_json(json.loads(text))
    except (ValueError, RecursionError, Refusal):
        return None
