"""The blocks of a document as canonical JSON, written again only where the document changed.

The same names and the same bytes as `ebr.domain.mbr.document.blocks_of`: a phase that is the same object as in one of
the last documents keeps its text, so that a save of a thousand phases costs one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ebr.domain.canonical import Json, dumps
from ebr.domain.mbr.build import FORMAT
from ebr.domain.mbr.document import LANGUAGE, PHASE, part_to_json
from ebr.domain.mbr.model import SEQUENCE, Language, Mbr, Phase, UnitProcedure

_Seen = dict[int, tuple[Phase, str]]


class BlockTexts:
    """Canonical JSON of blocks by name; remembers the phases of the last two documents, by object."""

    def __init__(self) -> None:
        self._last: _Seen = {}
        self._before: _Seen = {}
        self._languages: dict[int, tuple[Language, str]] = {}

    def of(self, mbr: Mbr) -> Mapping[str, str]:
        """Return the canonical JSON of every block by name, in the order of `blocks_of`."""
        seen: _Seen = {}
        phases: dict[str, str] = {}
        names: list[str] = []
        for _, _, phase in mbr.phases():
            text = self._text(phase)
            seen[id(phase)] = (phase, text)
            name = phase.id
            while name in phases:
                name += "+"
            phases[name] = text
            names.append(name)
        self._before, self._last = self._last, seen
        blocks = {**_rest(mbr, iter(names)), **{f"{PHASE}{name}": text for name, text in phases.items()}}
        return {**blocks, **self._languages_of(mbr)}

    def _languages_of(self, mbr: Mbr) -> dict[str, str]:
        """Write the languages, each that is the same object as last time as it was written then."""
        if not mbr.languages:
            return {}
        seen, self._languages = self._languages, {}
        texts: dict[str, str] = {}
        for language in mbr.languages:
            known = seen.get(id(language)) or (language, dumps(part_to_json(language)).decode())
            self._languages[id(language)] = known
            code = language.code
            while code in texts:
                code += "+"
            texts[code] = known[1]
        listed = dumps(list(texts)).decode()
        return {"languages": listed, **{f"{LANGUAGE}{code}": text for code, text in texts.items()}}

    def _text(self, phase: Phase) -> str:
        found = self._last.get(id(phase)) or self._before.get(id(phase))
        return found[1] if found is not None else dumps(part_to_json(phase)).decode()


def _rest(mbr: Mbr, names: Iterator[str]) -> dict[str, str]:
    outline: dict[str, Json] = {
        "flow": None if mbr.flow == SEQUENCE else part_to_json(mbr.flow),
        "mbr": FORMAT,
        "units": [_unit(unit, names) for unit in mbr.procedure],
    }
    blocks: dict[str, Json] = {
        "header": part_to_json(mbr.header),
        "materials": [part_to_json(part) for part in mbr.materials],
        "equipment": [part_to_json(part) for part in mbr.equipment],
        "procedure": outline,
    }
    return {name: dumps(block).decode() for name, block in blocks.items()}


def _unit(unit: UnitProcedure, names: Iterator[str]) -> Json:
    """Write a unit procedure with its steps by name only."""
    operations: list[Json] = [
        {**part_to_json(replace(operation, phases=())), "phases": [next(names) for _ in operation.phases]}
        for operation in unit.operations
    ]
    return {**part_to_json(replace(unit, operations=())), "operations": operations}
