"""Labels that were printed elsewhere: taken in by one, counted by another, before an entry counts them (211.125).

The number on a delivery note is not a count. Two people count; where they find different numbers it is an exception,
and the delivery waits until both counted the same. What the entry counts as issued is what came out of the printers
here and what was delivered so.
"""

from __future__ import annotations

from decimal import Decimal

from ebr.domain.batch import commands as c
from ebr.domain.batch.events.label import LabelDeliveryCounted, LabelsDelivered
from ebr.domain.batch.rules.labelling import MOST, entry_of_labels
from ebr.domain.batch.rules.preview import preview
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.rules.record import subject_of
from ebr.domain.batch.state import BatchState, labelling
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, plain, shown_text


def take_in(state: BatchState, command: c.TakeInLabels) -> Decision:
    """Take a delivery of labels in with the number that was counted; again with a reason while it is open."""
    where = entry_of_labels(state, command.slot)
    delivery, source = clean_text(command.delivery, 80), clean_text(command.source, 200)
    if not delivery or not source:
        raise Refusal("delivery_unnamed", slot=where.slot.label)
    _countable(command.count)
    before = state.label_deliveries.get((command.slot, delivery))
    reason = clean_text(command.reason, 500)
    if before is not None and before.agreed:
        raise Refusal("delivery_known", delivery=delivery, slot=where.slot.label)
    if before is not None and not reason:
        raise Refusal("reason_missing", slot=where.slot.label)
    event = LabelsDelivered(state.id, command.slot, delivery, source, command.count, reason)
    return Decision((Draft(subject_of(state, where), event),))


def count(state: BatchState, command: c.CountDelivery, actor: Actor, at: Instant) -> Decision:
    """Count a delivery as the second person; another number than the first one's is kept and is an exception."""
    where = entry_of_labels(state, command.slot)
    found = state.label_deliveries.get((command.slot, command.delivery))
    if found is None or found.agreed:
        raise Refusal("delivery_not_open", delivery=shown_text(command.delivery), slot=where.slot.label)
    if found.stamp.by == actor.person:
        raise Refusal("second_person_same", person=actor.name or actor.person)
    _countable(command.count)
    label, said = where.slot.label, str(command.count)
    event = LabelDeliveryCounted(state.id, command.slot, command.delivery, command.count)
    drafts = [Draft(subject_of(state, where), event)]
    if command.count != found.event.count:
        params = {"slot": label, "delivery": command.delivery, "said": str(found.event.count), "counted": said}
        drafts.append(raised(state, command.slot, "delivery_differs", "major", params))
        return Decision(tuple(drafts), answer={"agrees": "no"})
    then = labelling.proposed(preview(state, drafts, actor, at), command.slot).get("issued", "")
    for row in state.slot(command.slot).standing() if then else ():
        more = abs(Decimal(row.value.get("issued", "0")) - Decimal(then))
        if more:
            params = {"slot": label, "value": plain(more)}
            drafts.append(raised(state, command.slot, "labels_unreconciled", "major", params, item=row.item))
    return Decision(tuple(drafts), answer={"agrees": "yes"})


def _countable(number: int) -> None:
    if not 1 <= number <= MOST:
        raise Refusal("labels_count", count=str(number), most=str(MOST))
