"""From where a problem stands in the document ("procedure/making/mixing/ph/limits/high") to what the editor shows.

That is a part ("ph") and a field of its form ("limits.high"); a problem that belongs to no field has an empty one.
"""

from __future__ import annotations

from typing import Any, Final

from ui.editor.parts import LISTS, Parts

TABLES: Final = ("materials", "equipment")
INNER: Final = ("options", "items", "identifiers")


def located(parts: Parts, path: str) -> tuple[str, str]:
    """Return part and field of a problem's path; the first page for what stands nowhere else."""
    words = path.split("/") if path else []
    if not words or words[0] in ("header", "mbr"):
        return "header", _field(parts.mbr.header, words[1:])
    if words[0] in TABLES:
        return _in_table(parts, words)
    if words[0] in ("procedure", "flow"):
        return _in_procedure(parts, words)
    return "header", ""


def _in_table(parts: Parts, words: list[str]) -> tuple[str, str]:
    found = _child(getattr(parts.mbr, words[0]), words[1] if len(words) > 1 else "")
    return (found.id, _field(found, words[2:])) if found is not None and found.id else (words[0], "")


def _in_procedure(parts: Parts, words: list[str]) -> tuple[str, str]:
    if words[0] == "flow":
        return "procedure", ".".join(words)
    here: Any = None
    children: Any = parts.mbr.procedure
    rest = words[1:]
    for level in ("unit", "operation", "phase", "slot"):
        found = _child(children, rest[0]) if rest else None
        if found is None:
            break
        here, rest = found, rest[1:]
        children = getattr(found, LISTS[level]) if level in LISTS else ()
    if here is None:
        return "procedure", ".".join(rest)
    return (here.id, _field(here, rest)) if here.id else ("procedure", "")


def _child(children: Any, word: str) -> Any:
    if word.startswith("[") and word.endswith("]") and word[1:-1].isdigit():
        at = int(word[1:-1]) - 1
        return children[at] if at < len(children) else None
    return next((one for one in children if one.id == word), None)


def _field(part: Any, words: list[str]) -> str:
    """The path of a field; rows of a list by their position, as the forms have them."""
    if len(words) > 1 and words[0] in INNER:
        rows = getattr(part, words[0], ())
        found = _child(rows, words[1])
        at = next((n for n, one in enumerate(rows) if one is found), None)
        return ".".join([words[0], str(at), *words[2:]]) if at is not None else words[0]
    return ".".join(words)
