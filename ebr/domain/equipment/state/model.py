"""The state of a piece of equipment, a single-use assembly or a room.

What keeps it from use are *marks*: each begins with an entry and stays until an entry whose writer knew of it settles
it. So events that came in beside each other commute, and the most restrictive status wins. What is renewed
(qualification, calibration, check, cleaning, clearance) is kept as all the newest that did not know of each other; the
strictest of them counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from ebr.domain.equipment.events import EnvironmentRead, Needs
from ebr.domain.equipment.state.times import moment
from ebr.domain.values import Stamp

Status = Literal["unknown", "clean", "dirty", "in_use", "on_hold", "out_of_service"]
Bar = Literal["dirty", "unfit", "hold", "out"]

FINISHED: Final = ("dirty", "hold", "out_of_service")
"""How equipment can be left when it is exchanged."""


class Stamped(Protocol):
    """Whatever keeps the stamp of its entry."""

    @property
    def stamp(self) -> Stamp:
        """When, by whom, in which entry."""
        ...


@dataclass(frozen=True, slots=True)
class Mark:
    """What keeps it from use: `why` is a code, or the text of a person when `said`."""

    bar: Bar
    why: str
    stamp: Stamp
    said: bool = False


@dataclass(slots=True)
class Use:
    """One use by a batch; `ended` is None as long as it lasts, `swapped` names what took its place."""

    batch: str
    product: str
    where: str
    by: str
    began: Stamp
    ended: Stamp | None = None
    swapped: str = ""


@dataclass(frozen=True, slots=True)
class Approved:
    """One qualification by quality; `until` is its last day, "" without end."""

    until: str
    evidence: str
    by: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Calibration:
    """One calibration: "pass" or "fail", and the last day that it holds."""

    result: str
    due: str
    as_found: str
    certificate: str
    touched: tuple[str, ...]
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Check:
    """One daily check or integrity test."""

    result: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Cleaning:
    """One cleaning; `until` ends the clean-hold time, "" without one."""

    until: str
    procedure: str
    checked_by: str
    stamp: Stamp
    by: str = ""
    """Who cleaned, where a batch says so; "" for who wrote the entry."""


@dataclass(frozen=True, slots=True)
class Maintenance:
    """One piece of work on it; `due` is the last day before the next."""

    due: str
    work: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Clearance:
    """One clearance "before" or "after" a batch; `passed` when no line was answered with no."""

    batch: str
    product: str
    when: str
    passed: bool
    photograph: str
    checked_by: str
    stamp: Stamp
    by: str = ""
    """Who cleared, where a batch says so; "" for who wrote the entry."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sample of a room showed."""

    event: EnvironmentRead
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of the use log (211.182): what was done, for which product and batch, by whom, who checked."""

    what: str
    stamp: Stamp
    by: str
    product: str = ""
    batch: str = ""
    checked_by: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """Something else that was registered under the same code without knowing of this; it was passed over."""

    name: str
    kind: str
    stamp: Stamp


@dataclass(slots=True)
class EquipmentState:
    """One piece; `entry` is the hash of the entry that registered it, empty before."""

    id: str
    name: str = ""
    kind: str = ""
    place: str = ""
    serial: str = ""
    lot: str = ""
    needs: Needs = field(default_factory=Needs)
    entry: str = ""
    added: Stamp | None = None
    written_by: str = ""
    """Who registered it or changed its needs last: somebody else qualifies it."""
    marks: dict[str, Mark] = field(default_factory=dict)
    """By the entry they began with and their bar."""
    open: dict[str, Use] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    uses_of: dict[str, list[Use]] = field(default_factory=dict)
    qualified: dict[str, Approved] = field(default_factory=dict)
    calibrated: dict[str, Calibration] = field(default_factory=dict)
    calibrations: list[Calibration] = field(default_factory=list)
    checked: dict[str, Check] = field(default_factory=dict)
    integrity: dict[str, Check] = field(default_factory=dict)
    cleaned: dict[str, Cleaning] = field(default_factory=dict)
    maintained: dict[str, Maintenance] = field(default_factory=dict)
    cleared: dict[str, Clearance] = field(default_factory=dict)
    clearances: list[Clearance] = field(default_factory=list)
    environment: dict[str, dict[str, Reading]] = field(default_factory=dict)
    """Of a room: what each sample showed, by its number and the entry."""
    log: list[LogRow] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)

    def barred(self, bar: Bar) -> tuple[Mark, ...]:
        """Return the marks of one kind, the oldest first."""
        found = [mark for mark in self.marks.values() if mark.bar == bar]
        return tuple(sorted(found, key=lambda mark: (moment(mark.stamp.at.wall), mark.stamp.hash)))

    @property
    def batches(self) -> tuple[str, ...]:
        """The batches that use it now."""
        return tuple(dict.fromkeys(use.batch for use in self.open.values()))

    @property
    def status(self) -> Status:
        """Where it stands; the most restrictive of what holds. Times that run out are `standing.status_at`."""
        if not self.entry:
            return "unknown"
        if self.barred("out"):
            return "out_of_service"
        if self.barred("hold"):
            return "on_hold"
        if self.open:
            return "in_use"
        return "dirty" if self.dirty else "clean"

    @property
    def dirty(self) -> bool:
        """It needs cleaning, and was never cleaned or was used since."""
        return self.needs.cleaning and (not self.cleaned or bool(self.barred("dirty")))

    @property
    def used_by(self) -> tuple[str, ...]:
        """Every batch that ever used it, in the order of the first use."""
        return tuple(self.uses_of)
