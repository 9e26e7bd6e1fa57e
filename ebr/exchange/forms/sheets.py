"""The tables of an Excel file (xlsx, SpreadsheetML), its numbers letter by letter.

Each block of rows without an empty row between is a table, titled by its sheet. A number is taken as it is stored and
written with the decimals of its format (251.3 in the format 0.00 is 251.30), because that is what people see; dates are
written year-month-day. A formula's last value is taken and the formula listed. Hidden sheets are read and named.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from ebr.domain.refusal import Refusal
from ebr.exchange.forms.container import Container
from ebr.exchange.forms.table import MOST_CELLS, Form, Left, Table, rectangle
from ebr.exchange.imported import At, cleaned
from ebr.exchange.xml_tree import Element
from ebr.words import tr

WORKBOOK = "xl/workbook.xml"
WIDEST = 300
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FIXED = re.compile(r"[#,0]*0(?:\.(0+))?(%?)(?:_.*)?")
BUILT_IN = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"}
DATES = frozenset({"14", "15", "16", "17", "22"})
LONGEST_NUMBER = 40


def read_sheets(container: Container) -> Form:
    """Return the tables of an Excel file; refusal `form_without_tables`."""
    workbook = container.xml(WORKBOOK)
    targets = container.relations(WORKBOOK)
    shared = _shared(container)
    formats = _Formats(container, workbook)
    tables: list[Table] = []
    left: list[Left] = []
    for sheet in (one for one in workbook.below() if one.name == "sheet"):
        name = cleaned(sheet.attributes.get("name", ""), At(WORKBOOK)) or "?"
        if sheet.attributes.get("state", "visible") != "visible":
            left.append(Left(At(name), name, "hidden_sheet"))
        target = targets.get(sheet.attributes.get("id", ""), "")
        if target.startswith("xl/worksheets/"):
            reader = _Sheet(name, container.xml(target), shared, formats)
            tables += reader.tables()
            left += reader.left
    if not tables:
        raise Refusal("form_without_tables", file=container.file)
    left += [Left(At(name), name, "not_read") for name in sorted(container.names) if _beside(name)]
    return Form(container.file, tuple(tables), tuple(left))


def _beside(name: str) -> bool:
    return name.startswith(("xl/comments", "xl/media/", "xl/charts/")) and "/_rels/" not in name


def _shared(container: Container) -> list[str]:
    if "xl/sharedStrings.xml" not in container.names:
        return []
    items = (one for one in container.xml("xl/sharedStrings.xml").children if one.name == "si")
    return [_plain_text(one) for one in items]


def _plain_text(item: Element) -> str:
    """Return the text of a string, phonetic hints left out."""
    return "".join(one.text for one in item.below() if one.name == "t" and one.up is not None and one.up.name != "rPh")


class _Formats:
    """How the styles of a file write numbers."""

    def __init__(self, container: Container, workbook: Element) -> None:
        self.codes: list[str] = []
        settings = [one for one in workbook.below() if one.name == "workbookPr"]
        early = any(one.attributes.get("date1904") in ("1", "true") for one in settings)
        self.day_zero = date(1904, 1, 1) if early else date(1899, 12, 30)
        if "xl/styles.xml" not in container.names:
            return
        own: dict[str, str] = {}
        for one in container.xml("xl/styles.xml").below():
            if one.name == "numFmt":
                own[one.attributes.get("numFmtId", "")] = one.attributes.get("formatCode", "")
            elif one.name == "xf" and one.up is not None and one.up.name == "cellXfs":
                number = one.attributes.get("numFmtId", "0")
                self.codes.append("date" if number in DATES else own.get(number, BUILT_IN.get(number, "")))

    def written(self, text: str, style: str) -> str:
        """Return a stored number as its format shows it."""
        try:
            number = Decimal(text)
        except InvalidOperation:
            return text
        if not number.is_finite() or len(text) > LONGEST_NUMBER or abs(number.adjusted()) > LONGEST_NUMBER:
            return text
        code = self.codes[int(style)] if style.isdecimal() and int(style) < len(self.codes) else ""
        if code == "date" or _is_date(code):
            return self._date(number, text)
        fixed = _FIXED.fullmatch(code.partition(";")[0])
        if fixed is None:
            return _shortest(number)
        decimals, percent = fixed.groups()
        shown = number * 100 if percent else number
        exact = shown.normalize().as_tuple().exponent
        places = max(len(decimals or ""), -exact if isinstance(exact, int) and not _noise(shown) else 0)
        return f"{shown:.{places}f}{' %' if percent else ''}"

    def _date(self, number: Decimal, text: str) -> str:
        try:
            return (self.day_zero + timedelta(days=int(number))).isoformat()
        except OverflowError:
            return text


def _noise(number: Decimal) -> bool:
    """Tell whether a number has more digits than anybody typed: what binary arithmetic leaves (0.30000000000000004)."""
    return len(number.normalize().as_tuple().digits) > 14  # noqa: PLR2004 - a double holds 15 to 17


def _shortest(number: Decimal) -> str:
    whole = Decimal(f"{number:.14g}") if _noise(number) else number
    return f"{whole.normalize():f}"


def _is_date(code: str) -> bool:
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).casefold()
    return "y" in plain and "d" in plain


class _Sheet:
    def __init__(self, name: str, sheet: Element, shared: list[str], formats: _Formats) -> None:
        self.name, self.sheet, self.shared, self.formats = name, sheet, shared, formats
        self.left: list[Left] = []
        self.cells = 0

    def tables(self) -> list[Table]:
        """Return the blocks of rows that an empty row parts."""
        blocks: list[tuple[int, list[list[str]]]] = []
        last = 0
        for number, row in self._rows():
            if not any(row):
                continue
            if not blocks or number > last + 1:
                blocks.append((number, []))
            blocks[-1][1].append(row)
            last = number
        where = tr("sheet “{sheet}”", sheet=self.name)
        return [Table(where, self.name, rectangle(rows), first) for first, rows in blocks]

    def _rows(self) -> list[tuple[int, list[str]]]:
        found = []
        number = 0
        for row in (one for one in self.sheet.below() if one.name == "row"):
            said = row.attributes.get("r", "")
            number = int(said) if said.isdecimal() and len(said) < 8 else number + 1  # noqa: PLR2004
            found.append((number, self._row(row, number)))
        return sorted(found, key=lambda pair: pair[0])

    def _row(self, row: Element, number: int) -> list[str]:
        cells: dict[int, str] = {}
        for cell in row.children:
            if cell.name != "c":
                continue
            place = _CELL.fullmatch(cell.attributes.get("r", ""))
            column = _column(place.group(1)) if place else len(cells)
            self.cells += 1
            if self.cells > MOST_CELLS or column >= WIDEST:
                raise Refusal("form_cells_many", place=self.name, limit=str(MOST_CELLS))
            where = At(tr("sheet “{sheet}”, cell {cell}", sheet=self.name, cell=cell.attributes.get("r", str(number))))
            cells[column] = cleaned(self._text(cell, where), where)
        return [cells.get(column, "") for column in range(max(cells, default=-1) + 1)]

    def _text(self, cell: Element, where: At) -> str:
        value = next((one.text for one in cell.children if one.name == "v"), "")
        formula = next((one.text for one in cell.children if one.name == "f"), "")
        if formula:
            self.left.append(Left(where, "=" + formula, "formula"))
        kind = cell.attributes.get("t", "n")
        if kind == "s":
            return self.shared[int(value)] if value.isdecimal() and int(value) < len(self.shared) else ""
        if kind == "inlineStr":
            return _plain_text(cell)
        if kind == "b":
            return tr("yes") if value == "1" else tr("no")
        if kind == "n" and value:
            return self.formats.written(value.strip(), cell.attributes.get("s", ""))
        return value


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
