"""What happened to one version of a master batch record (subject `master/<id>/<version>`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
class MbrSigned:
    """Author ("performed") or quality ("approved") signed the hash of the version.

    Never the same person (211.186(a)).
    """

    mbr: str
    version: str
    hash: str
    meaning: str
    signed: Signed | None = None


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
class MbrWithdrawn:
    """No further batch may be issued on the version; running ones keep it."""

    mbr: str
    version: str
    reason: str
    signed: Signed | None = None


EVENTS: Mapping[str, type] = {
    "master.added/1": MbrAdded,
    "master.signed/1": MbrSigned,
    "master.made-effective/1": MbrMadeEffective,
    "master.superseded/1": MbrSuperseded,
    "master.withdrawn/1": MbrWithdrawn,
}
