"""What every field of a master batch record is called, inside a sentence about a change.

Complete by a test that walks the shape of the model: a field added there has a name here, or the test fails. A field
that holds a closed list of words names the words too (`WORDS`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ebr.domain.mbr import model as m
from ebr.wording.codes import KINDS, MEANINGS, ROLES
from ebr.words import mark

Owner = tuple[type[Any], str]
"""A class of the model and one of its fields."""

HEADER: Final[Mapping[str, str]] = {
    "id": mark("id"),
    "version": mark("version"),
    "title": mark("title"),
    "product": mark("product"),
    "product_code": mark("code of the product"),
    "strength": mark("strength"),
    "form": mark("dosage form"),
    "profile": mark("product profile"),
    "stage": mark("stage of manufacture"),
    "rules": mark("rules that apply"),
    "size": mark("batch size"),
    "identifiers": mark("identifiers"),
    "shelf_life": mark("shelf life"),
    "gtin": mark("trade item number (GTIN)"),
    "storage": mark("storage conditions"),
    "language": mark("language"),
    "sources": mark("sources"),
    "note": mark("note"),
}

SIZE: Final[Mapping[str, str]] = {
    "nominal": mark("nominal batch size"),
    "low": mark("smallest batch size"),
    "high": mark("largest batch size"),
    "unit": mark("unit of the batch size"),
}

LABELLED: Final[Mapping[str, str]] = {"id": mark("id"), "label": mark("label")}

MATERIAL: Final[Mapping[str, str]] = {
    "id": mark("id"),
    "name": mark("name"),
    "code": mark("code"),
    "quantity": mark("quantity"),
    "unit": mark("unit"),
    "decimals": mark("decimals"),
    "grade": mark("grade"),
    "scaling": mark("scaling"),
    "low": mark("lower tolerance"),
    "high": mark("upper tolerance"),
    "overage": mark("overage"),
    "potency": mark("correction for potency"),
    "active": mark("active substance"),
    "qs": mark("filled up to the mark"),
    "source": mark("source of the figure"),
    "note": mark("note"),
}

EQUIPMENT: Final[Mapping[str, str]] = {
    "id": mark("id"),
    "name": mark("name"),
    "kind": mark("class of equipment"),
    "note": mark("note"),
}

FLOW: Final[Mapping[str, str]] = {
    "order": mark("order of what is inside"),
    "when": mark("condition"),
    "after": mark("waits for"),
    "repeat": mark("repeated until an end point"),
    "for_each": mark("done for each"),
    "series": mark("series of checks"),
}

REPEAT: Final[Mapping[str, str]] = {"most": mark("largest number of rounds"), "until": mark("end point")}

FOR_EACH: Final[Mapping[str, str]] = {
    "thing": mark("thing it is done for"),
    "least": mark("smallest number of them"),
    "most": mark("largest number of them"),
}

SERIES: Final[Mapping[str, str]] = {
    "during": mark("runs beside"),
    "every": mark("interval"),
    "tolerance": mark("tolerance of the interval"),
    "most": mark("largest number of checks"),
}

NODE: Final[Mapping[str, str]] = {
    "id": mark("id"),
    "title": mark("title"),
    "flow": mark("course"),
    "note": mark("note"),
}

ROOM: Final[Mapping[str, str]] = {
    "room_code": mark("code of the room"),
    "cleanroom": mark("least cleanroom grade"),
}

UNIT: Final[Mapping[str, str]] = {**NODE, **ROOM, "room": mark("room"), "operations": mark("operations")}

BLOCK: Final = mark("building block")

OPERATION: Final[Mapping[str, str]] = {**NODE, "phases": mark("steps"), "block": BLOCK}

PHASE: Final[Mapping[str, str]] = {
    **NODE,
    **ROOM,
    "instruction": mark("instruction"),
    "slots": mark("entries to make"),
    "sign": mark("signatures"),
    "critical": mark("critical"),
    "scribe": mark("another may record"),
    "sop": mark("procedure to follow"),
    "block": BLOCK,
    "media": mark("pictures and documents"),
}

MEDIA: Final[Mapping[str, str]] = {
    **LABELLED,
    "sha256": mark("fingerprint of the file"),
    "name": mark("name of the file"),
    "media": mark("type of the file"),
}

LIMITS: Final[Mapping[str, str]] = {
    "target": mark("target"),
    "low": mark("lower limit"),
    "high": mark("upper limit"),
    "alert_low": mark("lower alert limit"),
    "alert_high": mark("upper alert limit"),
    "rule": mark("comparison with the limits"),
}

OPTION: Final[Mapping[str, str]] = {**LABELLED, "accept": mark("acceptable")}

ITEM: Final[Mapping[str, str]] = {
    **LABELLED,
    "unit": mark("unit"),
    "decimals": mark("decimals"),
    "limits": mark("limits"),
}

SLOT: Final[Mapping[str, str]] = {
    "id": mark("id"),
    "kind": mark("kind of entry"),
    "label": mark("label"),
    "help": mark("help"),
    "note": mark("note"),
    "critical": mark("critical"),
    "optional": mark("may be left out"),
    "unit": mark("unit"),
    "decimals": mark("decimals"),
    "limits": mark("limits"),
    "formula": mark("formula"),
    "rounding": mark("rounding"),
    "theoretical": mark("theoretical value"),
    "options": mark("answers"),
    "items": mark("items"),
    "statistics": mark("statistics"),
    "replicates": mark("number of readings"),
    "rows": mark("smallest number of items"),
    "most": mark("largest number of items"),
    "longest": mark("longest text"),
    "of": mark("refers to"),
    "starts": mark("started by"),
    "stops": mark("stopped by"),
    "declared": mark("start may be declared later"),
    "quantity": mark("quantity"),
    "after_release": mark("may arrive after release"),
    "meaning": mark("meaning of the signature"),
    "role": mark("role"),
    "covers": mark("what the signature covers"),
    "second": mark("second person"),
    "when": mark("condition"),
    "device": mark("read by"),
    "leaves": mark("leaves the room or equipment"),
}

DOCUMENT: Final[Mapping[str, str]] = {
    "header": mark("header"),
    "materials": mark("bill of materials"),
    "equipment": mark("equipment"),
    "procedure": mark("procedure"),
    "flow": mark("course"),
    "languages": mark("languages"),
}

LANGUAGE: Final[Mapping[str, str]] = {"code": mark("language"), "texts": mark("texts")}

TRANSLATION: Final[Mapping[str, str]] = {"part": mark("part"), "field": mark("field"), "text": mark("text")}

NAMES: Final[Mapping[type[Any], Mapping[str, str]]] = {
    m.Mbr: DOCUMENT,
    m.Header: HEADER,
    m.BatchSize: SIZE,
    m.Identifier: LABELLED,
    m.Material: MATERIAL,
    m.Equipment: EQUIPMENT,
    m.UnitProcedure: UNIT,
    m.Operation: OPERATION,
    m.Phase: PHASE,
    m.Flow: FLOW,
    m.Repeat: REPEAT,
    m.ForEach: FOR_EACH,
    m.Series: SERIES,
    m.Slot: SLOT,
    m.Limits: LIMITS,
    m.Option: OPTION,
    m.Item: ITEM,
    m.Media: MEDIA,
    m.Language: LANGUAGE,
    m.Translation: TRANSLATION,
}
"""Every class of the model, with a name for each of its fields."""

SECOND: Final[Mapping[str, str]] = {
    "": mark("none"),
    "witnessed": mark("witnesses"),
    "verified": mark("verifies"),
}

CLEANROOM: Final[Mapping[str, str]] = {"": mark("none"), **{grade: grade for grade in "ABCD"}}

WORDS: Final[Mapping[Owner, Mapping[str, str]]] = {
    (m.Header, "profile"): {
        "IMP": mark("investigational product"),
        "ATMP": mark("advanced therapy"),
        "commercial": mark("commercial product"),
    },
    (m.Header, "rules"): {"FDA": mark("FDA"), "EU": mark("EU"), "draft": mark("draft rules of the EU")},
    (m.Media, "media"): {
        "image/png": mark("PNG picture"),
        "image/jpeg": mark("JPEG picture"),
        "application/pdf": mark("PDF document"),
    },
    (m.Material, "scaling"): {"proportional": mark("with the batch size"), "fixed": mark("fixed")},
    (m.Flow, "order"): {
        "sequence": mark("one after the other"),
        "any": mark("in any order"),
        "parallel": mark("at the same time"),
    },
    (m.Limits, "rule"): {"as_recorded": mark("as recorded"), "rounded": mark("rounded to the limit's decimals")},
    (m.Slot, "kind"): KINDS,
    (m.Slot, "meaning"): MEANINGS,
    (m.Slot, "role"): ROLES,
    (m.Slot, "rounding"): {
        "half_up": mark("half up"),
        "half_even": mark("half to even"),
        "up": mark("always up"),
    },
    (m.Slot, "covers"): {
        "phase": mark("the step"),
        "operation": mark("the operation"),
        "unit": mark("the unit"),
        "batch": mark("the whole batch"),
    },
    (m.Slot, "second"): SECOND,
    (m.Slot, "leaves"): {
        "": mark("as usual for its kind"),
        "cleared": mark("cleared for the batch"),
        "cleared_after": mark("cleared after the batch"),
        "cleaned": mark("cleaned"),
    },
    (m.UnitProcedure, "cleanroom"): CLEANROOM,
    (m.Phase, "cleanroom"): CLEANROOM,
    (m.Phase, "sign"): MEANINGS,
}
"""For each field with a closed list: what its words are called."""

OWN_UNIT: Final = "own"
MEASURED: Final[Mapping[Owner, str]] = {
    (m.Limits, "target"): OWN_UNIT,
    (m.Limits, "low"): OWN_UNIT,
    (m.Limits, "high"): OWN_UNIT,
    (m.Limits, "alert_low"): OWN_UNIT,
    (m.Limits, "alert_high"): OWN_UNIT,
    (m.BatchSize, "nominal"): OWN_UNIT,
    (m.BatchSize, "low"): OWN_UNIT,
    (m.BatchSize, "high"): OWN_UNIT,
    (m.Material, "quantity"): OWN_UNIT,
    (m.Material, "low"): "%",
    (m.Material, "high"): "%",
    (m.Material, "overage"): "%",
    (m.Slot, "theoretical"): "",
    (m.Slot, "quantity"): OWN_UNIT,
    (m.Series, "every"): "min",
    (m.Series, "tolerance"): "min",
}
"""Fields whose plain numbers have a unit: that of their part, or one of their own."""

PROSE: Final = frozenset(
    {
        (m.Header, "note"),
        (m.Material, "note"),
        (m.Equipment, "note"),
        (m.UnitProcedure, "note"),
        (m.Operation, "note"),
        (m.Phase, "note"),
        (m.Phase, "instruction"),
        (m.Slot, "note"),
        (m.Slot, "help"),
    }
)
"""Fields of running text: compared word by word."""
