"""Looking now and then whether the log needs a second copy, and the amber strip while it has none (floor-rules 18).

The station decides and writes (`ebr.station.keeping`); here is only the timer's end and the words for every screen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import tr

EVERY_MS: Final = 600_000
FIRST_MS: Final = 90_000


class Copies:
    """Copies(desk): `look()` asks the station once; on_amber(text, detail) hears what stands on every screen."""

    def __init__(self, desk: Any) -> None:
        self._desk = desk
        self._busy = False
        self.on_amber: Callable[[str, str], None] = lambda _text, _detail: None

    def look(self) -> None:
        """Let the station write the copy when it is due; one look at a time."""
        if not self._busy:
            self._busy = True
            self._desk.call("keep_second_copy", self._done)

    def _done(self, kept: Any) -> None:
        self._busy = False
        trouble = kept if isinstance(kept, Refusal) else kept.trouble
        if trouble is None:
            self.on_amber("", "")
        else:
            self.on_amber(tr("This record stands on this machine only"), refusal_words(trouble))
