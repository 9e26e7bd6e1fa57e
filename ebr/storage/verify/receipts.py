"""Receipts in a record: whether a witness of the site really countersigned what a log says it did.

Each `station.witnessed/1` is looked at by itself: the witness was admitted by the site, signed the note, the proof
leads to the note's tree, and the entry named is the one at that number. Then all receipts of one witness are held
against each other, whichever station wrote them: two trees of one size with different roots are two histories, shown
to two stations (record-and-sync.md, "Witnesses"). What a copy does not hold is no finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.site.events import WitnessAdmitted
from ebr.domain.station.events import BundleMade, BundleTaken, Witnessed
from ebr.storage.chain import Broken
from ebr.storage.checkpoint import Checkpoint, opened
from ebr.storage.tree import consistent, included
from ebr.storage.verify.chains import Logs, Read
from ebr.storage.verify.report import Finding

Trees = dict[tuple[str, int], bytes]
"""Witness and size -> root, as the first receipt with them says."""
UNCOUNTED = (Witnessed, BundleMade, BundleTaken)
"""They only say where else the entries before them are."""


def check_receipts(logs: Logs) -> tuple[list[Finding], int]:
    """Return what is wrong with receipts, and how many entries no sound receipt covers, receipts not counted."""
    admitted = {read.event.key for read in logs.all() if isinstance(read.event, WitnessAdmitted)}
    findings: list[Finding] = []
    trees: Trees = {}
    uncovered = 0
    for reads in logs.read.values():
        through = 0
        for read in reads:
            if not isinstance(read.event, Witnessed):
                continue
            wrong = list(_receipt(logs, read, read.event, admitted, trees))
            findings += wrong
            through = through if wrong else max(through, read.event.seq)
        uncovered += sum(read.entry.seq > through and not isinstance(read.event, UNCOUNTED) for read in reads)
    return findings, uncovered


def _receipt(logs: Logs, read: Read, event: Witnessed, admitted: set[str], trees: Trees) -> Iterator[Finding]:
    if event.witness not in admitted:
        yield read.finding("receipt_witness")
        return
    try:
        found = opened(event.note, event.witness)
        leaf, *inclusion = [bytes.fromhex(part) for part in (event.hash, *event.inclusion)]
        consistency = [bytes.fromhex(part) for part in event.consistency]
    except (Broken, ValueError):
        yield read.finding("receipt_note")
        return
    if not included(leaf, event.index, found.size, inclusion, found.root):
        yield read.finding("receipt_proof")
    elif not _in_place(logs, read.entry.log, event):
        yield read.finding("receipt_place", entry=str(event.seq))
    elif not _one_history(event, found, consistency, trees):
        yield read.finding("receipts_differ", size=str(found.size))


def _in_place(logs: Logs, log: str, event: Witnessed) -> bool:
    here = next((read for read in logs.read[log] if read.entry.seq == event.seq), None)
    return here is None or here.hash == event.hash


def _one_history(event: Witnessed, found: Checkpoint, consistency: list[bytes], trees: Trees) -> bool:
    """Compare a tree with one of its size, and with the smaller one that it says it goes on from."""
    before = trees.get((event.witness, event.kept))
    if trees.setdefault((event.witness, found.size), found.root) != found.root:
        return False
    return before is None or consistent(event.kept, before, found.size, found.root, consistency)
