"""Receipts in a record: whether a witness of the site really countersigned what a log says it did.

Each `station.witnessed/1` is looked at by itself: the witness was admitted by the site, signed the note, the proof
leads to the note's tree, and the entry named is the one at that number. Then all receipts of one witness are held
against each other, whichever station wrote them: two trees of one size with different roots are two histories, shown
to two stations (record-and-sync.md, "Witnesses"). What a copy does not hold is no finding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ebr.domain.site.events import WitnessAdmitted
from ebr.domain.station.events import BundleMade, BundleTaken, KeyStarted, Witnessed
from ebr.storage.chain import Broken
from ebr.storage.checkpoint import Checkpoint, opened
from ebr.storage.tree import consistent, included
from ebr.storage.verify.chains import Logs, Read, genesis_of
from ebr.storage.verify.report import Finding, Note

Trees = dict[tuple[str, int], bytes]
"""Witness and size -> root, as the first receipt with them says."""
UNCOUNTED = (Witnessed, BundleMade, BundleTaken, KeyStarted)
"""They only say where else the entries before them are, or begin what is to be said."""


def check_receipts(logs: Logs) -> tuple[list[Finding], list[Note], int]:
    """Return what is wrong with receipts, how far the sound ones of each log reach, and how many entries none covers.

    Entries that only say where the record is copied are not counted.
    """
    admitted = {read.event.key: read.event.name for read in logs.all() if isinstance(read.event, WitnessAdmitted)}
    findings: list[Finding] = []
    notes: list[Note] = []
    trees: Trees = {}
    uncovered = 0
    for log, reads in logs.read.items():
        newest: Witnessed | None = None
        for read in reads:
            if not isinstance(read.event, Witnessed):
                continue
            wrong = list(_receipt(logs, read, read.event, admitted.keys(), trees))
            findings += wrong
            if not wrong and _reaches(logs, log, read.event) and (newest is None or newest.seq <= read.event.seq):
                newest = read.event
        through = newest.seq if newest is not None else 0
        uncovered += sum(read.entry.seq > through and not isinstance(read.event, UNCOUNTED) for read in reads)
        uncovered += logs.sparse[log].left.count if log in logs.sparse and not through else 0
        if admitted and reads:
            notes.append(_note(genesis_of(reads)["station"], newest, admitted))
    return findings, notes, uncovered


def _note(station: str, newest: Witnessed | None, admitted: Mapping[str, str]) -> Note:
    if newest is None:
        return Note("not_witnessed", {"station": station})
    at = opened(newest.note, newest.witness).extension("at")
    params = {"witness": admitted[newest.witness], "station": station, "entry": str(newest.seq), "time": at or "-"}
    return Note("witnessed_through", params)


def _reaches(logs: Logs, log: str, event: Witnessed) -> bool:
    """Tell whether a countersigned entry vouches for what is carried before it.

    By the chain where all of it is here. Where entries are left out only if the checkpoint that stands for them is
    not behind it, and if it is here itself: then it names the checkpoint by the chain, and the checkpoint the tree.
    """
    sparse = logs.sparse.get(log)
    if sparse is None:
        return True
    return event.seq >= sparse.left.checkpoint and any(read.hash == event.hash for read in logs.read[log])


def _receipt(logs: Logs, read: Read, event: Witnessed, admitted: Collection[str], trees: Trees) -> Iterator[Finding]:
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
