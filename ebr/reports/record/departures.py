"""Exceptions first: every departure with its course and its decision (211.192; Annex 11, 8.2)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.model import ExceptionState
from ebr.reports import document as d
from ebr.reports.record import deviations
from ebr.reports.record.context import Context
from ebr.reports.record.places import place
from ebr.reports.record.steps import signature
from ebr.wording import rule_words, severity_word
from ebr.words import tr


def blocks(state: BatchState, context: Context) -> Iterator[d.Block]:
    """Yield the chapter of exceptions."""
    found = sorted(state.exceptions.values(), key=lambda x: (-_weight(x), x.number))
    yield d.Heading(1, "", tr("Exceptions"), tr("{n} in all", n=len(found)))
    if not found:
        yield d.Paragraph(tr("No departure was recorded."), "quiet")
    for exception in found:
        yield _card(state, context, exception)
    yield from deviations.blocks(state, context)


def _weight(found: ExceptionState) -> int:
    return ("minor", "major", "critical").index(found.severity) + (10 if found.open else 0)


def _card(state: BatchState, context: Context, found: ExceptionState) -> d.ExceptionCard:
    signatures = tuple(signature(state, context, s) for s in state.signatures if s.scope == f"exception/{found.number}")
    return d.ExceptionCard(
        number=found.number,
        severity=found.severity if found.severity in ("minor", "major", "critical") else "critical",  # type: ignore[arg-type]
        severity_words=severity_word(found.severity),
        title=rule_words(found.rule, found.params),
        where=place(state, found.where),
        state=_state(found),
        closed=not found.open,
        text=found.comment,
        facts=tuple(_facts(state, found)),
        steps=tuple(_steps(context, found)),
        signatures=signatures,
    )


def _facts(state: BatchState, found: ExceptionState) -> Iterator[d.Fact]:
    if found.reason:
        yield d.Fact(tr("Reason"), found.reason)
    if covered := state.covered(found.number):
        yield d.Fact(tr("Deviation"), covered, code=True)


def _state(found: ExceptionState) -> str:
    if found.open:
        return tr("Open")
    return tr("Accepted") if found.decision == "accepted" else tr("Rejected")


def _steps(context: Context, found: ExceptionState) -> Iterator[d.Step]:
    by = (
        context.name(found.raised.by)
        if found.rule == "person"
        else tr("{name}, by rule", name=context.name(found.raised.by))
    )
    yield d.Step(tr("Raised"), by, context.at(found.raised))
    for old, new, reason, stamp in found.changes:
        yield d.Step(
            tr(
                "Class changed from {old} to {new}: {reason}",
                old=severity_word(old),
                new=severity_word(new),
                reason=reason,
            ),
            context.name(stamp.by),
            context.at(stamp),
        )
    if found.decided is not None:
        yield d.Step(
            tr("{decision}: {comment}", decision=_state(found), comment=found.decision_comment),
            context.name(found.decided.by),
            context.at(found.decided),
        )
