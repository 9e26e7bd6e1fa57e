"""One line of text for a value, for folded entries, sheets, audit trails and reports.

Only data and units stand in it; words of answers ("yes", "not applicable") come through the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from ebr.domain.mbr.model import Item, Mbr, Slot
from ebr.domain.values import Value
from ebr.wording.units import unit_words
from ebr.words import figure, figures, isolated, listed, mark, ntr, tr

ANSWERS: Mapping[str, str] = {"yes": mark("Yes"), "no": mark("No"), "na": mark("Not applicable")}


def in_document(slot: Slot, mbr: Mbr) -> Slot:
    """Return a slot with what it takes from elsewhere in its document: a material's unit, the labels of identifiers."""
    if slot.kind in ("material", "qs") and not slot.unit:
        return replace(slot, unit=next((m.unit for m in mbr.materials if m.id == slot.of), ""))
    if slot.kind == "identity":
        return replace(slot, items=tuple(Item(found.id, found.label) for found in mbr.header.identifiers))
    return slot


def duration(seconds: str) -> str:
    """Return elapsed seconds as h:mm:ss, the way clocks on the floor show them."""
    whole = int(Decimal(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def value_line(slot: Slot, value: Value) -> str:
    """Return a value as one line."""
    if not value:
        return tr("withdrawn")
    if "number" in value:
        return with_unit(figure(value["number"]), slot.unit)
    if "choice" in value:
        return next((option.label for option in slot.options if option.id == value["choice"]), value["choice"])
    if "check" in value:
        said = answer(value["check"])
        return tr("{answer} ({reason})", answer=said, reason=value["reason"]) if "reason" in value else said
    for name in ("text", "time", "scan", "done", "sha256", "equipment", "to", "sample"):
        if name in value:
            return _single(name, value)
    return _parts(slot, value)


def answer(code: str) -> str:
    """Return the word for yes, no or not applicable."""
    return tr(ANSWERS[code]) if code in ANSWERS else code


def with_unit(text: str, unit: str) -> str:
    """Return a number with its unit as people read it: "9.1 °C"; a plain number alone.

    What has no unit may be any text and keeps its form: who knows that it is a number gives `figure` of it.
    """
    shown, text = unit_words(unit), figure(text) if unit else text
    return f"{text} {shown}" if shown else text


def _single(name: str, value: Value) -> str:
    if name == "done":
        return tr("Done")
    if name == "time":
        return value["time"].replace("T", " ")[:16] + " " + value["time"][-6:]
    if name == "sha256":
        return tr("{name} ({size} bytes)", name=value.get("name", ""), size=value.get("size", ""))
    if name == "equipment" and value.get("state"):
        return listed((value["equipment"], value["state"]))
    if name == "to" and value.get("condition"):
        return listed((value["to"], value["condition"]))
    if name == "sample" and value.get("quantity"):
        return listed((value["sample"], figure(value["quantity"])))
    return value[name]


def _parts(slot: Slot, value: Value) -> str:
    if slot.kind == "material":
        return _material(slot, value)
    if slot.kind == "labels":
        return listed(f"{tr(LABELS[name])} {value[name]}" for name in LABELS if name in value)
    if slot.kind == "clearance" and value and all(text == "yes" for text in value.values()):
        return ntr("Yes, {n} point", "All {n} points yes", len(value))
    labels = {item.id: item for item in slot.items}
    found = []
    for name, said in value.items():
        item, text = labels.get(name), figure(said) if slot.kind == "environment" else said
        shown = answer(text) if item is not None and not item.unit else with_unit(text, item.unit if item else "")
        found.append(f"{item.label if item else name} {isolated(shown)}")
    return listed(found)


LABELS: Mapping[str, str] = {
    "issued": mark("issued"),
    "used": mark("used"),
    "damaged": mark("damaged"),
    "destroyed": mark("destroyed"),
    "returned": mark("returned"),
    "specimen": mark("specimen"),
    "balance": mark("balance"),
}


def _material(slot: Slot, value: Value) -> str:
    if "net" not in value:
        return listed(f"{name} {part_shown(name, text)}" for name, text in value.items())
    parts = [with_unit(figure(value["net"]), slot.unit), tr("lot {lot}", lot=value.get("lot", ""))]
    if value.get("potency"):
        parts.append(tr("assay {assay} %", assay=figure(value["potency"])))
    if value.get("lod"):
        parts.append(tr("loss on drying {lod} %", lod=figure(value["lod"])))
    return listed(parts)


def part_shown(name: str, text: str) -> str:
    """Return a part of a value as it is read: what was weighed or counted is a number, lot and container are names."""
    return figure(text) if name in ("gross", "tare", "net", "potency", "lod", "quantity", "balance") else text


def accepted_line(slot: Slot, limits: Mapping[str, str], unit: str) -> str:
    """Return what a result is held to: the choices that are accepted, or its evaluated limits."""
    if slot.options:
        return ", ".join(option.label for option in slot.options if option.accept)
    return limits_line(limits, unit)


def limits_line(limits: Mapping[str, str], unit: str) -> str:
    """Return evaluated limits as one line: "245.0 to 255.0 g"."""
    low, high, target = figures(*(limits.get(name) or "" for name in ("low", "high", "target")))
    if low and high:
        return tr("{low} to {high}", low=low, high=with_unit(high, unit))
    if low:
        return tr("at least {low}", low=with_unit(low, unit))
    if high:
        return tr("at most {high}", high=with_unit(high, unit))
    return tr("target {target}", target=with_unit(target, unit)) if target else ""
