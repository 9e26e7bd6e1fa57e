"""A record as data: what a report says, independent of how it is drawn.

Everything here is frozen and holds text that is ready to read: numbers with their unit, times with their zone (21 CFR
11.50, draft Annex 11 13.4), sentences in the reader's language. Two equal documents are drawn as equal bytes, and
that is what lets a verifier rebuild a report from its entries and compare (issue "Report"). Nothing here draws, and
importing it costs nothing: the drawing libraries are loaded by `ebr.reports.pdf`.

A block says what a thing *is* (an entry with two attempts and a corrected value), never how it looks. Marks are what
Annex 11 8.2 asks of a print-out that supports release: whether anything was changed after it was entered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["plain", "quiet", "strong", "warn", "critical"]
Mark = Literal["changed", "late", "attempt", "exception", "contested"]
MARKS: tuple[Mark, ...] = ("changed", "late", "attempt", "exception", "contested")
"""Every mark, in the order in which they stand in the margin."""

Profile = Literal["production", "practice", "demonstration", "rehearsal"]
Severity = Literal["minor", "major", "critical"]
Outcome = Literal["open", "accepted", "rejected", "out-of-specification"]
"""How the batch ended; "out-of-specification" is supplied to one patient and not certified (floor-rules 23)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What the report is about; the batch and its identity pairs stand on every page (21 CFR 211.188, 211.105).

    `chain` are the (label, identifier) pairs of the chain of identity; they are never shortened.
    `disposition` says in words what `outcome` is.
    """

    site: str
    site_fingerprint: str
    profile: Profile
    product: str
    strength: str
    batch: str
    size: str
    mbr_id: str
    mbr_version: str
    mbr_hash: str
    product_profile: str
    disposition: str
    outcome: Outcome
    chain: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of one station's log that this report covers, and how much of the log a witness has seen.

    `covered` is the number of the last entry that a witness's countersignature holds for, 0 for none; `unwitnessed`
    counts the entries behind it that say more than where the record is copied (receipts, bundles).
    """

    station: str
    log: str
    seq: int
    hash: str
    covered: int = 0
    unwitnessed: int = 0


@dataclass(frozen=True, slots=True)
class Countersigned:
    """What a witness signed when it covered a log: size and root (hex) of its own tree, its time as it wrote it (`at`).

    Bound to the witness's key, never to its name alone (record-and-sync.md, "Witnesses").
    """

    station: str
    log: str
    upto: int
    witness: str
    key: str
    size: int
    root: str
    at: str
    when: str = ""
    """The same time for people."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What the QR says, and the same in words for somebody without a scanner."""

    qr: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of the summary on the cover; `loud` when it needs the reader's attention."""

    label: str
    value: str
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered title; level 1 is a chapter and stands in the contents, levels 1 to 3 are bookmarks."""

    level: Literal[1, 2, 3]
    number: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; the tones warn and critical draw it as a strip with a shape."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value; `code` sets the value in the letters that tell 0 from O and 1 from l."""

    label: str
    value: str
    code: bool = False
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts side by side in two columns."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: `share` is its width relative to the other columns; 0 is as wide as its texts."""

    text: str
    share: float = 1.0
    align: Literal["left", "right"] = "left"
    code: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is more than plain text."""

    text: str
    struck: bool = False
    tone: Tone = "plain"
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a plain string is a plain cell, and the quickest (audit trails are long).

    `dense` sets it smaller, for listings of hundreds of rows.
    """

    columns: tuple[Column, ...]
    rows: Sequence[tuple[str | Cell, ...]]
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """A value that stood in the record until it was corrected; it stays readable, struck through (11.10(e)).

    `by` and `at` are of this value; who corrected it and when stands with the value that followed.
    """

    value: str
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that was tried and did not become the value (floor-rules 10)."""

    value: str
    why: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry made: what was asked, what was recorded, by whom and when, and all that was before it.

    `recorded_by` names the scribe where one wrote for the performer (floor-rules 6). `notes` are further lines under
    the value: the comparison as rounded, the device with its reading, the lot and container.
    """

    number: str
    label: str
    value: str
    by: str
    at: str
    limits: str = ""
    recorded_by: str = ""
    notes: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    marks: tuple[Mark, ...] = ()
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one phase, in the order of the master batch record."""

    rows: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A person's electronic signature as 21 CFR 11.50(a) wants it shown; a void one says why it is void."""

    name: str
    user: str
    role: str
    meaning: str
    at: str
    covers: str = ""
    void: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done about an exception: who, when, what."""

    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ExceptionCard:
    """One exception in full: what happened, where, how grave, what was done and who signed."""

    number: str
    severity: Severity
    severity_words: str
    title: str
    where: str
    state: str
    closed: bool
    text: str = ""
    facts: tuple[Fact, ...] = ()
    steps: tuple[Step, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """An attached picture; `load` is called while drawing, so that not all pictures are in memory at once."""

    sha256: str
    load: Callable[[], bytes] = field(compare=False, repr=False)
    caption: str
    highest: float = 0.0
    """Points that it is high at most; 0 is the height of a photograph of the record."""


@dataclass(frozen=True, slots=True)
class ChartMark:
    """One point of a chart: its value, the limits that it was held to (None for none), and whether to look at it."""

    value: float
    low: float | None = None
    high: float | None = None
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A value from batch to batch: points, computed lines with their figures, and words where something new began.

    `lines` are (value, figure, strong); `news` are (place, words); `ends` stand under the first and the last point.
    """

    points: tuple[ChartMark, ...]
    lines: tuple[tuple[float, str, bool], ...] = ()
    limits: tuple[tuple[float, str], ...] = ()
    news: tuple[tuple[int, str], ...] = ()
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = (
    Heading | Paragraph | Facts | Table | Entries | Signature | ExceptionCard | Image | Verification | Chart | PageBreak
)


@dataclass(frozen=True, slots=True)
class Document:
    """One report: cover, blocks, and where to check it.

    `supersedes` names the earlier report in words and `changes` lists what differs from it (floor-rules 14).
    `unwitnessed` counts entries of all logs that nobody elsewhere has seen yet, `countersigned` says what a witness
    signed for each log; `remarks` are sentences the cover must say (the
    clock was not verified since, the oldest entry not witnessed). `made` is the moment of printing in UTC, as
    `YYYY-MM-DDTHH:MM:SSZ`, for the file's own dates; `printed_at` is the same for people.
    """

    title: str
    identity: Identity
    report_no: int
    copy_no: int
    printed_at: str
    printed_by: str
    made: str
    blocks: tuple[Block, ...]
    heads: tuple[Head, ...] = ()
    unwitnessed: int = 0
    countersigned: tuple[Countersigned, ...] = ()
    supersedes: str = ""
    changes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    summary: tuple[Count, ...] = ()
    signatures: tuple[Signature, ...] = ()
    verification: Verification | None = None
    language: str = "en"
    form: int = 0
    """The form of report it is drawn in (`ebr.reports.pdf.finish.FORM`), 0 for this program's own."""
