"""Every phase with its entries, attempts, corrections and signatures, in document order (211.188(b), 4.20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.apart import Contest
from ebr.domain.batch.state.model import SignatureState
from ebr.domain.batch.state.plan import COMPUTED, Plan, rounds_of
from ebr.domain.batch.state.slots import Attempt, Row, SlotState
from ebr.domain.mbr.model import Phase, Slot
from ebr.domain.refusal import Refusal
from ebr.domain.values import Stamp
from ebr.reports import document as d
from ebr.reports.record import contested
from ebr.reports.record.context import Context, moment
from ebr.reports.record.places import place
from ebr.reports.shown import media_blocks
from ebr.wording import how_words, meaning_words, refusal_words, role_word, status_word, unit_words
from ebr.wording.languages import language_word
from ebr.wording.lines import answer, duration, in_document, limits_line, value_line, with_unit
from ebr.wording.used import used_words
from ebr.words import tr


def blocks(state: BatchState, plan: Plan, context: Context) -> Iterator[d.Block]:
    """Yield a heading per operation and everything of its phases."""
    current = ""
    for address, phase, _ in flow.phase_instances(state):
        operation = plan.places[phase.id].path[1]
        if operation != current:
            current = operation
            node = plan.places[operation].node
            yield d.Heading(1, plan.places[operation].number, node.title if node else operation)
        yield from _phase(state, plan, context, address, phase)


def _phase(state: BatchState, plan: Plan, context: Context, address: str, phase: Phase) -> Iterator[d.Block]:
    number = plan.places[phase.id].number
    rounds = rounds_of(address)
    title = tr("{title}, round {round}", title=phase.title, round=", ".join(rounds.values())) if rounds else phase.title
    status = flow.standing(state, address, phase).status
    note = "" if status == "done" else status_word(status)
    yield d.Heading(2, number, title, note)
    if status == "not_applicable":
        return
    yield d.Paragraph(phase.instruction, "quiet")
    yield from media_blocks(phase, context.file)
    rows = tuple(
        row
        for at_, slot in enumerate(phase.slots, 1)
        for row in _entries(state, context, f"{address}/{slot.id}", slot, f"{number}.{at_}")
    )
    yield d.Entries(rows)
    yield from _images(state, context, address, phase)
    for found in state.signatures:
        if found.scope == address or found.scope.startswith(address + "/"):
            yield signature(state, context, found, _covers(state, found))
    for where, to, note_, stamp, _ in state.handed_over:
        if where == address:
            words = tr(
                "Handed over by {giver} to {taker} at {time}: {note}",
                giver=context.name(stamp.by),
                taker=context.name(to),
                time=context.at(stamp),
                note=note_,
            )
            yield d.Paragraph(words, "quiet")


def _covers(state: BatchState, found: SignatureState) -> str:
    plan = state.plan
    name = found.scope.rpartition("/")[2]
    return plan.slots[name].label if plan and name in plan.slots else ""


def signature(state: BatchState, context: Context, found: SignatureState, covers: str = "") -> d.Signature:
    """Return a signature as 11.50 wants it shown; a void one says why."""
    signed = found.signed
    if found.language:
        shown = tr("Instruction shown in {language}", language=language_word(found.language))
        covers = tr("{covers}. {shown}", covers=covers, shown=shown) if covers else shown
    void = tr("{what} changed after it was signed", what=place(state, found.void_by)) if found.void else ""
    return d.Signature(
        signed.name,
        signed.person,
        role_word(signed.role),
        meaning_words(found.meaning),
        context.where(moment(signed.at, signed.zone), found.stamp),
        covers,
        void,
    )


def _entries(state: BatchState, context: Context, address: str, slot: Slot, number: str) -> Iterator[d.Entry]:
    held = state.slots.get(address)
    slot = in_document(slot, state.plan.mbr) if state.plan else slot
    if not flow.applies(state, slot, rounds_of(address)):
        yield d.Entry(number, slot.label, tr("Not applicable"), "", "", tone="quiet")
        return
    if slot.kind == "signature":
        done = bool(state.valid_signatures(address))
        yield d.Entry(
            number,
            slot.label,
            tr("Signed, see below") if done else tr("Not signed"),
            "",
            "",
            tone="plain" if done else "warn",
        )
        return
    if held is None or not (held.rows or held.timer or held.skipped or held.attempts):
        words = tr("Not recorded") if not slot.optional else tr("Not used (optional)")
        yield d.Entry(number, slot.label, words, "", "", tone="quiet" if slot.optional else "warn")
        return
    yield from _made(state, context, held, slot, number)


def _made(state: BatchState, context: Context, held: SlotState, slot: Slot, number: str) -> Iterator[d.Entry]:
    attempts = tuple(_attempt(context, slot, attempt) for attempt in held.attempts)
    rows = [held.rows[item] for item in sorted(held.rows)]
    for at_, row in enumerate(rows):
        label = f"{slot.label} ({row.item})" if len(rows) > 1 else slot.label
        contest = state.contested.get((held.address, row.item))
        made = _row(context, slot, row, number, label, attempts if at_ == 0 else (), contest)
        yield made if contest is None else contested.marked(state, context, contest, made)
    if held.timer is not None:
        yield _timer(context, held, slot, number, () if rows else attempts)
    if held.skipped:
        words = tr("Not made, see exception {number}", number=held.skipped)
        yield d.Entry(number, slot.label, words, "", "", attempts=attempts, marks=("exception",), tone="warn")
    elif not rows and held.timer is None:
        yield d.Entry(
            number, slot.label, tr("Not recorded"), "", "", attempts=attempts, marks=("attempt",), tone="warn"
        )
    if held.closed is not None and held.figures:
        yield _figures(context, held, slot, number)


def _figures(context: Context, held: SlotState, slot: Slot, number: str) -> d.Entry:
    stamp = held.closed
    assert stamp is not None
    if slot.kind == "material":
        text = _total(held.figures, slot.unit)
        label, limits = tr("{label}: total", label=slot.label), limits_line(held.limits, slot.unit)
    else:
        text = ", ".join(f"{name} {value}" for name, value in held.figures.items())
        label = tr("{label}: figures", label=slot.label)
        limits = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in held.limits.items())
    tone: d.Tone = "critical" if held.verdict == "out" else "plain"
    return d.Entry(number, label, text, context.name(stamp.by), context.at(stamp), limits, tone=tone)


def _total(figures: Mapping[str, str], unit: str) -> str:
    """Return what was weighed, and how much of it is the active where that is not the same."""
    total, active = figures.get("total", ""), figures.get("active", "")
    if not active or active == total:
        return with_unit(total, unit)
    return tr("{total}, of it active {active}", total=with_unit(total, unit), active=with_unit(active, unit))


def _row(
    context: Context,
    slot: Slot,
    row: Row,
    number: str,
    label: str,
    attempts: tuple[d.Attempt, ...],
    contest: Contest | None,
) -> d.Entry:
    computed = slot.kind in COMPUTED
    earlier = _earlier(context, slot, row, contested.replaced(contest))
    marks: list[d.Mark] = []
    if row.corrections:
        marks.append("changed")
    if row.late:
        marks.append("late")
    if attempts:
        marks.append("attempt")
    if row.exception:
        marks.append("exception")
    return d.Entry(
        number=number,
        label=label,
        value=value_line(slot, row.value),
        by=tr("Computed") if computed else context.name(row.performed_by),
        at=context.at(row.stamp),
        limits=limits_line(row.limits, unit_words(slot.unit)),
        recorded_by="" if computed or row.first.by == row.performed_by else context.name(row.first.by),
        notes=tuple(_notes(slot, row)),
        earlier=earlier,
        attempts=attempts,
        marks=tuple(marks),
        tone="critical" if row.verdict == "out" else "warn" if row.verdict == "alert" else "plain",
    )


def _notes(slot: Slot, row: Row) -> Iterator[str]:
    if row.source.get("how") == "calculated":
        yield f"{row.source.get('formula', '')}  [{', '.join(f'{n} = {v}' for n, v in row.inputs.items())}]"
    elif row.source.get("how", "typed") != "typed":
        raw = row.source.get("raw", "")
        yield tr("{how}: {raw}", how=how_words(row.source["how"]), raw=raw) if raw else how_words(row.source["how"])
    if row.source.get("device") and row.source.get("at"):
        yield tr("{device}, received {time}", device=row.source["device"], time=moment(row.source["at"]))
    if row.verdict == "alert":
        yield tr("Outside the alert limits, inside the action limits")
    if row.exception:
        yield tr("Stands by exception {number}", number=row.exception)
    if row.late:
        yield tr("Late entry, happened {time}: {reason}", time=row.happened, reason=row.late)
    if slot.kind == "clearance":
        yield from (
            tr("{answer}: {point}", answer=answer(row.value.get(item.id, "")), point=item.label) for item in slot.items
        )
    yield from used_words(row.source, row.value)
    for name in ("gross", "tare", "container", "expiry"):
        if slot.kind == "material" and row.value.get(name):
            yield f"{tr(PARTS[name])} {row.value[name]}"


PARTS = {"gross": "Gross", "tare": "Tare", "container": "Container", "expiry": "Expiry"}


def _earlier(context: Context, slot: Slot, row: Row, replaced: Mapping[str, Stamp]) -> tuple[d.Earlier, ...]:
    """Return the values that stood before; `replaced` says who wrote those that quality set aside."""
    before = row.first
    found = []
    for correction in row.corrections:
        writer = replaced.get(correction.stamp.hash, before)
        words, reason = value_line(slot, correction.old), _reason(correction.reason)
        found.append(d.Earlier(words, reason, context.name(writer.by), context.at(writer)))
        if correction.stamp.hash not in replaced:
            before = correction.stamp
    return tuple(found)


def _reason(reason: str) -> str:
    return tr("Computed anew after a correction") if reason == "recalculated" else reason


def _attempt(context: Context, slot: Slot, attempt: Attempt) -> d.Attempt:
    shown = attempt.value.get("time", "") if slot.kind == "timer" else value_line(slot, attempt.value)
    if not attempt.value:  # the device read nothing
        shown = tr("no value")
    why = refusal_words(Refusal(attempt.why, **attempt.params))
    return d.Attempt(shown, why, context.name(attempt.performed_by), context.at(attempt.stamp))


def _timer(context: Context, held: SlotState, slot: Slot, number: str, attempts: tuple[d.Attempt, ...]) -> d.Entry:
    timer = held.timer
    assert timer is not None
    began = moment(timer.started)
    notes = [tr("From {start}, declared", start=began) if timer.declared else tr("From {start}", start=began)]
    if timer.stopped:
        notes.append(tr("To {stop}", stop=moment(timer.stopped)))
    if not timer.confirmed:
        notes.append(tr("Elapsed time not confirmed: it spans a restart of the clock"))
    stamp = timer.stop or timer.start
    value = duration(timer.elapsed) if timer.elapsed else tr("Running")
    limits = {name: duration(text) for name, text in held.limits.items() if name != "rule"}
    return d.Entry(
        number,
        slot.label,
        value,
        context.name(stamp.by),
        context.at(stamp),
        limits_line(limits, ""),
        notes=tuple(notes),
        attempts=attempts,
        marks=("attempt",) if attempts else (),
        tone="critical" if held.verdict == "out" else "plain",
    )


def _images(state: BatchState, context: Context, address: str, phase: Phase) -> Iterator[d.Block]:
    for slot in phase.slots:
        if slot.kind != "photo":
            continue
        for row in state.slot(f"{address}/{slot.id}").standing():
            name = row.value["sha256"]
            if context.file(name) is not None:
                yield d.Image(
                    name,
                    partial(_bytes, context, name),
                    f"{slot.label}: {row.value['name']}, SHA-256 {name}",
                )


def _bytes(context: Context, name: str) -> bytes:
    return context.file(name) or b""
