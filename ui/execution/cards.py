"""From the answer about a batch to what the execution screen shows: pure functions, words included.

In limits is plain ink; only what is out of limits, an open exception and a near timer have a tone (ux.md 1.2).
Nothing is judged here: verdicts, reasons and what may be done come from the station.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from ebr.domain.batch.state.stands import STANDS
from ebr.domain.refusal import Refusal
from ebr.station.questions import (
    AmendedRow,
    AttemptRow,
    EntryAnswer,
    ExceptionRow,
    OutlineRow,
    RoundRow,
    SignatureRow,
    StepAnswer,
    UsedRow,
    ValueRow,
)
from ebr.station.questions import TimerRow as TimerAnswer
from ebr.wording import meaning_words, refusal_words, role_word, rule_words, severity_word, waits_words, with_unit
from ebr.wording.languages import language_word
from ebr.words import beside, figure, ntr, tr
from ui.execution.editors import editor_of
from ui.execution.model import Card, Editor, OutlineLine, RoundLine, SideLine, TimerLine
from ui.shown import clock_of, moment_of, span_of
from ui.widgets.limit_scale import scale_of

DONE: Final = ("done", "skipped")
COMPUTED: Final = ("calculation", "yield")
OUTLINE: Final[Mapping[str, str]] = {
    "done": "done",
    "active": "now",
    "open": "todo",
    "unsigned": "now",
    "to_verify": "verify",
    "locked": "locked",
    "not_applicable": "na",
}


def limits_words(entry: EntryAnswer) -> str:
    """Return target and limits in words, with the unit; "" when there are none."""
    limits, unit = entry.limits, entry.unit
    low, high, target = (figure(limits.get(name, "")) for name in ("low", "high", "target"))
    words = ""
    if low and high:
        words = tr("Limits {low} to {high}", low=low, high=with_unit(high, unit))
    elif low:
        words = tr("At least {low}", low=with_unit(low, unit))
    elif high:
        words = tr("At most {high}", high=with_unit(high, unit))
    if target and words:
        return tr("Target {target}. {limits}", target=with_unit(target, unit), limits=words)
    return tr("Target {target}", target=with_unit(target, unit)) if target else words


def card_of(
    entry: EntryAnswer,
    *,
    active: bool,
    locked: bool,
    draft: Mapping[str, str],
    message: tuple[str, str],
    may_change: bool,
    offered: Callable[[Editor, EntryAnswer], Editor] = lambda editor, _entry: editor,
) -> Card:
    """Return one entry as a card. `message` is what the station answered last (words, tone).

    `offered` adds to the open form what the devices of the terminal can do.
    """
    state = _state(entry, active=active, locked=locked)
    folded = state in ("done", "na")
    words, tone = message if message[0] else (_standing_message(entry) if state == "out" else ("", ""))
    return Card(
        key=entry.address,
        title=entry.label,
        state=state,
        detail=_detail(entry, state),
        badge=tr("Critical") if entry.critical else "",
        value=_value(entry) if folded else "",
        source_icon=_source_icon(entry) if folded else "",
        source=_source(entry) if folded else "",
        scale=scale_of(entry.limits, _last_number(entry))
        if folded and entry.kind not in ("environment", "labels")
        else None,
        change=tr("Change") if folded and may_change and _changeable(entry) else "",
        attempts=tuple(map(attempt_words, entry.attempts[:-1] if state == "out" else entry.attempts)),
        message=words if active else "",
        message_tone=tone or "crit",
        message_action=tr("Document exception") if active and _may_stand(entry) else "",
        exception=tr("Exception {number}", number=entry.exception) if entry.exception else "",
        second=_second_verb(entry) if state == "done" or _timed(entry) else "",
        second_words=_second_words(entry) if state == "done" or _timed(entry) else "",
        editor=offered(editor_of(entry, draft), entry) if active else None,
        notes=(*_old_values(entry), *entry.comments),
    )


def _state(entry: EntryAnswer, *, active: bool, locked: bool) -> str:
    if entry.status == "not_applicable":
        return "na"
    if entry.status in DONE:
        return "done"
    if locked:
        return "locked"
    if active:
        return "out" if entry.status == "out" else "active"
    return "todo"


def open_entry(entry: EntryAnswer) -> bool:
    """Tell whether somebody has to fill this entry in."""
    return entry.status in ("todo", "out") and entry.kind not in COMPUTED and not _by_itself(entry)


def _by_itself(entry: EntryAnswer) -> bool:
    if entry.kind != "timer":
        return False
    started = entry.timer is not None and bool(entry.timer.started)
    return bool(entry.spec.get("stops" if started else "starts"))


def _detail(entry: EntryAnswer, state: str) -> str:
    if entry.status == "not_applicable":
        return tr("Not applicable here")
    if entry.kind in COMPUTED and state != "done":
        return (
            tr("Computed by the station: {formula}", formula=entry.spec.get("formula", ""))
            if entry.spec.get("formula")
            else tr("Computed by the station")
        )
    if entry.kind == "result" and state == "todo":
        return tr("Comes from the laboratory later")
    if state == "todo" and entry.status == "out":
        return tr("Out of limits, not documented yet")
    words = limits_words(entry) if entry.kind not in ("environment", "clearance", "labels") else ""
    parts = (entry.help, words, tr("Optional") if entry.optional else "")
    return beside((part.rstrip(".") for part in parts), ". ")


def _value(entry: EntryAnswer) -> str:
    if entry.status == "skipped":
        return tr("Not made, see the exception")
    if entry.status == "not_applicable":
        return ""
    if entry.kind == "timer" and entry.timer is not None:
        return span_of(float(entry.timer.elapsed or 0))
    if len(entry.rows) > 1 and entry.figures.get("total"):
        return tr(
            "{total} in {n} containers", total=with_unit(figure(entry.figures["total"]), entry.unit), n=len(entry.rows)
        )
    if len(entry.rows) > 1 and entry.figures.get("mean"):
        return tr(
            "Mean {mean}, {n} samples", mean=with_unit(figure(entry.figures["mean"]), entry.unit), n=len(entry.rows)
        )
    return "; ".join(row.text for row in entry.rows)


def _last_number(entry: EntryAnswer) -> str:
    if entry.figures.get("total"):
        return entry.figures["total"]
    return entry.rows[-1].value.get("number", "") if len(entry.rows) == 1 else entry.figures.get("mean", "")


def _source(entry: EntryAnswer) -> str:
    row = entry.rows[-1] if entry.rows else None
    if row is None:
        return ""
    if entry.kind in COMPUTED:
        formula = entry.spec.get("formula", "")
        return (
            tr("Computed {time}: {formula}", time=clock_of(row.at), formula=formula)
            if formula
            else tr("Computed {time}", time=clock_of(row.at))
        )
    if row.source == "device" and row.device and row.read_at:
        return _read_by(row)
    if row.performed_by and row.performed_by != row.by_name:
        return tr(
            "{performer}, recorded by {name}, {time}",
            performer=row.performed_by,
            name=row.by_name,
            time=clock_of(row.at),
        )
    return tr("{name}, {time}", name=row.by_name, time=clock_of(row.at))


def _read_by(row: ValueRow) -> str:
    """Name the device and when it was read; when that was long before it was recorded, both moments."""
    times = {"read": clock_of(row.read_at), "time": clock_of(row.at)}
    if row.at[:16] == row.read_at[:16]:
        return tr("{device} {read}, {name}", device=row.device, name=row.by_name, **times)
    return tr("{device} {read}, recorded {time} by {name}", device=row.device, name=row.by_name, **times)


def _source_icon(entry: EntryAnswer) -> str:
    if entry.kind in COMPUTED:
        return "calculator"
    how = entry.rows[-1].source if entry.rows else ""
    return {"scanned": "scan", "device": "plug-connected"}.get(how, "user")


def _changeable(entry: EntryAnswer) -> bool:
    return (
        entry.status == "done"
        and bool(entry.rows)
        and entry.kind not in (*COMPUTED, "timer", "signature", "instruction")
    )


def _old_values(entry: EntryAnswer) -> tuple[str, ...]:
    return tuple(
        tr("Was {old}, changed by {name} at {time}: {reason}", old=old, name=name, time=clock_of(at), reason=reason)
        for row in entry.rows
        for old, reason, name, at in row.old
    )


def attempt_words(attempt: AttemptRow) -> str:
    """Return an attempt as a line: nothing that was tried is lost (floor-rules 10)."""
    why = refusal_words(Refusal(attempt.why, **attempt.params))
    if not attempt.text:
        return tr("{why} ({name} at {time})", time=clock_of(attempt.at), name=attempt.by_name, why=why.rstrip("."))
    return tr(
        "Tried {value} at {time} by {name}: {why}",
        value=attempt.text,
        time=clock_of(attempt.at),
        name=attempt.by_name,
        why=why,
    )


def _standing_message(entry: EntryAnswer) -> tuple[str, str]:
    if not entry.attempts:
        return "", ""
    last = entry.attempts[-1]
    return refusal_words(Refusal(last.why, **last.params)), "crit"


def standing_attempt(entry: EntryAnswer) -> AttemptRow | None:
    """Return the attempt that an exception could make stand: the newest that nobody has said so of.

    The exception that counted labels open by themselves says only that they differ.
    """
    open_ones = (one for one in entry.attempts if not one.exception or entry.kind == "labels")
    waiting = [attempt for attempt in open_ones if attempt.why in STANDS]
    return waiting[-1] if waiting and entry.status in ("out", "todo") else None


def _may_stand(entry: EntryAnswer) -> bool:
    return standing_attempt(entry) is not None


def _timed(entry: EntryAnswer) -> bool:
    """A timer's start, which may have been declared, is verified while it runs (floor-rules 15)."""
    return entry.timer is not None and bool(entry.timer.started)


def _second_verb(entry: EntryAnswer) -> str:
    if not entry.second or entry.second_done or entry.kind == "signature":
        return ""
    return tr("Witness") if entry.second == "witnessed" else tr("Verify")


def _second_words(entry: EntryAnswer) -> str:
    if not _second_verb(entry):
        return ""
    return (
        tr("A second person witnesses this entry")
        if entry.second == "witnessed"
        else tr("A second person verifies this entry before it is used")
    )


def amended_title(rows: tuple[AmendedRow, ...]) -> str:
    """Return that quality changed a step while the batch ran, and when; "" for none."""
    if not rows:
        return ""
    time = moment_of(rows[-1].at)
    return (
        tr("Amended by quality, {time}", time=time) if not rows[-1].new else tr("Added by quality, {time}", time=time)
    )


def amended_words(rows: tuple[AmendedRow, ...]) -> str:
    """Return what quality changed in a step, and why, oldest first."""
    told = [sentence for row in rows for sentence in (*row.changes, tr("Reason: {reason}", reason=row.reason))]
    return "\n".join(told)


def outline_line(row: OutlineRow, current: str) -> OutlineLine:
    """Return a line of the outline, in words; what quality amended says so."""
    line = _outline_line(row, current)
    if not row.amended:
        return line
    mark = tr("New") if row.amended == "new" else tr("Amended")
    return replace(line, detail=tr("{mark}. {words}", mark=mark, words=line.detail) if line.detail else mark)


def _outline_line(row: OutlineRow, current: str) -> OutlineLine:
    if row.kind == "section":
        count = tr("{done} of {total}", done=row.done, total=row.total) if row.total else ""
        return OutlineLine(row.address, row.number, row.title, "section", count)
    state = OUTLINE.get(row.status, "todo")
    title = tr("{title}, {round}", title=row.title, round=row.round) if row.round else row.title
    if row.flag:
        return OutlineLine(row.address, row.number, title, "exception", _flag_words(row, state))
    if state == "locked":
        return OutlineLine(row.address, row.number, title, state, waits_words(row.why, row.why_params))
    if row.address == current and state in ("todo", "now") and row.status != "unsigned":
        return OutlineLine(row.address, row.number, title, "now", _left_words(row))
    if row.status == "unsigned":
        return OutlineLine(row.address, row.number, title, "now", tr("To be signed"))
    return OutlineLine(row.address, row.number, title, state)


def _left_words(row: OutlineRow) -> str:
    left = row.total - row.done
    return ntr("{n} entry to make", "{n} entries to make", left) if left > 0 else ""


def _flag_words(row: OutlineRow, state: str) -> str:
    if state == "locked":
        return waits_words(row.why, row.why_params)
    return tr("Exception") if row.flag in ("exception", "yes", "1") else tr("Exception {number}", number=row.flag)


def round_line(row: RoundRow) -> RoundLine:
    """Return what may be done about a repeating part."""
    names = ", ".join(row.names)
    words = tr("{title}: {names}", title=row.title, names=names) if names else row.title
    if row.due:
        words = tr("{words}. Next due {time}", words=words, time=clock_of(row.due))
    new = tr("Add {thing}", thing=row.thing) if row.thing else tr("Start a round")
    end = tr("All of them are named") if row.kind in ("for_each", "each") else tr("End the rounds")
    return RoundLine(row.node, words, new if row.can_open else "", end if row.can_end else "", row.thing)


def timer_line(row: TimerAnswer) -> TimerLine:
    """Return a timer as numbers; the view lets it go on."""
    low, high = (float(text) if text else None for text in (row.low, row.high))
    note = "" if row.confirmed else tr("Not confirmed after a restart")
    return TimerLine(row.address, row.label, float(row.elapsed or 0), low, high, row.running, note)


def exception_line(row: ExceptionRow) -> SideLine:
    """Return an exception for the context column."""
    title = tr("{number}, {severity}", number=row.number, severity=severity_word(row.severity))
    words = row.title or (rule_words(row.rule, row.params) if row.rule == "amended" else row.reason)
    return SideLine(row.number, title, words, tone="warn" if row.open else "", done=not row.open)


def used_line(row: UsedRow) -> SideLine:
    """Return a material or a piece of equipment for the context column."""
    return SideLine(
        row.name, row.name, row.detail or ("" if row.done else tr("Not recorded yet")), row.quantity, row.done
    )


def signature_line(row: SignatureRow) -> tuple[str, bool]:
    """Return a signature in words, and whether it stands."""
    words = tr(
        "{meaning} {name}, {role}, {time}",
        meaning=meaning_words(row.meaning),
        name=row.name,
        role=role_word(row.role),
        time=moment_of(row.at),
    )
    if row.language:
        words = tr("{words}. Instruction shown in {language}", words=words, language=language_word(row.language))
    return (words if row.valid else tr("{words}. Void: the record changed after it", words=words)), row.valid


def row_of(entry: EntryAnswer, item: int) -> ValueRow | None:
    """Return a standing row of an entry by its item number; 0 is the last."""
    if not item:
        return entry.rows[-1] if entry.rows else None
    return next((row for row in entry.rows if row.item == item), None)


def locked_words(step: StepAnswer) -> str:
    """Return why a step cannot be worked on; "" when it can."""
    if step.status == "not_applicable":
        return tr("This step does not apply to this batch")
    return waits_words(step.why, step.why_params) if step.status == "locked" else ""
