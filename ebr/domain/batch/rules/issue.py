"""Issuing a batch on an effective master, and quality's check of the issue (211.188(a); EU GMP 4.20; floor-rules 4)."""

from __future__ import annotations

import re
from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import events as e
from ebr.domain.batch.rules import guards
from ebr.domain.batch.rules.computed import following, of_constants
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.master.state import MasterState
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import number_trouble, site_in
from ebr.domain.values import Instant, number, plain, shown_text

NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{2,31}")
IDENTIFIER = re.compile(r"[\x21-\x7e]{4,64}")


def issue(state: BatchState, facts: Facts, command: c.IssueBatch, actor: Actor, today: str) -> Decision:
    """Issue a batch on an effective version; its number is of the station's own series."""
    master = facts.get(subjects.master(command.mbr, command.version))
    if state.issued is not None:
        return Decision(refusal=Refusal("batch_number_taken", batch=command.batch))
    if not NUMBER.fullmatch(command.batch):
        return Decision(refusal=Refusal("batch_number_bad", batch=shown_text(command.batch)))
    series = number_trouble(site_in(facts), actor.log, command.batch)
    if series is not None:
        return Decision(refusal=series)
    if not isinstance(master, MasterState) or not master.usable(today):
        return Decision(refusal=Refusal("master_not_effective", mbr=command.mbr, version=command.version))
    if command.rivals:  # two stations made them effective apart: quality says by a withdrawal which one stands
        versions = ", ".join((command.version, *command.rivals))
        return Decision(refusal=Refusal("masters_in_force", mbr=command.mbr, versions=versions))
    size = number(command.size)
    refusal = _size(master, size) or _identifiers(master, command)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.BatchIssued(
        command.batch,
        command.mbr,
        command.version,
        master.hash,
        master.document,
        plain(size),
        dict(command.identifiers),
        station=actor.station,
    )
    return Decision((Draft(subjects.batch(command.batch), event),), answer={"role": "supervisor"})


def _size(master: MasterState, size: Decimal) -> Refusal | None:
    allowed = master.mbr.header.size
    if Decimal(allowed.low) <= size <= Decimal(allowed.high):
        return None
    return Refusal("batch_size_outside", size=plain(size), low=allowed.low, high=allowed.high, unit=allowed.unit)


def _identifiers(master: MasterState, command: c.IssueBatch) -> Refusal | None:
    wanted = {found.id: found.label for found in master.mbr.header.identifiers}
    for name, label in wanted.items():
        if not IDENTIFIER.fullmatch(command.identifiers.get(name, "")):
            return Refusal("identifier_bad", identifier=label)
    extra = set(command.identifiers) - set(wanted)
    return Refusal("identifier_unknown", identifier=shown_text(min(extra))) if extra else None


def check_issue(state: BatchState, actor: Actor, at: Instant) -> Decision:
    """Quality's check of the issue, never by the issuer. Steps that hold only figures are computed then."""
    refusal = guards.issued(state)
    if refusal is None and state.checked is not None:
        refusal = Refusal("already_signed", step=state.id)
    if refusal is None and state.issue_stamp is not None and state.issue_stamp.by == actor.person:
        refusal = Refusal("second_person_same", person=actor.name or actor.person)
    if refusal is not None or state.plan is None:
        return Decision(refusal=refusal)
    drafts = [Draft(subjects.batch(state.id), e.IssueChecked(state.id)), *of_constants(state, state.plan)]
    return Decision((*drafts, *following(state, drafts[1:], actor, at)), answer={"role": "quality"})
