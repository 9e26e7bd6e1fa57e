"""What happened to one version of a master batch record (subject `master/<id>/<version>`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class MbrAdded:
    """A version came to the station: `document` is its canonical JSON, `hash` the SHA-256 of it.

    Nothing is effective yet.
    """

    mbr: str
    version: str
    title: str
    hash: str
    document: str
    findings: int


@dataclass(frozen=True, slots=True)
class MbrSubmitted:
    """A draft became a version in review, signed by an author ("performed").

    `document` is its canonical JSON, `hash` the SHA-256 of it, `draft` the hash of the last entry of the draft, and
    `writers` everybody who wrote in it: none of them approves. `base` is the version in force then, with its hash;
    `changes` the canonical JSON of what differs from it (`ebr.domain.mbr.compare`), and `carried` the blocks that are
    as they were, each with the hash of the entry that approved it; a further language carries its approval only if the
    originals of its texts are as they were too. `translators` names by language who wrote its texts ("anna, bo").
    """

    mbr: str
    version: str
    title: str
    hash: str
    document: str
    findings: int
    draft: str
    writers: tuple[str, ...]
    base: str
    base_hash: str
    changes: str
    carried: Mapping[str, str]
    translators: Mapping[str, str] = field(default_factory=dict)
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class MbrSigned:
    """Author ("performed"), an independent person ("verified") or quality ("approved") signed the hash of the version.

    Never the same person (211.186(a)). "translated" is about the texts in a further `language`.
    """

    mbr: str
    version: str
    hash: str
    meaning: str
    language: str = ""
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class MbrCommented:
    """Somebody remarked on a part of the version in review; `place` is its id, "" for the whole."""

    mbr: str
    version: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class MbrCommentClosed:
    """A remark is settled; `comment` is the hash of its entry."""

    mbr: str
    version: str
    comment: str
    text: str


@dataclass(frozen=True, slots=True)
class MbrReturned:
    """The version was given back and is never approved; its text goes on as the draft of the version `next`."""

    mbr: str
    version: str
    reason: str
    next: str


@dataclass(frozen=True, slots=True)
class MbrRehearsed:
    """The version with this hash was rehearsed in so many batches made from a seed.

    `figures` says what was reached ("branches" -> "31/32"); `report` is the SHA-256 of the report.
    """

    mbr: str
    version: str
    hash: str
    seed: str
    batches: int
    figures: Mapping[str, str]
    report: str


@dataclass(frozen=True, slots=True)
class MbrMadeEffective:
    """From this date (ISO) batches may be issued on the version; an earlier effective version is superseded then."""

    mbr: str
    version: str
    effective: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class MbrSuperseded:
    """From this date (ISO) the version `by` takes the place of this one.

    Written with its `MbrMadeEffective`, in one action.
    """

    mbr: str
    version: str
    by: str
    effective: str


@dataclass(frozen=True, slots=True)
class MbrKeptInForce:
    """The version `by`, which was to take the place of this one, was withdrawn before its day: this one goes on.

    Written with the `MbrWithdrawn` of that version, in one action.
    """

    mbr: str
    version: str
    by: str


@dataclass(frozen=True, slots=True)
class MbrWithdrawn:
    """No further batch may be issued on the version; running ones keep it."""

    mbr: str
    version: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ReviewDepthSet:
    """Quality said how deep batches on this version are reviewed, and why (floor-rules 22; EU GMP 4.20, its note).

    `depth`: "full", "critical" or "exception".
    """

    mbr: str
    version: str
    depth: str
    justification: str
    signed: Signed | None = None


EVENTS: Mapping[str, type] = {
    "master.added/1": MbrAdded,
    "master.submitted/1": MbrSubmitted,
    "master.signed/1": MbrSigned,
    "master.commented/1": MbrCommented,
    "master.comment-closed/1": MbrCommentClosed,
    "master.returned/1": MbrReturned,
    "master.rehearsed/1": MbrRehearsed,
    "master.made-effective/1": MbrMadeEffective,
    "master.superseded/1": MbrSuperseded,
    "master.kept-in-force/1": MbrKeptInForce,
    "master.withdrawn/1": MbrWithdrawn,
    "master.review-depth-set/1": ReviewDepthSet,
}
