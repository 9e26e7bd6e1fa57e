"""Take one entry of a lot into account. Entries of stations that did not know of each other may come in any order."""

from __future__ import annotations

from dataclasses import replace

from ebr.domain.decision import Recorded
from ebr.domain.material import events as e
from ebr.domain.material.events import certificate as ce
from ebr.domain.material.events import storage as se
from ebr.domain.material.state import dates
from ebr.domain.material.state.lot import Above, LotState, Move, Result, Ruling, Sample
from ebr.domain.material.state.open import Open, followed
from ebr.domain.material.state.stock import Allocation, Change, number_of
from ebr.domain.values import Stamp


def apply_lot(state: LotState, recorded: Recorded) -> None:
    """Change the state of a lot by one entry."""
    _decided(state, recorded)
    _examined(state, recorded)
    _moved(state, recorded)
    _changed(state, recorded)


def _decided(state: LotState, recorded: Recorded) -> None:
    event, stamp = recorded.event, recorded.stamp
    match event:
        case e.LotReceived():
            _received(state, event, stamp)
        case e.LotReleased():
            ruling = Ruling("released", "", event.results, event.specification)
            state.rulings = followed(state.rulings, ruling, recorded)
        case e.LotQuarantined():
            state.rulings = followed(state.rulings, Ruling("quarantine", event.reason), recorded)
        case e.LotRejected():
            signer = event.signed.person if event.signed is not None else stamp.by
            state.rejections[stamp.hash] = Open(stamp.hash, Ruling("rejected", event.reason), signer, stamp.at.wall)
        case e.RetestExtended():
            state.retests = followed(state.retests, (event.retest, event.results), recorded)
        case _:
            pass


def _received(state: LotState, event: e.LotReceived, stamp: Stamp) -> None:
    """The first receipt by time stands; the others are told."""
    before = state.received
    if before is not None and (dates.moment(before.at), before.hash) <= (dates.moment(stamp.at), stamp.hash):
        state.others[stamp.hash] = stamp
        return
    if before is not None:
        state.others[before.hash] = before
        state.stock.drop(before.hash)
    state.receipt, state.received, state.entry = event, stamp, stamp.hash
    kind = "received" if not event.parents else "made"
    _take(state, stamp, kind, event.containers, event.unit, 1)


def _examined(state: LotState, recorded: Recorded) -> None:
    event, stamp = recorded.event, recorded.stamp
    match event:
        case e.LotSampled():
            state.samples[stamp.hash] = Sample(event.sample, stamp.hash, stamp.by, stamp.at.wall, event.reason)
            _take(state, stamp, "sampled", event.taken, event.unit, -1, event.reason)
        case e.LotTested():
            state.tested[stamp.hash] = Result(stamp.hash, event, stamp.at, stamp.seq)
        case ce.CertificateRecorded():
            stated = Result(stamp.hash, _as_tested(event), stamp.at, stamp.seq, certificate=event.certificate)
            state.tested[stamp.hash] = stated
        case e.ResultsChecked():
            person = event.signed.person if event.signed is not None else stamp.by
            for result in event.results:
                found = state.checks.get(result)
                mine = (person, stamp.at.wall)
                if found is None or (dates.when(mine[1]), person) < (dates.when(found[1]), found[0]):
                    state.checks[result] = mine
        case e.ResultSetAside():
            state.aside[event.result] = min(event.investigation, state.aside.get(event.result, event.investigation))
        case _:
            pass


def _as_tested(event: ce.CertificateRecorded) -> e.LotTested:
    """Return a result of a certificate as a result: it was found in no sample of ours."""
    return e.LotTested(
        event.lot,
        "",
        event.specification,
        event.test,
        event.title,
        event.value,
        event.unit,
        event.low,
        event.high,
        event.expected,
        event.use,
        event.verdict,
        event.analyst,
    )


def _moved(state: LotState, recorded: Recorded) -> None:
    event, stamp = recorded.event, recorded.stamp
    match event:
        case e.LotMoved():
            places = state.places
            places[event.container] = followed(places.get(event.container, ()), (event.place, event.storage), recorded)
            state.moves[stamp.hash] = Move(event.container, event.storage, stamp.at.wall, stamp.hash)
        case se.StorageJudged():
            state.judged = tuple(sorted({*state.judged, (event.container, stamp.at.wall)}))
        case se.LotStoredOtherwise():
            state.otherwise[stamp.hash] = event
        case e.LotAllocated():
            state.stock.allocations[stamp.hash] = Allocation(
                event.station, event.container, event.quantity, event.unit, stamp.hash, stamp.by, stamp.at.wall
            )
        case _:
            pass


def _changed(state: LotState, recorded: Recorded) -> None:
    event, stamp = recorded.event, recorded.stamp
    match event:
        case e.LotUsed():
            key = (event.batch, event.slot, event.item)
            state.stock.use(key, followed(state.stock.uses.get(key, ()), _used(event, stamp), recorded))
        case e.LotReturned():
            amount = (e.Amount(event.container, event.quantity),)
            _take(state, stamp, "returned", amount, event.unit, 1, event.reason, event.batch)
        case e.LotSpilled():
            amount = (e.Amount(event.container, event.quantity),)
            _take(state, stamp, "spilled", amount, event.unit, -1, event.reason, event.batch)
        case e.LotDestroyed():
            _take(state, stamp, "destroyed", event.taken, event.unit, -1, event.reason)
            if event.all:
                state.gone[stamp.hash] = stamp.at.wall
        case e.LotCounted():
            amount = (e.Amount(event.container, event.difference),)
            _take(state, stamp, "counted", amount, event.unit, 1, event.reason)
        case e.LotCountedAbove():
            amount = (e.Amount(event.container, event.difference),)
            _take(state, stamp, "counted", amount, event.unit, 1, event.reason)
            state.above[stamp.hash] = Above(stamp.hash, event, stamp.by, event.witness, stamp.at.wall)
        case e.CountDecided():
            state.found_out[event.count] = min(event.finding, state.found_out.get(event.count, event.finding))
        case e.SublotSplit():
            _take(state, stamp, "split", event.taken, event.unit, -1, event.sublot)
            state.children[event.sublot] = stamp.hash
        case e.SublotsJoined():
            _take(state, stamp, "joined", event.taken, event.unit, -1, event.into)
            state.children[event.into], state.gone[stamp.hash] = stamp.hash, stamp.at.wall
        case _:
            pass


def _take(
    state: LotState,
    stamp: Stamp,
    kind: str,
    amounts: tuple[e.Amount, ...],
    unit: str,
    sign: int,
    reason: str = "",
    batch: str = "",
) -> None:
    for place, amount in enumerate(amounts):
        quantity = amount.quantity if sign > 0 else _minus(amount.quantity)
        change = _change(stamp, kind, amount.container, quantity, unit, reason, batch)
        state.stock.put(f"{stamp.hash}:{place:04}", change)


def _change(
    stamp: Stamp, kind: str, container: str, quantity: str, unit: str, reason: str = "", batch: str = ""
) -> Change:
    return Change(kind, container, quantity, unit, stamp.hash, stamp.by, stamp.at, batch, "", reason, "", stamp.seq)


def _used(event: e.LotUsed, stamp: Stamp) -> Change:
    change = _change(stamp, "used", event.container, _minus(event.quantity), event.unit, batch=event.batch)
    return replace(change, slot=event.slot, station=event.station)


def _minus(quantity: str) -> str:
    return f"{-number_of(quantity):f}"
