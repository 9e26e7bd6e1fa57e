"""The tables of a Word file (docx, WordprocessingML).

A heading paragraph before a table is its title; every other text outside tables is listed. A cell that spans columns is
followed by empty ones, one that continues a cell above is empty. Text that was deleted with tracking is not text any
more, and is listed. Headers, footers, comments, notes and pictures are listed as not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.refusal import Refusal
from ebr.exchange.forms.container import Container
from ebr.exchange.forms.table import MOST_CELLS, Form, Left, Table, rectangle
from ebr.exchange.imported import At, cleaned
from ebr.exchange.xml_tree import Element
from ebr.words import tr

DOCUMENT = "word/document.xml"
BESIDE = ("header", "footer", "comments", "footnotes", "endnotes")
WIDEST = 100
"""Columns; a span beyond is not believed."""


def read_word(container: Container) -> Form:
    """Return the tables of a Word file; refusal `form_without_tables`."""
    reader = _Reader(container)
    body = next((one for one in container.xml(DOCUMENT).children if one.name == "body"), None)
    for block in _blocks(body):
        reader.block(block)
    reader.close()
    if not reader.tables:
        raise Refusal("form_without_tables", file=container.file)
    reader.beside()
    return Form(container.file, tuple(reader.tables), tuple(reader.left))


class _Reader:
    def __init__(self, container: Container) -> None:
        self.container = container
        self.tables: list[Table] = []
        self.left: list[Left] = []
        self.title = ""
        self.heading: Left | None = None
        """The last heading, as long as no table stands under it."""
        self.cells = 0
        self.paragraphs = 0

    def block(self, block: Element) -> None:
        if block.name == "tbl":
            self.heading = None
            self.table(block, self.title)
            return
        self.paragraphs += 1
        at = At(tr("paragraph {number}", number=str(self.paragraphs)), 0)
        text = cleaned(_text(block), at)
        self._deleted(block, at)
        if not text:
            return
        if _is_heading(block):
            self.close()
            self.title = text
            self.heading = Left(at, text)
        else:
            self.left.append(Left(at, text))

    def close(self) -> None:
        """List a heading under which no table stands."""
        if self.heading is not None:
            self.left.append(self.heading)
            self.heading = None

    def table(self, table: Element, title: str) -> None:
        name = tr("table {number}", number=str(len(self.tables) + 1))
        at = At(name)
        place = len(self.tables)
        self.tables.append(Table(name, title, ()))
        rows = [self._row(row, at) for row in _rows(table)]
        self.tables[place] = Table(name, title, rectangle(rows))
        self._deleted(table, at)

    def _row(self, row: Element, at: At) -> list[str]:
        cells: list[str] = []
        for cell in _inside(row, "tc"):
            span, continues = _merging(cell)
            cells.append("" if continues else cleaned(_cell_text(cell), at))
            cells += [""] * (min(span, WIDEST) - 1)
            self.cells += 1
            for inner in cell.children:
                if inner.name == "tbl":
                    self.table(inner, self.title)
        if self.cells > MOST_CELLS:
            raise Refusal("form_cells_many", place=at.place, limit=str(MOST_CELLS))
        return cells

    def _deleted(self, block: Element, at: At) -> None:
        text = "".join(one.text for one in block.below() if one.name == "delText")
        if text.strip():
            self.left.append(Left(at, text, "not_read"))

    def beside(self) -> None:
        """List the texts of the parts that are not read, and the pictures."""
        for name in sorted(self.container.names):
            folder, _, last = name.rpartition("/")
            if folder == "word" and last.startswith(BESIDE) and last.endswith(".xml"):
                text = " ".join(filter(None, (one.text for one in self.container.xml(name).below() if one.name == "t")))
                if text.strip():
                    self.left.append(Left(At(name), text, "not_read"))
            elif folder == "word/media":
                self.left.append(Left(At(name), last, "not_read"))


def _blocks(body: Element | None) -> Iterator[Element]:
    """Yield paragraphs and tables in order, also those in content controls."""
    for one in body.children if body is not None else ():
        if one.name in ("p", "tbl"):
            yield one
        elif one.name in ("sdt", "sdtContent", "ins", "smartTag", "customXml"):
            yield from _blocks(one)


def _rows(table: Element) -> Iterator[Element]:
    return _inside(table, "tr")


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """Yield the children of a name, also those wrapped in content controls or tracked insertions."""
    for one in parent.children:
        if one.name == name:
            yield one
        elif one.name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _inside(one, name)


def _cell_text(cell: Element) -> str:
    return "\n".join(_text(one) for one in _blocks(cell) if one.name == "p")


def _text(block: Element) -> str:
    """Return the text of a paragraph; a tab is a blank, a break a new line."""
    parts = []
    for one in block.below():
        if one.name == "t":
            parts.append(one.text)
        elif one.name in ("br", "cr"):
            parts.append("\n")
        elif one.name in ("tab", "noBreakHyphen"):
            parts.append(" " if one.name == "tab" and one.up is not None and one.up.name == "r" else "")
    return "".join(parts)


def _is_heading(paragraph: Element) -> bool:
    for properties in paragraph.children:
        if properties.name == "pPr":
            for one in properties.children:
                if one.name == "outlineLvl":
                    return True
                if one.name == "pStyle":
                    style = one.attributes.get("val", "").casefold()
                    return style.startswith(("heading", "title", "berschrift", "überschrift", "titel"))
    return False


def _merging(cell: Element) -> tuple[int, bool]:
    """Return how many columns a cell spans, and whether it continues the cell above."""
    span, continues = 1, False
    for properties in cell.children:
        if properties.name == "tcPr":
            for one in properties.children:
                value = one.attributes.get("val", "")
                if one.name == "gridSpan" and value.isdecimal():
                    span = max(1, int(value[:4]))
                if one.name == "vMerge":
                    continues = value != "restart"
    return span, continues
