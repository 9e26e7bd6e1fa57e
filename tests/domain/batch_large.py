"""A record of thousands of steps, for what an entry costs."""

from __future__ import annotations

from dataclasses import replace

from ebr.domain.batch import commands as c
from ebr.domain.batch.events import StepSigned, ValueRecorded
from ebr.domain.decision import Draft
from ebr.domain.mbr.model import Limits, Mbr, Operation, Phase, Slot, UnitProcedure
from ebr.domain.signature import Signed
from tests.domain.batch_floor import Floor
from tests.domain.batch_small import small


def large(units: int, operations: int, phases: int) -> Mbr:
    """Return a record of so many units, each with so many operations of so many phases: two numbers each, a figure, two signatures."""

    def phase(name: str) -> Phase:
        limits = Limits(low="1", high="9")
        slots = (
            Slot(f"a_{name}", "number", "A", decimals=1, limits=limits),
            Slot(f"b_{name}", "number", "B", decimals=1, limits=limits),
            Slot(f"c_{name}", "calculation", "C", formula=f"a_{name} + 1", decimals=1, limits=Limits(high="20")),
        )
        return Phase(f"p_{name}", "Phase", "Do it.", slots, sign=("performed", "verified"))

    procedure = tuple(
        UnitProcedure(
            f"u_{u}", "Unit",
            tuple(
                Operation(f"o_{u}_{o}", "Operation", tuple(phase(f"{u}_{o}_{p}") for p in range(phases))) for o in range(operations)
            ),
        )
        for u in range(units)
    )  # fmt: skip
    return replace(small(), procedure=procedure, materials=(), equipment=())


def advanced(mbr: Mbr, done: int) -> Floor:
    """Return a batch with so many steps done, written straight into the state."""
    floor = Floor(mbr).issue()
    plan = floor.state.plan
    assert plan is not None
    for phase in list(plan.phases)[:done]:
        address = plan.address(phase, {})
        rows = [
            ValueRecorded(floor.batch, f"{address}/{slot.id}", 1, 1, {"number": "2.0"}, "olga", {}, "in")
            for slot in plan.phases[phase].slots
        ]
        subject = f"batch/{floor.batch}/unit/x"
        floor.write(tuple(Draft(subject, row) for row in rows), "olga")
        hashes = tuple(recorded.stamp.hash for recorded in floor.actions[-1])
        for meaning, who in (("performed", "olga"), ("verified", "sven")):
            signed = Signed(who, "k", who, "operator", meaning, "", "", "log", subject, (), hashes, "{}", "0", "0")
            floor.write((Draft(subject, StepSigned(floor.batch, address, meaning, signed)),), who)
    return floor


def next_entry(floor: Floor, done: int, which: str = "b") -> c.RecordValue:
    """Return the command that records one number of the first open step."""
    assert floor.state.plan is not None
    phase = list(floor.state.plan.phases)[done]
    address = floor.state.plan.address(phase, {})
    return c.RecordValue(floor.batch, f"{address}/{which}_{phase.removeprefix('p_')}", {"number": "5.0"})
