"""Verify a record: its logs, subjects, signatures, attachments, checkpoints, and the site above them.

Pure: `verify` gets entries and a way to read attachments, does no I/O of its own, and goes in a fixed order. It uses
nothing that the record's own database claims: hashes, keys, states and documents are derived from the entries alone.
`ebr.storage.verify.station_folder` brings the material of a station's folder and compares its views.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ebr.domain.attached import files_of
from ebr.storage.aggregates import AGGREGATES, Aggregate
from ebr.storage.chain import Entry
from ebr.storage.left_out import LeftOut
from ebr.storage.pause import without_collections
from ebr.storage.setting import PROGRAM
from ebr.storage.verify.chains import Read, walk_logs
from ebr.storage.verify.masters import check_changes
from ebr.storage.verify.receipts import check_receipts
from ebr.storage.verify.report import Finding, Note, Report
from ebr.storage.verify.signatures import check_signatures
from ebr.storage.verify.site import check_checkpoints, check_site, profile_of
from ebr.storage.verify.subjects import check_subjects

__all__ = ["Finding", "Material", "Note", "Report", "verify"]


def _no_attachment(_name: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class Material:
    """What is verified. `attachment` gives the bytes kept under a name, None for none.

    `attachment_names` are those that are kept.
    """

    entries: Iterable[Entry]
    attachment: Callable[[str], bytes | None] = _no_attachment
    attachment_names: Sequence[str] = ()
    aggregates: Mapping[str, Aggregate] = field(default_factory=lambda: AGGREGATES)
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)
    """What stands for entries that are not among them, by log: only reports have it."""


def verify(material: Material, *, site: str = "", heads: Sequence[str] = (), every_seal: bool = True) -> Report:
    """Return everything found. `site` is the fingerprint that the reader knows.

    `heads` are hashes seen earlier (on paper, elsewhere).
    """
    with without_collections():
        return _verify(material, site, heads, every_seal=every_seal)


def _verify(material: Material, site: str, heads: Sequence[str], *, every_seal: bool) -> Report:
    logs = walk_logs(material.entries, every_seal=every_seal, left_out=material.left_out)
    by_hash = {read.hash: read for read in logs.all()}
    findings = list(logs.findings)
    subjects, absent = check_subjects(logs, by_hash)
    signatures, unfolded = check_signatures(logs, by_hash, material.aggregates)
    of_site, notes, fingerprint = check_site(logs, site)
    profile, mixed = profile_of(logs)
    named = [(name, read) for read in logs.all() for name in files_of(read.event)]
    of_receipts, witnessed, uncovered = check_receipts(logs)
    attached = check_attachments(named, material.attachment)
    of_masters, uncompared = check_changes(logs, PROGRAM)
    findings += of_masters
    findings += [*subjects, *signatures, *attached, *check_checkpoints(logs), *of_receipts, *of_site, *mixed]
    absent_heads = [head for head in heads if head.lower() not in by_hash]
    findings += [Finding("head_missing", {"hash": head}) for head in absent_heads if not logs.sparse]
    notes += [Note("head_not_carried", {"hash": head}) for head in absent_heads if logs.sparse]
    notes += _counted("entries_left_out", sum(sparse.left.count for sparse in logs.sparse.values()))
    notes += [*unfolded, *_counted("bodies_withheld", logs.withheld), *_counted("unknown_events", logs.unknown)]
    notes += [*_counted("relied_not_here", absent), *_counted("unwitnessed", uncovered)]
    notes += [*witnessed, *_counted("changes_not_compared", uncompared)]
    notes += _counted("attachment_unnamed", len(set(material.attachment_names) - {name for name, _ in named}))
    notes += [] if profile == "production" or not profile else [Note("profile", {"profile": profile})]
    notes += [] if every_seal else [Note("seals_sampled")]
    ends = tuple((log, reads[-1].entry.seq, reads[-1].hash) for log, reads in sorted(logs.read.items()) if reads)
    return Report(tuple(findings), tuple(notes), len(by_hash), ends, profile, fingerprint)


def check_attachments(
    named: Iterable[tuple[str, Read]], attachment: Callable[[str], bytes | None]
) -> Iterator[Finding]:
    """Compare every file that an entry names with what is kept; one that many name is read once."""
    kept: dict[str, str | None] = {}
    for name, read in named:
        if name not in kept:
            data = attachment(name)
            kept[name] = hashlib.sha256(data).hexdigest() if data is not None else None
        if kept[name] is None:
            yield read.finding("attachment_missing", name=name)
        elif kept[name] != name:
            yield read.finding("attachment_damaged", name=name)


def _counted(code: str, count: int) -> list[Note]:
    return [Note(code, {"count": str(count)})] if count else []
