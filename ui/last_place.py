"""Where each person was when the program ended without a word (a crash, a cut of power): they come back to that step.

A small text in the station's folder, `places.json`: person -> batch, step and entry, written anew when somebody moves.
It is no part of the record and proves nothing; missing, damaged or out of date, the person finds their work in the
queue as always. Who signs out, or closes the program, has left on purpose and leaves nothing here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

FILE: Final = "places.json"
KEYS: Final = ("batch", "phase", "entry", "form")
Spot = dict[str, str]


class LastPlace:
    """LastPlace(folder): keep(person, spot) as often as one likes; of(person) after a start; forget(person or all)."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._spots = _read(self._file)

    def of(self, person: str) -> Spot:
        """Return where somebody was, {} when nowhere."""
        return dict(self._spots.get(person, {}))

    def keep(self, person: str, spot: Mapping[str, str]) -> None:
        """Somebody is here now; {} for nowhere worth coming back to."""
        found = {key: spot[key] for key in KEYS if spot.get(key)}
        if self._spots.get(person, {}) == found:
            return
        self._spots = {**{one: there for one, there in self._spots.items() if one != person}, person: found}
        if not found:
            del self._spots[person]
        self._write()

    def forget(self) -> None:
        """The program is closed on purpose."""
        self._spots = {}
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _write(self) -> None:
        """Whole or not at all; a folder that cannot be written keeps nothing, and nothing depends on it."""
        partial = self._file.with_name(f"{FILE}.new")
        with suppress(OSError):
            partial.write_text(json.dumps(self._spots, indent=1), encoding="utf-8")
            partial.replace(self._file)


def _read(file: Path) -> dict[str, Spot]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {
            str(person): {key: str(spot[key]) for key in KEYS if key in spot}
            for person, spot in found.items()
            if isinstance(spot, dict) and "batch" in spot
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
