"""A batch that two real stations made, with everything a report must show of that, and the office's report of it.

A part was given away and taken over, three places were recorded twice and decided, another batch lies between, both logs
are countersigned. Made once for a run; tests only read it.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain import subjects
from ebr.domain.batch.commands import CheckIssue, GivePart, IssueBatch, RecordValue, ResolveConflict, TakeOver
from ebr.domain.decision import Draft
from ebr.domain.site.commands import AdmitWitness
from ebr.domain.station.events import CheckpointMade, Witnessed
from ebr.reports import material
from ebr.reports.assemble import assembled
from ebr.reports.pdf import draw, read
from ebr.station import reporting
from ebr.station.reporting import Order
from ebr.storage.chain import Entry
from ebr.storage.checkpoint import Checkpoint, origin_of, signed_note
from ebr.storage.left_out import LeftOut
from ebr.storage.tree import inclusion_proof, root_of
from tests.station.plant import BATCH, IDENTIFIERS, PASSWORD, Plant, copied, fine, issued
from tests.station.two_rooms import meet, second_room

OTHER = "B-0002"
WITNESS = Ed25519PrivateKey.from_private_bytes(b"w" * 32)
WITNESSED_AT = "2026-05-05T12:00:00+02:00"


@dataclass(frozen=True)
class Reported:
    """The office's folder, its report, and the order with which it was drawn and sealed (the key for PDFs is in it)."""

    office: Path
    room: Path
    file: Path
    order: Order

    def parts(self) -> tuple[list[Entry], dict[str, LeftOut], dict[str, bytes]]:
        """The entries that the report carries, what stands for the others, and its other files."""
        attached = read.attachments(self.file.read_bytes())
        entries = material.read(attached[material.NAME])
        left = material.read_left_out(attached.get(material.LEFT_OUT, b""))
        return entries, left, {name: data for name, data in attached.items() if name not in material.NAMES}

    def again(self, entries: list[Entry], left: dict[str, LeftOut]) -> bytes:
        """The report as somebody draws and seals it from other entries, who holds the station's key for PDFs."""
        found = assembled(entries, self.parts()[2].get, left)
        pages = draw.draw(found.document, found.attachments)
        return reporting.sealed(pages, self.order, datetime.fromisoformat(found.made.made))


@functools.cache
def reported() -> Reported:
    home = Path(tempfile.mkdtemp(prefix="ebr-two-stations-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    with ExitStack() as open_:
        office = Plant(copied(issued(), home / "office"))
        open_.callback(office.close)
        room = second_room(office, home / "room")
        open_.callback(room.close)
        _played(office, room)
        office.be("sups")
        answer, order = reporting.ordered(office.station, BATCH, None, "sups", 0)
        fine(answer)
        assert order is not None
        file = reporting.drawn(order)
    return Reported(home / "office", home / "room", file, order)


def _played(office: Plant, room: Plant) -> None:
    _another_batch(office)
    office.done(GivePart(BATCH, "making", "Room-13", "the vessel is there"), "mchen")
    meet(office, room)
    office.signed(TakeOver(BATCH, "making", "no contact since the morning"), "sups")
    for plant, clean in ((office, "yes"), (room, "no")):
        plant.wait(minutes=1)
        plant.record("clearance", no_product="yes", clean=clean)
        plant.recorded("card", scan=BATCH)
    meet(office, room)
    for contest in office.state.open_contests():
        kept = contest.sides[1].stamp.hash
        office.signed(ResolveConflict(BATCH, contest.where, contest.item, kept, "both looked at it together"), "qtwo")
    fine(office.sign(AdmitWitness("Centre", public(WITNESS), "other building", "qlee"), "aroot", secret=PASSWORD))
    meet(office, room)
    leaves: list[bytes] = []
    for plant in (office, room):
        checkpoint(plant)
        receipt(plant, leaves)
    meet(office, room)


def _another_batch(office: Plant) -> None:
    issue = office.state.issued
    office.signed(IssueBatch(OTHER, issue.mbr, issue.version, "1000", IDENTIFIERS), "sups")
    office.signed(CheckIssue(OTHER), "qlee")
    for _ in range(3):
        office.do(RecordValue(OTHER, office.at("clearance"), {"no_product": "yes", "clean": "maybe"}, 0), "mchen")
    office.done(RecordValue(OTHER, office.at("clearance"), {"no_product": "yes", "clean": "yes"}, 0), "mchen")
    office.done(RecordValue(OTHER, office.at("card"), {"scan": OTHER}, 0), "mchen")


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def checkpoint(plant: Plant) -> None:
    """The station signs the tree over its log, as it does every few hundred entries."""
    log, name = plant.station.store.log, plant.station.store.genesis.station
    size, root = plant.entries(), plant.station.store.log.tree.root()
    note = signed_note(Checkpoint(origin_of(name, log.id), size, root), plant.station.store.keys.signing)
    made = CheckpointMade(size, root.hex(), note)
    log.append(
        f"checkpoint-{size}", [Draft(subjects.station(name), made)], by="", presence="", at=plant.station.clock.now()
    )


def receipt(plant: Plant, leaves: list[bytes]) -> None:
    """A witness countersigns the head, the newest entry of its tree."""
    log, name, head = plant.station.store.log, plant.station.store.genesis.station, plant.station.store.log.head
    assert head is not None
    leaves.append(head.hash)
    index, size = len(leaves) - 1, len(leaves)
    note = signed_note(Checkpoint("centre/1", size, root_of(leaves), (f"at {WITNESSED_AT}",)), WITNESS)
    proof = tuple(part.hex() for part in inclusion_proof(leaves, index))
    seen = Witnessed(public(WITNESS), note, head.seq, head.hash.hex(), index, proof, (), 0)
    log.append(
        f"receipt-{head.seq}", [Draft(subjects.station(name), seen)], by="", presence="", at=plant.station.clock.now()
    )


__all__ = ["OTHER", "Reported", "reported"]
