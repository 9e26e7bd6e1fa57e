"""The example records in the language of the demonstration: `resources/demo/spoken/<mbr>.<language>.yaml`.

The records of `resources/mbr` are in English. A demonstration that is made in another language (`--language`) adds the
texts of that language where there are some, and a supervisor signs that they say what the originals say. A file is a
map from part and field, "receipt_clear.instruction", to the text.
"""

from __future__ import annotations

from dataclasses import replace

from ebr.cli.demonstration.script import folder, told_in
from ebr.domain.mbr.model import Language, Mbr, Translation
from ebr.words import language


def spoken(mbr: Mbr) -> Mbr:
    """Return the record with its texts in the language in use; as it is where it has none, or has them already."""
    code = language()
    file = folder() / "spoken" / f"{mbr.header.id}.{code}.yaml"
    if not file.is_file() or code in (one.code for one in mbr.languages):
        return mbr
    told = told_in(file)
    texts = tuple(_text(place, text) for place, text in told.items())
    return replace(mbr, languages=(*mbr.languages, Language(code, texts)))


def _text(place: str, text: str) -> Translation:
    part, _, field = place.rpartition(".")
    return Translation(part, field, text)
