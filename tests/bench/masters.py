"""Master batch records of any length: temperatures in phases, in a strict sequence; at the end the yield that rules ask for."""

from __future__ import annotations

from typing import Literal

from ebr.domain.mbr.model import BatchSize, Flow, Header, Limits, Material, Mbr, Operation, Phase, Slot, UnitProcedure

Order = Literal["sequence", "any", "parallel"]
LIMITS = Limits(target="65", low="58", high="72", alert_low="60", alert_high="70")
YIELD = (
    Slot("got", "number", "Volume obtained", unit="L", decimals=1),
    Slot("yielded", "yield", "Yield", decimals=1, formula="got", theoretical="batch.size", unit="%", limits=Limits(low="80", high="110")),
)  # fmt: skip


def master(name: str, units: int, operations: int, phases: int, slots: int, order: Order = "sequence") -> Mbr:
    """Return an MBR of so many unit procedures with so many operations of so many phases of so many temperatures each.

    `order` is that of the phases of an operation; operations and unit procedures stand in a sequence.
    """
    procedure = tuple(_unit(n, operations, phases, slots, order) for n in range(1, units + 1))
    last = Phase("closing", "Close", "Measure what was obtained.", YIELD)
    close = UnitProcedure("close", "Close", (Operation("yields", "Yield", (last,)),))
    active = Material("water", "Water", "RM-1", "100", "L", decimals=1, active=True)
    return Mbr(_header(name), (active,), (), (*procedure, close))


def addresses(mbr: Mbr) -> list[list[str]]:
    """Return the addresses of the temperatures, phase by phase."""
    phases = [(unit, op, phase) for unit, op, phase in mbr.phases() if unit.id != "close"]
    return [[f"{unit.id}/{op.id}/{phase.id}/{slot.id}" for slot in phase.slots] for unit, op, phase in phases]


def _header(name: str) -> Header:
    return Header(
        id=name, version="1", title="Record for measuring", product="Nothing", product_code="FP-0", strength="none", form="none",
        profile="commercial", stage="Manufacture", rules="EU", size=BatchSize("100", "10", "1000", "L"),
    )  # fmt: skip


def _unit(n: int, operations: int, phases: int, slots: int, order: Order) -> UnitProcedure:
    ops = tuple(_operation(f"u{n}o{o}", phases, slots, order) for o in range(1, operations + 1))
    return UnitProcedure(f"u{n}", f"Unit {n}", ops)


def _operation(name: str, phases: int, slots: int, order: Order) -> Operation:
    return Operation(
        name, f"Operation {name}", tuple(_phase(f"{name}p{p}", slots) for p in range(1, phases + 1)), Flow(order=order)
    )


def _phase(name: str, slots: int) -> Phase:
    instruction = "Wait until the reactor is at steady state. Read the indicator and write the temperature down."
    return Phase(name, f"Step {name}", instruction, tuple(_slot(f"{name}v{s}") for s in range(1, slots + 1)))


def _slot(name: str) -> Slot:
    return Slot(name, "number", "Reactor temperature", unit="degC", decimals=1, limits=LIMITS)
