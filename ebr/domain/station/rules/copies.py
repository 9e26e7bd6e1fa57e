"""What leaves a station and what comes back: receipts of a witness, bundles, the second copy (record-and-sync.md).

Everything here was checked by the station before it asks; these rules keep the record free of what says nothing: a
receipt that covers no more than the last or only receipts, a bundle taken twice.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts, refuse
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import policy_in
from ebr.domain.station.commands import NoteBundleMade, NoteBundleTaken, NoteReceipt, NoteSecondCopy
from ebr.domain.station.events import BundleMade, BundleTaken, SecondCopyMade, Witnessed
from ebr.domain.station.state import StationState


def note_receipt(state: StationState, command: NoteReceipt) -> Decision:
    """Keep a receipt that covers something besides receipts and more than the one before."""
    covered = state.receipt.seq if state.receipt is not None else 0
    receipts = sum(covered < seq <= command.seq for seq in state.receipts_after)
    if command.seq - covered - receipts <= 0:
        return refuse("receipt_covers_nothing", entry=str(command.seq), covered=str(covered))
    event = Witnessed(
        command.witness,
        command.note,
        command.seq,
        command.hash,
        command.index,
        tuple(command.inclusion),
        tuple(command.consistency),
        command.kept,
    )
    return Decision((Draft(subjects.station(state.name), event),))


def note_bundle(state: StationState, facts: Facts, command: NoteBundleMade | NoteBundleTaken, actor: Actor) -> Decision:
    """Note a bundle; on a production store somebody signed in asks (floor-rules 17), and the policy must allow it.

    The first bundle of a new station brings its people: until then nobody can sign in there.
    """
    if not policy_in(facts).yes("bundles"):
        return refuse("bundles_off")
    brings_people = isinstance(command, NoteBundleTaken) and not state.signed_in_once
    if state.production and not actor.person and not brings_people:
        return refuse("bundle_needs_person")
    event: BundleMade | BundleTaken
    if isinstance(command, NoteBundleMade):
        event = BundleMade(command.bundle, command.to, command.entries, command.digest)
    elif command.bundle in state.bundles_taken:
        return Decision(refusal=Refusal("bundle_taken_before", bundle=command.bundle))
    else:
        event = BundleTaken(command.bundle, command.of, command.entries, command.digest)
    return Decision((Draft(subjects.station(state.name), event),))


def note_second_copy(state: StationState, command: NoteSecondCopy) -> Decision:
    """Note a second copy; one of the same head again says nothing new."""
    if command.head == state.second_copy:
        return Decision()
    return Decision((Draft(subjects.station(state.name), SecondCopyMade(command.target, command.head)),))
