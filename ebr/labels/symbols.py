"""Codes as dark and light elements, written by pyStrich: DataMatrix always square, GS1 ones with their FNC1 (]d2, ]C1).

Outside production every code is a plain symbol whose text begins with the profile's mark
(`ebr.domain.label.state.marks`), whatever the template asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ebr.domain.label.state.marks import REAL, mark
from ebr.domain.label.state.names import filled
from ebr.domain.label.state.template import MATRIX, Symbol
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text
from ebr.labels import gs1

if TYPE_CHECKING:
    from pystrich.gs1 import GS1Fixed, GS1Variable

QUIET_MATRIX: Final = 1
"""Light elements around a DataMatrix (GS1 General Specifications 5.7.3: 1X)."""
QUIET_BARS: Final = 10
AIM: Final = {"gs1_datamatrix": "]d2", "gs1_128": "]C1"}
"""What a scanner says before the fields of a GS1 code; behind a mark it stands in the text itself."""
YEAR_OF_ISO: Final = 4

Rows = tuple[str, ...]
"""Rows of "1" (dark) and "0": bars are one row, with their quiet zone on both sides as a matrix has it on all four."""


def fields_of(symbol: Symbol, contents: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the GS1 fields of a code with their contents, each checked; raises `Refusal`, also for a missing one."""
    found = tuple((ai, _contents(ai, text, contents, symbol.id)) for ai, text in symbol.fields)
    for ai, value in found:
        gs1.checked(ai, value)
    return found


def text_of(symbol: Symbol, contents: Mapping[str, str]) -> str:
    """Return what a code says before any mark: the GS1 element string, or its text."""
    if symbol.gs1:
        return gs1.written(fields_of(symbol, contents))
    return _filled(symbol.text, contents, symbol.id)


def read_as(symbol: Symbol, contents: Mapping[str, str]) -> str:
    """Return what stands under a code for people."""
    if symbol.gs1:
        return "".join(f"({ai}){value}" for ai, value in fields_of(symbol, contents))
    return _filled(symbol.text, contents, symbol.id)


def rows(symbol: Symbol, contents: Mapping[str, str], profile: str) -> Rows:
    """Return the elements of a code, quiet zone included; raises `Refusal`."""
    text = text_of(symbol, contents)
    if profile != REAL:
        text = mark(profile) + (AIM[symbol.kind] if symbol.gs1 else "") + text
    gs1_fields = fields_of(symbol, contents) if symbol.gs1 and profile == REAL else ()
    if symbol.kind in MATRIX:
        return _matrix(text, gs1_fields, symbol.id)
    return _bars(text, gs1_fields, symbol.id)


def _contents(ai: str, text: str, contents: Mapping[str, str], field: str) -> str:
    found = _filled(text, contents, field)
    if ai in gs1.DATES and "-" in found:
        return _six(found)
    return _six(found[:10]) + found[11:16].replace(":", "") if ai == "7003" and "T" in found else found


def _six(iso: str) -> str:
    """Return an ISO date, or a month "2028-11", as YYMMDD."""
    plain = iso.replace("-", "")
    return plain[2:].ljust(6, "0") if len(plain) > YEAR_OF_ISO else plain


def _filled(text: str, contents: Mapping[str, str], field: str) -> str:
    try:
        found = filled(text, contents)
    except KeyError as missing:
        raise Refusal("label_field_missing", field=field, name=str(missing.args[0])) from missing
    if not found.strip():
        raise Refusal("label_code_empty", field=field)
    if any(not " " <= sign <= "~" for sign in found):
        raise Refusal("label_code_character", field=field, text=shown_text(found))
    return found


def _matrix(text: str, fields: tuple[tuple[str, str], ...], field: str) -> Rows:
    from pystrich.datamatrix import DataMatrixData, DataMatrixEncoder
    from pystrich.exceptions import PyStrichError

    try:
        data = DataMatrixData.gs1(*_gs1(fields)) if fields else DataMatrixData(text, encoding="ascii")
        encoder = DataMatrixEncoder(data, quiet_zone=QUIET_MATRIX)
        drawn = encoder.init_renderer().matrix
    except PyStrichError as error:
        raise Refusal("label_code_long", field=field, length=str(len(text))) from error
    return tuple("".join("1" if one else "0" for one in row) for row in drawn)


def _bars(text: str, fields: tuple[tuple[str, str], ...], field: str) -> Rows:
    from pystrich.code128 import Code128Data, Code128Encoder
    from pystrich.exceptions import PyStrichError

    try:
        data = Code128Data.gs1(*_gs1(fields)) if fields else Code128Data(text, encoding="ascii")
        bars = Code128Encoder(data).bars
    except PyStrichError as error:
        raise Refusal("label_code_long", field=field, length=str(len(text))) from error
    quiet = "0" * QUIET_BARS
    return (quiet + bars.strip("0") + quiet,)


def _gs1(fields: tuple[tuple[str, str], ...]) -> list[GS1Fixed | GS1Variable]:
    from pystrich.gs1 import GS1Fixed, GS1Variable

    return [GS1Variable(ai, value) if gs1.separator_needed(ai) else GS1Fixed(ai, value) for ai, value in fields]
