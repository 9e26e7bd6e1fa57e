"""Entries that are numbers: measured, counted, weighed; first one beyond each limit, then one that stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules.rows import bill_limits
from ebr.domain.batch.state.inputs import limits_now
from ebr.domain.batch.state.plan import rounds_of
from ebr.domain.mbr.model import Slot
from ebr.rehearsal import amounts, clocks
from ebr.rehearsal.game import Game, text
from ebr.rehearsal.guessing import unit_of
from ebr.rehearsal.putting import put, stays, tries


def limits_of(game: Game, slot: Slot, address: str) -> dict[str, str]:
    """Return the limits of an entry as they are now."""
    return limits_now(game.state, slot.limits, rounds_of(address))


def number_value(game: Game, slot: Slot, address: str) -> str:
    """Try a value beyond its limits where none was tried, then return one that may stand; nothing if the first does."""
    limits = limits_of(game, slot, address)
    decimals, unit = game.plan.decimals(slot), game.plan.unit(slot)
    if slot.kind != "result" and (tries(game, "out_of_limit", slot) or untried(game, slot.id, limits)):
        value = amounts.outside(game, slot.id, limits, decimals)
        command = game.record(address, {"number": text(value)}) if value is not None else None
        if command is not None and stays(game, slot, address, game.fault("out_of_limit", slot.id, command, game.hand)):
            return ""
    aimed = game.aims.value(game.state, slot, address)
    chosen = amounts.choose(game, slot.id, limits, decimals, unit, aimed if isinstance(aimed, Decimal) else None)
    return text(chosen)


def untried(game: Game, place: str, limits: Mapping[str, str]) -> bool:
    """Tell whether no value beyond these limits was tried yet."""
    return any(game.ledger.missing("limit", place, "outside", name) for name in ("low", "high") if name in limits)


def number(game: Game, slot: Slot, address: str) -> None:
    """Enter numbers until there are enough."""
    while len(game.state.slot(address).standing()) < slot.replicates:
        value = number_value(game, slot, address)
        if value:
            put(game, slot, address, {"number": value})


def table(game: Game, slot: Slot, address: str) -> None:
    """Enter readings, then close the entry."""
    least, most = max(slot.rows, 1), max(slot.most, slot.rows, 1)
    for value in _readings(game, slot, address, game.random.randint(least, most)):
        if value:
            put(game, slot, address, {"number": value})
    if game.state.slot(address).closed is None:
        command = c.CloseItems(game.batch, address)
        clocks.before(game, slot.id, command, game.performer)
        game.do(command, game.hand, slot.id)


def _readings(game: Game, slot: Slot, address: str, count: int) -> Iterator[str]:
    """Yield readings: all alike, spread from end to end, at one end, or each for itself."""
    aimed = game.aims.value(game.state, slot, address)
    limits = limits_of(game, slot, address)
    found = amounts.span(limits, slot.decimals, slot.unit)
    if isinstance(aimed, Decimal):
        yield from [text(found.fit(aimed))] * count
        return
    unmet = any(game.ledger.wants("limit", f"{slot.id}/{name}") for name, _ in slot.statistics)
    pattern = game.random.choice(("alike", "spread", "low", "high", "each")) if unmet else "each"
    ends = {"alike": (0.5, 0.5), "spread": (0.0, 1.0), "low": (0.0, 0.0), "high": (1.0, 1.0)}.get(pattern)
    for number in range(count):
        yield text(found.at(ends[number % 2])) if ends else number_value(game, slot, address)


def environment(game: Game, slot: Slot, address: str) -> None:
    """Enter all conditions of a room at once; each beyond its limits first."""
    told = {item.id: limits_now(game.state, item.limits, rounds_of(address)) for item in slot.items}
    aimed = game.aims.value(game.state, slot, address)
    wanted = aimed if isinstance(aimed, Mapping) else {}
    value = {
        item.id: text(
            amounts.choose(game, f"{slot.id}/{item.id}", told[item.id], item.decimals, item.unit, wanted.get(item.id))
        )
        for item in slot.items
    }
    for item in slot.items:
        place = f"{slot.id}/{item.id}"
        if untried(game, place, told[item.id]) or tries(game, "out_of_limit", slot):
            out = amounts.outside(game, place, told[item.id], item.decimals)
            if out is not None:
                game.fault("out_of_limit", slot.id, game.record(address, {**value, item.id: text(out)}), game.hand)
    put(game, slot, address, value)


def labels(game: Game, slot: Slot, address: str) -> None:
    """Enter the counts of labels; some that do not add up first."""
    aimed = game.aims.value(game.state, slot, address)
    used, destroyed = game.random.randint(1, 200), game.random.randint(0, 3)
    counts = {"issued": used + destroyed + 1, "used": used, "damaged": 0, "destroyed": destroyed}
    counts |= {"returned": 0, "specimen": 1}
    if isinstance(aimed, Mapping):
        counts.update({name: int(count) for name, count in aimed.items() if name in counts})
    if tries(game, "out_of_limit", slot):
        lost = {**counts, "issued": counts["issued"] + 1}
        if stays(
            game, slot, address, game.fault("out_of_limit", slot.id, game.record(address, _texts(lost)), game.hand)
        ):
            return
    put(game, slot, address, _texts(counts))


def _texts(counts: Mapping[str, int]) -> dict[str, str]:
    return {name: str(count) for name, count in counts.items()}


def material(game: Game, slot: Slot, address: str) -> None:
    """Enter rows of lots that come to a quantity, then close the entry."""
    own = bool(slot.limits.any() or slot.limits.target)
    limits = dict(limits_of(game, slot, address) if own else bill_limits(game.state, slot))
    decimals, unit = game.plan.decimals(slot), game.plan.unit(slot)
    aimed = game.aims.value(game.state, slot, address)
    total = amounts.choose(game, slot.id, limits, decimals, unit, aimed if isinstance(aimed, Decimal) else None)
    if aimed is None and (game.ledger.wants_fault("quantity_out", slot.id) or untried(game, slot.id, limits)):
        total = amounts.outside(game, slot.id, limits, decimals) or total
    for value in _rows(game, slot, max(total, unit_of(decimals)), unit_of(decimals)):
        put(game, slot, address, value)
    command = c.CloseItems(game.batch, address)
    clocks.before(game, slot.id, command, game.performer)
    if game.state.slot(address).closed is None:
        game.do(command, game.hand, slot.id)


def _rows(game: Game, slot: Slot, total: Decimal, step: Decimal) -> Iterator[dict[str, str]]:
    """Yield rows of one or two lots that come to a total; where potency counts, as pure as the total says."""
    material = game.plan.materials.get(slot.of)
    extra = {"potency": "100.00", "lod": "0.00"} if material is not None and material.potency else {}
    first = (total / step / 2).to_integral_value() * step
    parts = [first, total - first] if game.chance(0.3) and 0 < first < total else [total]
    for number, part in enumerate(parts, start=1):
        lot = f"LOT-{slot.of.upper()}-{number}"
        yield {"lot": lot, "container": str(number), "net": text(part), **extra}
