"""What a signature on a label template shows and covers (21 CFR 11.50, 11.70): every word that will be printed."""

from __future__ import annotations

from ebr.domain.canonical import Json
from ebr.domain.decision import Event, Sheet
from ebr.domain.label import events as e
from ebr.domain.label.state import LabelState, Step
from ebr.domain.label.state.particulars import SETS
from ebr.domain.refusal import Refusal


def sheet(state: LabelState, event: Event) -> Sheet | None:
    """Return what a signature on this event shows and covers; None for an event that nobody signs."""
    rows: list[Json] = [
        ["label_template", state.id],
        ["version", state.version],
        ["title", state.title],
        ["label_hash", state.hash],
        ["writers", state.written_by],
    ]
    match event:
        case e.LabelChecked():
            return Sheet({"act": "label.check", "rows": [*rows, *_words(state)]}, (state.entry,), "verified")
        case e.LabelApproved():
            covered = _entries(state, state.checked)
            return Sheet({"act": "label.approve", "rows": [*rows, *_words(state)]}, covered, "approved")
        case e.LabelMadeEffective():
            rows.append(["effective", event.begins])
            return Sheet({"act": "label.make-effective", "rows": rows}, _entries(state, state.approved), "approved")
        case e.LabelWithdrawn():
            rows.append(["reason", event.reason])
            covered = _entries(state, state.approved, state.effective)
            return Sheet({"act": "label.withdraw", "rows": rows}, covered, "approved")
    return None


def _entries(state: LabelState, *steps: Step | None) -> tuple[str, ...]:
    return (state.entry, *(step.entry for step in steps if step is not None))


def _words(state: LabelState) -> list[Json]:
    """Every text, every code, every particular and why one is absent; nothing of one this program cannot read."""
    try:
        template = state.template
    except Refusal:
        return []
    rows: list[Json] = [["label_text", f"{text.id}: {text.text}"] for text in template.texts]
    for symbol in template.codes:
        contents = "".join(f"({ai}){value}" for ai, value in symbol.fields) if symbol.gs1 else symbol.text
        rows.append(["label_code", f"{symbol.id} ({symbol.kind}): {contents}"])
    for letter in SETS.get(template.particulars, ()):
        where = ", ".join(part.id for part in template.parts if letter in part.covers)
        rows.append(["particular", f"{letter}: {where or template.absent.get(letter, '')}"])
    return rows
