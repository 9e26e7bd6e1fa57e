"""Questions about label templates, about what a batch prints, and about what a scan says; and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Labels:
    """All versions of all label templates, the newest of each first -> `tuple[LabelRow, ...]`."""


@dataclass(frozen=True, slots=True)
class ParticularRow:
    """One particular that a label must say: where it stands, or why it does not."""

    letter: str
    fields: tuple[str, ...]
    absent: str


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One version of a label template. `status`: "written", "checked", "approved", "effective", "withdrawn".

    `in_force`: this version is printed today. `document` is its canonical JSON, `asked` what is typed when it is
    printed, as (name, words, longest), `passed_over` how many other texts were brought under the same version.
    """

    template: str
    version: str
    title: str
    status: str
    hash: str
    document: str
    kind: str
    size: str
    particulars_set: str
    particulars: tuple[ParticularRow, ...]
    texts: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str, str], ...]
    author: str
    author_name: str
    written_at: str
    checker: str
    checker_name: str
    checked_at: str
    approver: str
    approver_name: str
    approved_at: str
    begins: str
    withdrawn: str
    withdrawn_by: str
    in_force: bool
    passed_over: int


@dataclass(frozen=True, slots=True)
class LabelPicture:
    """A version with the longest contents it foresees, in the look of this store -> PNG bytes. Raises `Refusal`."""

    template: str
    version: str
    document: str = ""
    """Canonical JSON of a text that is no version yet; it is drawn instead."""


@dataclass(frozen=True, slots=True)
class BatchLabels:
    """The labels of an entry of a batch -> `BatchLabelsAnswer`. Raises `Refusal`.

    `slot` is the address of an entry of labels, or of a material whose container labels are meant.
    """

    batch: str
    slot: str
    item: int = 0


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job of a label printer. `outcome`: "sent", "unknown" (open), "not_printed", "yes", "no", "damaged"."""

    print: str
    template: str
    version: str
    serials: tuple[str, ...]
    copy: int
    of: str
    reason: str
    printer: str
    specimen: bool
    file: str
    outcome: str
    open: bool
    good: int
    damaged: int
    how: str
    comment: str
    why: str
    params: Mapping[str, str]
    by: str
    at: str
    item: int


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """Labels that were printed elsewhere: who took them in, `second` who counted them too, `agreed` as many.

    `by_id` is the id of who took them in, who does not count them again.
    """

    delivery: str
    source: str
    count: int
    by: str
    by_id: str
    at: str
    agreed: bool
    second: str


@dataclass(frozen=True, slots=True)
class BatchLabelsAnswer:
    """What may be printed for an entry, what was, and the counts that follow.

    `template` "" when no version in force names this entry; `wanted` is then the name it would have. `asked` is what
    somebody types, as (name, words, what it was last time); `known` what the record fills in; `missing` the names
    that the record cannot fill in yet (a container label before its check). `left` counts what may be printed.
    """

    batch: str
    slot: str
    label: str
    wanted: str
    template: str
    version: str
    title: str
    kind: str
    asked: tuple[tuple[str, str, str], ...]
    known: Mapping[str, str]
    missing: tuple[str, ...]
    left: int
    issued: int
    jobs: tuple[JobRow, ...]
    proposed: Mapping[str, str]
    counts: bool = False
    """The entry counts labels, so that deliveries can be taken in for it."""
    deliveries: tuple[DeliveryRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadCode:
    """What a scan says -> `CodeAnswer`. Raises `Refusal` for one that is not certain.

    `separators`: this scanner has sent separators before, so a last field cannot hide a lost one.
    """

    data: str
    aim: str = ""
    separators: bool = False


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """One scan as `ebr.labels.reading.Code` names it: "gs1", "isbt128", "plain"."""

    kind: str
    text: str
    readable: str
    facts: Mapping[str, str] = field(default_factory=dict)
