"""A step of a draft as the operator's screen would show it: the same data that a batch gives, made from the document.

Limits that are computed are those of an ordinary batch (`ebr.domain.mbr.editing.sample`); nothing is recorded anywhere.
"""

from __future__ import annotations

from ebr.domain.mbr.editing import sample
from ebr.domain.mbr.kinds import MATERIALS
from ebr.domain.mbr.model import Limits, Mbr, Phase, Slot
from ebr.domain.mbr.shape import fields_of
from ebr.domain.refusal import Refusal
from ebr.station.questions import EntryAnswer, MediaRow
from ebr.wording import meaning_words
from ebr.words import tr
from ui.editor.reach import get
from ui.execution.cards import card_of, open_entry
from ui.execution.model import StepView

SPEC = ("of", "device", "formula", "theoretical", "starts", "stops", "meaning", "role", "covers", "unit", "quantity")
"""Texts of an entry that its form on the operator's screen shows or asks by."""
LIMITS = tuple(one.name for one in fields_of(Limits) if one.name != "rule")


def step_of(mbr: Mbr, phase: Phase, number: str, active: str) -> StepView:
    """Return the step with one entry open, as the execution screen draws it."""
    entries = tuple(entry_of(mbr, slot) for slot in phase.slots)
    cards = tuple(
        card_of(one, active=one.address == active, locked=False, draft={}, message=("", ""), may_change=False)
        for one in entries
    )
    signed = tuple((tr("{meaning}: to be signed", meaning=meaning_words(one)), True) for one in phase.sign)
    media = tuple(MediaRow(one.id, one.sha256, one.name, one.media, one.label) for one in phase.media)
    return StepView(
        phase.id, number, phase.title, phase.instruction.strip(), phase.sop, phase.critical, "active",
        cards=cards, signatures=signed, scribe_allowed=phase.scribe, media=media,
    )  # fmt: skip


def first_open(mbr: Mbr, phase: Phase) -> str:
    """Return the entry that an operator would fill in first, "" for none."""
    return next((slot.id for slot in phase.slots if open_entry(entry_of(mbr, slot))), "")


def entry_of(mbr: Mbr, slot: Slot) -> EntryAnswer:
    """Return an entry that nobody has touched."""
    limits = _limits(mbr, slot, slot.id, slot.limits)
    for item in slot.items:
        found = _limits(mbr, slot, f"{slot.id}/{item.id}", item.limits)
        limits |= {f"{item.id}_{name}": text for name, text in found.items()}
    material = next((one for one in mbr.materials if one.id == slot.of), None) if slot.kind in MATERIALS else None
    return EntryAnswer(
        address=slot.id, kind=slot.kind, label=slot.label, help=slot.help, critical=slot.critical,
        optional=slot.optional, status="computed_later" if slot.kind in ("calculation", "yield") else "todo",
        unit=material.unit if material is not None else slot.unit,
        decimals=material.decimals if material is not None else slot.decimals, limits=limits,
        options=tuple((one.id, one.label) for one in slot.options),
        items=tuple((one.id, one.label, one.unit, one.decimals) for one in slot.items),
        spec=_spec(mbr, slot, limits), rows=(), attempts=(), figures={}, verdict="",
        second=slot.second if slot.kind != "signature" else slot.meaning, second_done=False, exception="", closed=False,
    )  # fmt: skip


def _limits(mbr: Mbr, slot: Slot, address: str, limits: Limits) -> dict[str, str]:
    """Limits as figures where they can be computed; a formula that cannot stands as it is written."""
    written = {name: str(get(limits, name)) for name in LIMITS if get(limits, name)}
    if slot.kind in MATERIALS or written:
        try:
            for figure in sample(mbr, address, {}).results:
                name = figure.name.rpartition(".")[2]
                if name in LIMITS:
                    written[name] = figure.value
        except Refusal:
            return written
    return written


def _spec(mbr: Mbr, slot: Slot, limits: dict[str, str]) -> dict[str, str]:
    spec = {
        **{name: str(getattr(slot, name)) for name in ("rows", "most", "replicates", "longest")},
        **{name: getattr(slot, name) for name in SPEC},
        "declared": "yes" if slot.declared else "",
        "after_release": "yes" if slot.after_release else "",
    }
    material = next((one for one in mbr.materials if one.id == slot.of), None)
    if material is not None and slot.kind in MATERIALS:
        target = limits.get("target", material.quantity)
        spec |= {"material": material.name, "code": material.code, "potency": "yes" if material.potency else "",
            "target": target, "rest": target}  # fmt: skip
    if slot.kind == "equipment":
        spec["name"] = next((one.name for one in mbr.equipment if one.id == slot.of), slot.of)
    if slot.kind == "scan" and slot.of.startswith("material:"):
        spec["expected"] = next((one.code for one in mbr.materials if one.id == slot.of.partition(":")[2]), "")
    if slot.kind == "identity":
        spec |= {f"identifier_{one.id}": one.label for one in mbr.header.identifiers}
    return {name: text for name, text in spec.items() if text}
