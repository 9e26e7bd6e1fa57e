"""Ids for what comes from elsewhere: our form, readable, unique in the document, the same for the same file.

An id that is already of our form and not yet used stays as it is, so what we wrote ourselves comes back unchanged.
"""

from __future__ import annotations

import re
import unicodedata

from ebr.domain.mbr.check.ids import ID, RESERVED
from ebr.domain.refusal import Refusal

LONGEST = 63
MOST_PARTS = 20_000
"""Ids in one draft; a recipe that uses its elements again and again could otherwise grow without end."""
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class Names:
    """Gives each part of one document its id."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._last: dict[str, int] = {}

    def give(self, *wanted: str, otherwise: str) -> str:
        """Return the first wanted text that makes a readable id, made unique; `otherwise` when none does."""
        name = next((name for text in wanted if (name := plain_name(text))), otherwise)
        free, number = name, self._last.get(name, 1)
        while free in self._used or free in RESERVED:
            number += 1
            free = f"{name[: LONGEST - len(str(number)) - 1]}_{number}"
        self._last[name] = number
        if len(self._used) >= MOST_PARTS:
            raise Refusal("import_parts_many", limit=str(MOST_PARTS))
        self._used.add(free)
        return free


def plain_name(text: str) -> str:
    """Return a text in the form of an id, or "" when nothing readable is left of it (numbers, UUIDs)."""
    if ID.fullmatch(text):
        return text
    without = _UUID.sub(" ", text).translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", without).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain.lower()).lstrip("_0123456789")[:LONGEST].strip("_")
    return name if ID.fullmatch(name) else ""
