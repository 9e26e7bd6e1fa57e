"""Answers about deviations: the list, one with its course, and which batches are to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ebr.domain import subjects
from ebr.domain.batch.state import BatchState
from ebr.domain.deviation import events as e
from ebr.domain.deviation.state import DeviationState, Mark, blocks
from ebr.domain.refusal import Refusal
from ebr.domain.values import Stamp, shown_text
from ebr.station.answers.names import name_of
from ebr.station.answers.record import title_of
from ebr.station.impact import proposed
from ebr.station.questions.deviations import (
    ActRow,
    CoveredRow,
    DeviationAnswer,
    DeviationQuestion,
    DeviationRow,
    Deviations,
    FileRow,
    ImpactProposal,
    NamedBatch,
    ProposedBatch,
    SectionText,
    SignedAct,
)
from ebr.storage.views import deviations as view
from ebr.storage.views import genealogy_links as links

if TYPE_CHECKING:
    from ebr.station.inside import Inside

ORDER: Final = ("proposed", "open", "closed")


def deviation_of(station: Inside, number: str) -> DeviationState:
    """Return a deviation that was opened; raises `Refusal`."""
    state = station.store.state(subjects.deviation(number)) if number.strip() else None
    if not isinstance(state, DeviationState) or not state.known:
        raise Refusal("deviation_unknown", deviation=shown_text(number))
    return state


def deviations(station: Inside, question: Deviations) -> tuple[DeviationRow, ...]:
    """Answer `Deviations`."""
    with station.store.reading() as connection:
        numbers = view.numbers(connection, question.batch)
    rows = [_row(station, deviation_of(station, number)) for number in numbers]
    return tuple(sorted(rows, key=lambda row: row.status == "closed"))


def _row(station: Inside, state: DeviationState) -> DeviationRow:
    assert state.opened is not None
    actions = state.written.get("actions")
    due = actions.event.due if actions is not None and isinstance(actions.event, e.ActionsSet) else ""
    return DeviationRow(
        state.number,
        state.title,
        state.rule if state.described is None else "",
        state.severity,
        state.life,
        state.discovered,
        state.opened.at.wall,
        name_of(station, state.opened.by),
        state.batches,
        state.exceptions,
        state.missing,
        due,
        blocks(state),
    )


def deviation(station: Inside, question: DeviationQuestion) -> DeviationAnswer:
    """Answer `DeviationQuestion`."""
    state = deviation_of(station, question.deviation)
    impact = state.impact
    return DeviationAnswer(
        row=_row(station, state),
        description=_described(station, state),
        contained=_section(station, state, "contained"),
        cause=_section(station, state, "cause"),
        impact=_section(station, state, "impact"),
        actions=_section(station, state, "actions"),
        proposal=_marked(station, state.proposal),
        closure=_marked(station, state.closure),
        reopened=_marked(station, state.reopened),
        exceptions=tuple(_covered(station, state)),
        batches=tuple(_batches(station, state)),
        cleared=impact.cleared if impact is not None else (),
        files=tuple(_file(station, event, stamp) for event, stamp in state.files),
        signatures=tuple(_signed(station, state, mark) for mark in state.signatures),
        history=tuple(ActRow(a.what, a.text, name_of(station, a.by), a.stamp.at.wall) for a in state.history),
        people=tuple(sorted(state.people)),
        contested=state.contested,
    )


def _described(station: Inside, state: DeviationState) -> SectionText:
    return _text(station, state.description, {"discovered": state.discovered}, state.described or state.opened)


def _text(station: Inside, text: str, more: dict[str, str], stamp: Stamp | None) -> SectionText:
    if stamp is None:
        return SectionText()
    return SectionText(text, more, name_of(station, stamp.by), stamp.at.wall)


def _section(station: Inside, state: DeviationState, name: str) -> SectionText:
    found = state.written.get(name)
    if found is None:
        return SectionText()
    event = found.event
    match event:
        case e.CauseFound():
            return _text(station, event.text, {"method": event.method}, found.stamp)
        case e.ActionsSet():
            more = {"preventive": event.preventive, "reference": event.reference, "due": event.due}
            return _text(station, event.corrective, more, found.stamp)
        case _:
            return _text(station, event.text, {}, found.stamp)


def _marked(station: Inside, mark: Mark | None) -> SectionText:
    if mark is None:
        return SectionText()
    return SectionText(mark.text, {"person": mark.by}, mark.name or name_of(station, mark.by), mark.stamp.at.wall)


def _signed(station: Inside, state: DeviationState, mark: Mark) -> SignedAct:
    at = mark.stamp.at
    name = mark.name or name_of(station, mark.by)
    standing = mark in (state.proposal, state.closure) or (mark is state.reopened and state.closure is None)
    return SignedAct(mark.what, mark.text, name, mark.by, mark.role, mark.meaning, at.wall, at.zone, standing)


def _covered(station: Inside, state: DeviationState) -> Iterator[CoveredRow]:
    for batch, number in state.exceptions:
        known = station.store.state(subjects.batch(batch))
        found = known.exceptions.get(number) if isinstance(known, BatchState) else None
        if isinstance(known, BatchState) and found is not None:
            title = title_of(known, found.where)
            said = (found.rule, dict(found.params), found.severity, found.open, found.reason)
            yield CoveredRow(batch, number, title, *said)
        else:
            yield CoveredRow(batch, number, "", "", {}, "", open=False)


def _batches(station: Inside, state: DeviationState) -> Iterator[NamedBatch]:
    with station.store.reading() as connection:
        facts = links.batches(connection, state.batches)
    for batch in state.batches:
        known = facts.get(batch)
        product, status = (known.product, known.status) if known is not None else ("", "")
        yield NamedBatch(batch, product, status, batch not in state.named)


def _file(station: Inside, event: e.FileAttached, stamp: Stamp) -> FileRow:
    value = event.value
    return FileRow(
        sha256=value.get("sha256", ""),
        name=value.get("name", ""),
        media=value.get("media", ""),
        size=value.get("size", ""),
        text=event.text,
        by=name_of(station, stamp.by),
        at=stamp.at.wall,
    )


def impact(station: Inside, question: ImpactProposal) -> tuple[ProposedBatch, ...]:
    """Answer `ImpactProposal`."""
    found = proposed(station.store, deviation_of(station, question.deviation))
    with station.store.reading() as connection:
        facts = links.batches(connection, found)
    return tuple(
        ProposedBatch(
            batch,
            facts[batch].product if batch in facts else "",
            facts[batch].status if batch in facts else "",
            tuple(sorted(shared.lots)),
            tuple(sorted(shared.equipment)),
        )
        for batch, shared in found.items()
    )
