"""The canonical form of a master batch record: the JSON that is hashed, signed, stored and copied into every batch.

Fields with the model's default are left out, lists keep their order, decimals are text, keys come sorted from
`ebr.domain.canonical`. The same Mbr therefore has one hash whatever its YAML looked like, and a field added to the
model with a default later changes no hash of today. Block hashes let two versions be compared and a signature list what
it covers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ebr.domain.canonical import Json, digest
from ebr.domain.mbr.build import FORMAT, build
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.problem import shown
from ebr.domain.mbr.shape import Field, fields_of
from ebr.domain.refusal import Refusal

JsonObject = Mapping[str, Json]

PHASE = "phase/"
"""How the name of a phase's block begins."""
LANGUAGE = "language/"
"""How the name of the block of a language begins; the block "languages" says which there are."""


def to_json(mbr: Mbr) -> dict[str, Json]:
    """Return the canonical document of an MBR, as plain data."""
    return {"mbr": FORMAT, **part_to_json(mbr)}


def from_json(document: Json, *, unfinished: bool = False) -> Mbr:
    """Return the MBR of a canonical document; one that is `unfinished` may have gaps (`ebr.domain.mbr.build`).

    Refusal `mbr_document` (place, problem) for anything that is not exactly of the format; the first problem is named.
    """
    mbr, troubles = build(document, typed=True, unfinished=unfinished)
    if mbr is None:
        first = troubles[0]
        raise Refusal("mbr_document", place=shown(first.place, document), problem=first.code)
    return mbr


def mbr_hash(mbr: Mbr) -> str:
    """Return the SHA-256 of the canonical JSON, hexadecimal: what author and quality sign (21 CFR 211.186(a))."""
    return digest(to_json(mbr))


def block_hashes(mbr: Mbr) -> dict[str, str]:
    """Return the hash of each block by name, in document order.

    Blocks are header, materials, equipment, procedure, then each `phase/ID`; where there are further languages,
    "languages" with their codes and each `language/CODE`. "procedure" is the outline: units and operations with their
    flow, phases by id only. Every byte of the document is in one block.
    """
    return document_blocks(to_json(mbr))


def document_blocks(document: JsonObject) -> dict[str, str]:
    """Return the block hashes of a canonical document without reading it into the model."""
    return {name: digest(block) for name, block in blocks_of(document).items()}


def blocks_of(document: JsonObject) -> dict[str, Json]:
    """Return the blocks of a canonical document themselves, by name (`joined` makes a document of them again)."""
    phases: dict[str, Json] = {}
    outline = {"flow": document.get("flow"), "mbr": document.get("mbr")}
    blocks: dict[str, Json] = {name: document.get(name) for name in ("header", "materials", "equipment")}
    blocks["procedure"] = {**outline, "units": _outline(document.get("procedure"), phases)}
    blocks.update((f"{PHASE}{name}", phase) for name, phase in phases.items())
    languages: dict[str, Json] = {}
    if "languages" in document:
        blocks["languages"] = _codes(document["languages"], languages)
    blocks.update((f"{LANGUAGE}{code}", language) for code, language in languages.items())
    return blocks


def joined(blocks: Mapping[str, Json]) -> dict[str, Json]:
    """Return the document of blocks: the outline says which phases there are; one without a block is left out."""
    outline = blocks.get("procedure")
    outline = outline if isinstance(outline, Mapping) else {}
    top = {name: blocks.get(name) for name in ("header", "materials", "equipment")}
    whole = {**top, "flow": outline.get("flow"), "mbr": outline.get("mbr"), "procedure": outline.get("units")}
    whole["languages"] = _named(blocks.get("languages"), blocks, LANGUAGE) or None
    return {
        name: _filled(part, blocks) if name == "procedure" else part for name, part in whole.items() if part is not None
    }


def _filled(part: Json, blocks: Mapping[str, Json]) -> Json:
    """Put the phases back in where the outline names them."""
    if isinstance(part, Sequence) and not isinstance(part, str):
        return [_filled(item, blocks) for item in part]
    if not isinstance(part, Mapping):
        return part
    return {
        key: _named(value, blocks, PHASE) if key == "phases" else _filled(value, blocks) for key, value in part.items()
    }


def _named(names: Json, blocks: Mapping[str, Json], sort: str) -> Json:
    """Put the blocks of a sort in where a list names them."""
    if not isinstance(names, Sequence) or isinstance(names, str):
        return names
    found = (blocks.get(f"{sort}{name}") if isinstance(name, str) else name for name in names)
    return [block for block in found if block is not None]


def _outline(part: Json, phases: dict[str, Json]) -> Json:
    """Copy the procedure with each phase replaced by its id, and collect the phases."""
    if isinstance(part, Sequence) and not isinstance(part, str):
        return [_outline(item, phases) for item in part]
    if not isinstance(part, Mapping):
        return part
    if "slots" in part:
        name = str(part.get("id"))
        while name in phases:  # never in an MBR that passed its check; a block must not vanish from the list even so
            name += "+"
        phases[name] = part
        return name
    return {key: _outline(value, phases) for key, value in part.items()}


def _codes(part: Json, languages: dict[str, Json]) -> Json:
    """Copy the list of languages with each one replaced by its code, and collect the languages."""
    if not isinstance(part, Sequence) or isinstance(part, str):
        return part
    return [_code(language, languages) for language in part]


def _code(language: Json, languages: dict[str, Json]) -> Json:
    if not isinstance(language, Mapping):
        return language
    code = str(language.get("code"))
    while code in languages:  # as with phases
        code += "+"
    languages[code] = language
    return code


def part_to_json(part: object) -> dict[str, Json]:
    """Return the canonical JSON of any part of the model: a phase, an entry, limits."""
    written: dict[str, Json] = {}
    for f in fields_of(type(part)):
        value = getattr(part, f.name)
        if f.required or value != f.default:
            written[f.name] = _value(f, value)
    return written


def _value(f: Field, value: Any) -> Json:  # noqa: ANN401 - what it is, says the field's form
    match f.form:
        case "part":
            return part_to_json(value)
        case "parts":
            return [part_to_json(item) for item in value]
        case "texts":
            return list(value)
        case "limits_by_name":
            return {name: part_to_json(limits) for name, limits in value}
        case _:
            plain: Json = value
            return plain
