"""The table of attacks on many stations: what is done, who finds it, and by which code it is named.

Each row begins with three stations that have worked, exchanged everything and hold countersignatures. What is found must be found by the one who is
named, and nothing else may be accused: `honest` stations verify without a finding where the attack was not on their own folder.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain import subjects
from ebr.domain.batch.events import ValueRecorded
from ebr.domain.decision import Draft
from ebr.domain.signature import Signed
from ebr.domain.site.events import StationAdmitted, StationRevoked, WitnessAdmitted
from ebr.domain.station.events import FaultNoted
from ebr.domain.station.events import Witnessed as WitnessedEvent
from ebr.storage.chain import Entry, Sealer, sealed
from ebr.storage.checkpoint import Checkpoint, signed_note
from ebr.storage.codec import read_header
from ebr.storage.keys import seal_to
from ebr.storage.setting import Founding
from ebr.storage.store import Store
from ebr.storage.tree import root_of
from ebr.sync import bundle as bundle_file
from ebr.sync.other_side import Description, Envelope, Head
from ebr.sync.sealed_file import SEAL, seal_message
from tests.simulation import villain
from tests.simulation.bench import Bench
from tests.simulation.chance import decided_by
from tests.simulation.deeds import UNIT
from tests.simulation.player import Player
from tests.simulation.template import site, workplace
from tests.simulation.wire import Liar
from tests.station.forgery import Thief, entries_in, file_of, put_back
from tests.station.plant import BATCH, copied

VERIFY, ROUND, START, CENTRE, TAKING = "ebr verify", "next round", "next start", "the centre", "taking a bundle"


@dataclass(frozen=True, slots=True)
class Attack:
    """One row; `play` returns the codes that the finder said."""

    what: str
    finder: str
    codes: frozenset[str]
    play: Callable[[Bench], set[str]]


def attack(what: str, finder: str, *codes: str) -> Callable[[Callable[[Bench], set[str]]], Attack]:
    """Make a row of a function."""
    return lambda play: Attack(what, finder, frozenset(codes), play)


def changed(player: Player, log: str, change: Callable[[list[Entry]], Sequence[Entry]]) -> None:
    """Write one log of a folder as somebody with the file would; the others stay where they arrived."""
    player.off()
    entries = entries_in(player.folder)
    own = change([entry for entry in entries if entry.log == log])
    put_back(player.folder, [*(entry for entry in entries if entry.log != log), *own])


# Somebody with a station's file: the entries of every log in it


@attack("a value of another station is edited in a copy", VERIFY, "body_hash")
def edited(bench: Bench) -> set[str]:
    def change(own: list[Entry]) -> list[Entry]:
        return [replace(e, body=(e.body or b"").replace(b'"number":"1"', b'"number":"9"')) for e in own]

    changed(bench.villain, bench.victim.log, change)
    return bench.verified(bench.villain)


@attack("an entry of another station is deleted from a copy", VERIFY, "gap")
def deleted(bench: Bench) -> set[str]:
    changed(bench.villain, bench.victim.log, lambda own: [*own[:-2], own[-1]])
    return bench.verified(bench.villain)


@attack("an entry is inserted into another station's log in a copy", VERIFY, "key_not_in_force")
def inserted(bench: Bench) -> set[str]:
    changed(bench.villain, bench.victim.log, lambda own: [*own, villain.forge(own[-1], "", 2)])
    return bench.verified(bench.villain)


@attack("two entries of a log exchange their places", VERIFY, "place")
def reordered(bench: Bench) -> set[str]:
    def change(own: list[Entry]) -> list[Entry]:
        return [*own[:-2], replace(own[-1], seq=own[-2].seq), replace(own[-2], seq=own[-1].seq)]

    changed(bench.villain, bench.villain.log, change)
    return bench.verified(bench.villain)


@attack("an entry is dated back", VERIFY, "header_hash")
def dated_back(bench: Bench) -> set[str]:
    def change(own: list[Entry]) -> list[Entry]:
        return [*own[:-1], replace(own[-1], header=own[-1].header.replace(b'"wall":"2026', b'"wall":"2025'))]

    changed(bench.villain, bench.villain.log, change)
    return bench.verified(bench.villain)


@attack("an entry is dated back and its hash put right", START, "seal")
def dated_back_with_hash(bench: Bench) -> set[str]:
    def change(own: list[Entry]) -> list[Entry]:
        header = read_header(own[-1].header)
        at = type(header.at)(
            header.at.boot, header.at.clock, header.at.up, header.at.wall.replace("2026", "2025"), header.at.zone
        )
        forged = sealed(_with(header, at=at), own[-1].body or b"", Sealer.of(Ed25519PrivateKey.generate()))
        return [*own[:-1], replace(forged, seal=own[-1].seal)]

    changed(bench.villain, bench.villain.log, change)
    return bench.started(bench.villain)


@attack("what two entries say is exchanged between two logs", VERIFY, "body_hash")
def swapped(bench: Bench) -> set[str]:
    other = bench.victim.entries(bench.victim.log)[-1].body
    changed(bench.villain, bench.villain.log, lambda own: [*own[:-1], replace(own[-1], body=other)])
    return bench.verified(bench.villain)


@attack("the end of another station's log is cut off in a copy", VERIFY, "head_missing")
def cut_off(bench: Bench) -> set[str]:
    head = bench.victim.entries(bench.victim.log)[-1].hash.hex()
    changed(bench.villain, bench.victim.log, lambda own: own[:-1])
    return bench.verified(bench.villain, head)


@attack("the end of the own log is cut off", ROUND, "own_log_ahead", "own_log_forked")
def cut_off_own(bench: Bench) -> set[str]:
    changed(bench.villain, bench.villain.log, lambda own: own[:-2])
    return bench.round(bench.villain)


@attack("a view is edited", VERIFY, "view_rows")
def view_edited(bench: Bench) -> set[str]:
    bench.villain.off()
    with file_of(bench.villain.folder) as file:
        file.execute("UPDATE batches SET status = 'certified'")
    return bench.verified(bench.villain)


@attack("an attachment is exchanged", VERIFY, "attachment_damaged")
def attachment_exchanged(bench: Bench) -> set[str]:
    digest = _attached(bench, bench.villain)
    bench.villain.off()
    path = next(bench.villain.folder.glob(f"attachments/??/{digest}*"))
    path.chmod(0o600)
    path.write_bytes(b"another picture")
    return bench.verified(bench.villain)


@attack("an attachment is exchanged at the centre", ROUND, "attachment_damaged")
def attachment_exchanged_there(bench: Bench) -> set[str]:
    digest = _attached(bench, bench.villain)
    bench.round(bench.villain)
    bench.centre.files[digest] = b"another picture"
    bench.round(bench.victim)
    noted = {event.detail for event in _noted(bench.victim) if event.what == "file attachment_damaged"}
    return {"attachment_damaged"} if noted == {digest} and _lacks(bench.victim, digest) else set()


# Somebody with a station's key


@attack("the end of a log is sealed anew with the station's key", ROUND, "own_log_forked")
def sealed_anew(bench: Bench) -> set[str]:
    first = site().lengths[2] + 1
    bench.villain.off()
    Thief(bench.villain.folder).rewrite(first, villain.other_words)
    return bench.round(bench.villain)


@attack("a log sealed anew is given to another station on a stick", TAKING, "fork", "link")
def sealed_anew_on_a_stick(bench: Bench) -> set[str]:
    first = site().lengths[2] + 1
    bench.villain.off()
    Thief(bench.villain.folder).rewrite(first, villain.other_words)
    bench.write(bench.villain)
    return bench.taken(bench.victim, bench.bundle(bench.villain, bench.victim))


@attack("the folder is replaced by an older copy", ROUND, "own_log_ahead", "own_log_forked")
def older_copy(bench: Bench) -> set[str]:
    bench.villain.back_up(bench.place / "copy")
    bench.write(bench.villain)
    bench.round(bench.villain)
    _restored(bench.villain, bench.place / "copy", start=False)
    return bench.round(bench.villain)


@attack("an older copy goes on writing before it meets anybody", ROUND, "own_log_forked")
def older_copy_goes_on(bench: Bench) -> set[str]:
    bench.villain.back_up(bench.place / "copy")
    bench.write(bench.villain)
    bench.round(bench.villain)
    _restored(bench.villain, bench.place / "copy", start=True)
    for _ in range(4):
        bench.write(bench.villain)
    return bench.round(bench.villain)


@attack("a copy of the folder runs beside it", ROUND, "own_log_forked", "own_log_ahead")
def clone(bench: Bench) -> set[str]:
    twin = villain.cloned(bench.villain, bench.place / "twin")
    bench.write(twin)
    bench.round(twin)
    twin.off()
    return bench.round(bench.villain)


@attack("a copy of the folder shows another past to another station", ROUND, "fork", "link")
def two_faces(bench: Bench) -> set[str]:
    twin = villain.cloned(bench.villain, bench.place / "twin")
    bench.write(twin)
    bench.taken(bench.victim, bench.bundle(twin, bench.victim))
    twin.off()
    bench.write(bench.villain)
    bench.write(bench.villain)
    bench.round(bench.villain)
    return bench.round(bench.victim)


@attack("an act of the site is written without anybody's signature", VERIFY, "signature_missing")
def unsigned(bench: Bench) -> set[str]:
    event = StationRevoked(bench.victim.log, "Room-1", 1, "00" * 32, "said the villain")
    bench.put(bench.villain, Draft("site", event))
    bench.round(bench.villain)
    bench.round(bench.office)
    return bench.verified(bench.office)


@attack("an administrator signs for quality with a key of his own", VERIFY, "signature_key")
def forged_signature(bench: Bench) -> set[str]:
    key = Ed25519PrivateKey.generate()
    event = WitnessAdmitted("mine", key.public_key().public_bytes_raw().hex(), "said the villain")
    bench.put(bench.villain, Draft("site", replace(event, signed=_signed(bench.villain, "qlee", key))))
    bench.round(bench.villain)
    bench.round(bench.office)
    return bench.verified(bench.office)


@attack("a station is admitted with a certificate of one's own", VERIFY, "station_certificate")
def forged_admission(bench: Bench) -> set[str]:
    state = bench.office.store.state("site").stations[bench.victim.log]
    certificate = villain.keys_of(bench.villain.folder).signing.sign(b"welcome").hex()
    event = StationAdmitted(
        "ab" * 32, "Room-9", "cd" * 32, state.pdf_certificate, office=False, certificate=certificate
    )
    bench.put(bench.villain, Draft("site", event))
    bench.round(bench.villain)
    bench.round(bench.office)
    return bench.verified(bench.office)


# Somebody who may write at the centre


@attack("an entry is forged behind another station's last one, openly", ROUND, "key_not_in_force")
def forged_openly(bench: Bench) -> set[str]:
    return _forged(bench, 2, bench.office)


@attack("an entry is forged under another station's sealing key", ROUND, "seal")
def forged_seal(bench: Bench) -> set[str]:
    return _forged(bench, 1, bench.office)


@attack("an entry is forged behind the own last one; nobody takes it for a clone", ROUND, "key_not_in_force")
def forged_against_its_owner(bench: Bench) -> set[str]:
    said = _forged(bench, 2, bench.victim)
    bench.write(bench.victim)  # the station works on
    return said | bench.started(bench.victim)


@attack("an old entry is sent again under the next number", CENTRE, "link", "place", "header_hash")
def replayed(bench: Bench) -> set[str]:
    entries = bench.centre.read_after(bench.victim.log, 0, 100, frozenset("*"))
    return bench.appended(bench.victim.log, [villain.renumbered(entries[2], entries[-1].seq + 1)])


@attack("an entry of one log is sent as another's", CENTRE, "place", "gap", "fork", "other_log")
def misplaced(bench: Bench) -> set[str]:
    entry = bench.villain.entries(bench.villain.log)[-1]
    head = bench.centre.heads()[bench.victim.log]
    return bench.appended(bench.victim.log, [replace(entry, log=bench.victim.log, seq=head.seq + 1)])


@attack("a log of another kind of store is left at the centre", ROUND, "other_profile")
def other_profile(bench: Bench) -> set[str]:
    return _stranger(bench, Founding("Room-8", "Elsewhere", "practice", {}))


@attack("a second log under the name of a station", ROUND, "station_name_twice")
def name_twice(bench: Bench) -> set[str]:
    return _stranger(bench, Founding("Room-1", bench.victim.store.genesis.site, "demonstration", {}))


@attack("a secret is left in an envelope by somebody who is no station", ROUND, "envelope")
def forged_envelope(bench: Bench) -> set[str]:
    state = bench.victim.store.state(subjects.person("mchen"))
    bench.victim.store.keep_secret("person/mchen", None)
    letter = {
        "from": "ab" * 32,
        "name": "person/mchen",
        "secret": "00",
        "signature": "00" * 64,
        "version": state.wrapped,
    }
    purpose = b"\x00".join((b"ebr envelope/1", bench.victim.log.encode(), b"person/mchen", state.wrapped.encode()))
    box = seal_to(bench.victim.store.keys.encryption_public, json.dumps(letter, sort_keys=True).encode(), purpose)
    bench.centre.boxes[:] = [Envelope(bench.victim.log, "person/mchen", state.wrapped, box)]
    return bench.round(bench.victim)


# The centre's administrator


@attack("the centre is restored from a backup", ROUND, "centre_shorter")
def centre_restored(bench: Bench) -> set[str]:
    kept = bench.centre.copied()
    bench.write(bench.victim)
    bench.round(bench.victim)
    bench.world.countersign()
    bench.round(bench.victim)
    bench.world.centre = kept
    return bench.round(bench.victim)


@attack("the centre shows two stations two trees", ROUND, "two_histories")
def split_view(bench: Bench) -> set[str]:
    face = bench.centre.copied()
    bench.write(bench.villain)
    bench.round(bench.villain, face)
    face.countersign()
    bench.round(bench.villain, face)
    bench.write(bench.victim)
    bench.round(bench.victim)
    bench.round(bench.villain)
    bench.world.countersign()
    return bench.round(bench.villain)


@attack("the centre keeps up two trees; the stations meet without it", VERIFY, "receipts_differ")
def split_for_ever(bench: Bench) -> set[str]:
    for player, centre in ((bench.villain, bench.centre.copied()), (bench.victim, bench.centre)):
        bench.write(player)
        bench.round(player, centre)
        centre.countersign()
        bench.round(player, centre)
    assert bench.taken(bench.victim, bench.bundle(bench.villain, bench.victim)) == set()
    return bench.verified(bench.victim)


@attack("the centre exchanges two entries in its tree", ROUND, "two_histories")
def another_tree(bench: Bench) -> set[str]:
    bench.centre.turn_round(3)
    return bench.round(bench.victim)


@attack("the centre cuts the end off a log and off its tree", ROUND, "centre_shorter", "two_histories")
def truncated_there(bench: Bench) -> set[str]:
    assert bench.centre.truncate(bench.villain.log, 2)
    return bench.round(bench.victim)


@attack("the centre mixes up what it shows", ROUND, "gap", "link", "place")
def mixed_up(bench: Bench) -> set[str]:
    for _ in range(3):
        bench.write(bench.villain)
    bench.round(bench.villain)
    return bench.round(bench.victim, Liar(bench.centre, "reorder", bench.victim.log))


@attack("the centre says a hash that it cannot show", ROUND, "fork")
def false_head(bench: Bench) -> set[str]:
    class FalseHead(Liar):
        def heads(self) -> dict[str, Head]:
            heads = bench.centre.heads()
            own = heads[bench.victim.log]
            return {**heads, bench.victim.log: Head(own.seq, b"\x01" * 32)}

    said = bench.round(bench.victim, FalseHead(bench.centre, "", bench.victim.log))
    return said | bench.started(bench.victim)


@attack("a receipt is signed by another key", ROUND, "checkpoint_signature")
def forged_receipt(bench: Bench) -> set[str]:
    leaves = [leaf for _, _, leaf in bench.centre.leaves]
    note = signed_note(Checkpoint("centre/0000", len(leaves), root_of(leaves)), Ed25519PrivateKey.generate())
    bench.centre.note = note
    return bench.round(bench.victim)


@attack("a receipt names an entry that was never written", ROUND, "receipt_head", "two_histories")
def receipt_of_nothing(bench: Bench) -> set[str]:
    bench.centre.leaves.append((bench.victim.log, 3, b"\x02" * 32))
    bench.centre.sign()
    return bench.round(bench.victim)


@attack("another site's store is put in the centre's place", ROUND, "centre_other_site")
def other_site(bench: Bench) -> set[str]:
    class Elsewhere(Liar):
        def describe(self) -> Description:
            return replace(bench.centre.describe(), site="ef" * 32)

    return bench.round(bench.victim, Elsewhere(bench.centre, "", bench.victim.log))


# On a stick


@attack("a bundle is sealed again by another station", TAKING, "sender_unknown", "file_damaged")
def bundle_resealed(bench: Bench) -> set[str]:
    path = bench.bundle(bench.office, bench.victim)
    outer = bundle_file.read(path).outer
    seal = villain.keys_of(bench.villain.folder).signing.sign(seal_message(bundle_file.KIND, outer.before_seal))
    path.write_bytes(path.read_bytes()[:-SEAL] + seal)
    return bench.taken(bench.victim, path)


@attack("a byte of a bundle is changed", TAKING, "file_damaged")
def bundle_changed(bench: Bench) -> set[str]:
    path = bench.bundle(bench.office, bench.victim)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    return bench.taken(bench.victim, path)


@attack("a bundle is cut off", TAKING, "file_damaged")
def bundle_cut(bench: Bench) -> set[str]:
    path = bench.bundle(bench.office, bench.victim)
    path.write_bytes(path.read_bytes()[:-200])
    return bench.taken(bench.victim, path)


@attack("a bundle is taken a second time", TAKING, "bundle_taken_before")
def bundle_again(bench: Bench) -> set[str]:
    path = bench.bundle(bench.office, bench.victim)
    assert bench.taken(bench.victim, path) == set()
    return bench.taken(bench.victim, path)


@attack("a bundle for another station is carried here", TAKING, "bundle_for_other")
def bundle_astray(bench: Bench) -> set[str]:
    return bench.taken(bench.villain, bench.bundle(bench.office, bench.victim))


@attack("a station writes itself a receipt", VERIFY, "receipt_note")
def receipt_written(bench: Bench) -> set[str]:
    """A station writes itself a receipt: whoever verifies its record must see that no witness signed it."""
    head = bench.villain.entries(bench.villain.log)[-1]
    note = signed_note(Checkpoint("centre/0000", 1, root_of([head.hash])), Ed25519PrivateKey.generate())
    witness = bench.office.store.state("site").witness
    assert witness is not None
    event = WitnessedEvent(witness.key, note, head.seq, head.hash.hex(), 0, (), (), 0)
    bench.put(bench.villain, Draft(subjects.station("Room-2"), event))
    bench.round(bench.villain)
    bench.round(bench.office)
    return bench.verified(bench.office)


def _with(header: Any, **changes: Any) -> Any:
    return type(header)(**{name: changes.get(name, getattr(header, name)) for name in header.__struct_fields__})


def _attached(bench: Bench, player: Player) -> str:
    digest = player.station.attachments.add(b"a picture")
    value = {"media": "image/png", "name": "a.png", "sha256": digest, "size": "9"}
    bench.put(player, Draft(UNIT, ValueRecorded(BATCH, "making/shown", 1, 1, value, "mchen", {"how": "file"}, "in")))
    return digest


def _noted(player: Player) -> list[FaultNoted]:
    entries = player.store.log.entries(player.station.acting.station_root)
    return [one.event for one in entries if isinstance(one.event, FaultNoted)]


def _lacks(player: Player, digest: str) -> bool:
    return not player.station.attachments.present(digest)


def _restored(player: Player, copy: Path, *, start: bool) -> None:
    player.off()
    shutil.rmtree(player.folder)
    copied(copy, player.folder)
    if start:
        assert player.store.log.id == player.log


def _signed(player: Player, person: str, key: Ed25519PrivateKey) -> Signed:
    public = key.public_key().public_bytes_raw().hex()
    at = player.clock.now()
    return Signed(
        person=person, key=public, name="Quinn Lee", role="quality", meaning="approved", at=at.wall, zone=at.zone,
        log=player.log, subject="site", heads=(), covered=(), document="{}", document_hash="00" * 32, value="00" * 64,
    )  # fmt: skip


def _forged(bench: Bench, number: int, by: Player) -> set[str]:
    entries = bench.centre.read_after(bench.victim.log, 0, 1000, frozenset("*"))
    bench.centre.append(bench.victim.log, [villain.forge(entries[-1], villain.start_key_of(entries), number)])
    return bench.round(by)


def _stranger(bench: Bench, founding: Founding) -> set[str]:
    place = bench.place / "stranger"
    Store.create(place, founding, prefer_key_store="demonstration", setting=bench.villain.setting())
    entries = entries_in(place)
    bench.centre.append(entries[0].log, entries)
    return bench.round(bench.victim)


ATTACKS = tuple(row for row in list(globals().values()) if isinstance(row, Attack))


def tried(row: Attack) -> set[str]:
    """Play one attack and return the codes that were said."""
    with decided_by(7), workplace() as name:
        bench = Bench(Path(name))
        try:
            return row.play(bench)
        finally:
            bench.close()


def main() -> int:
    """Print the table with what was really said; 1 when an attack was not named."""
    wrong = 0
    for row in ATTACKS:
        said = tried(row)
        found = sorted(said & row.codes)
        wrong += not found
        print(f"{row.what:<72} {row.finder:<16} {', '.join(found) or 'NOT FOUND: ' + str(sorted(said))}")
    print(f"\n{len(ATTACKS)} attacks, {wrong or 'none'} not found")
    return 1 if wrong else 0
