"""What a value of each kind must look like: typed text in, the record's `Value` out, or a `Refusal` in words.

Nothing here compares with limits (`verdict`) or knows about persons. Names of each value's parts:

    instruction  done                  number, qs, duration, table, result   number (or choice, text for a result)
    choice       choice                check        check (yes, no, na), reason when na
    text         text                  datetime     time (ISO 8601 with offset)
    scan         scan                  photo, file  sha256, name, size, media
    material     lot, container, gross, tare, net, potency, lod, expiry      (net = gross - tare when both are given);
                 row when it takes away from what was used: spilled, returned
    equipment    equipment, state; in a swap `ended` (dirty, hold, out_of_service: the one before) and `reason`
    identity     one part for each identifier of the header
    clearance    one part (yes, no, na) for each item                        environment  one number for each item
    sample       sample, quantity      labels       issued, used, damaged, destroyed, returned,
                                                                              specimen, balance
    handover     to, condition
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from ebr.domain.batch.state.figures import SUBTRACTED
from ebr.domain.batch.state.model import BatchState
from ebr.domain.equipment.state.model import FINISHED
from ebr.domain.mbr.model import Slot
from ebr.domain.refusal import Refusal
from ebr.domain.values import Value, clean_text, number, plain, shown_text

SHA256 = re.compile(r"[0-9a-f]{64}")
CODE = re.compile(r"[\x20-\x7e\x1d]{1,200}")
ANSWERS = ("yes", "no", "na")
COUNTS = ("issued", "used", "damaged", "destroyed", "returned", "specimen")
PERCENTS = ("potency", "lod")
MOST_PERCENT = 200
"""An assay on the dried substance may exceed 100 %, never this."""
ALLOWED = {"unit", "row"}
"""Parts that may be given and are not kept as such: the unit is compared, a plain row of a material needs no word."""
LARGEST_FILE = 25 * 1024 * 1024


def accepted(state: BatchState, slot: Slot, given: Value, now: str) -> Value:
    """Return the value as the record keeps it; raises `Refusal`. `now` is the wall time of the entry."""
    reader = READERS.get(slot.kind)
    if reader is None:
        raise Refusal("not_recorded_by_hand", slot=slot.label)
    value = reader(state, slot, given, now)
    extra = {name for name, text in given.items() if text} - set(value) - ALLOWED
    if extra:
        raise Refusal("value_part_unknown", part=shown_text(min(extra)), slot=slot.label)
    return value


def _unit(state: BatchState, slot: Slot, given: Value) -> None:
    expected = state.plan.unit(slot) if state.plan else slot.unit
    if given.get("unit", expected) != expected:
        raise Refusal("wrong_unit", unit=shown_text(given["unit"]), expected=expected, slot=slot.label)


def _decimals(state: BatchState, slot: Slot) -> int:
    return state.plan.decimals(slot) if state.plan else slot.decimals


def _done(_state: BatchState, _slot: Slot, _given: Value, _now: str) -> Value:
    return {"done": "yes"}


def _number(state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    _unit(state, slot, given)
    return {"number": plain(number(given.get("number", ""), _decimals(state, slot)))}


def _choice(_state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    chosen = given.get("choice", "")
    if chosen not in {option.id for option in slot.options}:
        raise Refusal("choice_unknown", choice=shown_text(chosen), slot=slot.label)
    return {"choice": chosen}


def _answer(text: str, label: str) -> str:
    if text not in ANSWERS:
        raise Refusal("answer_unknown", answer=shown_text(text), slot=label)
    return text


def _check(_state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    answer = _answer(given.get("check", ""), slot.label)
    if answer != "na":
        return {"check": answer}
    reason = clean_text(given.get("reason", ""))
    if not reason:
        raise Refusal("reason_missing", slot=slot.label)
    return {"check": answer, "reason": reason}


def _text(_state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    text = clean_text(given.get("text", ""), slot.longest)
    if not text:
        raise Refusal("text_empty", slot=slot.label)
    return {"text": text}


def moment(text: str, label: str, now: str) -> datetime:
    """Return a stated time; refuses one without an offset and one that has not come yet."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("time_unreadable", text=shown_text(text), slot=label) from None
    if when.tzinfo is None:
        raise Refusal("time_without_zone", text=shown_text(text), slot=label)
    if when > datetime.fromisoformat(now):
        raise Refusal("time_in_future", time=when.isoformat(timespec="minutes"), slot=label)
    return when


def _time(_state: BatchState, slot: Slot, given: Value, now: str) -> Value:
    return {"time": moment(given.get("time", ""), slot.label, now).isoformat()}


def _code(text: str, label: str) -> str:
    if not CODE.fullmatch(text):
        raise Refusal("scan_unreadable" if text else "scan_empty", text=shown_text(text), slot=label)
    return text


def _scan(state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    code = _code(given.get("scan", "").strip(), slot.label)
    expected = expected_scan(state, slot)
    if expected and code not in expected:
        raise Refusal("wrong_scan", scanned=shown_text(code), expected=expected[0], slot=slot.label)
    return {"scan": code}


def expected_scan(state: BatchState, slot: Slot) -> tuple[str, ...]:
    """Return the codes a scan slot accepts; none when any code may be scanned."""
    what, _, name = slot.of.partition(":")
    if what == "batch":
        return (state.id,)
    if state.plan is None or what not in ("material", "equipment"):
        return ()
    if what == "material":
        return (state.plan.materials[name].code,) if name in state.plan.materials else ()
    entries = [held for held in state.slots.values() if state.plan.slots[held.address.rpartition("/")[2]].of == name]
    rows = [held.standing()[-1] for held in entries if held.standing()]  # what was swapped for another is not in use
    return tuple(row.value["equipment"] for row in rows if "equipment" in row.value)


def _file(_state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    if not SHA256.fullmatch(given.get("sha256", "")):
        raise Refusal("file_missing", slot=slot.label)
    size = number(given.get("size", ""), 0)
    if size > LARGEST_FILE:
        raise Refusal("file_too_large", size=plain(size), largest=str(LARGEST_FILE), slot=slot.label)
    name = clean_text(given.get("name", ""), 120)
    return {
        "sha256": given["sha256"],
        "name": name,
        "size": plain(size),
        "media": clean_text(given.get("media", ""), 80),
    }


def _material(state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    _unit(state, slot, given)
    found = state.plan.materials.get(slot.of) if state.plan else None
    decimals = _decimals(state, slot)
    value = {
        "lot": _code(given.get("lot", "").strip(), slot.label),
        "container": given.get("container", "").strip() or "1",
    }
    _code(value["container"], slot.label)
    weighed = {name: number(given[name], decimals) for name in ("gross", "tare", "net") if given.get(name)}
    value.update({name: plain(amount) for name, amount in weighed.items()})
    value["net"] = plain(_net(weighed, slot))
    for name in PERCENTS:
        if given.get(name):
            value[name] = plain(_percent(given[name], slot.label))
        elif found is not None and found.potency:
            raise Refusal("potency_missing", part=name, slot=slot.label)
    if given.get("expiry"):
        value["expiry"] = clean_text(given["expiry"], 40)
    if given.get("row", "used") != "used":
        if given["row"] not in SUBTRACTED:
            raise Refusal("row_unknown", row=shown_text(given["row"]), slot=slot.label)
        value["row"] = given["row"]
    return value


def _net(weighed: Mapping[str, Decimal], slot: Slot) -> Decimal:
    if weighed.get("tare", Decimal(0)) < 0:
        raise Refusal("tare_below_zero", tare=plain(weighed["tare"]), slot=slot.label)
    if "gross" in weighed and "tare" in weighed:
        net = weighed["gross"] - weighed["tare"]
        if weighed.get("net", net) != net:
            raise Refusal("net_disagrees", net=plain(weighed["net"]), expected=plain(net), slot=slot.label)
    elif "net" in weighed:
        net = weighed["net"]
        if weighed.get("gross", net) < net:
            raise Refusal("gross_below_net", net=plain(net), gross=plain(weighed["gross"]), slot=slot.label)
    else:
        raise Refusal("net_missing", slot=slot.label)
    if net <= 0:
        raise Refusal("net_not_positive", net=plain(net), slot=slot.label)
    return net


def _percent(text: str, label: str) -> Decimal:
    value = number(text)
    if not 0 <= value <= MOST_PERCENT:
        raise Refusal("percent_out_of_range", value=plain(value), slot=label)
    return value


def _equipment(_state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    value = {"equipment": _code(given.get("equipment", "").strip(), slot.label)}
    if given.get("state"):
        value["state"] = clean_text(given["state"], 80)
    if given.get("ended", "") not in ("", *FINISHED):
        raise Refusal("swap_state_unknown", state=shown_text(given["ended"]), slot=slot.label)
    swap = {name: clean_text(given[name], 200) for name in ("ended", "reason") if given.get(name)}
    if len(swap) == 1:
        raise Refusal("swap_state_missing" if "reason" in swap else "reason_missing", slot=slot.label, equipment="")
    return {**value, **swap}


def _identity(state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    expected = state.issued.identifiers if state.issued else {}
    value = {name: _code(given.get(name, "").strip(), slot.label) for name in expected}
    labels = {found.id: found.label for found in state.plan.mbr.header.identifiers} if state.plan else {}
    for name, right in expected.items():
        if value[name] != right:
            raise Refusal(
                "identity_mismatch",
                identifier=labels.get(name, name),
                scanned=shown_text(value[name]),
                expected=right,
                slot=slot.label,
            )
    return value


def _clearance(_state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    return {item.id: _answer(given.get(item.id, ""), item.label) for item in slot.items}


def _environment(_state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    return {item.id: plain(number(given.get(item.id, ""), item.decimals)) for item in slot.items}


def _sample(_state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    value = {"sample": _code(given.get("sample", "").strip(), slot.label)}
    if given.get("quantity"):
        value["quantity"] = plain(number(given["quantity"]))
    return value


def _result(state: BatchState, slot: Slot, given: Value, now: str) -> Value:
    if slot.options:
        return _choice(state, slot, given, now)
    if slot.unit or slot.limits.any() or "number" in given:
        return _number(state, slot, given, now)
    return _text(state, slot, given, now)


def _labels(_state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    counts = {name: number(given.get(name, "0") or "0", 0) for name in COUNTS}
    negative = next((name for name, count in counts.items() if count < 0), None)
    if negative:
        raise Refusal("count_negative", part=negative, slot=slot.label)
    balance = counts["issued"] - sum(counts[name] for name in COUNTS[1:])
    return {**{name: plain(count) for name, count in counts.items()}, "balance": plain(balance)}


def _handover(_state: BatchState, slot: Slot, given: Value, _now: str) -> Value:
    to = clean_text(given.get("to", ""), 120)
    if not to:
        raise Refusal("receiver_missing", slot=slot.label)
    return {"to": to, "condition": clean_text(given.get("condition", ""), 500)}


READERS: Mapping[str, Callable[[BatchState, Slot, Value, str], Value]] = {
    "instruction": _done,
    "number": _number,
    "duration": _number,
    "qs": _number,
    "table": _number,
    "choice": _choice,
    "check": _check,
    "text": _text,
    "datetime": _time,
    "scan": _scan,
    "photo": _file,
    "file": _file,
    "material": _material,
    "equipment": _equipment,
    "identity": _identity,
    "clearance": _clearance,
    "environment": _environment,
    "sample": _sample,
    "result": _result,
    "labels": _labels,
    "handover": _handover,
}
