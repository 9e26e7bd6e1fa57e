"""People's signatures: the right key, the statement signed, and the document that the entries before it give.

The sheet of a signature is derived again from the folded state before the action that the signature is part of: exactly
what the station showed. A signature cut out and put elsewhere states another log, subject, document or other covered
entries. A document of another form than this program's (`ebr.domain.decision.Sheet.form`) cannot be compared letter by
letter: its facts are (`sheet_facts`), and the report says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ebr.domain.decision import FORM, Recorded, Sheet, form_of
from ebr.domain.people.events import KeyReplaced, PasswordChanged, PersonEnrolled
from ebr.domain.refusal import Refusal
from ebr.domain.signature import Signed
from ebr.domain.site.events import SiteCreated
from ebr.domain.subjects import root_of
from ebr.storage.aggregates import Aggregate, aggregate_of
from ebr.storage.chain import stamp
from ebr.storage.folds import Loaded, besides, fold_order
from ebr.storage.keys import signature_holds
from ebr.storage.verify.chains import Logs, Read
from ebr.storage.verify.report import Finding, Note
from ebr.storage.verify.sheet_facts import differing

UNSIGNED_ALLOWED = frozenset({"batch.handed-over/1"})
"""Events whose signature may be missing for a reason that is itself in the record (the leaver had gone)."""


class Roster:
    """Who had which key, and when it came: by person, the place of each key in its log."""

    def __init__(self, reads: Iterable[Read]) -> None:
        self.keys: dict[str, dict[str, Read]] = {}
        self.names: dict[str, str] = {}
        for read in reads:
            event = read.event
            if isinstance(event, PersonEnrolled):
                self.names.setdefault(event.person, event.name)
            if isinstance(event, PersonEnrolled | KeyReplaced | PasswordChanged):
                self.keys.setdefault(event.person, {}).setdefault(getattr(event, "key", ""), read)

    def holds(self, person: str, key: str, read: Read) -> bool:
        """Tell whether the key was the person's when this entry was written, as far as one log orders it."""
        since = self.keys.get(person, {}).get(key)
        if since is None:
            return False
        return since.entry.log != read.entry.log or since.entry.seq <= read.entry.seq


def check_signatures(
    logs: Logs, by_hash: Mapping[str, Read], aggregates: Mapping[str, Aggregate]
) -> tuple[list[Finding], list[Note]]:
    """Return what is wrong with any signature."""
    findings: list[Finding] = []
    notes: list[Note] = []
    others: list[int] = []
    roster = Roster(logs.all())
    foundations = {read.header.action[0] for read in logs.all() if isinstance(read.event, SiteCreated)}
    by_root: dict[str, list[Read]] = {}
    for read in logs.all():
        by_root.setdefault(root_of(read.header.subject), []).append(read)
        if hasattr(read.event, "signed") and _signed(read) is None and _must_be_signed(read, foundations):
            findings.append(read.finding("signature_missing"))
    for root, reads in by_root.items():
        if any(_signed(read) for read in reads):
            for read in reads:
                findings += _statement(read, roster, by_hash)
            findings += _documents(root, reads, aggregates, notes, others)
    if others:
        forms = ", ".join(map(str, sorted(set(others))))
        notes.append(Note("sheets_of_other_form", {"count": str(len(others)), "forms": forms}))
    return findings, notes


def _must_be_signed(read: Read, foundations: set[str]) -> bool:
    return read.header.event not in UNSIGNED_ALLOWED and read.header.action[0] not in foundations


def _signed(read: Read) -> Signed | None:
    signed = getattr(read.event, "signed", None)
    return signed if isinstance(signed, Signed) else None


def _statement(read: Read, roster: Roster, by_hash: Mapping[str, Read]) -> Iterator[Finding]:
    signed = _signed(read)
    if signed is None:
        return
    if not signature_holds(signed):
        yield read.finding("signature")
    if not roster.holds(signed.person, signed.key, read):
        yield read.finding("signature_key", person=signed.person)
    enrolled = roster.names.get(signed.person, signed.name)
    if enrolled != signed.name:
        yield read.finding("signature_name", stated=signed.name, person=signed.person, enrolled=enrolled)
    if (signed.log, signed.subject) != (read.entry.log, read.header.subject):
        yield read.finding("signature_place")
    if hashlib.sha256(signed.document.encode()).hexdigest() != signed.document_hash:
        yield read.finding("document_hash")
    for name in signed.covered:
        if name not in by_hash:
            yield read.finding("covered_unknown", hash=name)
    for subject, head in signed.heads:
        known = by_hash.get(head)
        if known is None or known.header.subject != subject:
            yield read.finding("signature_heads")


def _documents(
    root: str, reads: Sequence[Read], aggregates: Mapping[str, Aggregate], notes: list[Note], others: list[int]
) -> Iterator[Finding]:
    by_name = {read.hash: read for read in reads}
    order = fold_order([Loaded(read.entry, read.header) for read in reads])
    before: list[Recorded] = []
    try:
        aggregate = aggregate_of(root, aggregates)
        state = aggregate.start(root)
        for _, group in groupby(zip(order, besides(order), strict=True), key=lambda pair: pair[0].header.action[0]):
            action = [(by_name[part.entry.hash.hex()], beside) for part, beside in group]
            for read, beside in action:
                known = _known(root, before, beside, aggregate) if beside else state
                yield from _sheet(read, known, aggregate, others)
            for read, beside in action:
                before.append(_recorded(read, beside))
                state = aggregate.apply(state, before[-1])
    except Refusal:
        notes.append(Note("not_folded", {"subject": root}))


def _known(root: str, before: Sequence[Recorded], unknown: frozenset[str], aggregate: Aggregate) -> Any:  # noqa: ANN401 - each aggregate's own
    """Return the state as the signer's station knew it: without the entries of other stations that it did not have."""
    state = aggregate.start(root)
    for part in before:
        if part.stamp.hash not in unknown:
            state = aggregate.apply(state, part)
    return state


def _recorded(read: Read, beside: frozenset[str]) -> Recorded:
    if read.event is None:
        raise Refusal("needs_newer_program", subject=read.header.subject, event=read.header.event)
    return Recorded(read.event, stamp(read.entry, read.header), beside)


def _sheet(read: Read, state: Any, aggregate: Aggregate, others: list[int]) -> Iterator[Finding]:  # noqa: ANN401 - each aggregate's own
    signed = _signed(read)
    sheet = aggregate.sheet(state, read.event) if signed is not None else None
    if signed is None:
        return
    if sheet is None or sheet.meaning != signed.meaning:
        yield read.finding("document_differs")
    elif (form := _form(signed.document)) != sheet.form and form:
        others.append(form)
        yield from _facts(read, sheet, signed)
    elif sheet.text != signed.document:
        yield read.finding("document_differs")
    elif sheet.covered != signed.covered:
        yield read.finding("covered_differs")


def _form(document: str) -> int:
    """Return the form of a kept document; most say none, and are not read for it."""
    if f'"{FORM}":' not in document:
        return 1
    try:
        return form_of(json.loads(document))
    except (ValueError, RecursionError):
        return 0


def _facts(read: Read, sheet: Sheet, signed: Signed) -> Iterator[Finding]:
    try:
        kept = json.loads(signed.document)
    except (ValueError, RecursionError):
        yield read.finding("document_differs")
        return
    for where in differing(kept, sheet.document):
        yield read.finding("document_fact", fact=where)
