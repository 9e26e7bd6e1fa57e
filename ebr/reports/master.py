"""The printed master: the whole of one version on paper, as 21 CFR 211.186 and EU GMP 4.17 to 4.19 list it.

First page: product, strength and dosage form, batch size with its range, who signed (full name, role, meaning, date and
time with zone), the hash that they signed. Then the bill of materials and the equipment, then every step with its
instruction, entries, limits and signatures, and the sources. Everything the document says is on the paper: what has no
column of its own is named in words, field by field, along the shape of the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from ebr.domain.canonical import Json
from ebr.domain.mbr import model as m
from ebr.domain.mbr.compare import Named
from ebr.domain.mbr.document import block_hashes, mbr_hash, part_to_json
from ebr.domain.mbr.numbering import numbering
from ebr.reports import document as d
from ebr.reports.master_paper import MasterPaper, Printed
from ebr.reports.shown import File, media_blocks, no_file
from ebr.wording import kind_word, meaning_words, unit_words
from ebr.wording.changes_values import Line, lines
from ebr.wording.lines import in_document, with_unit
from ebr.words import tr

TOLD: Final = ("id", "kind", "label", "unit", "limits", "critical", "second", "when", "optional")
"""Fields of an entry that stand in columns of their own or beside its label."""
SHORT: Final = 32
"""Letters of a field that stands beside another on a line."""
NODE_TOLD: Final = ("id", "title", "instruction", "slots", "phases", "operations", "sign", "critical", "media")


@dataclass(frozen=True, slots=True)
class Life:
    """What became of a version: its status in words, may it be used, in force from when, and who signed it."""

    status: str
    usable: bool
    effective: str = ""
    signatures: tuple[d.Signature, ...] = ()


def master_paper(mbr: m.Mbr, life: Life, printed: Printed, file: File = no_file) -> MasterPaper:
    """Return the paper of one version; `file` gives what its steps show by SHA-256, None for what is not here."""
    return MasterPaper(
        title=tr("Master batch record"),
        header=mbr.header,
        version=mbr.header.version,
        hash=mbr_hash(mbr),
        status=life.status,
        printed=printed,
        facts=tuple(_facts(mbr, life, printed)),
        blocks=tuple(_blocks(mbr, file)),
        signatures=life.signatures,
        remarks=() if life.usable else (tr("Not in force: no batch may be made by this paper."),),
    )


def _facts(mbr: m.Mbr, life: Life, printed: Printed) -> Iterator[d.Fact]:
    header, size = mbr.header, mbr.header.size
    unit = unit_words(size.unit)
    yield d.Fact(tr("Title"), header.title)
    yield d.Fact(tr("Code of the product"), header.product_code, code=True)
    yield d.Fact(tr("Dosage form"), header.form)
    yield d.Fact(tr("Product profile"), header.profile)
    yield d.Fact(tr("Stage"), header.stage)
    yield d.Fact(tr("Rules"), header.rules)
    yield d.Fact(tr("Batch size"), f"{size.nominal} {unit}")
    yield d.Fact(tr("Allowed range"), tr("{low} to {high} {unit}", low=size.low, high=size.high, unit=unit))
    if header.gtin:
        yield d.Fact(tr("Trade item number (GTIN)"), header.gtin, code=True)
    yield d.Fact(tr("Shelf life"), header.shelf_life or tr("not stated"))
    yield d.Fact(tr("Storage"), header.storage or tr("not stated"))
    yield d.Fact(tr("In force from"), life.effective or tr("not in force"))
    yield d.Fact(tr("Identifiers"), ", ".join(one.label for one in header.identifiers) or tr("none"))
    yield d.Fact(tr("Hash of the MBR"), mbr_hash(mbr), code=True)
    yield d.Fact(tr("Site"), printed.site)


def _blocks(mbr: m.Mbr, file: File) -> Iterator[d.Block]:
    numbers = numbering(mbr)
    names = tuple(_names(mbr, numbers))
    yield d.Heading(1, "", tr("Materials and equipment"))
    yield d.Heading(2, "", tr("Bill of materials"))
    yield _materials(mbr)
    yield d.Heading(2, "", tr("Equipment"))
    yield _equipment(mbr)
    for unit in mbr.procedure:
        yield from _unit(unit, numbers, names, (mbr, file), alone=len(mbr.procedure) == 1)
    yield d.Heading(1, "", tr("Annex"))
    yield from _annex(mbr, numbers)


def _names(mbr: m.Mbr, numbers: dict[str, str]) -> Iterator[Named]:
    listed: tuple[m.Material | m.Equipment, ...] = (*mbr.materials, *mbr.equipment)
    for line in listed:
        yield Named(line.id, "", line.name)
    for unit, operation, phase in mbr.phases():
        for node in (unit, operation, phase):
            yield Named(node.id, numbers[node.id], node.title)
        yield from (Named(slot.id, numbers[slot.id], slot.label) for slot in phase.slots)


def _materials(mbr: m.Mbr) -> d.Table:
    columns = (
        d.Column(tr("Code"), 0, code=True),
        d.Column(tr("Material"), 2.0),
        d.Column(tr("Grade"), 1.3),
        d.Column(tr("Quantity"), 0, "right"),
        d.Column(tr("Tolerance"), 0),
        d.Column(tr("Notes"), 2.6),
    )
    return d.Table(columns, [_material(material) for material in mbr.materials])


def _material(material: m.Material) -> tuple[str | d.Cell, ...]:
    tolerance = ""
    if material.low or material.high:
        tolerance = tr("{low} to {high} %", low=material.low or "-", high=material.high or "-")
    told = ("id", "name", "code", "quantity", "unit", "grade", "low", "high")
    notes = _sentences(m.Material, part_to_json(material), told, ())
    name = d.Cell(tr("{name} (active)", name=material.name), tone="strong") if material.active else material.name
    return material.code, name, material.grade, with_unit(material.quantity, material.unit), tolerance, notes


def _equipment(mbr: m.Mbr) -> d.Table | d.Paragraph:
    if not mbr.equipment:
        return d.Paragraph(tr("None."), "quiet")
    columns = (d.Column(tr("Equipment"), 2.0), d.Column(tr("Class"), 1.2), d.Column(tr("Notes"), 3.0))
    return d.Table(columns, [(one.name, one.kind, one.note) for one in mbr.equipment])


def _unit(
    unit: m.UnitProcedure, numbers: dict[str, str], names: tuple[Named, ...], of: tuple[m.Mbr, File], *, alone: bool
) -> Iterator[d.Block]:
    """Yield a unit procedure of a document, with the files that its steps show."""
    said = _sentences(m.UnitProcedure, part_to_json(unit), (*NODE_TOLD, "room"), names)
    for at, operation in enumerate(unit.operations):
        room = tr("{unit}, room {room}", unit=unit.title, room=unit.room) if unit.room else unit.title
        yield d.Heading(1, numbers[operation.id], operation.title, "" if alone and not unit.room else room)
        if at == 0 and said:
            yield d.Paragraph(said, "quiet")
        more = _sentences(m.Operation, part_to_json(operation), NODE_TOLD, names)
        if more:
            yield d.Paragraph(more, "quiet")
        for phase in operation.phases:
            yield from _phase(phase, numbers, names, *of)


def _phase(
    phase: m.Phase, numbers: dict[str, str], names: tuple[Named, ...], mbr: m.Mbr, file: File
) -> Iterator[d.Block]:
    number = numbers[phase.id]
    yield d.Heading(2, number, phase.title, tr("Critical step") if phase.critical else "")
    yield d.Paragraph(phase.instruction)
    yield from media_blocks(phase, file)
    more = _sentences(m.Phase, part_to_json(phase), NODE_TOLD, names)
    if more:
        yield d.Paragraph(more, "quiet")
    if phase.slots:
        yield _entries(phase, numbers, names, mbr)
    signs = ", ".join(meaning_words(meaning) for meaning in phase.sign)
    yield d.Paragraph(tr("To be signed: {meanings}", meanings=signs), "strong")


def _entries(phase: m.Phase, numbers: dict[str, str], names: tuple[Named, ...], mbr: m.Mbr) -> d.Table:
    columns = (
        d.Column("", 0),
        d.Column(tr("Entry"), 2.2),
        d.Column(tr("Kind"), 1.1),
        d.Column(tr("Target and limits"), 1.7),
        d.Column(tr("More"), 2.4),
    )
    return d.Table(columns, [_entry(slot, numbers[slot.id], names, mbr) for slot in phase.slots])


def _entry(slot: m.Slot, number: str, names: tuple[Named, ...], mbr: m.Mbr) -> tuple[str | d.Cell, ...]:
    shown = in_document(slot, mbr) if slot.kind != "identity" else slot
    label = d.Cell(slot.label, tone="strong") if slot.critical else slot.label
    kind = kind_word(slot.kind)
    if shown.unit:
        kind = tr("{kind}, {unit}", kind=kind, unit=unit_words(shown.unit))
    limits = lines(m.Limits, part_to_json(slot.limits))
    measured = "\n".join(f"{line.name} {with_unit(line.value, shown.unit)}" for line in limits)
    more = [*_conditions(slot), _sentences(m.Slot, part_to_json(slot), TOLD, names)]
    return number, label, kind, measured, "\n".join(part for part in more if part)


def _conditions(slot: m.Slot) -> Iterator[str]:
    if slot.critical:
        yield tr("Critical")
    if slot.second:
        yield tr("Second person: {meaning}", meaning=meaning_words(slot.second))
    if slot.optional:
        yield tr("Only where it is needed")
    if slot.when:
        yield tr("Only if {condition}", condition=slot.when)


def _sentences(part: type[Any], said: dict[str, Json], told: tuple[str, ...], names: tuple[Named, ...]) -> str:
    """Return whatever a part says beside what is told already: short fields together, each inner part on its line."""
    left = {name: value for name, value in said.items() if name not in told}
    unit = {"unit": said["unit"]} if "unit" in said else {}
    found = (line for line in lines(part, {**left, **unit}, names) if not ("unit" in told and line.field == "unit"))
    return "\n".join(_joined(found))


def _joined(found: Iterable[Line]) -> Iterator[str]:
    """Yield one text for each inner part with its fields, and for each run of short fields."""
    text = ""
    for line in found:
        name = line.name if text and line.depth else line.name[:1].upper() + line.name[1:]
        words = f"{name}: {line.value}"
        short = len(words) <= SHORT and len(text) <= SHORT
        if text and not line.title and (line.depth or short):
            text = f"{text}; {words}"
            continue
        if text:
            yield text
        text = f"\N{EN DASH} {words}" if line.title else words
    if text:
        yield text


def _annex(mbr: m.Mbr, numbers: dict[str, str]) -> Iterator[d.Block]:
    header = mbr.header
    if header.sources:
        yield d.Heading(2, "", tr("Sources"))
        yield from (d.Paragraph(source) for source in header.sources)
    if header.note:
        yield d.Heading(2, "", tr("Note"))
        yield d.Paragraph(header.note)
    order = _sentences(m.Mbr, {"flow": part_to_json(mbr.flow)}, (), ())
    if order:
        yield d.Paragraph(order)
    yield d.Heading(2, "", tr("Hashes of the parts"))
    columns = (d.Column(tr("Part"), 1.6), d.Column(tr("SHA-256"), 2.4, code=True))
    titles = {f"phase/{phase.id}": f"{numbers[phase.id]} {phase.title}" for _, _, phase in mbr.phases()}
    rows = [(titles.get(name, name), value) for name, value in block_hashes(mbr).items()]
    yield d.Table(columns, rows, dense=True)
