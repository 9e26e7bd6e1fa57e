"""Any file to a draft: which reader it is for is told by its first bytes, never by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.exchange.imported import Imported
from ebr.exchange.xml_tree import megabytes

LARGEST: Final = 32 * 1024 * 1024
"""Bytes of a file that is opened at all."""

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")


def import_file(path: Path, recipe: str = "") -> Imported:
    """Return the draft of a file, with everything that was guessed, changed or had no place.

    Refusals: `path_missing`, `path_unreadable`; `import_too_large`, `import_unknown`, `import_old_office`; those of the
    readers. Nothing is written.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise Refusal("path_missing", path=str(path)) from None
    except OSError as wrong:
        raise Refusal("path_unreadable", path=str(path), why=str(wrong)) from None
    if len(data) > LARGEST:
        raise Refusal("import_too_large", size=megabytes(max(size, len(data))), limit=megabytes(LARGEST))
    return import_bytes(data, path.name, recipe)


def import_bytes(data: bytes, name: str, recipe: str = "") -> Imported:
    """Return the draft of a file's content; `name` is what it is called, `recipe` one of several in it."""
    if len(data) > LARGEST:
        raise Refusal("import_too_large", size=megabytes(len(data)), limit=megabytes(LARGEST))
    if data.startswith(_ZIP):
        return _form(data, name)
    if data.startswith(_OLD_OFFICE):
        raise Refusal("import_old_office", file=name)
    if data.lstrip(b" \t\r\n").startswith(_XML) or data.startswith(_XML):
        from ebr.exchange.batchml.reading import read_recipe

        return read_recipe(data, recipe)
    raise Refusal("import_unknown", file=name)


def _form(data: bytes, name: str) -> Imported:
    from ebr.exchange.forms.container import Container
    from ebr.exchange.forms.draft import draft
    from ebr.exchange.forms.sheets import WORKBOOK, read_sheets
    from ebr.exchange.forms.word import DOCUMENT, read_word

    container = Container(data, name)
    if DOCUMENT in container.names:
        return draft(read_word(container))
    if WORKBOOK in container.names:
        return draft(read_sheets(container))
    raise Refusal("import_unknown", file=name)
