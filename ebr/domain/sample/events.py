"""What happened to a sample, from its plan to its end (subject `sample/<number>`; floor-rules 14; 21 CFR 211.160-194).

A sample is a batch's or a room's. A room's is planned with its limits, taken, incubated and read without any batch (EU
GMP annex 1, 9.12 to 9.31; 21 CFR 211.42(c)(10)(iv)); its result is a `ResultEntered` without batch.

What a batch records about a sample is written here by the rules of batches in the same action as the entry of the
batch: the batch's slots stay the record of the batch, this is the course of the sample beside them. Nothing that was
found ever goes away: a retest stands beside the first result, and a result that an investigation found invalid stays
with the number of that investigation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.signature import Signed
from ebr.domain.values import Value


@dataclass(frozen=True, slots=True)
class Expected:
    """A result that is expected of a sample: its entry in the master batch record and its label.

    `late`: it may come after a release. `second`: a second person of the laboratory checks it.
    """

    slot: str
    label: str
    late: bool
    second: bool


@dataclass(frozen=True, slots=True)
class SamplePlanned:
    """A number was given before the sample exists; `slot` is the master's entry it is meant for, `on` the day."""

    sample: str
    batch: str
    slot: str
    label: str
    on: str


@dataclass(frozen=True, slots=True)
class SampleTaken:
    """A sample was taken: written with the batch's entry at `slot`; `due` is the last day for its results."""

    sample: str
    batch: str
    slot: str
    label: str
    product: str
    quantity: str
    unit: str
    by: str
    tests: tuple[Expected, ...]
    due: str


@dataclass(frozen=True, slots=True)
class SampleSent:
    """It left for `to`; `condition` is how it travels."""

    sample: str
    to: str
    condition: str


@dataclass(frozen=True, slots=True)
class SampleReceived:
    """The laboratory has it; one that is not fit is tested no more, and `condition` says why."""

    sample: str
    place: str
    condition: str
    fit: bool


@dataclass(frozen=True, slots=True)
class DueSet:
    """Its results are due on another day."""

    sample: str
    due: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExposureBegan:
    """A plate was opened at a place; `at` is the stated time, ISO 8601 with offset."""

    sample: str
    place: str
    at: str


@dataclass(frozen=True, slots=True)
class ExposureEnded:
    """The plate was closed after so many minutes; longer than the policy allows only with a `reason`."""

    sample: str
    at: str
    minutes: int
    reason: str


@dataclass(frozen=True, slots=True)
class ResultEntered:
    """The batch's result at `slot` was recorded, or, with a `reason`, put in the place of the one before.

    `shown` is the value as people read it: a chosen option by its label.
    """

    sample: str
    batch: str
    slot: str
    item: int
    label: str
    value: Value
    shown: str
    unit: str
    verdict: str
    limits: Value
    analyst: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResultSeconded:
    """A second person of the laboratory checked the batch's result at `slot`; the signature is the batch's."""

    sample: str
    slot: str
    checker: str


@dataclass(frozen=True, slots=True)
class RetestOrdered:
    """Quality orders so many further tests in an investigation; the results so far stay."""

    sample: str
    slot: str
    label: str
    count: int
    investigation: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class RetestEntered:
    """The result of an ordered retest: kept beside the batch's result, which it does not touch."""

    sample: str
    batch: str
    slot: str
    number: int
    label: str
    value: Value
    shown: str
    unit: str
    verdict: str
    limits: Value
    analyst: str


@dataclass(frozen=True, slots=True)
class RetestChecked:
    """A second person of the laboratory checked a retest (hash of its entry)."""

    sample: str
    result: str
    label: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ResultInvalidated:
    """Quality found a result (hash of its entry) invalid by an investigation; it stays in the record."""

    sample: str
    result: str
    slot: str
    label: str
    investigation: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SampleStored:
    """What is left was put away; `until` is the last day it is kept."""

    sample: str
    place: str
    until: str


@dataclass(frozen=True, slots=True)
class SampleDiscarded:
    """What was left is gone; `how` it was destroyed or used up."""

    sample: str
    how: str


@dataclass(frozen=True, slots=True)
class SampleWithdrawn:
    """Quality found that it is no sample of the batch, or no sample to test, by an investigation."""

    sample: str
    investigation: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SampleReplaced:
    """The batch's entry was corrected: another number stands in the place of this one."""

    sample: str
    batch: str
    slot: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoomSamplePlanned:
    """A sample of a room, outside any batch, was planned with its limits before anybody can know what will grow.

    `room` is the code of the room, `place` where in it, `kind` one of `ebr.domain.sample.state.rooms.KINDS`; `alert`
    ("" for none) and `action` are the highest counts that are still inside, in `unit`. `sop` names the procedures.
    """

    sample: str
    room: str
    kind: str
    place: str
    unit: str
    alert: str
    action: str
    sop: str
    on: str


@dataclass(frozen=True, slots=True)
class RoomSampleTaken:
    """A planned sample of a room was taken at a stated time (ISO 8601); `activity` "at_rest" or "in_operation"."""

    sample: str
    room: str
    activity: str
    at: str
    by: str
    due: str


@dataclass(frozen=True, slots=True)
class SampleIncubated:
    """It was put into an incubator at a `condition` (as "20 to 25 °C"); it is read from `until` on (ISO 8601)."""

    sample: str
    place: str
    condition: str
    until: str


@dataclass(frozen=True, slots=True)
class ResultChecked:
    """A second person of the laboratory checked the result of a room's sample (hash of its entry)."""

    sample: str
    result: str
    label: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ResultConcluded:
    """Quality decided about a result outside its action limit (hash of its entry), which stands: by a deviation."""

    sample: str
    result: str
    label: str
    investigation: str
    reason: str
    signed: Signed | None = None


EVENTS: Mapping[str, type] = {
    "sample.planned/1": SamplePlanned,
    "sample.taken/1": SampleTaken,
    "sample.sent/1": SampleSent,
    "sample.received/1": SampleReceived,
    "sample.due-set/1": DueSet,
    "sample.exposure-began/1": ExposureBegan,
    "sample.exposure-ended/1": ExposureEnded,
    "sample.result-entered/1": ResultEntered,
    "sample.result-seconded/1": ResultSeconded,
    "sample.retest-ordered/1": RetestOrdered,
    "sample.retest-entered/1": RetestEntered,
    "sample.retest-checked/1": RetestChecked,
    "sample.result-invalidated/1": ResultInvalidated,
    "sample.stored/1": SampleStored,
    "sample.discarded/1": SampleDiscarded,
    "sample.withdrawn/1": SampleWithdrawn,
    "sample.replaced/1": SampleReplaced,
    "sample.room-planned/1": RoomSamplePlanned,
    "sample.room-taken/1": RoomSampleTaken,
    "sample.incubated/1": SampleIncubated,
    "sample.result-checked/1": ResultChecked,
    "sample.result-concluded/1": ResultConcluded,
}
