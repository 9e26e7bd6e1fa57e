"""What happened to a piece of equipment, a single-use assembly or a room (subject `equipment/<id>`).

The subject is shared: stations write to it without knowing of each other. An event settles only what its writer knew
(`ebr.domain.equipment.state.apply`), so cleaning never covers a use of another station that came in beside it. The use
log (21 CFR 211.182) is no record of its own: it is these entries, in their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class CheckLimit:
    """One reading of the daily check, with the limits it has to keep; decimals as text, "" for no limit."""

    name: str
    unit: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a piece of equipment needs before it may be used; 0, False and "" ask for nothing.

    `calibration_days` and `maintenance_days` propose the next due date. `checks` are the readings of a check that is
    due every day. Cleaned equipment may wait `clean_hold_hours`, used equipment `dirty_hold_hours`. `single_use`: for
    one batch only; `integrity`: a test has to be passed first. `clearance`: for each batch, with `checklist`. `grade`
    is the cleanroom grade, "A" to "D". `capacity`, `minimum` and `resolution` are a balance's, in `unit`.
    """

    calibration_days: int = 0
    maintenance_days: int = 0
    checks: tuple[CheckLimit, ...] = ()
    cleaning: bool = False
    clean_hold_hours: int = 0
    dirty_hold_hours: int = 0
    single_use: bool = False
    integrity: bool = False
    clearance: bool = False
    checklist: tuple[str, ...] = ()
    grade: str = ""
    capacity: str = ""
    minimum: str = ""
    resolution: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class EquipmentAdded:
    """Something got its code: `kind` is the class that master batch records ask for, `lot` of a single-use assembly."""

    equipment: str
    name: str
    kind: str
    place: str
    needs: Needs
    serial: str = ""
    lot: str = ""


@dataclass(frozen=True, slots=True)
class EquipmentChanged:
    """Its name, place or needs are others now; other needs ask for quality again before the next use."""

    equipment: str
    name: str
    place: str
    needs: Needs
    reason: str


@dataclass(frozen=True, slots=True)
class EquipmentQualified:
    """Quality found it fit for use with the needs that were registered; `until` is the last day, "" without end."""

    equipment: str
    evidence: str
    until: str = ""
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class EquipmentCalibrated:
    """It was calibrated; `due` is the last day that a pass holds, "" after a failure.

    A failure takes it out of service, and `touched` lists the batches it was used for since the last good one (21 CFR
    211.160(b)(4)).
    """

    equipment: str
    result: str
    as_found: str
    certificate: str
    due: str = ""
    touched: tuple[str, ...] = ()
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class DailyChecked:
    """The readings of the daily check and what follows: "pass" or "fail"; a failure puts it on hold."""

    equipment: str
    readings: tuple[tuple[str, str], ...]
    result: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class EquipmentCleaned:
    """It was cleaned, and `checked_by` looked (211.182); `until` is the end of the clean-hold time, "" without one.

    `overdue`: when the dirty-hold time had ended, "" when it had not; such a cleaning puts it on hold.
    """

    equipment: str
    procedure: str
    checked_by: str
    until: str = ""
    overdue: str = ""
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class UseBegan:
    """A batch uses it: `where` is the address in the batch record, `by` who performed there."""

    equipment: str
    batch: str
    product: str
    where: str
    by: str


@dataclass(frozen=True, slots=True)
class UseEnded:
    """The batch uses it no more; what needs cleaning is dirty since then."""

    equipment: str
    batch: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class EquipmentSwapped:
    """It was exchanged inside a step for `replaced_by`; `end_state`: "dirty", "hold" or "out_of_service"."""

    equipment: str
    batch: str
    where: str
    replaced_by: str
    end_state: str
    reason: str


@dataclass(frozen=True, slots=True)
class EquipmentHeld:
    """Nobody uses it until quality decides."""

    equipment: str
    reason: str


@dataclass(frozen=True, slots=True)
class EquipmentReleased:
    """Quality lifted the holds that were known."""

    equipment: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class TakenOutOfService:
    """Nobody uses it until quality returns it to service."""

    equipment: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReturnedToService:
    """Quality returned it to service, knowing why it was out."""

    equipment: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class EquipmentMaintained:
    """Work was done on it and `checked_by` looked; `due` is the last day before the next maintenance.

    `requalify`: the work touched what was qualified, so quality finds it fit again before the next use.
    """

    equipment: str
    work: str
    checked_by: str
    due: str = ""
    requalify: bool = False
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class IntegrityTested:
    """The integrity of a single-use assembly was tested: "pass" or "fail"; what failed is never used."""

    equipment: str
    method: str
    reading: str
    result: str


@dataclass(frozen=True, slots=True)
class LineCleared:
    """A room or line was cleared before or after a batch (211.130(e)): each line of the checklist "yes" or "no".

    One "no" clears nothing. `value` names a photograph by its SHA-256 (`sha256`), empty without one.
    """

    equipment: str
    batch: str
    product: str
    when: str
    answers: tuple[tuple[str, str], ...]
    checked_by: str
    value: Mapping[str, str] = field(default_factory=dict)
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ClearedInBatch:
    """A line clearance that a batch recorded at the address `where`, once its second person has looked.

    As `LineCleared`, but nobody signs here: `by` performed it, `checked_by` signed in the batch, in the same action.
    An answer may be "na" too; one "no" clears nothing. `value` names the photograph of the step.
    """

    equipment: str
    batch: str
    product: str
    when: str
    answers: tuple[tuple[str, str], ...]
    where: str
    by: str
    checked_by: str
    value: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CleanedInBatch:
    """A cleaning that a batch recorded at the address `where`, once its second person has looked.

    `procedure` is the one that the step names; `until` and `overdue` as in `EquipmentCleaned`.
    """

    equipment: str
    batch: str
    procedure: str
    where: str
    by: str
    checked_by: str
    until: str = ""
    overdue: str = ""


@dataclass(frozen=True, slots=True)
class CleaningPictured:
    """The photograph of a cleaning that is recorded in the same action; `value` names it by its SHA-256."""

    equipment: str
    value: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EnvironmentRead:
    """What a sample of a room showed, written with the entry of the sample; a later one of the same sample counts.

    `kind` and `place` say what was sampled where, `taken` when (ISO 8601). `verdict` is "in", "alert", "out", or "" for
    a result that an investigation set aside; `value` and `limit` are counts in `unit`, as text.
    """

    equipment: str
    sample: str
    kind: str
    place: str
    taken: str
    value: str
    limit: str
    unit: str
    verdict: str


EVENTS: Mapping[str, type] = {
    "equipment.added/1": EquipmentAdded,
    "equipment.changed/1": EquipmentChanged,
    "equipment.qualified/1": EquipmentQualified,
    "equipment.calibrated/1": EquipmentCalibrated,
    "equipment.daily-checked/1": DailyChecked,
    "equipment.cleaned/1": EquipmentCleaned,
    "equipment.use-began/1": UseBegan,
    "equipment.use-ended/1": UseEnded,
    "equipment.swapped/1": EquipmentSwapped,
    "equipment.held/1": EquipmentHeld,
    "equipment.released/1": EquipmentReleased,
    "equipment.taken-out-of-service/1": TakenOutOfService,
    "equipment.returned-to-service/1": ReturnedToService,
    "equipment.maintenance/1": EquipmentMaintained,
    "equipment.integrity-tested/1": IntegrityTested,
    "equipment.cleared/1": LineCleared,
    "equipment.cleared-in-batch/1": ClearedInBatch,
    "equipment.cleaned-in-batch/1": CleanedInBatch,
    "equipment.cleaning-pictured/1": CleaningPictured,
    "equipment.environment-read/1": EnvironmentRead,
}
