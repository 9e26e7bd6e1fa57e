"""The chapter about release and supply: each decision with what it means, the entries of a supply, the recall.

Supply out of specification for one patient is five dated entries and never a release (Part IV 11.53; floor-rules 23).
All of them stand here, those too that a later entry took the place of, and decisions that a later change made void.
Nothing is drawn of a batch about which nobody has decided anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ebr.domain import subjects
from ebr.domain.batch.events import BatchDecided
from ebr.domain.batch.events.release import SponsorReleased
from ebr.domain.batch.rules.blockers import failed_results
from ebr.domain.batch.state import BatchState, apply, flow, start
from ebr.domain.batch.state.inputs import limits_now
from ebr.domain.batch.state.model import SignatureState
from ebr.domain.batch.state.plan import Plan, last_id, rounds_of
from ebr.domain.batch.state.released import SUPPLY, Recall, Supplied
from ebr.domain.values import Stamp
from ebr.reports import document as d
from ebr.reports.record.context import Context
from ebr.reports.record.places import place
from ebr.reports.record.steps import signature
from ebr.wording import role_word, status_word
from ebr.wording.lines import accepted_line, in_document, value_line
from ebr.wording.releases import call_word, decision_word, means_words, recall_word, supply_word, verdict_word
from ebr.words import ntr, tr

SINCE: Final = 3
"""The form of report that brought this chapter (`ebr.reports.pdf.finish.FORM`)."""
Rows = Iterator[tuple[str | d.Cell, ...]]


def blocks(state: BatchState, plan: Plan, context: Context) -> Iterator[d.Block]:
    """Yield the chapter; nothing where nothing was decided and no supply was asked for."""
    releasing = state.releasing
    if not (state.decisions or releasing.supply or releasing.recall):
        return
    yield d.Heading(1, "", tr("Release and supply"), status_word(state.status))
    if state.decisions and not state.disposition:
        yield d.Paragraph(tr("No decision stands: the record was changed after it was decided on."), "warn")
    decided: list[tuple[BatchDecided | SponsorReleased, Stamp]] = [*state.decisions, *releasing.sponsored]
    places = {part.stamp.hash: number for number, part in enumerate(context.trail)}
    for event, stamp in sorted(decided, key=lambda one: places.get(one[1].hash, 0)):
        yield from _decision(state, plan, context, event, stamp)
    if releasing.supply:
        yield from _supply(state, plan, context)
    if releasing.recall is not None:
        yield from _recall(state, context, releasing.recall)


def _decision(
    state: BatchState, plan: Plan, context: Context, event: BatchDecided | SponsorReleased, stamp: Stamp
) -> Iterator[d.Block]:
    decision = event.decision if isinstance(event, BatchDecided) else "sponsor_released"
    found = _signed(state, stamp)
    void = found is not None and not found.valid
    yield d.Heading(2, "", decision_word(decision), tr("void: the record was changed since") if void else "")
    yield d.Paragraph(means_words(decision), "quiet" if void else "plain")
    if found is None:  # else the signature says it
        yield d.Facts((d.Fact(tr("By"), context.name(stamp.by)), d.Fact(tr("Time"), context.at(stamp))))
    label = tr("Remark of the sponsor") if isinstance(event, SponsorReleased) else tr("Remark and conditions")
    yield d.Table((d.Column(label),), ((event.comment or tr("Without a remark"),),))
    if found is not None:
        yield signature(state, context, found)
    if decision == "conditional":
        yield from _waited_for(state, plan, context, stamp)


def _signed(state: BatchState, stamp: Stamp) -> SignatureState | None:
    return next((one for one in state.signatures if one.stamp.hash == stamp.hash), None)


# Results that were waited for, and those that failed


def _waited_for(state: BatchState, plan: Plan, context: Context, stamp: Stamp) -> Iterator[d.Block]:
    """Name the results that were pending when it was decided, and what has come of each since."""
    then = _as_it_was(state, context, stamp)
    pending = flow.pending_results(then, after_release=True)
    if pending:
        count = ntr("{n} result was pending", "{n} results were pending", len(pending))
        yield d.Heading(3, "", tr("Results that were pending"), count)
        yield _results(state, plan, context, pending)


def _as_it_was(state: BatchState, context: Context, stamp: Stamp) -> BatchState:
    """Fold the batch up to an entry: what was known when it was made."""
    found = start(subjects.batch(state.id))
    for part in context.trail:
        found = apply(found, part)
        if part.stamp.hash == stamp.hash:
            break
    return found


def _results(state: BatchState, plan: Plan, context: Context, addresses: Iterable[str]) -> d.Table:
    columns = (
        d.Column(tr("Test"), 2.0),
        d.Column(tr("Limits"), 1.6),
        d.Column(tr("Result"), 1.4),
        d.Column(tr("Verdict"), 1.1),
        d.Column(tr("Entered by"), 2.0),
    )
    return d.Table(columns, tuple(_result(state, plan, context, address) for address in addresses))


def _result(state: BatchState, plan: Plan, context: Context, address: str) -> tuple[str | d.Cell, ...]:
    slot = in_document(plan.slots[last_id(address)], plan.mbr)
    rows = state.slot(address).standing()
    limits = rows[-1].limits if rows else limits_now(state, slot.limits, rounds_of(address))
    verdict = _worst([row.verdict for row in rows])
    tone: d.Tone = "critical" if verdict == "out" else "warn" if verdict in ("pending", "alert") else "plain"
    by = (f"{context.name(row.performed_by)}\n{context.at(row.stamp)}" for row in rows)
    return (
        place(state, address),
        accepted_line(slot, limits, plan.unit(slot)),
        "\n".join(value_line(slot, row.value) for row in rows),
        d.Cell(verdict_word(verdict), tone=tone),
        "\n".join(by),
    )


def _worst(verdicts: Sequence[str]) -> str:
    return next((one for one in ("out", "alert", "in", "") if one in verdicts), "pending")


# Supply out of specification


def _supply(state: BatchState, plan: Plan, context: Context) -> Iterator[d.Block]:
    made = len(state.releasing.supply)
    note = tr("{n} of {all} entries made", n=made, all=len(SUPPLY))
    yield d.Heading(2, "", tr("Supply out of specification"), note)
    failed = failed_results(state)
    if failed:
        yield d.Heading(3, "", tr("Results out of specification"))
        yield _results(state, plan, context, failed)
    columns = (
        d.Column(tr("Entry"), 1.4),
        d.Column(tr("Day"), 0),
        d.Column(tr("Person"), 1.7),
        d.Column(tr("What was said"), 2.5),
        d.Column(tr("Reference"), 1.3),
        d.Column(tr("Signed by"), 1.9),
    )
    yield d.Heading(3, "", tr("Entries of the supply"))
    yield d.Table(columns, tuple(row for name in SUPPLY for row in _entries(state, context, name)), dense=True)


def _entries(state: BatchState, context: Context, name: str) -> Rows:
    """Yield every entry of a name in the order in which they were made; only the last one of them stands."""
    standing = state.releasing.supply.get(name)
    if standing is None:
        yield (supply_word(name), "", "", d.Cell(tr("Not made yet"), tone="warn"), "", "")
        return
    for part in context.trail:
        if isinstance(part.event, SUPPLY[name]) and isinstance(part.event, Supplied):
            yield _entry(state, context, name, part.event, part.stamp, struck=part.stamp.hash != standing[1].hash)


def _entry(
    state: BatchState, context: Context, name: str, event: Supplied, stamp: Stamp, *, struck: bool
) -> tuple[str | d.Cell, ...]:
    cells = (supply_word(name), event.dated, event.person, event.text, event.reference, _by(state, context, stamp))
    return tuple(d.Cell(cell, struck=True) for cell in cells) if struck else cells


def _by(state: BatchState, context: Context, stamp: Stamp) -> str:
    """Return who signed an entry, in which role, and when."""
    found = _signed(state, stamp)
    name = context.name(stamp.by)
    who = tr("{name}, {role}", name=name, role=role_word(found.signed.role)) if found is not None else name
    return f"{who}\n{context.at(stamp)}"


# The recall


def _recall(state: BatchState, context: Context, recall: Recall) -> Iterator[d.Block]:
    decided = recall_word(recall.decision) if recall.decision else tr("Not decided yet")
    yield d.Heading(2, "", tr("Recall"), decided)
    facts = [
        d.Fact(tr("Failed after release"), place(state, recall.event.slot)),
        d.Fact(tr("Opened"), context.at(recall.stamp)),
    ]
    if recall.event.exception:
        facts.append(d.Fact(tr("Exception"), recall.event.exception, code=True))
    if recall.comment:
        facts.append(d.Fact(tr("Reason"), recall.comment))
    yield d.Facts(tuple(facts))
    columns = (
        d.Column(tr("Call"), 1.4),
        d.Column(tr("Day"), 0),
        d.Column(tr("Person"), 1.5),
        d.Column(tr("What was said"), 2.6),
        d.Column(tr("Entered by"), 1.9),
    )
    yield d.Table(columns, tuple(_calls(context, recall)), dense=True)
    found = _signed(state, recall.decided) if recall.decided is not None else None
    if found is not None:
        yield signature(state, context, found)


def _calls(context: Context, recall: Recall) -> Rows:
    for name in recall.event.calls:
        noted = recall.calls.get(name)
        if noted is None:
            yield (call_word(name), "", "", d.Cell(tr("Not made yet"), tone="warn"), "")
            continue
        event, stamp = noted
        by = f"{context.name(stamp.by)}\n{context.at(stamp)}"
        yield (call_word(name), event.dated, event.person, event.text, by)
