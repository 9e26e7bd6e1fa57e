"""Take a bundle in, as a round takes entries: small jobs for the writer, with everything slow in between.

The file is copied to this machine first, so a stick that is pulled out changes nothing. It is looked through whole; who
sent it is proved by certificates from the site's root key on; only then its entries are taken, by the code of a round.
Asked to stop, it stops between two jobs: what was taken is whole, the bundle is not noted as taken, and taking it again
goes on from there. Taken once, it is refused the second time.

A bundle of a revoked station is taken like what a round brings of its log: every entry is stored, what stands behind
the last accepted one counts as "after revocation" and blocks release until quality decides, and that it came is a
fault in the record. Nothing is lost by that, and nothing else it says is believed: not its secrets, not what it claims
to have of this station's log, and it gets no bundle in return.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from ebr.domain.refusal import Refusal
from ebr.domain.site.state import Revocation, SiteState
from ebr.domain.station.commands import NoteBundleTaken, NoteFault
from ebr.station import facts, joining
from ebr.station.answered import Answer
from ebr.station.bundle_contents import CONTACT
from ebr.station.syncing import LAST, checking_for, keep_receipt, note_histories, note_taken
from ebr.storage import reading
from ebr.storage.chain import Broken
from ebr.storage.receiving import Standing, standing
from ebr.storage.store import Store
from ebr.sync import bundle as bundles
from ebr.sync import envelopes, receipts, signers
from ebr.sync.bundle import Bundle, Manifest
from ebr.sync.bundle_looking import Eyes, Seen, looked_through
from ebr.sync.bundle_side import Side
from ebr.sync.checked_before import CheckedBefore
from ebr.sync.checking import Checking
from ebr.sync.other_side import EVERYTHING, Witnessed
from ebr.sync.pace import Pace
from ebr.sync.steps import Steps, Tell
from ebr.sync.taking import Taken, Taking

if TYPE_CHECKING:
    from ebr.station.inside import Inside


@dataclass(frozen=True, slots=True)
class How:
    """By whom a bundle is taken, how fast, and who is told."""

    by: str
    command_id: str
    tell: Tell
    stop: Callable[[], bool]
    pace: Pace


def take_steps(
    station: Inside,
    path: Path,
    by: str = "",
    command_id: str = "",
    *,
    tell: Tell = lambda _told: None,
    stop: Callable[[], bool] = lambda: False,
    pace: Pace | None = None,
) -> Steps[Answer]:
    """Take a bundle in; the answer counts entries and names the sender and logs that were left out.

    `revoked` is the number of the last entry that is accepted of a sender that was revoked, "" for any other. Anything
    that is wrong with the bundle is a refusal, and then nothing was taken. Raises `Stopped` when `stop` said so. As it
    stands, it gives way to whoever works at this station.
    """
    log = station.store.log
    how = How(by, command_id, tell, stop, pace or Pace(lambda: monotonic() - log.acted_at))
    try:
        with _copied(station, path) as copy:
            bundle = bundles.read(copy)
            yield lambda: _check_address(station, bundle, path)
            return (yield from _taken(station, bundle, how))
    except Refusal as refusal:
        return Answer(_named(refusal, path))


def _check_address(station: Inside, bundle: Bundle, path: Path) -> None:
    address, own = bundle.address, {station.store.log.id, station.store.genesis.previous_log}
    site: SiteState = station.store.state("site")
    if not site.policy.yes("bundles"):
        raise Refusal("bundles_off")
    if address.profile != station.store.genesis.profile:
        raise Refusal("other_profile", found=address.profile, own=station.store.genesis.profile)
    if address.site != joining.fingerprint_here(station.store):
        raise Refusal("bundle_other_site", file=str(path))
    if not own & set(address.to):
        names = sorted({site.stations[log].name if log in site.stations else log[:16] for log in address.to})
        raise Refusal("bundle_for_other", file=str(path), station=", ".join(names))
    if address.id in station.station_state().bundles_taken:
        raise Refusal("bundle_taken_before", bundle=address.id)


@dataclass(frozen=True, slots=True)
class _Sender:
    """Who sent a bundle, as the site's certificates prove it; `offices` are the logs of the site's offices."""

    log: str
    name: str
    offices: frozenset[str]


def _taken(station: Inside, bundle: Bundle, how: How) -> Steps[Answer]:
    store = station.store
    key: bytes = yield lambda: bundles.key_of(bundle, store.keys)
    manifest = bundles.manifest_of(bundle, key)
    yield lambda: _check_prerequisites(station, manifest)
    checking = checking_for(station, manifest.entries)
    try:
        hashes = partial(_hashes, store)
        eyes = Eyes(partial(_standing, store), hashes, checking, how.pace, how.tell, how.stop)
        seen = looked_through(bundle, key, manifest, eyes)
        sender: _Sender = yield lambda: _accepted(station, bundle, manifest, seen, how.by)
        arrived: int = yield store.log.next_arrival
        side = Side(bundle, key, manifest, seen.index, sender.name)
        found = yield from _take(station, side, sender.offices, CheckedBefore(checking), how)
    finally:
        checking.close()
    left_out = [alarm.log for alarm in found.alarms]
    found.alarms += yield from signers.forged(store, arrived)
    yield lambda: envelopes.open_envelopes(store, seen.index.envelopes)
    yield lambda: _take_receipt(station, seen.index.witnessed)
    answer: Answer = yield lambda: _noted(station, bundle, manifest, sender, found, how)
    told = {**answer.answer, "left_out": ", ".join(log[:16] for log in left_out)}
    return Answer(answer.refusal, told, answer.changed | frozenset(found.roots))


def _accepted(station: Inside, bundle: Bundle, manifest: Manifest, seen: Seen, by: str) -> _Sender:
    """Prove who sent it, by certificates from the site's root key on; raises `Refusal`."""
    address = bundle.address
    members = joining.members_here(station.store, seen.gathered)
    trouble = members.trouble(address.of, address.by)
    if trouble is not None:
        raise trouble
    _check_may(station, by)
    joining.accept(station.store, members)
    sender = members.stations[address.of].name
    if not _revoked(station, address.of):
        _check_own_log(station, manifest, sender)
    offices = frozenset(log for log, one in members.stations.items() if one.office)
    return _Sender(address.of, sender, offices)


def _take(station: Inside, side: Side, offices: frozenset[str], checking: Checking, how: How) -> Steps[Taken]:
    for name in sorted(side.file_names()):
        data = side.file(name)
        if data is not None and not station.attachments.present(name):
            station.attachments.add(data)
    taking = Taking(station.store, side, checking, EVERYTHING, how.tell, how.stop, how.pace)
    heads = side.heads()
    for log in sorted(heads, key=lambda log: (log not in offices, log)):  # who was admitted is known first
        if log != station.store.log.id:
            yield from taking.log(log, heads[log])
    yield from taking.bodies(side.body_places().items())
    yield from taking.views()
    return taking.taken


def _noted(station: Inside, bundle: Bundle, manifest: Manifest, sender: _Sender, found: Taken, how: How) -> Answer:
    """Write what the record must say of a bundle, and remember what its sender has."""
    address = bundle.address
    note_taken(station, found)
    facts.settle(station)
    revoked = _revoked(station, sender.log)
    if revoked is not None:
        accepted = f"{sender.name}, log {sender.log}, accepted up to entry {revoked.seq}"
        station.do(NoteFault("bundle of a revoked station", accepted))
    elif len(address.to) == 1:  # a second copy says nothing of what its writer has of other logs
        _remember(station, sender.log, sender.name, manifest)
    note = NoteBundleTaken(address.id, sender.log, manifest.entries, bundle.digest)
    answer = station.do(note, by=how.by, command_id=how.command_id)
    told = {
        "bundle": address.id,
        "of": sender.name,
        "entries": str(found.entries),
        "revoked": "" if revoked is None else str(revoked.seq),
    }
    return Answer(answer.refusal, told, answer.changed)


def _take_receipt(station: Inside, witnessed: Witnessed | None) -> None:
    """Write a receipt that holds into the record, and that one does not."""
    if witnessed is None or receipts.witness_of(station.store) is None:
        return
    try:
        found = receipts.accepted(station.store, witnessed)
    except Broken as broken:
        station.do(NoteFault("receipt", broken.code))
        note_histories(station)
        return
    keep_receipt(station, found)


def _revoked(station: Inside, log: str) -> Revocation | None:
    """Return the revocation of a station, as the office's own entries here say it."""
    site: SiteState = station.store.state("site")
    return site.revoked.get(log)


def _check_prerequisites(station: Inside, manifest: Manifest) -> None:
    """Refuse a bundle that rests on entries that are not here, naming the first of them."""
    site: SiteState = station.store.state("site")
    for log, (seq, _) in sorted(manifest.prerequisites.items()):
        here = _standing(station.store, log).seq
        if here < seq:
            known = site.stations.get(log)
            name = known.name if known is not None else log[:16]
            raise Refusal("bundle_gap", station=name, here=str(here), needed=str(seq))


def _check_own_log(station: Inside, manifest: Manifest, sender: str) -> None:
    """Stop this station where somebody has more of its log than itself: a copy of it wrote on, or it is one."""
    own, mine = manifest.heads.get(station.store.log.id), station.store.log.head
    if own is not None and mine is not None and own[0] > mine.seq:
        refusal = Refusal("own_log_ahead", here=str(mine.seq), there=str(own[0]), centre=sender)
        station.store.halt(refusal)
        raise refusal


def _check_may(station: Inside, by: str) -> None:
    """On a production store with people somebody signed in takes a bundle in (floor-rules 17)."""
    if station.store.genesis.profile == "production" and not by and station.store.state("site").founded:
        raise Refusal("bundle_needs_person")


def _standing(store: Store, log: str) -> Standing:
    with store.reading() as connection:
        return standing(connection, log)


def _hashes(store: Store, log: str, seq: int, count: int) -> list[bytes]:
    with store.reading() as connection:
        return [entry.hash for entry in reading.read_after(connection, log, seq, count)]


def _remember(station: Inside, log: str, sender: str, manifest: Manifest) -> None:
    """Remember what the sender has, and that there was contact; what the sender has of the own log is safe there."""
    store = station.store
    said = {"heads": dict(manifest.heads), "kept": manifest.kept, "wanted": list(manifest.wanted)}
    store.keep_contact(CONTACT + log, said)
    through = manifest.heads.get(store.log.id, (0, ""))[0]
    last = {"at": station.clock.now().wall, "independent": False, "name": sender, "through": through}
    store.keep_contact(LAST, last)


@contextmanager
def _copied(station: Inside, path: Path) -> Iterator[Path]:
    """Give a copy of the file on this machine's disk; it goes away afterwards."""
    if path.is_dir():
        raise Refusal("path_is_folder", path=str(path))
    if not path.is_file():
        raise Refusal("path_missing", path=str(path))
    with tempfile.TemporaryDirectory(prefix=".bundle-", dir=station.folder) as place:
        copy = Path(place) / "bundle"
        try:
            shutil.copyfile(path, copy)
        except OSError as wrong:
            raise Refusal("path_unreadable", path=str(path), why=wrong.strerror or str(wrong)) from wrong
        yield copy


def _named(refusal: Refusal, path: Path) -> Refusal:
    """Return the refusal with the file as the person named it, not its copy."""
    if "file" in refusal.params:
        refusal.params["file"] = str(path)
    return refusal
