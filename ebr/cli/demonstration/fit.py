"""Equipment made fit for its next use, by what the program itself says is lacking: nothing is done that is not asked.

A visit that comes to a piece of equipment, or to a balance, has it cleaned by one and looked at by another, checked
with its weights on the day, its assembly tested, its line cleared. Each act is named by the length of the use log
before it, so a run that was cut short does it once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ebr.cli.demonstration.floor import Floor
from ebr.cli.demonstration.machines import reading_of
from ebr.domain.equipment import commands as q
from ebr.domain.refusal import Refusal
from ebr.station.questions import Batches, EquipmentAnswer, EquipmentQuestion, UseLog

MOST: Final = 6
"""Acts that one piece may need before a use."""
PROCEDURE: Final = "SOP-EQ-020, cleaning between batches"
INTEGRITY: Final = ("Pressure hold, 10 min at 0.3 bar", "0.1 % loss")


def fit(floor: Floor, equipment: str, batch: str, by: str, second: str) -> None:
    """Have a piece ready for a batch; one that the site does not know, or that needs somebody else, stays as it is."""
    for _ in range(MOST):
        found = _answer(floor, equipment)
        act = ACTS.get(_lacking(found, batch)) if found is not None else None
        if found is None or act is None:
            return
        act(floor, found, batch, by, second)


def fit_room(floor: Floor, room: str, batch: str, by: str, second: str) -> None:
    """Have a room cleaned before a batch uses it; the line clearance is the batch's own."""
    for _ in range(MOST):
        found = _answer(floor, room)
        code = _lacking(found, batch) if found is not None else ""
        if found is None or code not in OF_ROOMS:
            return
        ACTS[code](floor, found, batch, by, second)


def room_helped(floor: Floor, room: str, batch: str) -> bool:
    """Tell whether a room lacks something that `fit_room` would do."""
    found = _answer(floor, room)
    return found is not None and _lacking(found, batch) in OF_ROOMS


def helped(floor: Floor, equipment: str, batch: str) -> bool:
    """Tell whether a piece lacks something that `fit` would do."""
    found = _answer(floor, equipment)
    return found is not None and _lacking(found, batch) in ACTS


def done_with(floor: Floor, equipment: str, batch: str, by: str, second: str) -> None:
    """Have the use of a piece by a batch ended and the piece cleaned after it, once."""
    found = _answer(floor, equipment)
    if found is not None and batch in found.row.batches:
        _do(floor, q.EndUse(equipment, batch), by, "end")
    rows = [row.what for row in floor.station.ask(UseLog(equipment)) if row.batch == batch or row.what == "cleaned"]
    if found is not None and rows and rows[-1] == "use_ended":
        _clean(floor, found, batch, by, second)


def _answer(floor: Floor, equipment: str) -> EquipmentAnswer | None:
    try:
        found = floor.station.ask(EquipmentQuestion(equipment))
    except Refusal:
        return None
    assert isinstance(found, EquipmentAnswer)
    return found


def _lacking(found: EquipmentAnswer, batch: str) -> str:
    """Return the code of what a batch that begins, or goes on, to use a piece would be told, "" for nothing."""
    code = found.row.blocked.code if found.row.blocked is not None else ""
    if batch in found.row.batches:
        return code if code == "daily_check_missing" else ""
    return "room_not_cleared" if not code and found.needs.clearance and not _cleared(found, batch) else code


def _cleared(found: EquipmentAnswer, batch: str) -> bool:
    cleared = found.cleared
    return cleared is not None and cleared.passed and cleared.batch == batch and cleared.when == "before"


def _about(floor: Floor, equipment: str, what: str) -> str:
    return f"fit/{equipment}/{what}/{len(floor.station.ask(UseLog(equipment)))}"


def _do(floor: Floor, command: q.CheckDaily | q.CheckIntegrity | q.EndUse, by: str, what: str) -> None:
    floor.be_there(by)
    floor.tick(20)
    floor.do(command, by, _about(floor, command.equipment, what))


def _check(floor: Floor, found: EquipmentAnswer, _batch: str, by: str, _second: str) -> None:
    name = found.row.equipment
    readings = tuple((limit.name, reading_of(name)) for limit in found.needs.checks)
    _do(floor, q.CheckDaily(name, readings), by, "check")


def _test(floor: Floor, found: EquipmentAnswer, _batch: str, by: str, _second: str) -> None:
    _do(floor, q.CheckIntegrity(found.row.equipment, *INTEGRITY, "pass"), by, "integrity")


def _clean(floor: Floor, found: EquipmentAnswer, _batch: str, by: str, second: str) -> None:
    name = found.row.equipment
    floor.sign_beside(q.CleanEquipment(name, PROCEDURE, second), by, _about(floor, name, "clean"))


def _clear(floor: Floor, found: EquipmentAnswer, batch: str, by: str, second: str) -> None:
    name = found.row.equipment
    product = next(row.product for row in floor.station.ask(Batches()) if row.batch == batch)
    answers = tuple((line, "yes") for line in found.needs.checklist)
    command = q.ClearLine(name, batch, product, "before", answers, second)
    floor.sign_beside(command, by, _about(floor, name, "clear"))


def _release(floor: Floor, found: EquipmentAnswer, _batch: str, _by: str, _second: str) -> None:
    name, quality = found.row.equipment, floor.site.with_role("quality").id
    command = q.ReleaseEquipment(name, "Cleaned again after the hold time and found clean by two")
    floor.sign(command, quality, _about(floor, name, "release"))


ACTS: Final[Mapping[str, Callable[[Floor, EquipmentAnswer, str, str, str], None]]] = {
    "daily_check_missing": _check,
    "equipment_dirty": _clean,
    "clean_hold_over": _clean,
    "dirty_hold_over": _release,
    "assembly_integrity_missing": _test,
    "room_not_cleared": _clear,
}
"""What helps, by what a piece lacks."""
OF_ROOMS: Final = ("equipment_dirty", "clean_hold_over", "dirty_hold_over")
"""What is done about a room beside the batch."""
