"""Which balance of this terminal weighs an entry: the finest that fits range, resolution and its own state (211.68).

A balance that reads more decimals than the entry takes comes after those that do not: what it says could not be kept.

A terminal names up to three balances. Whoever weighs may take another of those that fit; none that does not is offered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ebr.domain import subjects, units
from ebr.domain.batch.rules.machines import kind_of
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import Plan
from ebr.domain.equipment.state import blocked, equipment_in
from ebr.domain.mbr.model import Slot
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.domain.station.state import BALANCES, read_address, terminal_setting
from ebr.domain.values import number
from ebr.station.questions import ScaleRow
from ebr.storage.views import equipment as equipment_view

if TYPE_CHECKING:
    from ebr.station.inside import Inside

KIND: Final = "balance"
IN_PARTS: Final = "balance_out_of_range"
"""What weighs less than the charge weighs it in several parts."""
WEIGHED: Final = ("number", "table", "qs", "result")
"""Entries besides materials of which a balance says the value."""
COARSEST: Final = Decimal("1e9")


def balances_here(station: Inside) -> tuple[str, ...]:
    """Return the equipment numbers of this terminal's balances in the order in which they are set up."""
    found, state = [], station.station_state()
    for role in BALANCES:
        text = terminal_setting(state, role)
        try:
            found += [read_address(role, text).device] if text else []
        except Refusal:
            continue  # an address of a newer program, or one that was never right: no balance
    return tuple(dict.fromkeys(found))


def scales(
    station: Inside, state: BatchState, plan: Plan, slot: Slot, weight: Decimal | None, *, others: bool = True
) -> tuple[ScaleRow, ...]:
    """Return the balances of this terminal, the one to take first, then (`others`) those of the class asked for."""
    kind, here = kind_of(plan, slot.device) or KIND, balances_here(station)
    with station.store.reading() as connection:
        lines = equipment_view.lines(connection)
    wanted = [
        line for line in lines if line.equipment in here or (others and line.kind.strip().casefold() == kind.casefold())
    ]
    facts: Mapping[str, object] = {
        subjects.equipment(line.equipment): station.store.state(subjects.equipment(line.equipment)) for line in wanted
    }
    now, unit = station.clock.now(), plan.unit(slot)
    rows = [
        ScaleRow(
            line.equipment,
            line.name,
            line.equipment in here,
            blocked(facts, line.equipment, kind, state.id, now, balance_for=weight or None, unit=unit),
        )
        for line in wanted
    ]
    rows += _unkept(station, here, {row.equipment for row in rows})
    fit = {
        row.equipment: (
            _too_small(facts, row.equipment, weight, unit),
            _too_fine(facts, row.equipment, plan.decimals(slot), unit),
            _step(facts, row.equipment),
        )
        for row in rows
    }
    return tuple(sorted(rows, key=lambda one: (not one.here, _rank(one), *fit[one.equipment], one.equipment)))


def _unkept(station: Inside, here: Sequence[str], known: Collection[str]) -> Iterator[ScaleRow]:
    """Yield this terminal's balances that nobody registered, where there is a choice of several."""
    if len(here) <= 1:
        return
    site = station.store.state("site")
    needed = isinstance(site, SiteState) and site.policy.yes("equipment_kept")
    for equipment in here:
        if equipment not in known:
            yield ScaleRow(equipment, "", True, Refusal("equipment_unknown", equipment=equipment) if needed else None)


def to_take(rows: Sequence[ScaleRow], here: Sequence[str]) -> str:
    """Return the balance of this terminal to weigh on; the first that is set up where nobody keeps any."""
    return next((row.equipment for row in rows if row.here), here[0] if here else "")


def fitting(station: Inside, state: BatchState, plan: Plan, slot: Slot) -> Iterator[str]:
    """Yield the balances of this terminal that may weigh an entry, the best first; nothing where there is no choice."""
    if slot.kind not in WEIGHED or not slot.device or len(balances_here(station)) <= 1:
        return
    target = slot.limits.target
    try:
        weight = number(target) if target else None
    except Refusal:  # computed: which balance fits is told when the value is there
        weight = None
    yield from usable(scales(station, state, plan, slot, weight, others=False))


def usable(rows: Sequence[ScaleRow]) -> tuple[str, ...]:
    """Return those of this terminal's balances that may weigh it, also in parts."""
    return tuple(row.equipment for row in rows if row.here and _rank(row) <= 1)


def _rank(row: ScaleRow) -> int:
    if row.blocked is None:
        return 0
    return 1 if row.blocked.code == IN_PARTS else 2


def _too_small(facts: Mapping[str, object], equipment: str, weight: Decimal | None, unit: str) -> bool:
    """Tell whether a charge is above the range of a balance, whatever else it lacks."""
    needs = equipment_in(facts, equipment).needs
    if weight is None or not needs.capacity:
        return False
    try:
        return weight * units.factor(unit, needs.unit) > number(needs.capacity)
    except units.UnitError:
        return True


def _too_fine(facts: Mapping[str, object], equipment: str, decimals: int, unit: str) -> bool:
    """Tell whether a balance reads more decimals than the entry takes: its digits are never cut (`values.number`)."""
    needs = equipment_in(facts, equipment).needs
    if not needs.resolution:
        return False
    try:
        step = number(needs.resolution) * units.factor(needs.unit, unit)
    except units.UnitError:
        return False
    return step % Decimal(1).scaleb(-decimals) != 0


def _step(facts: Mapping[str, object], equipment: str) -> Decimal:
    """Return the resolution in grams; a balance without one comes last."""
    needs = equipment_in(facts, equipment).needs
    try:
        return number(needs.resolution) * units.factor(needs.unit, "g") if needs.resolution else COARSEST
    except units.UnitError:
        return COARSEST
