"""A docx or xlsx file opened within bounds: it is a zip of XML files, and both can be made to explode.

Only the parts that are asked for are unpacked, each up to the bound of an XML file, whatever the zip's own list says
about its size.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from ebr.domain.refusal import Refusal
from ebr.exchange.xml_tree import LARGEST, Element, megabytes, read_xml

MOST_PARTS = 5_000


class Container:
    """The parts of a file by name."""

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError):
            raise Refusal("form_damaged", file=file) from None
        self.names = frozenset(self._zip.namelist())
        if len(self._zip.infolist()) > MOST_PARTS:
            raise Refusal("form_parts_many", limit=str(MOST_PARTS))

    def xml(self, name: str) -> Element:
        """Return the root of a part.

        Refusals: `form_damaged` for a part that is not there, encrypted or broken; `form_part_large`; those of
        `read_xml`.
        """
        return read_xml(self._bytes(name)).root

    def _bytes(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as part:
                data = part.read(LARGEST + 1)
        except (KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError, OSError):
            raise Refusal("form_damaged", file=self.file) from None
        if len(data) > LARGEST:
            raise Refusal("form_part_large", part=name, limit=megabytes(LARGEST))
        return data

    def relations(self, name: str) -> dict[str, str]:
        """Return what a part refers to inside the file, by relation id; references to outside are left alone."""
        folder, _, last = name.rpartition("/")
        place = f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels"
        if place not in self.names:
            return {}
        found = {}
        for one in self.xml(place).children:
            if one.attributes.get("TargetMode") == "External":
                continue
            found[one.attributes.get("Id", "")] = _joined(folder, one.attributes.get("Target", ""))
        return found


def _joined(folder: str, target: str) -> str:
    """Return the name of a part from the folder that refers to it."""
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/") if folder else []
    for piece in target.split("/"):
        if piece == "..":
            parts = parts[:-1]
        elif piece not in ("", "."):
            parts.append(piece)
    return "/".join(parts)
