"""Word and Excel forms, made by the usual libraries: tables become a draft, the rest is listed."""

from __future__ import annotations

import io
from datetime import date

import docx
import openpyxl
import pytest
from docx.document import Document
from openpyxl.worksheet.worksheet import Worksheet

from ebr.domain.mbr.check import examine
from ebr.domain.mbr.model import Mbr, Slot
from ebr.domain.mbr.text import read
from ebr.domain.mbr.write import write
from ebr.domain.refusal import Refusal
from ebr.exchange.batchml.reading import read_recipe
from ebr.exchange.batchml.writing import write_recipe
from ebr.exchange.forms.amounts import amount
from ebr.exchange.forms.columns import role_of
from ebr.exchange.imported import Imported
from ebr.exchange.opening import import_bytes
from tests.exchange.making import faults

STEPS = [
    ("Step", "Instruction", "Limit", "Result", "Performed by", "Checked by"),
    ("1", "Check that the room is clean. Then go on.", "", "", "", ""),
    ("2", "Stir the solution", "20 - 25 °C", "", "", ""),
    ("3", "Look at it", "clear, colourless", "", "", ""),
]


def table(document: Document, rows: list[tuple[str, ...]]) -> None:
    made = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text


def word(*tables: list[tuple[str, ...]], heading: str = "Compounding", said: str = "") -> bytes:
    document = docx.Document()
    if said:
        document.add_paragraph(said)
    if heading:
        document.add_heading(heading, 1)
    for rows in tables:
        table(document, rows)
        document.add_paragraph("")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def excel(fill) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "IPC"
    fill(book, sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def imported(data: bytes, name: str = "form.docx") -> Imported:
    """Import, and see that whatever came is a draft that can be written, read, exported and is not right yet."""
    found = import_bytes(data, name)
    text = write(found.mbr)
    assert read(text).mbr == found.mbr
    problems = examine(text).problems
    unsure = [remark for remark in found.remarks if remark.kind == "unsure"]
    assert sum(problem.code == "unconfirmed" for problem in problems) == len(unsure) > 0
    out = write_recipe(found.mbr)
    assert faults(out) == []
    assert read_recipe(out).mbr == found.mbr
    return found


def entries(mbr: Mbr) -> list[Slot]:
    return [slot for _, slot in mbr.slots()]


def left(found: Imported) -> dict[str, str]:
    return {remark.at.place: remark.params["text"] for remark in found.remarks if remark.kind == "no_place"}


def marks(note: str) -> list[str]:
    return [line.split(":")[0] for line in note.split("\n")]


def test_rows_become_steps_with_entries_and_signatures():
    found = imported(word(STEPS))
    operation = found.mbr.procedure[0].operations[0]

    assert operation.title == "Compounding"
    assert [phase.title for phase in operation.phases] == [
        "Check that the room is clean",
        "Stir the solution",
        "Look at it",
    ]
    assert all(phase.sign == ("performed", "verified") for phase in operation.phases)
    plain, stirred, looked = entries(found.mbr)
    assert plain.kind == "text"
    assert (stirred.kind, stirred.unit, stirred.limits.low, stirred.limits.high) == ("number", "degC", "20", "25")
    assert (looked.kind, looked.label) == ("text", "Look at it: clear, colourless")


def test_every_part_that_was_read_is_marked():
    found = imported(word([("Material", "Quantity", "Unit"), ("Salt", "45.0", "g")], STEPS))
    operation = found.mbr.procedure[0].operations[0]
    parts = [
        found.mbr.header,
        *found.mbr.materials,
        *found.mbr.procedure,
        operation,
        *operation.phases,
        *entries(found.mbr),
    ]
    assert all(part.note.startswith("(?)") for part in parts)
    assert marks(operation.phases[0].note) == ["(?) instruction", "(?) title", "(?) sign"]


def test_a_header_table_fills_the_header():
    rows = [("Product:", "Hand rub", "Batch size", "10 L"), ("Version", "3", "Prepared by", "N. N.")]
    header = imported(word(rows, STEPS, said="Read the SOP first.")).mbr.header

    assert (header.product, header.version, header.size.nominal, header.size.unit) == ("Hand rub", "3", "10", "L")


def test_what_is_outside_tables_or_in_no_known_place_is_listed():
    rows = [("Product:", "Hand rub", "Batch size", "10 L"), ("Version", "3", "Prepared by", "N. N.")]
    document = docx.Document(io.BytesIO(word(rows, STEPS, [("a", "b"), ("c", "d")], said="Read the SOP first.")))
    document.add_heading("Nothing below", 1)
    document.sections[0].header.paragraphs[0].text = "Page head"
    buffer = io.BytesIO()
    document.save(buffer)

    said = left(imported(buffer.getvalue()))

    assert {"Read the SOP first.", "Prepared by: N. N.", "a", "b", "c", "d", "Nothing below", "Page head"} <= set(
        said.values()
    )
    assert said["table 3, row 2, column 2"] == "d"


def test_materials_with_amounts_read_and_not_read():
    rows = [
        ("Ingredient", "Item no.", "Quantity", "Unit", "Lot"),
        ("Ethanol 96 %", "RM-1", "8333", "mL", ""),
        ("Water", "RM-2", "q.s.", "mL", ""),
        ("Glycerol", "RM-3", "1,450", "g", "L77"),
    ]
    found = imported(word(rows))

    ethanol, water, glycerol = found.mbr.materials
    assert (ethanol.quantity, ethanol.unit, ethanol.code, ethanol.decimals) == ("8333", "mL", "RM-1", 0)
    assert water.qs
    assert glycerol.quantity == ""  # one and a half kilograms or one and a half grams: nobody here decides
    assert "1,450" in glycerol.note
    assert "L77" in left(found).values()


def test_a_row_with_one_filled_cell_is_the_next_heading():
    rows = [STEPS[0], ("Filling", "", "", "", "", ""), STEPS[1], ("Packing", "", "", "", "", ""), STEPS[2]]
    operations = imported(word(rows)).mbr.procedure[0].operations
    assert [operation.title for operation in operations] == ["Filling", "Packing"]


def test_merged_and_nested_cells_lose_nothing():
    document = docx.Document()
    made = document.add_table(rows=3, cols=3)
    for cell, text in zip(made.rows[0].cells, ("Step", "Instruction", "Result"), strict=True):
        cell.text = text
    made.cell(1, 0).merge(made.cell(2, 0)).text = "1"
    made.cell(1, 1).text = "Fill"
    made.cell(2, 1).text = "Close"
    inner = made.cell(2, 2).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "inner", "cells"
    buffer = io.BytesIO()
    document.save(buffer)

    found = imported(buffer.getvalue())

    assert [phase.instruction for _, _, phase in found.mbr.phases()] == ["Fill", "Close"]
    assert {"inner", "cells"} <= set(left(found).values())


def test_a_sheet_is_read_as_people_see_it():
    def fill(book, sheet):
        sheet.append(["In-process controls"])
        sheet.append([])
        sheet.append(["Test", "Specification", "Unit", "Result"])
        sheet.append(["Mass", "245.0 to 255.0", "g", None])
        sheet.append(["Temperature", 22.5, "°C", "=1+1"])
        sheet["B5"].number_format = "0.00"
        sheet.append(["Made", date(2026, 3, 1), "", None])
        hidden = book.create_sheet("Old")
        hidden.sheet_state = "hidden"
        hidden.append(["Test", "Limit"])
        hidden.append(["pH", "7.0 ± 0.2"])

    found = imported(excel(fill), "form.xlsx")

    mass, temperature, made, ph = entries(found.mbr)
    assert (mass.limits.low, mass.limits.high, mass.unit, mass.decimals) == ("245.0", "255.0", "g", 1)
    assert (temperature.limits.target, temperature.decimals) == ("22.50", 2)
    assert made.label == "Made: 2026-03-01"
    assert (ph.limits.low, ph.limits.target, ph.limits.high) == ("6.8", "7.0", "7.2")
    codes = {remark.code: remark.params["text"] for remark in found.remarks if remark.kind == "no_place"}
    assert codes["formula"] == "=1+1"
    assert codes["hidden_sheet"] == "Old"
    assert codes["no_place"] == "In-process controls"


def test_numbers_of_binary_arithmetic_are_shown_as_typed():
    def fill(_book, sheet):
        sheet.append(["Material", "Quantity", "Unit"])
        sheet.append(["Salt", 0.1 + 0.2, "g"])
        sheet.append(["Sugar", 1234567.25, "g"])

    found = imported(excel(fill), "form.xlsx")
    assert [line.quantity for line in found.mbr.materials] == ["0.3", "1234567.25"]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (word(heading="Nothing", said="Only text."), "a.docx", "form_without_tables"),
        (word([("alpha", "beta"), ("1", "2")]), "a.docx", "form_not_known"),
        (excel(lambda _book, _sheet: None), "a.xlsx", "form_without_tables"),
    ],
)
def test_a_form_without_anything_to_read_is_refused(data: bytes, name: str, code: str):
    with pytest.raises(Refusal) as refused:
        import_bytes(data, name)
    assert refused.value.code == code
    assert refused.value.params["file"] == name


def test_a_cell_of_30000_characters_names_its_table():
    rows = [STEPS[0], ("1", "x" * 30_000, "", "", "", "")]
    with pytest.raises(Refusal) as refused:
        import_bytes(word(rows), "a.docx")
    assert refused.value.params["place"] == "table 1"


@pytest.mark.parametrize(
    ("text", "limits", "unit"),
    [
        ("20 - 25 °C", {"low": "20", "high": "25"}, "degC"),
        ("20 °C to 25 °C", {"low": "20", "high": "25"}, "degC"),
        ("7.0 ± 0.2", {"target": "7.0", "low": "6.8", "high": "7.2"}, ""),
        ("7,0 +/- 0,2", {"target": "7.0", "low": "6.8", "high": "7.2"}, ""),
        ("NMT 2.5 %", {"high": "2.5"}, "%"),
        ("≤5 mg", {"high": "5"}, "mg"),
        ("not less than 10 min", {"low": "10"}, "min"),
        ("mindestens 3 Stunden", {"low": "3"}, "h"),
        ("250 g", {"target": "250"}, "g"),
        ("-20 to -10", {"low": "-20", "high": "-10"}, ""),
        ("-20 to -10 °C", {"low": "-20", "high": "-10"}, "degC"),
    ],
)
def test_limits_are_read_when_there_is_no_doubt(text: str, limits: dict[str, str], unit: str):
    found = amount(text)
    assert found is not None
    assert (found.limits, found.unit) == (limits, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "clear",
        "1,000 g",
        "250 g ± 5 %",
        "25 - 20 °C",
        "5 or 6",
        "pH 7 after 5 min",
        "20 g - 25 kg",
        "2 x 5 g",
        "1/2",
    ],
)
def test_limits_are_left_when_there_is_doubt(text: str):
    assert amount(text) is None


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("Process description", "instruction"),
        ("Arbeitsanweisung", ""),
        ("Menge [g]", "quantity"),
        ("Checked by / date", "verified"),
        ("Geprüft", "verified"),
        ("Lot no.", "later"),
        ("No.", "number"),
        ("Nonsense", ""),
    ],
)
def test_columns_are_known_by_their_heads(head: str, role: str):
    assert role_of(head) == role
