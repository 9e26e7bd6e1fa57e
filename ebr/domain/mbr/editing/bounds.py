"""How large a document may get by editing: what the readers of its text will take, and a little less.

A part is measured once and remembered as long as it is the same object, so that an edit costs the part it changes.
The measure is never less than the text the writer gives.
"""

from __future__ import annotations

from typing import Any

from ebr.domain.mbr.model import Mbr, Phase, Translation
from ebr.domain.mbr.shape import fields_of
from ebr.domain.mbr.yaml_walk import LARGEST_TEXT, MOST_NODES
from ebr.domain.refusal import Refusal

_PER_FIELD = 40
"""Bytes of a field's name, its indent, quotes and line end."""
_PER_LINE = 20


class Measured:
    """The sizes of the phases and translations seen last, by object."""

    def __init__(self) -> None:
        self.sizes: dict[int, tuple[Phase | Translation, tuple[int, int]]] = {}

    def fits(self, before: Mbr, after: Mbr) -> None:
        """Refuse a document that could not be read again: `edit_document_too_large` (limit, characters of its text).

        What makes a document smaller is always allowed.
        """
        size, nodes = self._of(after)
        if size <= LARGEST_TEXT and nodes <= MOST_NODES:
            return
        was_size, was_nodes = self._of(before)
        if size > was_size or nodes > was_nodes:
            raise Refusal("edit_document_too_large", limit=str(LARGEST_TEXT))

    def _of(self, mbr: Mbr) -> tuple[int, int]:
        large: list[Phase | Translation] = [
            *(phase for _, _, phase in mbr.phases()),
            *(text for one in mbr.languages for text in one.texts),
        ]
        self.sizes = {id(part): self.sizes.get(id(part)) or (part, _size(part)) for part in large}
        outline = _size(mbr.header), *(_size(part) for part in (*mbr.materials, *mbr.equipment)), *_outline(mbr)
        every = [*outline, *(self.sizes[id(part)][1] for part in large), *((_PER_FIELD, 3) for _ in mbr.languages)]
        return sum(size for size, _ in every), sum(nodes for _, nodes in every)


def _outline(mbr: Mbr) -> list[tuple[int, int]]:
    parts: list[Any] = list(mbr.procedure)
    parts += [operation for unit in mbr.procedure for operation in unit.operations]
    return [_size(part, besides=("operations", "phases")) for part in (*parts, mbr.flow)]


def _size(part: Any, besides: tuple[str, ...] = ()) -> tuple[int, int]:  # noqa: ANN401 - anything in the model
    """Return the greatest number of bytes and of nodes that a part takes in the text."""
    size, nodes = _PER_FIELD, 1
    waiting = [getattr(part, f.name) for f in fields_of(type(part)) if f.name not in besides]
    while waiting:
        value = waiting.pop()
        size, nodes = size + _PER_FIELD, nodes + 2
        if isinstance(value, str):
            size += len(value.encode()) + value.count('"') + value.count("\\") + _PER_LINE * value.count("\n")
        elif isinstance(value, tuple):
            waiting.extend(value)
        elif value is not None and not isinstance(value, int):
            waiting.extend(found for f in fields_of(type(value)) if (found := getattr(value, f.name)) != f.default)
    return size, nodes
