"""Answers about releases: what waits, one batch with everything its release is decided on, the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from ebr.domain.batch import commands as c
from ebr.domain.batch.commands.release import SponsorRelease
from ebr.domain.batch.rules import blockers as rules
from ebr.domain.batch.rules import sampling
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.inputs import limits_now
from ebr.domain.batch.state.keeping import retention
from ebr.domain.batch.state.plan import Plan
from ebr.domain.batch.state.released import SUPPLY
from ebr.domain.batch.state.releasing import for_one_patient, for_sponsor, sponsor_words
from ebr.domain.decision import Facts
from ebr.domain.mbr.model import Slot
from ebr.domain.refusal import Refusal
from ebr.station.answers.batch import identifiers
from ebr.station.answers.deviations import deviations
from ebr.station.answers.names import batch_of, name_of
from ebr.station.filling import filled
from ebr.station.questions.deviations import Deviations
from ebr.station.questions.releases import (
    DatedRow,
    DecidedRow,
    DepartedRow,
    RecallAnswer,
    Register,
    RegisterRow,
    Releasable,
    ReleasableRow,
    ReleaseAnswer,
    ReleaseQuestion,
    RetainedRow,
    SpecifiedRow,
)
from ebr.storage.views import batches, releases
from ebr.wording import rule_words, unit_words
from ebr.wording.deviations import title_words
from ebr.wording.lines import accepted_line, in_document, value_line
from ebr.words import figure

if TYPE_CHECKING:
    from ebr.station.inside import Inside

MEANINGS: Final = ("reviewed", *releases.DECIDED)
Told = tuple[tuple[str, Mapping[str, str]], ...]


def releasable(station: Inside, _question: Releasable) -> tuple[ReleasableRow, ...]:
    """Answer `Releasable`."""
    with station.store.reading() as connection:
        lines = batches.lines(connection)
    found = (batch_of(station, line.batch) for line in lines if line.status not in ("issued", "to_check", "running"))
    rows = (_waiting(station, state, waits) for state in found if (waits := _waits(state)))
    return tuple(rows)


def _waits(state: BatchState) -> str:
    recall = state.releasing.recall
    if recall is not None and (recall.open_calls or not recall.decision) and state.disposition != "rejected":
        return "recall"
    if state.disposition == "certified":
        return "sponsor" if for_sponsor(state) and state.releasing.sponsor is None else ""
    if state.disposition == "conditional":
        return "results" if flow.pending_results(state, after_release=True) else "decision"
    if state.disposition or (state.completed is None and state.aborted is None):
        return ""
    return "decision" if state.reviewed is not None and not state.review_void else "review"


def _waiting(station: Inside, state: BatchState, waits: str) -> ReleasableRow:
    header = state.plan.mbr.header if state.plan is not None else None
    facts = rules.facts_of(state, station.store.state)
    what = {"review": "review", "sponsor": "sponsor"}.get(waits, "certified")
    return ReleasableRow(
        state.id,
        header.product if header is not None else state.id,
        header.profile if header is not None else "",
        state.status,
        waits,
        len(_against(station, state, facts, what)),
        bool(state.releasing.legal_hold),
    )


def release(station: Inside, question: ReleaseQuestion) -> ReleaseAnswer:
    """Answer `ReleaseQuestion`."""
    state = batch_of(station, question.batch)
    plan = state.plan
    if plan is None or state.issued is None:
        raise Refusal("master_unreadable", batch=state.id)
    header, kept = plan.mbr.header, retention(state)
    facts = rules.facts_of(state, station.store.state)
    recall = state.releasing.recall
    return ReleaseAnswer(
        batch=state.id,
        product=header.product,
        strength=header.strength,
        form=header.form,
        profile=header.profile,
        size=f"{figure(state.issued.size)} {unit_words(header.size.unit)}",
        mbr=state.issued.mbr,
        version=state.issued.version,
        mbr_hash=state.issued.hash,
        status=state.status,
        identifiers=identifiers(state),
        issued_at=state.issue_stamp.at.wall if state.issue_stamp else "",
        completed_at=state.completed.at.wall if state.completed else "",
        blockers={what: _against(station, state, facts, what) for what in _asked(state)},
        results=tuple(_results(station, state, plan)),
        decided=tuple(_decided(state)),
        exceptions=tuple(_departed(state)),
        supply=tuple(_supply(station, state)),
        supply_asked=next(rules.supply_allowed(state), None) is None,
        recall=_recall(station, state) if recall is not None else None,
        sponsor_asked=for_sponsor(state),
        sponsor_at=state.releasing.sponsor.at.wall if state.releasing.sponsor is not None else "",
        samples=tuple(RetainedRow(e.sample, e.count, e.place, e.until) for e, _ in state.releasing.samples),
        retention_rule=kept.rule,
        retention_years=kept.years,
        retention_until=kept.until,
        legal_hold=kept.legal_hold,
        comment=state.decisions[-1][0].comment if state.decisions and state.disposition else "",
        deviations=tuple(_deviations(station, state)),
        sponsor_comment=sponsor_words(state),
        legal_hold_since=held.at.wall if (held := state.releasing.legal_hold_since) is not None else "",
        trial=(ended[0].trial, ended[0].dated) if (ended := state.releasing.trial) is not None else ("", ""),
    )


def _departed(state: BatchState) -> Iterator[DepartedRow]:
    from ebr.reports.record.places import place

    for x in state.exceptions.values():
        what = "\n".join(text for text in (rule_words(x.rule, x.params), x.reason) if text)
        yield DepartedRow(x.number, x.severity, x.decision, what, place(state, x.where))


def _deviations(station: Inside, state: BatchState) -> Iterator[tuple[str, str, str, str]]:
    for row in deviations(station, Deviations(state.id)):
        yield row.deviation, title_words(row.rule, row.title), row.severity, row.status


def _asked(state: BatchState) -> tuple[str, ...]:
    sponsor = ("sponsor",) if for_sponsor(state) else ()
    return ("review", "certified", "conditional", *(("supplied",) if for_one_patient(state) else ()), *sponsor)


def _against(station: Inside, state: BatchState, facts: Facts, what: str) -> Told:
    command: rules.Deciding
    if what == "review":
        command = c.ReviewBatch(state.id)
    elif what == "sponsor":
        command = SponsorRelease(state.id)
    else:
        command = c.DecideBatch(state.id, what)
    command = filled(station.store, command, station.clock.now(), asked=True)
    return tuple((found.code, dict(found.params)) for found in rules.blockers(state, facts, command))


def _results(station: Inside, state: BatchState, plan: Plan) -> Iterator[SpecifiedRow]:
    for address, phase, rounds in flow.phase_instances(state):
        for slot in phase.slots:
            if slot.kind == "result" and flow.applies(state, slot, rounds):
                yield _result(station, state, plan, in_document(slot, plan.mbr), f"{address}/{slot.id}", rounds)


def _result(
    station: Inside, state: BatchState, plan: Plan, slot: Slot, address: str, rounds: Mapping[str, str]
) -> SpecifiedRow:
    held = state.slot(address)
    rows = held.standing()
    limits = rows[-1].limits if rows else limits_now(state, slot.limits, rounds)
    name = f"{slot.label} [{', '.join(rounds.values())}]" if rounds else slot.label
    checked = [one.signed.name for one in state.valid_signatures(address, slot.second)] if slot.second else []
    skipped = bool(held.skipped) and not rows
    return SpecifiedRow(
        address,
        name,
        accepted_line(slot, limits, plan.unit(slot)),
        ", ".join(value_line(slot, row.value) for row in rows),
        "skipped" if skipped else _verdict([row.verdict for row in rows]),
        ", ".join(dict.fromkeys(name_of(station, row.performed_by) for row in rows)),
        ", ".join(dict.fromkeys(checked)),
        slot.after_release,
        sampling.samples_of(state, plan, slot, rounds),
    )


def _verdict(verdicts: list[str]) -> str:
    if not verdicts:
        return "pending"
    return next((one for one in ("out", "alert", "in") if one in verdicts), "")


def _decided(state: BatchState) -> Iterator[DecidedRow]:
    for one in state.signatures:
        if one.scope == f"batch/{state.id}" and one.meaning in MEANINGS:
            by = one.signed
            yield DecidedRow(one.meaning, by.name, by.person, by.role, by.at, by.zone, one.valid, one.void_by)


def _supply(station: Inside, state: BatchState) -> Iterator[DatedRow]:
    for name in SUPPLY:
        held = state.releasing.supply.get(name)
        if held is None:
            yield DatedRow(name)
        else:
            event, stamp = held
            by = name_of(station, stamp.by)
            yield DatedRow(name, event.dated, event.person, event.text, event.reference, by)


def _recall(station: Inside, state: BatchState) -> RecallAnswer:
    recall = state.releasing.recall
    assert recall is not None
    calls = []
    for call in recall.event.calls:
        noted = recall.calls.get(call)
        if noted is None:
            calls.append(DatedRow(call))
        else:
            event, stamp = noted
            calls.append(DatedRow(call, event.dated, event.person, event.text, "", name_of(station, stamp.by)))
    return RecallAnswer(recall.event.slot, recall.event.exception, tuple(calls), recall.decision, recall.comment)


def register(station: Inside, question: Register) -> tuple[RegisterRow, ...]:
    """Answer `Register`."""
    with station.store.reading() as connection:
        lines = releases.lines(connection, question.text)
    return tuple(
        RegisterRow(
            one.batch,
            one.product,
            one.mbr,
            one.version,
            one.decision,
            one.at,
            one.name,
            one.role,
            one.comment,
            bool(one.void),
            one.sponsor,
        )
        for one in lines
    )
