"""The record of a batch in words: from the station's answers to what the screen shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.station.questions import BatchAnswer, EntryAnswer, OutlineRow, SignatureRow, StepAnswer, ValueRow
from ebr.wording import (
    how_words,
    limits_line,
    meaning_words,
    refusal_words,
    role_word,
    status_word,
    unit_words,
    verdict_word,
    waits_words,
)
from ebr.words import figure, mark, ntr, tr
from ui.exceptions.attempts import attempts_of
from ui.pages.offer import Shown
from ui.record.model import Section, Signature, StepRecord, ValueLine
from ui.shown import moment_of

STATES: Final[Mapping[str, str]] = {
    "open": "todo",
    "active": "now",
    "to_verify": "verify",
    "unsigned": "verify",
    "not_applicable": "na",
    "done": "done",
    "locked": "locked",
}
"""Status of a step as the outline draws it."""
TONES: Final = {"held": "warn", "aborted": "warn", "rejected": "crit"}
OFFICE: Final[Mapping[str, str]] = {
    "performed": mark("Batch issued"),
    "verified": mark("Issue checked"),
}
"""What a signature on the batch as a whole is about; the others are named by their meaning."""


def blocker_words(answer: BatchAnswer) -> tuple[str, ...]:
    """Return what stands against the next act, one sentence each."""
    return tuple(refusal_words(Refusal(code, **_titled(answer, params))) for code, params in answer.blockers)


def _titled(answer: BatchAnswer, params: Mapping[str, str]) -> dict[str, str]:
    """Replace the address of a step, or of an entry in it, by number and title."""
    steps = {row.address: row for row in answer.outline if row.kind == "step"}
    found = {name: steps.get(text) or steps.get(text.rpartition("/")[0]) for name, text in params.items()}
    return {
        name: tr("{number} {title}", number=row.number, title=row.title) if (row := found[name]) else text
        for name, text in params.items()
    }


def facts_of(answer: BatchAnswer) -> tuple[Shown, ...]:
    """Return identity and state of a batch."""
    product = tr("{product}, {strength}", product=answer.product, strength=answer.strength)
    found = [
        Shown(tr("Product"), product if answer.strength else answer.product),
        *(Shown(name, value) for name, value in answer.identifiers),
        Shown(tr("Batch size"), answer.size),
        Shown(tr("Master batch record"), tr("{mbr}, version {version}", mbr=answer.mbr, version=answer.version)),
        Shown(tr("Status"), status_word(answer.status), tone=TONES.get(answer.status, "")),
    ]
    if answer.hold:
        found.append(Shown(tr("On hold because"), answer.hold, tone="warn"))
    return tuple(found)


def used_of(answer: BatchAnswer) -> tuple[Shown, ...]:
    """Return materials and equipment used; they are recorded facts here and not gated."""
    rows = [(row, row.quantity) for row in answer.materials] + [(row, "") for row in answer.equipment]
    return tuple(
        Shown(row.name, amount or row.detail, row.detail if amount else "") for row, amount in rows if row.done
    )


def section_of(row: OutlineRow) -> Section:
    """Return a line of the outline."""
    if row.kind == "section":
        return Section(
            row.address, row.number, row.title, "section", tr("{done} of {total}", done=row.done, total=row.total)
        )
    state = "exception" if row.flag else STATES.get(row.status, "todo")
    detail = tr("Exception {number}", number=row.flag) if row.flag else waits_words(row.why, row.why_params)
    title = tr("{title}, {round}", title=row.title, round=row.round) if row.round else row.title
    return Section(row.address, row.number, title, state, detail)


def step_of(step: StepAnswer) -> StepRecord:
    """Return a step as it stands in the record."""
    lines = tuple(line for entry in step.entries for line in lines_of(entry))
    title = tr("{number} {title}", number=step.number, title=step.title)
    return StepRecord(
        step.address,
        title,
        status_word(step.status),
        step.instruction,
        lines,
        tuple(signature_of(row) for row in step.signatures),
        tuple(meaning_words(one) for one in step.missing_meanings),
    )


def lines_of(entry: EntryAnswer) -> tuple[ValueLine, ...]:
    """Return an entry: a line for each row, one line when there is none, its attempts with the first."""
    notes = [*attempts_of(entry), *(tr("Comment: {text}", text=text) for text in entry.comments)]
    if entry.figures:
        notes.append(
            ", ".join(tr("{name} {value}", name=name, value=figure(value)) for name, value in figures_of(entry))
        )
    if entry.timer is not None and not entry.timer.confirmed:
        notes.append(tr("Elapsed time is unconfirmed: the station restarted meanwhile"))
    limits = limits_line(entry.limits, unit_words(entry.unit))
    if not entry.rows:
        return (ValueLine(entry.label, nothing_words(entry), limits, "", tuple(notes), tone=_tone(entry.verdict)),)
    many = len(entry.rows) > 1
    return tuple(
        row_of(entry, row, limits, tuple(notes) if at == 0 else (), many=many) for at, row in enumerate(entry.rows)
    )


def figures_of(entry: EntryAnswer) -> list[tuple[str, str]]:
    """Return statistics of an entry, without the verdict."""
    return [(name, value) for name, value in entry.figures.items() if name != "verdict"]


def nothing_words(entry: EntryAnswer) -> str:
    """Return what stands where there is no value."""
    if entry.timer is not None:
        seconds = figure(entry.timer.elapsed)
        return (
            tr("{seconds} s, running", seconds=seconds) if entry.timer.running else tr("{seconds} s", seconds=seconds)
        )
    if entry.figures:
        return next((figure(value) for _name, value in figures_of(entry)), "")
    return status_word(entry.status)


def row_of(entry: EntryAnswer, row: ValueRow, limits: str, notes: tuple[str, ...], *, many: bool) -> ValueLine:
    """Return one standing value."""
    performed = row.performed_by
    who = tr("{name}, {time}, {how}", name=row.by_name, time=moment_of(row.at), how=how_words(row.source))
    if performed and performed not in (row.by, row.by_name):
        who = tr("{who}; performed by {performer}", who=who, performer=performed)
    more = [*notes, *row.used]
    if row.late:
        more.append(tr("Recorded late: {reason}", reason=row.late))
    if row.verdict in ("alert", "out"):
        more.insert(0, verdict_word(row.verdict))
    if row.exception:
        more.append(tr("Exception {number}", number=row.exception))
    label = tr("{label}, {item}", label=entry.label, item=row.item) if many else entry.label
    old = tuple(
        (text, tr("{reason} ({name}, {time})", reason=reason, name=name, time=moment_of(at)))
        for text, reason, name, at in row.old
    )
    return ValueLine(label, row.text, limits, who, tuple(more), old, _tone(row.verdict))


def _tone(verdict: str) -> str:
    return {"out": "crit", "alert": "warn"}.get(verdict, "")


def signature_of(row: SignatureRow) -> Signature:
    """Return a signature in full (21 CFR 11.50)."""
    whole = row.scope.startswith("batch/")
    what = tr(OFFICE[row.meaning]) if whole and row.meaning in OFFICE else tr("The batch") if whole else row.title
    void = tr("Void: an entry it covered was corrected") if not row.valid else ""
    when = f"{row.at[:10]} {row.at[11:19]} {row.at[-6:]}"
    return Signature(
        what,
        tr("{name} ({user})", name=row.name, user=row.person),
        role_word(row.role),
        meaning_words(row.meaning),
        tr("{when}, {zone}", when=when, zone=row.zone) if row.zone else when,
        row.valid,
        void,
    )


def counted(batch_done: int, total: int) -> str:
    """Return how many steps are done."""
    return ntr("{done} of {n} step", "{done} of {n} steps", total, done=batch_done)
