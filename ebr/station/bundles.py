"""Bundles at a station: what an air-gapped room sends and gets, on a stick (`ebr.sync.bundle` says what a bundle is).

Making: the file is written beside its name and read back from the medium; then the bundle is an entry (floor-rules 17),
and only then the file gets its name. `ebr.station.bundle_contents` says what goes into it.

Taking: the file is copied to this machine first, so a stick that is pulled out changes nothing. It is looked through
whole; who sent it is proved by certificates from the site's root key on; only then its entries are taken, by the code
of a round. Taken once, it is refused the second time. What it says of its sender's heads is remembered, so the bundle
in return acknowledges. The site's policy can switch bundles off.

The second copy (floor-rules 18) is a row of bundles with the own log, one behind the other, that every station of the
site may open: with the last of them a batch can go on elsewhere.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.domain.station.commands import NoteBundleMade, NoteBundleTaken, NoteFault
from ebr.station import bundle_contents, joining, leasing
from ebr.station.acting import Answer
from ebr.station.bundle_contents import CONTACT, Wanted
from ebr.station.syncing import LAST, keep_receipt, note_histories, note_taken
from ebr.storage.chain import Broken, Entry
from ebr.storage.receiving import Standing, standing
from ebr.storage.receiving import known as known_here
from ebr.sync import bundle as bundles
from ebr.sync import envelopes, receipts
from ebr.sync.bundle import Bundle, Manifest
from ebr.sync.bundle_side import Side, looked_through
from ebr.sync.checked_before import CheckedBefore
from ebr.sync.new_file import new_file
from ebr.sync.other_side import EVERYTHING, OtherSide, Witnessed
from ebr.sync.pace import Pace
from ebr.sync.steps import drive
from ebr.sync.taking import BATCH, Taken, Taking

if TYPE_CHECKING:
    from ebr.station.inside import Inside


class WholeBatches(Pace):
    """Writes as many entries at once as are read at once: whoever takes a bundle in waits for it alone."""

    def slice(self) -> int:
        """Return how many entries fit into one transaction: all that were read."""
        return BATCH


def export(
    station: Inside,
    to: str,
    target: Path,
    by: str = "",
    wanted: Wanted | None = None,
    other: OtherSide | None = None,
    command_id: str = "",
) -> Answer:
    """Write a bundle to a station (its name or log); the answer names bundle, file and number of entries.

    `other` is asked for a receipt for the receiver's log, where there is one.
    """
    receiver = bundle_contents.receiver_of(station, to)
    leasing.renew(station)
    plan = bundle_contents.planned(station, receiver, wanted or Wanted())
    name = bundles.new_id()
    answers: list[Answer] = []
    written: list[str] = []

    def _note() -> None:
        command = NoteBundleMade(name, receiver.log, plan.manifest.entries, written[0])
        answers.append(station.do(command, by=by, command_id=command_id))
        if answers[0].refusal is not None:
            raise answers[0].refusal

    try:
        with new_file(target, _note) as file, station.store.reading() as connection:
            held = bundle_contents.contents_of(station, connection, receiver, plan, other)
            written.append(
                bundles.write(
                    file, name, bundle_contents.sender_of(station), {receiver.log: receiver.encryption_key}, held
                )
            )
    except Refusal as refusal:
        return Answer(refusal)
    found = {"bundle": name, "file": str(target), "entries": str(plan.manifest.entries), "to": receiver.name}
    return Answer(None, found, answers[0].changed)


def take(station: Inside, path: Path, by: str = "", command_id: str = "") -> Answer:
    """Take a bundle in; the answer counts entries and names the sender and logs that were left out.

    Anything that is wrong with the bundle is a refusal, and then nothing was taken.
    """
    try:
        with _copied(station, path) as copy:
            return _taken(station, _checked_address(station, bundles.read(copy), path), by, command_id)
    except Refusal as refusal:
        return Answer(_named(refusal, path))


def _checked_address(station: Inside, bundle: Bundle, path: Path) -> Bundle:
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
    return bundle


def _taken(station: Inside, bundle: Bundle, by: str, command_id: str) -> Answer:
    store, address = station.store, bundle.address
    key = bundles.key_of(bundle, store.keys)
    manifest = bundles.manifest_of(bundle, key)
    _check_prerequisites(station, manifest)
    index, gathered = looked_through(bundle, key, manifest, lambda log: _standing(station, log), _known(station))
    members = joining.members_here(store, gathered)
    trouble = members.trouble(address.of, address.by)
    if trouble is not None:
        raise trouble
    _check_may(station, by)
    joining.accept(store, members)
    sender = members.stations[address.of].name
    _check_own_log(station, manifest, sender)
    offices = frozenset(log for log, one in members.stations.items() if one.office)
    found = _take(station, Side(bundle, key, manifest, index, sender), offices)
    envelopes.open_envelopes(store, index.envelopes)
    _take_receipt(station, index.witnessed)
    note_taken(station, found)
    if len(address.to) == 1:  # a second copy says nothing of what its writer has of other logs
        _remember(station, address.of, sender, manifest)
    answer = station.do(
        NoteBundleTaken(address.id, address.of, manifest.entries, bundle.digest), by=by, command_id=command_id
    )
    told = {
        "bundle": address.id,
        "of": sender,
        "entries": str(found.entries),
        "left_out": ", ".join(alarm.log[:16] for alarm in found.alarms),
    }
    return Answer(answer.refusal, told, answer.changed | frozenset(found.roots))


def _take(station: Inside, side: Side, offices: frozenset[str]) -> Taken:
    for name in sorted(side.file_names()):
        data = side.file(name)
        if data is not None and not station.attachments.present(name):
            station.attachments.add(data)
    checking = CheckedBefore(station.folder)
    try:
        taking = Taking(station.store, side, checking, EVERYTHING, lambda _told: None, lambda: False, WholeBatches())
        heads = side.heads()
        for log in sorted(heads, key=lambda log: (log not in offices, log)):  # who was admitted is known first
            if log != station.store.log.id:
                drive(taking.log(log, heads[log]))
        drive(taking.bodies(side.body_places().items()))
        drive(taking.views())
    finally:
        checking.close()
    return taking.taken


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


def _check_prerequisites(station: Inside, manifest: Manifest) -> None:
    """Refuse a bundle that rests on entries that are not here, naming the first of them."""
    site: SiteState = station.store.state("site")
    for log, (seq, _) in sorted(manifest.prerequisites.items()):
        here = _standing(station, log).seq
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


def _standing(station: Inside, log: str) -> Standing:
    with station.store.log.transaction() as connection:
        return standing(connection, log)


def _known(station: Inside) -> Callable[[Entry], bool]:
    return lambda entry: known_here(station.store.log, entry.seq, entry)


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
