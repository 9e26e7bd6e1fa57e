"""Questions of the laboratory: its work list, one sample with everything about it, the samples of a batch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Samples:
    """The samples with something to do, overdue first, then by the day their results are due -> `SamplesAnswer`.

    `everything`: those with nothing to do too. `batch`: of one batch, with the samples its master still asks for.
    `room`: of one room.
    """

    batch: str = ""
    everything: bool = False
    room: str = ""


@dataclass(frozen=True, slots=True)
class RoomsToSample:
    """The rooms kept here -> `tuple[RoomToSample, ...]`."""


@dataclass(frozen=True, slots=True)
class RoomToSample:
    """A room that a sample can be planned for; `most` is the widest action limit by kind, "" where there is none."""

    room: str
    name: str
    grade: str
    most: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SamplesToPlan:
    """What running batches still ask for and nobody planned -> `tuple[SampleToPlan, ...]`; `batch`: of one only."""

    batch: str = ""


@dataclass(frozen=True, slots=True)
class SampleToPlan:
    """A sample that a number can be given to: its entry (`slot` is the master's id), step, amount and tests.

    Texts are ready to read; `tests` are names with their limits.
    """

    batch: str
    product: str
    address: str
    slot: str
    label: str
    step: str
    amount: str
    tests: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One sample. `status` as in `ebr.domain.sample.state.Status`; `stages` are what waits, as in `stages` there.

    `due` is the last day for its results, or the day a planned one is to be taken. `sample` is "" for one that the
    master asks for and nobody has taken. `pending` of `tests` results are missing.
    """

    sample: str
    batch: str
    slot: str
    label: str
    product: str
    status: str
    stages: tuple[str, ...]
    due: str
    overdue: bool
    taken_at: str
    place: str
    pending: int
    tests: int
    room: str = ""
    """Of a sample of a room, which has no batch."""


@dataclass(frozen=True, slots=True)
class SamplesAnswer:
    """The list, and the day today (ISO)."""

    rows: tuple[SampleRow, ...]
    today: str


@dataclass(frozen=True, slots=True)
class FindSample:
    """The number that a typed or scanned text names, whatever its case -> `str`, "" for none."""

    text: str


@dataclass(frozen=True, slots=True)
class SampleQuestion:
    """One sample -> `SampleAnswer`. Raises `Refusal` sample_not_known."""

    sample: str


@dataclass(frozen=True, slots=True)
class TestRow:
    """A result that is expected of a sample.

    `address` is the batch's entry, "" where the batch is not here or has no such entry now. `kind` is how it is typed:
    "number", "choice" or "text". `status`: "awaited" (nothing is taken yet), "pending", "to_check", "done", "invalid"
    (to be replaced by a retest). `owed` retests are ordered and missing. `late`: it may come after a release. `second`
    is the meaning of the second person's signature, "" where none is asked for. `options`: ids with their labels.
    """

    slot: str
    address: str
    label: str
    limits: str
    unit: str
    decimals: int
    kind: str
    options: tuple[tuple[str, str], ...]
    status: str
    late: bool
    second: str
    owed: int


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One result; every one that was ever entered is listed. Texts ready to read; `verdict` is a code.

    `number` is 0 for the batch's own result, else that of the retest. `invalid` is the number of the investigation.
    `replaced`: another stands in its place.
    """

    entry: str
    address: str
    number: int
    label: str
    value: str
    limits: str
    verdict: str
    analyst: str
    analyst_id: str
    at: str
    reason: str
    checked_by: str
    checked_at: str
    waits_for_check: bool
    invalid: str
    invalid_why: str
    invalid_by: str
    replaced: bool
    parts: tuple[tuple[str, str], ...]

    @property
    def stands(self) -> bool:
        """Whether it still speaks for the sample."""
        return not self.invalid and not self.replaced


@dataclass(frozen=True, slots=True)
class OrderRow:
    """Retests that quality ordered."""

    label: str
    count: int
    owed: int
    investigation: str
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """A plate that was or is open; `ended` is "" while it is."""

    place: str
    began: str
    ended: str
    minutes: int
    reason: str


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One line of what happened: `what` is a code, `said` what was said."""

    what: str
    said: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class IncubationRow:
    """One time in an incubator."""

    place: str
    condition: str
    began: str
    until: str
    by: str


@dataclass(frozen=True, slots=True)
class OfRoomRow:
    """What makes it a sample of a room. `activity` is a code of `ebr.wording.samples`, `kind` too.

    `concluded` is the investigation by which quality decided about a result above its action limit. Such a result
    speaks of `batches`: those in the room since the last good sample of this place (`since`, "" for none) and up to the
    next. `elsewhere` are those of them that this station does not know: a deviation here cannot name them.
    """

    room: str
    name: str
    grade: str
    kind: str
    place: str
    activity: str
    sop: str
    incubations: tuple[IncubationRow, ...]
    concluded: str
    concluded_why: str
    concluded_by: str
    since: str
    batches: tuple[str, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleAnswer:
    """Everything about one sample. `here`: the batch is on this station, so results can be entered."""

    row: SampleRow
    quantity: str
    taken_by: str
    sent_to: str
    received_at: str
    received_by: str
    condition: str
    fit: bool
    stored_until: str
    withdrawn: str
    withdrawn_why: str
    replaced_by: str
    contested: str
    here: bool
    tests: tuple[TestRow, ...]
    results: tuple[FoundRow, ...]
    orders: tuple[OrderRow, ...]
    exposures: tuple[ExposureRow, ...]
    course: tuple[CourseRow, ...]
    today: str
    of_room: OfRoomRow | None = None


@dataclass(frozen=True, slots=True)
class BatchSamples:
    """Every sample of a batch with its results -> `tuple[SampleAnswer, ...]`, in the order they were taken."""

    batch: str
