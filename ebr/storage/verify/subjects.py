"""Subjects and actions: each entry follows on entries about the same thing that are here, and actions are whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ebr.domain.subjects import kind_of
from ebr.storage.verify.chains import Logs, Read
from ebr.storage.verify.report import Finding


def check_subjects(logs: Logs, by_hash: Mapping[str, Read]) -> tuple[list[Finding], int]:
    """Return the findings, and how many relied-on facts are not in this copy."""
    findings: list[Finding] = []
    absent = 0
    for read in logs.all():
        if not logs.sparse or _complete(read):
            findings += _after(read, by_hash)
        for subject, head in read.header.relies:
            relied = by_hash.get(head)
            if relied is None:
                absent += 1
            elif relied.header.subject != subject:
                findings.append(read.finding("relies_other_subject", subject=subject))
    for entries in logs.read.values():
        findings += _actions(entries)
    return findings, absent


def _complete(read: Read) -> bool:
    """Tell whether a copy that leaves entries out claims to hold all that an entry follows on.

    Not for one without its body, on which nothing rests, and not for what stations say about themselves.
    """
    return read.entry.body is not None and kind_of(read.header.subject) != "station"


def _after(read: Read, by_hash: Mapping[str, Read]) -> Iterator[Finding]:
    for name in read.header.after:
        before = by_hash.get(name)
        if before is None:
            yield read.finding("after_unknown", hash=name)
        elif before.header.subject != read.header.subject:
            yield read.finding("after_other_subject")


def _actions(entries: Sequence[Read]) -> Iterator[Finding]:
    open_id, reached, of = "", 0, 0
    for read in entries:
        action, n, total = read.header.action
        if n != reached + 1 or (n > 1 and (action, total) != (open_id, of)):
            yield read.finding("action_torn")
        open_id, reached, of = action, n, total
        if n == total:
            reached = 0
    if reached:
        yield entries[-1].finding("action_open", found=str(reached), of=str(of))
