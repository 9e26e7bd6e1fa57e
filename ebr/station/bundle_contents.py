"""What goes into a bundle: entries behind what the receiver has, contents it asked for, files, secrets, a receipt.

The cursor is what the receiver was last heard to have: the heads in its newest bundle that was taken here, or heads
given by hand. Without either, everything is sent: too much is harmless, and what is never acknowledged is sent again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from ebr.domain.refusal import Refusal
from ebr.domain.site.state import Admission, SiteState, station_named
from ebr.station import joining, leasing
from ebr.storage import reading
from ebr.storage.chain import Entry
from ebr.storage.codec import read_header
from ebr.storage.store import Store
from ebr.storage.views import subject_index
from ebr.sync import bundle as bundles
from ebr.sync import envelopes, receipts
from ebr.sync.bundle import Body, Contents, Manifest, Sender
from ebr.sync.other_side import EVERYTHING, Envelope, Head, OtherSide, Witnessed
from ebr.sync.pace import Pace
from ebr.sync.round import WANTED
from ebr.sync.sending import ends_of
from ebr.sync.steps import Stopped, Tell, Told

if TYPE_CHECKING:
    from ebr.station.inside import Inside

CONTACT: Final = "bundle/"
"""Under this and the sender's log stands what its newest bundle said: heads, wanted batches, kept checkpoint."""
NAMED_FILE: Final = re.compile(rb'\\?"sha256\\?":\\?"([0-9a-f]{64})')


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes into a bundle besides headers: `since` replaces what the receiver was last heard to have.

    With `needed_only`, contents of batches go along only for `batches` and those that the receiver asked for.
    """

    since: Mapping[str, Head] | None = None
    needed_only: bool = False
    batches: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What one bundle will hold: entries behind what the receiver has (`theirs`).

    Of entries that it has, the contents of the batches that it asked for go along too.
    """

    manifest: Manifest
    roots: frozenset[str]
    asked: frozenset[str] = frozenset()
    theirs: Mapping[str, Head] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parcel:
    """All of a bundle that the writer had to say; the rest is read beside it. `kept`: size of the receiver's tree."""

    receiver: Admission
    sender: Sender
    plan: Plan
    envelopes: Sequence[Envelope]
    kept: int

    @property
    def entries(self) -> int:
        """How many entries there will be."""
        return self.plan.manifest.entries


class Progress:
    """Tells how far a bundle is, stops it when asked to, and leaves the processor to whoever works here."""

    def __init__(
        self,
        tell: Tell = lambda _told: None,
        stop: Callable[[], bool] = lambda: False,
        pace: Pace | None = None,
    ) -> None:
        self._tell = tell
        self._stop = stop
        self._pace = pace or Pace()
        self._done = 0
        self._since = monotonic()

    def note(self, count: int, of: int) -> None:
        """Take note of further entries; raises `Stopped`."""
        self._done += count
        self._tell(Told("write", self._done, of))
        if self._stop():
            raise Stopped
        self._pace.breathe(self._pace.rest(monotonic() - self._since))
        self._since = monotonic()


def pace_of(station: Inside) -> Pace:
    """Return the pace that gives way to whoever works at a station."""
    log = station.store.log
    return Pace(lambda: monotonic() - log.acted_at)


def prepared(station: Inside, to: str, wanted: Wanted) -> Parcel:
    """Return what the writer has to say of a bundle to a station (its name or log); raises `Refusal`."""
    receiver = receiver_of(station, to)
    leasing.renew(station)
    plan = planned(station, receiver, wanted)
    secrets = envelopes.envelopes_for(station.store, receiver.log, receiver.encryption_key)
    return Parcel(receiver, sender_of(station), plan, secrets, int(heard(station, receiver.log).get("kept", 0)))


def _witnessed(other: OtherSide | None, log: str, kept: int) -> Witnessed | None:
    """Return a countersignature for the receiver; a file that the same hands can change gives none that counts."""
    if other is None or not other.describe().independent:
        return None
    return other.witnessed(log, kept)


def receiver_of(station: Inside, to: str) -> Admission:
    """Return the station of this name or log; raises `Refusal` for one that gets no bundle."""
    site: SiteState = station.store.state("site")
    if not site.policy.yes("bundles"):
        raise Refusal("bundles_off")
    found = station_named(site, to) or site.stations.get(to)
    if found is None or found.log in site.revoked:
        raise Refusal("bundle_to_unknown", station=to)
    if found.log == station.store.log.id:
        raise Refusal("bundle_to_self")
    return found


def sender_of(station: Inside) -> Sender:
    """Return this station as the sender of a bundle."""
    store = station.store
    return Sender(store.log.id, store.keys, joining.fingerprint_here(station.store), store.genesis.profile)


def planned(station: Inside, receiver: Admission, wanted: Wanted) -> Plan:
    """Return what a bundle to a station holds, behind what that station was last heard to have."""
    told = heard(station, receiver.log)
    theirs = wanted.since if wanted.since is not None else heads_from(told.get("heads", {}))
    ours = ends_of(station.store)
    logs: dict[str, tuple[int, int, str]] = {}
    before: dict[str, tuple[int, str]] = {}
    for log, head in ours.items():
        known = theirs.get(log)
        if log == receiver.log or (known is not None and known.seq >= head.seq):
            continue
        logs[log] = ((known.seq if known else 0) + 1, head.seq, head.hash.hex())
        if known is not None:
            before[log] = (known.seq, known.hash.hex())
    asked = frozenset(told.get("wanted", ())) | wanted.batches
    manifest = Manifest(
        made=station.clock.now().wall,
        logs=logs,
        prerequisites=before,
        heads={log: (head.seq, head.hash.hex()) for log, head in ours.items()},
        kept=_kept(station),
        wanted=tuple(sorted(_missing_roots(station))),
    )
    return Plan(manifest, asked if wanted.needed_only else EVERYTHING, asked, theirs)


def contents_of(station: Inside, parcel: Parcel, other: OtherSide | None, progress: Progress) -> Contents:
    """Return the contents of a bundle; they are read when they are written, beside the writer."""
    return replace(
        entries_of(station, parcel.plan, progress),
        envelopes=parcel.envelopes,
        witnessed=_witnessed(other, parcel.receiver.log, parcel.kept),
    )


def entries_of(station: Inside, plan: Plan, progress: Progress | None = None) -> Contents:
    """Return the entries of a plan with the attachments that they name; no secrets."""
    files: dict[str, None] = {}
    slices, bodies = (
        _slices(station.store, plan, files, progress or Progress()),
        _body_slices(station.store, plan, files),
    )
    return Contents(plan.manifest, slices, bodies, _files(station, files))


def wall_of(entry: Entry) -> str:
    """Return when an entry was written."""
    return read_header(entry.header).at.wall


def _slices(store: Store, plan: Plan, files: dict[str, None], progress: Progress) -> Iterator[list[Entry]]:
    """Yield the entries member by member; each is read in a moment of its own, for entries never change."""
    for log, (first, last, _) in sorted(plan.manifest.logs.items()):
        seq = first - 1
        while seq < last:
            with store.reading() as connection:
                found = reading.read_after(connection, log, seq, min(bundles.AT_ONCE, last - seq))
            for part in bundles.sliced(bundles.carried(found, plan.roots)):
                _note_files(files, (entry.body for entry in part))
                yield part
            seq = found[-1].seq
            progress.note(len(found), plan.manifest.entries)


def _body_slices(store: Store, plan: Plan, files: dict[str, None]) -> Iterator[list[Body]]:
    for log, seqs in sorted(_asked_bodies(store, plan).items()):
        for first in range(0, len(seqs), bundles.AT_ONCE):
            with store.reading() as connection:
                found = reading.by_number(connection, log, seqs[first : first + bundles.AT_ONCE])
            part = [(log, entry.seq, entry.body) for entry in found if entry.body is not None]
            _note_files(files, (body for _, _, body in part))
            if part:
                yield part


def _note_files(files: dict[str, None], bodies: Any) -> None:  # noqa: ANN401 - bytes or None
    for body in bodies:
        if body is not None and b"sha256" in body:
            files.update(dict.fromkeys(name.decode() for name in NAMED_FILE.findall(body)))


def _files(station: Inside, files: Mapping[str, None]) -> Iterator[tuple[str, bytes]]:
    """Yield the attachments that the carried contents name; a damaged one stays here, the verifier names it."""
    for name in files:
        data = station.attachments.read(name)
        if data is not None:
            yield name, data


def _asked_bodies(store: Store, plan: Plan) -> dict[str, list[int]]:
    """Return the places of contents of the asked roots that the receiver has the headers of."""
    found: dict[str, list[int]] = {}
    for root in sorted(plan.asked):
        with store.reading() as connection:
            entries = subject_index.entries(connection, root)
        for entry in entries:
            known = plan.theirs.get(entry.log)
            if entry.body is not None and known is not None and entry.seq <= known.seq:
                found.setdefault(entry.log, []).append(entry.seq)
    return found


def _missing_roots(station: Inside) -> frozenset[str]:
    """Return the batches that this station wants whole and has only in part."""
    return frozenset(root for root, whole in station.store.contacts(WANTED).items() if not whole)


def heard(station: Inside, log: str) -> Mapping[str, Any]:
    """Return what the newest bundle of a station said: heads, wanted, kept; empty before the first."""
    found = station.store.contact(CONTACT + log)
    return found if isinstance(found, dict) else {}


def _kept(station: Inside) -> int:
    """Return the size of the witness's tree that this station keeps a checkpoint of."""
    found = receipts.kept(station.store)
    return found.size if found is not None else 0


def heads_from(kept: Mapping[str, Sequence[Any]]) -> dict[str, Head]:
    """Return heads from plain data: {log: [number, hash]}; raises `ValueError` or `TypeError` for other data."""
    return {log: Head(int(seq), bytes.fromhex(name)) for log, (seq, name) in kept.items()}
