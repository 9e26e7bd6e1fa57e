"""One line for each part: what a folded entry asks for in words, the outline, and the icon of each kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from ebr.domain.mbr.model import Limits, Slot
from ebr.wording import kind_word, meaning_words, role_word, unit_words
from ebr.words import ntr, tr
from ui.editor.model import OutlineLine
from ui.editor.parts import Part, Parts
from ui.editor.suggestions import words_of

ICONS: Final[Mapping[str, str]] = {
    "instruction": "file-text",
    "number": "temperature",
    "choice": "list-check",
    "check": "circle-check",
    "text": "pencil",
    "datetime": "calendar",
    "duration": "clock",
    "scan": "barcode",
    "photo": "photo",
    "file": "paperclip",
    "table": "table",
    "calculation": "calculator",
    "timer": "hourglass",
    "material": "bottle",
    "qs": "droplet",
    "equipment": "tool",
    "identity": "id-badge-2",
    "clearance": "clipboard-check",
    "sample": "test-pipe",
    "result": "microscope",
    "labels": "tag",
    "yield": "sum",
    "environment": "temperature",
    "handover": "switch-horizontal",
    "signature": "signature",
}
"""The icon of each kind of entry."""
LEVEL_ICONS: Final[Mapping[str, str]] = {
    "header": "file-certificate",
    "materials": "bottle",
    "equipment": "tool",
    "languages": "flag",
    "procedure": "binary-tree",
    "unit": "building-factory-2",
    "operation": "stack-2",
    "phase": "list-check",
    "material": "bottle",
}


def icon_of(part: Part) -> str:
    """Return the icon of a part."""
    return ICONS.get(part.it.kind, "circle") if part.level == "slot" else LEVEL_ICONS[part.level]


def limit_words(limits: Limits, unit: str = "") -> str:
    """Return limits in a few words: "2.0 to 8.0 °C", "at most 5 %", "target 250 g"."""
    low, high, shown = limits.low, limits.high, unit_words(unit)
    if low is not None and high is not None:
        found = tr("{low} to {high} {unit}", low=low, high=high, unit=shown)
    elif low is not None:
        found = tr("at least {low} {unit}", low=low, unit=shown)
    elif high is not None:
        found = tr("at most {high} {unit}", high=high, unit=shown)
    elif limits.target is not None:
        found = tr("target {target} {unit}", target=limits.target, unit=shown)
    else:
        found = shown
    return found.strip()


def slot_words(slot: Slot) -> str:
    """Return what an entry asks for in one line: kind, limits or answers, second person."""
    found = [kind_word(slot.kind) if slot.kind else tr("No kind chosen yet"), _asked(slot)]
    if slot.second:
        found.append(tr("second person") if slot.second == "verified" else tr("witness"))
    if slot.when:
        found.append(tr("only when {condition}", condition=slot.when))
    return " · ".join(one for one in found if one)


def _asked(slot: Slot) -> str:
    if slot.options:
        return ", ".join(one.label or one.id for one in slot.options)
    if slot.items:
        return ntr("{n} line", "{n} lines", len(slot.items))
    if slot.kind in ("calculation", "yield") and slot.formula:
        return " · ".join(one for one in (slot.formula, limit_words(slot.limits, slot.unit)) if one)
    if slot.kind == "signature" and slot.meaning:
        return ", ".join(one for one in (meaning_words(slot.meaning), role_word(slot.role) if slot.role else "") if one)
    if slot.kind == "sample":
        return f"{slot.quantity} {unit_words(slot.unit)}".strip()
    return ", ".join(one for one in (slot.of, limit_words(slot.limits, slot.unit)) if one)


def part_words(part: Part) -> str:
    """Return the line of any part."""
    it: Any = part.it
    match part.level:
        case "slot":
            return slot_words(it)
        case "phase":
            return ntr("{n} entry", "{n} entries", len(it.slots))
        case "operation":
            return ntr("{n} step", "{n} steps", len(it.phases))
        case "unit":
            words = ntr("{n} operation", "{n} operations", len(it.operations))
            return " · ".join(one for one in (words, it.room) if one)
        case "material":
            return f"{it.quantity} {unit_words(it.unit)}".strip()
        case "equipment":
            return str(it.kind)
    return ""


def title_of(part: Part, number: str = "") -> str:
    """Return a part's number and name; an unnamed one by its id, so that it can be spoken of."""
    words = words_of(part) or tr("Unnamed ({id})", id=part.key)
    return tr("{number} {title}", number=number, title=words) if number else words


def outline_of(
    parts: Parts,
    numbers: Mapping[str, str],
    changed: Collection[str],
    problems: Mapping[str, tuple[int, str]],
    notes: Mapping[str, int],
) -> tuple[OutlineLine, ...]:
    """Return the lines of the outline: first page, tables, then the procedure down to its steps.

    `problems` and `notes` count by page; `changed` has the keys of pages that depart from the base.
    """
    depth = {"unit": 0, "operation": 1, "phase": 2}

    def line(key: str, level: str, number: str, text: str, deep: int) -> OutlineLine:
        count, tone = problems.get(key, (0, ""))
        return OutlineLine(key, level, number, text, deep, key in changed, count, tone, notes.get(key, 0))

    found = [
        line("header", "header", "", tr("First page"), 0),
        line("materials", "materials", "", tr("Bill of materials"), 0),
        line("equipment", "equipment", "", tr("Equipment"), 0),
        line("languages", "languages", "", tr("Languages"), 0),
        line("procedure", "procedure", "", tr("Procedure"), 0),
    ]
    found.extend(
        line(part.key, part.level, numbers.get(part.key, ""), title_of(part), depth[part.level])
        for part in parts.all
        if part.level in depth
    )
    return tuple(found)
