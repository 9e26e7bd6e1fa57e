"""Laying over a document what was changed in a copy of it elsewhere: quality's amendments of batches (21 CFR 211.115).

Only what the change touched is taken: where the document went on meanwhile, its own words stay, field by field and line
by line. Where both changed the same field, the change taken over wins; whoever takes it sees that and can undo it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ebr.domain.canonical import Json
from ebr.domain.mbr.document import blocks_of, from_json, joined, to_json
from ebr.domain.mbr.model import Mbr

Key = str | tuple[str, ...]


def taken_over(document: Mbr, before: Mapping[str, str], after: Mapping[str, str]) -> Mbr:
    """Return the document with a change of blocks (canonical JSON by name, "" for none) laid over it."""
    blocks = blocks_of(to_json(document))
    for name, text in after.items():
        merged = _merged(blocks.get(name), _read(before.get(name, "")), _read(text))
        if merged is not None:
            blocks[name] = merged
    return from_json(joined(blocks), unfinished=True)


def holds(document: Mbr, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Tell whether a document says already what a change would make of it."""
    return taken_over(document, before, after) == document


def _read(text: str) -> Json:
    found: Json = json.loads(text) if text else None
    return found


def _merged(mine: Json, before: Json, after: Json) -> Json:
    """Return what I have with the step from `before` to `after` done to it; what I took away stays away."""
    if before == after or (mine is None and before is not None):
        return mine
    if isinstance(mine, Mapping) and isinstance(after, Mapping):
        old = before if isinstance(before, Mapping) else {}
        merged = {key: _merged(mine.get(key), old.get(key), after.get(key)) for key in {**mine, **after, **old}}
        added = {key: after[key] for key in after if key not in old and mine.get(key) is None}
        changed = {key: after.get(key) for key in old if key not in mine and old[key] != after.get(key)}
        return {key: one for key, one in {**merged, **added, **changed}.items() if one is not None}
    if _is_list(mine) and _is_list(after):
        return _lines(mine, before if _is_list(before) else [], after)
    return after


def _is_list(part: Json) -> bool:
    return isinstance(part, Sequence) and not isinstance(part, str)


def _lines(mine: Json, before: Json, after: Json) -> Json:
    """Merge lists by the ids of their lines; new ones stand behind what they stood behind."""
    assert isinstance(mine, Sequence)
    assert isinstance(before, Sequence)
    assert isinstance(after, Sequence)
    keys = [_key(one) for one in (*mine, *before, *after)]
    if "" in keys:
        return after
    old, new = {_key(one): one for one in before}, {_key(one): one for one in after}
    kept = {_key(one): one for one in mine if _key(one) in new or _key(one) not in old}
    order = list(kept)
    found = {key: _merged(one, old.get(key), new[key]) if key in new else one for key, one in kept.items()}
    behind = 0
    for key, one in new.items():
        if key in order:
            behind = order.index(key) + 1
        elif key not in old:
            order.insert(behind, key)
            found[key] = one
            behind += 1
    return [found[key] for key in order]


def _key(line: Json) -> Key:
    """Return what a line is known by: its id, its code, or what it translates; "" for one that has no name."""
    if isinstance(line, str):
        return line
    if not isinstance(line, Mapping):
        return ""
    if "part" in line:
        return str(line["part"]), str(line.get("field", ""))
    return str(line.get("id") or line.get("code") or "")
