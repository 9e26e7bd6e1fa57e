"""Exceptions that come with an entry: labels that do not add up, a use that only paper could tell of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from ebr.domain.batch.commands import RecordValue
from ebr.domain.batch.rules import forms, machines, stock
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.state import BatchState, labelling
from ebr.domain.decision import Decision
from ebr.domain.refusal import Refusal
from ebr.domain.values import Value, plain


def happened_on_paper(command: RecordValue, blocked: Refusal) -> bool:
    """What paper says was used was used: it stands with an exception, unless it cannot have been it at all."""
    return forms.from_form(command) and blocked.code not in (*stock.OF_IDENTITY, *machines.OF_IDENTITY)


def transcribed(
    state: BatchState, command: RecordValue, where: Where, decision: Decision, item: int, why: Refusal | None
) -> Decision:
    """Return the decision with the exception of a use that the station would have refused (floor-rules 18)."""
    if why is None or decision.refusal is not None or not forms.from_form(command):
        return decision
    params = {"slot": where.slot.label, "why": why.code, "form": command.source.get("form", "")}
    more = raised(state, command.slot, "transcribed_blocked", "critical", params, item=item)
    return replace(decision, drafts=(*decision.drafts, more))


def counted_otherwise(state: BatchState, where: Where, address: str, value: Value) -> Refusal | None:
    """Refuse counts that begin with another number than came out of the printers: a label went missing (211.125(c))."""
    printed = labelling.proposed(state, address).get("issued", "") if where.slot.kind == "labels" else ""
    said = value.get("issued", "")
    if not printed or not said or Decimal(said) == Decimal(printed):
        return None
    more = plain(abs(Decimal(said) - Decimal(printed)))
    return Refusal("labels_counted_otherwise", slot=where.slot.label, said=said, printed=printed, more=more)


def unreconciled(
    state: BatchState, command: RecordValue, where: Where, decision: Decision, missed: Mapping[str, str], item: int
) -> Decision:
    """Open an exception for labels that do not add up; release waits until it is closed (211.125(c))."""
    if where.slot.kind != "labels":
        return decision
    params = {**missed, "value": missed["value"], "slot": where.slot.label}
    attempt = int(decision.answer["attempt"])
    more = raised(state, command.slot, "labels_unreconciled", "major", params, attempt=attempt, item=item)
    return replace(decision, drafts=(*decision.drafts, more))
