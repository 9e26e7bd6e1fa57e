"""What the first painting may say before the store is open: the station's name, its room, its colours and its size.

A small text in the station's folder, `sight.json`, written anew whenever the station says otherwise. It is no part of
the record and proves nothing: it only spares a dark room a white flash and a large screen a second layout. Missing,
damaged or foreign, it is as if it were not there; what the station itself says replaces it within a second.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ebr.words import tr

FILE: Final = "sight.json"
KEYS: Final = ("station", "room", "profile", "theme", "scale", "key_store", "language")
THEMES: Final = ("light", "dark", "hc")
SMALLEST, LARGEST = 0.5, 4.0


@dataclass(frozen=True, slots=True)
class Sight:
    """Name and room of the station, its profile ("" unknown), the name of its theme, its scale, and its key store."""

    station: str = ""
    room: str = ""
    profile: str = ""
    theme: str = "light"
    scale: float = 1.0
    key_store: str = ""
    language: str = ""
    """Which it speaks, "" unknown."""

    @property
    def sealed(self) -> bool:
        """The key is sealed with a passphrase: nobody must be tempted to type it into the field of the user's name."""
        return self.key_store == "sealed file"


def seen(folder: Path) -> Sight:
    """Return what was kept in a station's folder, or a plain one."""
    try:
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        found = {key: str(kept[key]) for key in KEYS if key != "language"}
        language = str(kept.get("language", ""))  # an earlier program kept none
        scale = float(found["scale"])
    except (OSError, ValueError, TypeError, KeyError):
        return Sight()
    if found["theme"] not in THEMES or not SMALLEST <= scale <= LARGEST:
        return Sight()
    return Sight(found["station"], found["room"], found["profile"], found["theme"], scale, found["key_store"], language)


def sight_of(station: str, profile: str, settings: Mapping[str, str], key_store: str) -> Sight:
    """Return the sight of a station as it describes itself."""
    scale = float(settings.get("ui_scale", "1") or 1)
    theme, language = settings.get("theme", "light"), settings.get("language", "")
    return Sight(station, settings.get("room", ""), profile, theme, scale, key_store, language)


def keep(folder: Path, sight: Sight) -> None:
    """Keep it for the next start; a folder that cannot be written keeps nothing, and nothing depends on it."""
    if seen(folder) == sight:
        return
    text = json.dumps({key: str(getattr(sight, key)) for key in KEYS}, indent=1)
    partial = folder / f"{FILE}.new"
    with suppress(OSError):
        partial.write_text(text, encoding="utf-8")
        partial.replace(folder / FILE)


def place_words(room: str, station: str) -> str:
    """Return where this station stands, as the login says it too."""
    return tr("{room}, station {station}", room=room, station=station) if room else station


def profile_words(profile: str) -> str:
    """Return what every screen says of a store that is not production (floor-rules 16)."""
    return {
        "production": "",
        "practice": tr("Practice"),
        "demonstration": tr("Demonstration"),
        "rehearsal": tr("Rehearsal"),
    }.get(profile, profile)
