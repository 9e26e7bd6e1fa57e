"""The ends of the logs that a report carries, and what a witness signed for each (record-and-sync.md, "Witnesses").

Told from the carried entries alone: a station writes each countersignature into its own log, so the receipts of all
stations travel with the batch. A receipt whose note the witness did not sign covers nothing here; whether the proofs in
it hold is the verifier's (`ebr.storage.verify.receipts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ebr.domain.decision import Recorded
from ebr.domain.site.events import WitnessAdmitted
from ebr.domain.station.events import BundleMade, BundleTaken, KeyStarted, Witnessed
from ebr.reports.document import Countersigned, Head
from ebr.reports.record.context import moment
from ebr.storage.chain import Broken, Entry
from ebr.storage.checkpoint import opened

UNCOUNTED = (Witnessed, BundleMade, BundleTaken, KeyStarted)
"""They only say where else the entries before them are."""


def ends(
    entries: Sequence[Entry], recorded: Iterable[Recorded], stations: Mapping[str, str]
) -> tuple[tuple[Head, ...], tuple[Countersigned, ...]]:
    """Return the head of every log in the order of the entries, and the newest countersignature of each."""
    last: dict[str, Entry] = {}
    for entry in entries:
        last[entry.log] = entry
    events = [part for part in recorded if isinstance(part.event, (*UNCOUNTED, WitnessAdmitted))]
    admitted = {part.event.key: part.event.name for part in events if isinstance(part.event, WitnessAdmitted)}
    heads, found = [], []
    for log, entry in last.items():
        own = [part for part in events if part.stamp.log == log and isinstance(part.event, UNCOUNTED)]
        newest = _newest(own, admitted, stations.get(log, log[:8]))
        covered = newest.upto if newest is not None else 0
        copies = sum(part.stamp.seq > covered for part in own)
        found += [newest] if newest is not None else []
        station = stations.get(log, log[:8])
        heads.append(Head(station, log, entry.seq, entry.hash.hex(), covered, entry.seq - covered - copies))
    return tuple(heads), tuple(found)


def _newest(own: Iterable[Recorded], admitted: Mapping[str, str], station: str) -> Countersigned | None:
    found: Countersigned | None = None
    for part in own:
        event = part.event
        if not isinstance(event, Witnessed) or event.witness not in admitted:
            continue
        if found is not None and event.seq < found.upto:
            continue
        try:
            note = opened(event.note, event.witness)
        except Broken:
            continue
        name = admitted[event.witness]
        found = Countersigned(
            station,
            part.stamp.log,
            event.seq,
            name,
            event.witness,
            note.size,
            note.root.hex(),
            note.extension("at"),
            _when(note.extension("at")),
        )
    return found


def _when(at: str) -> str:
    """Return the witness's time for people; as it stands where it is no time."""
    try:
        return moment(at)
    except ValueError:
        return at
