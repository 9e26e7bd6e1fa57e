"""Questions about equipment, single-use assemblies and rooms, and their answers.

`status`: "clean", "dirty", "in_use", "on_hold", "out_of_service" at the moment of the question. Days are YYYY-MM-DD and
hold through their end in the zone of the site; times are ISO 8601 with offset.
"""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.equipment.events import Needs
from ebr.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class EquipmentList:
    """All that is registered, or what is of one class or in one state -> `tuple[EquipmentRow, ...]`."""

    kind: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    """One piece as lists show it.

    `clean_until` ends the clean-hold time. `blocked` says why a batch could not begin to use it now, None when it
    could; whether a room was cleared is not part of it, because that is for one batch. `cleaned`: it needs cleaning.
    """

    equipment: str
    name: str
    kind: str
    place: str
    lot: str
    grade: str
    status: str
    batches: tuple[str, ...]
    cleaned: bool
    calibration_due: str
    calibration_over: bool
    clean_until: str
    blocked: Refusal | None


@dataclass(frozen=True, slots=True)
class EquipmentQuestion:
    """One piece in full -> `EquipmentAnswer`. Raises `Refusal` (equipment_unknown)."""

    equipment: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """What keeps it from use: "hold" or "out"; `why` is a code, or what somebody said (`said`)."""

    bar: str
    why: str
    said: bool
    since: str
    by: str


@dataclass(frozen=True, slots=True)
class DoneRow:
    """The last time that something was done: when, by whom, who checked, what came of it and until when it counts."""

    at: str
    by: str
    checked_by: str = ""
    result: str = ""
    until: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ClearanceRow:
    """The clearance that counts now, of a room or line."""

    batch: str
    product: str
    when: str
    passed: bool
    at: str
    by: str
    checked_by: str
    photograph: str


@dataclass(frozen=True, slots=True)
class EquipmentAnswer:
    """One piece in full.

    `qualified`, `calibrated`, `checked`, `cleaned`, `maintained`, `integrity`: the last of each, None when there was
    none. `qualified_now`: it holds with the needs that stand. `doubted`: batches that failed calibrations touched, as
    long as it is out of service. `dirty_until`: by when it has to be cleaned. `passed_over`: other things that were
    registered under the code without knowing of this one. `written_by`: who never qualifies it. `photographs`: the acts
    ("clear", "clean") that the policy wants a photograph of.
    """

    row: EquipmentRow
    needs: Needs
    serial: str
    written_by: str
    qualified_now: bool
    checked_today: bool
    dirty_until: str
    bars: tuple[BarRow, ...]
    doubted: tuple[str, ...]
    qualified: DoneRow | None
    calibrated: DoneRow | None
    checked: DoneRow | None
    cleaned: DoneRow | None
    maintained: DoneRow | None
    integrity: DoneRow | None
    cleared: ClearanceRow | None
    passed_over: tuple[str, ...]
    photographs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UseLog:
    """The use log of a piece in the order of time (21 CFR 211.182) -> `tuple[UseLogRow, ...]`. Raises `Refusal`."""

    equipment: str


@dataclass(frozen=True, slots=True)
class UseLogRow:
    """One line of the use log; `what` is a code (`ebr.wording.use_word`), `entry` the hash of the entry behind it."""

    at: str
    what: str
    product: str
    batch: str
    by: str
    checked_by: str
    detail: str
    entry: str


@dataclass(frozen=True, slots=True)
class TouchedBatches:
    """The uses since a time, or since the last calibration that was passed -> `tuple[TouchedRow, ...]`.

    Raises `Refusal`.
    """

    equipment: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class TouchedRow:
    """One use by a batch; `ended` is "" as long as it lasts."""

    batch: str
    product: str
    where: str
    began: str
    ended: str
    by: str
