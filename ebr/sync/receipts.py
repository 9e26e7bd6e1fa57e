"""Receipts: what the witness countersigned of the own log, accepted only with its proofs.

A receipt counts if all of this holds (record-and-sync.md, "Witnesses"):

    the note is signed by the key that the site admitted (`site.witness-admitted/1`), whatever the other side reports
    its tree goes on from the tree of the note that this station kept before, by a consistency proof
    the head that it covers stands in that tree, by an inclusion proof
    that head stands in our own log, at its number

The newest note that passed is kept in `contact` under "witness", bound to the admission of its key, and the next one is
measured by it. A note that is signed by that key and does not go on from the kept one means that the centre shows two
histories: both notes are kept under "two-histories" as evidence, and nothing that this witness signs counts from then
on, until an administrator and quality have looked and admitted a witness anew: that entry is their decision, and the
kept note begins afresh with it. The alarm is over with the first receipt that counts after it; the evidence stays under
"two-histories/<admission>". A tree smaller than the kept one is the same alarm under another name: a centre restored
from an older copy shows exactly that, and people want to know which it may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ebr.domain.site.state import SiteState, Witness
from ebr.storage.chain import Broken
from ebr.storage.checkpoint import Checkpoint, opened
from ebr.storage.store import Store
from ebr.storage.tree import consistent, included
from ebr.sync.other_side import Witnessed

KEPT: Final = "witness"
EVIDENCE: Final = "two-histories"


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest note that passed: under which admission, its text, its tree."""

    admission: str
    note: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """A countersignature that holds: by which key, what it says, and the size that was kept before."""

    witness: str
    witnessed: Witnessed
    kept: int


def witness_of(store: Store) -> Witness | None:
    """Return the witness that the site admitted."""
    site = store.state("site")
    assert isinstance(site, SiteState)
    return site.witness


def kept(store: Store) -> Kept | None:
    """Return the newest note that passed under the admission in force, None for none."""
    found, witness = store.contact(KEPT), witness_of(store)
    if not isinstance(found, dict) or witness is None or found["admission"] != witness.entry:
        return None
    return Kept(found["admission"], found["note"], found["size"], bytes.fromhex(found["root"]))


def alarm(store: Store) -> dict[str, str] | None:
    """Return the evidence of two histories (admission, code, kept, shown), None for none under the one in force."""
    found, witness = store.contact(EVIDENCE), witness_of(store)
    if not isinstance(found, dict) or witness is None or found["admission"] != witness.entry:
        return None
    return found


def accepted(store: Store, witnessed: Witnessed) -> Receipt:
    """Check a countersignature, keep its note and return it.

    Raises `Broken`: "witness_missing", "checkpoint_form", "checkpoint_signature", "receipt_inclusion", "receipt_head",
    and with evidence kept "two_histories" or "centre_shorter".
    """
    witness = witness_of(store)
    if witness is None:
        raise Broken("witness_missing")
    if alarm(store) is not None:
        raise Broken("two_histories")
    checkpoint = opened(witnessed.note, witness.key)
    before = kept(store)
    _check_consistent(store, witness, before, witnessed, checkpoint)
    if not included(witnessed.hash, witnessed.index, checkpoint.size, witnessed.inclusion, checkpoint.root):
        raise Broken("receipt_inclusion")
    own = store.log.read_after(store.log.id, witnessed.seq - 1, 1)
    if not own or own[0].hash != witnessed.hash:
        raise Broken("receipt_head", seq=str(witnessed.seq))
    _keep(store, witness, witnessed.note, checkpoint)
    _put_away(store)
    return Receipt(witness.key, witnessed, before.size if before else 0)


def _check_consistent(
    store: Store, witness: Witness, before: Kept | None, witnessed: Witnessed, found: Checkpoint
) -> None:
    if before is None:
        return
    if consistent(before.size, before.root, found.size, found.root, witnessed.consistency):
        return
    code = "centre_shorter" if found.size < before.size else "two_histories"
    store.keep_contact(
        EVIDENCE, {"admission": witness.entry, "code": code, "kept": before.note, "shown": witnessed.note}
    )
    raise Broken(code)


def _put_away(store: Store) -> None:
    """End the alarm of an admission before this one; its evidence stays."""
    found = store.contact(EVIDENCE)
    if found is not None:
        store.keep_contact(f"{EVIDENCE}/{found['admission']}", found)
        store.keep_contact(EVIDENCE, None)


def _keep(store: Store, witness: Witness, note: str, found: Checkpoint) -> None:
    store.keep_contact(KEPT, {"admission": witness.entry, "note": note, "root": found.root.hex(), "size": found.size})
