"""The document of a draft by blocks: text by name, and the document they make.

The outline (block "procedure") says which phases there are and in which order. Two people may disagree about that
without knowing of each other, and nothing of either may be lost, so reading the document is lenient both ways: a phase
that the outline names but whose block is gone is read from its last text; one that has a block but no place in the
outline stands at the end of the operation it stood in last, or at the end of the last operation. A language that is in
no list but has its texts stands at the end of the languages.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ebr.domain.canonical import Json, digest, dumps
from ebr.domain.mbr.document import LANGUAGE, PHASE, blocks_of, joined

OUTLINE = "procedure"
GONE = ""


@dataclass(slots=True)
class Blocks:
    """Texts of blocks; `before` keeps the last text of each phase that is gone, `homes` where each phase stood."""

    texts: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    """Block -> hash of its text, made once, so that saving one of a thousand steps hashes one."""
    before: dict[str, str] = field(default_factory=dict)
    homes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Block of a phase -> ids of the unit procedure and the operation."""

    def put(self, name: str, text: str) -> None:
        """Let a block have this text."""
        old = self.texts.get(name, GONE)
        if text == GONE:
            self.texts.pop(name, None)
            self.digests.pop(name, None)
            if old:
                self.before[name] = old
            return
        self.texts[name] = text
        self.digests[name] = digest_of(text)
        if name == OUTLINE:
            self.homes.update(homes_of(loaded(text)))

    def document(self) -> dict[str, Json]:
        """Return the document."""
        texts = {**{name: text for name, text in self.before.items() if name.startswith(PHASE)}, **self.texts}
        outline = loaded(self.texts.get(OUTLINE, "{}"))
        placed = homes_of(outline)
        for name in sorted(self.texts.keys() - placed.keys()):
            if name.startswith(PHASE):
                _put_back(outline, name, self.homes.get(name, ("", "")))
        wanted = {name for name in texts if not name.startswith(PHASE)} | homes_of(outline).keys()
        blocks: dict[str, Json] = {name: loaded(texts[name]) for name in wanted if name in texts}
        blocks[OUTLINE] = outline
        spoken = _spoken(blocks)
        return joined({**blocks, "languages": spoken} if spoken else blocks)


def _spoken(blocks: Mapping[str, Json]) -> list[Json]:
    """Return the codes of all languages that have a block: those of the list, then those it does not name."""
    listed = blocks.get("languages")
    codes = [code for code in listed if isinstance(code, str)] if isinstance(listed, list) else []
    found = sorted(name.removeprefix(LANGUAGE) for name in blocks if name.startswith(LANGUAGE))
    return [code for code in dict.fromkeys((*codes, *found)) if f"{LANGUAGE}{code}" in blocks]


def loaded(text: str) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON of a text that the rules let in; anything else, which only a stranger can have written, is {}."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return {}


def digest_of(text: str) -> str:
    """Return the hash of a block's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def whole_hash(digests: Mapping[str, str]) -> str:
    """Return the hash of a document by blocks: over the hash of each by name, so that one block changed is one hashed.

    It says as much as the MBR hash (`mbr_hash`), without writing the whole document.
    """
    return digest(digests)


def texts_of(document: Mapping[str, Json]) -> dict[str, str]:
    """Return the blocks of a document as canonical JSON by name."""
    return {name: dumps(block).decode() for name, block in blocks_of(document).items()}


def changed_blocks(old: Mapping[str, Json], new: Mapping[str, Json]) -> dict[str, str]:
    """Return the blocks that make the document `new` of the document `old`, "" for one that is gone."""
    before, after = blocks_of(old), blocks_of(new)
    changed = {name: dumps(block).decode() for name, block in after.items() if before.get(name) != block}
    return {**changed, **dict.fromkeys(before.keys() - after.keys(), GONE)}


def homes_of(outline: Any) -> dict[str, tuple[str, str]]:  # noqa: ANN401 - JSON
    """Return where each phase of an outline stands."""
    found = {}
    for unit, operation in _operations(outline):
        for name in operation["phases"]:
            if isinstance(name, str):
                found[PHASE + name] = (str(unit.get("id", "")), str(operation.get("id", "")))
    return found


def _operations(outline: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:  # noqa: ANN401 - JSON
    for unit in _maps(outline, "units"):
        for operation in _maps(unit, "operations"):
            if isinstance(operation.get("phases"), list):
                yield unit, operation


def _maps(part: Any, name: str) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    found = part.get(name) if isinstance(part, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _put_back(outline: Any, name: str, home: tuple[str, str]) -> None:  # noqa: ANN401 - JSON
    operations = list(_operations(outline))
    at_home = [operation for unit, operation in operations if (unit.get("id"), operation.get("id")) == home]
    same_id = [operation for _, operation in operations if operation.get("id") == home[1]]
    for operation in (at_home or same_id or [operation for _, operation in operations][-1:])[:1]:
        operation["phases"].append(name.removeprefix(PHASE))
