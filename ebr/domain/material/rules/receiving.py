"""Receipt into quarantine: who delivered what in which containers, until when it is good (211.80-211.82, 211.142)."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.rules import forms
from ebr.domain.material.state import ItemState, LotState, dates
from ebr.domain.material.state.stored import same_condition
from ebr.domain.material.state.use import item_in, supplier_in
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, plain, shown_text

MOST_CONTAINERS = 500


def receive(state: LotState, facts: Facts, command: c.ReceiveLot, _actor: Actor, at: Instant) -> Decision:
    """Receive a lot. A supplier that is not qualified holds up the release, not the receipt: the goods are there."""
    lot = forms.name(command.lot, "lot")
    item = item_in(facts, command.item)
    _item(item)
    _supplier(facts, command)
    unit = forms.unit_of(command.unit, item.unit)
    expiry, retest = _dates(item, command, at)
    asked = item.specification.storage if item.specification is not None else ""
    storage = clean_text(command.storage, 200) or asked
    otherwise = _otherwise(lot, storage, asked, command)
    event = e.LotReceived(
        lot,
        item.code,
        command.supplier,
        clean_text(command.supplier_lot, 100),
        _containers(command),
        unit,
        expiry,
        retest,
        storage,
        clean_text(command.place, 200),
        at.zone,
    )
    if state.receipt is not None:
        return _again(state, event)
    drafts = tuple(Draft(subjects.lot(lot), one) for one in (event, *otherwise))
    return Decision(drafts, answer={"lot": lot})


def _otherwise(lot: str, storage: str, asked: str, command: c.ReceiveLot) -> tuple[e.LotStoredOtherwise, ...]:
    """Another condition than the specification asks for is the lot's own from now on: somebody says why (211.142)."""
    if not asked or same_condition(storage, asked):
        return ()
    if not clean_text(command.storage_reason, 500):
        raise Refusal("storage_reason_missing", lot=lot, storage=storage, asked=asked)
    return (e.LotStoredOtherwise(lot, storage, asked, forms.line(command.storage_reason, "reason")),)


def _again(state: LotState, event: e.LotReceived) -> Decision:
    if state.receipt == event:  # asked twice: the first answer holds
        return Decision(answer={"lot": state.number})
    raise Refusal("lot_number_taken", lot=state.number, item=state.item)


def _item(item: ItemState) -> None:
    if not item.entry:
        raise Refusal("item_unknown", item=shown_text(item.code))
    if item.withdrawn:
        raise Refusal("item_withdrawn", item=item.code, title=item.title, reason=item.withdrawn)


def _supplier(facts: Facts, command: c.ReceiveLot) -> None:
    if not command.supplier:
        return
    if not supplier_in(facts, command.supplier).entry:
        raise Refusal("supplier_unknown", supplier=shown_text(command.supplier))
    if not clean_text(command.supplier_lot, 100):
        raise Refusal("material_text_missing", field="supplier_lot")


def _containers(command: c.ReceiveLot) -> tuple[e.Amount, ...]:
    if not 0 < len(command.containers) <= MOST_CONTAINERS:
        raise Refusal("lot_containers", lot=command.lot, most=str(MOST_CONTAINERS))
    found = tuple(
        e.Amount(forms.name(one.container, "container"), plain(forms.quantity(one.quantity)))
        for one in command.containers
    )
    names = [one.container for one in found]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise Refusal("container_twice", lot=command.lot, container=twice)
    return found


def _dates(item: ItemState, command: c.ReceiveLot, at: Instant) -> tuple[str, str]:
    expiry = dates.valid(command.expiry) if command.expiry.strip() else ""
    retest = dates.valid(command.retest) if command.retest.strip() else ""
    specification, today = item.specification, dates.day_of(at)
    if specification is None:
        return expiry, retest
    if specification.retest_months and not retest:
        retest = dates.months_later(today, specification.retest_months).isoformat()
    if specification.expiry_rule == "months":
        counted = dates.months_later(today, specification.expiry_months).isoformat()
        expiry = dates.earliest((expiry, counted), at.zone, at)
    if specification.expiry_rule == "supplier" and not (expiry or retest):
        raise Refusal("lot_date_missing", lot=command.lot, item=item.title)
    return expiry, retest
