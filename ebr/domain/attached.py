"""Which attachments an event names, by the SHA-256 of their bytes (hexadecimal).

A photograph, a file, a scanned form is the value of its entry: its field `value` has `sha256`. The pictures and
documents of steps stand inside documents, which events hold as canonical JSON text: a whole one in `document`, blocks
by name in `blocks`, one part in `part`. There only a picture has a field `sha256`, and what people write between quotes
has its quotes escaped, so the name of that field is found in the text without reading it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

DOCUMENTS: Final = ("document", "blocks", "part")
"""Fields of events that hold canonical JSON of a master batch record or of a part of one."""
_NAMED: Final = re.compile(r'(?<!\\)"sha256":"([0-9a-f]{64})"')


def files_of(event: object) -> tuple[str, ...]:
    """Return the files that an event names, each once; none for None."""
    return files_in(lambda field: getattr(event, field, None))


def files_in(field: Callable[[str], object]) -> tuple[str, ...]:
    """Return the files that an event names whose fields are told by name."""
    value = field("value")
    found = [str(value.get("sha256", ""))] if isinstance(value, Mapping) else []
    for name in DOCUMENTS:
        found += _in_text(field(name))
    return tuple(dict.fromkeys(name for name in found if name))


def _in_text(text: object) -> list[str]:
    if isinstance(text, Mapping):
        return [name for part in text.values() for name in _in_text(part)]
    return _NAMED.findall(text) if isinstance(text, str) else []
