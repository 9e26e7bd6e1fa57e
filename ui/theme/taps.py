"""One tap is one action: the bounce of a gloved finger is ignored.

A second press within 250 ms of a release and near the same place is not a new tap, whatever now lies under the finger
(the first tap may have opened a sheet there). Other places are not affected, so two different keys can follow each
other as fast as hands allow. Keyboards do not bounce and are not asked. ux.md 1.1.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

BOUNCE_SECONDS = 0.25
NEAR_PIXELS = 24.0


class TapGuard:
    """Answers whether a press at a place is a new tap. `clock` gives seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = -math.inf
        self._place = (0.0, 0.0)

    def is_bounce(self, x: float, y: float) -> bool:
        """True when this press follows a noted release too soon and too near."""
        near = math.hypot(x - self._place[0], y - self._place[1]) <= NEAR_PIXELS
        return near and self._clock() - self._last < BOUNCE_SECONDS

    def note(self, x: float, y: float) -> None:
        """Remembers the release that ended an accepted tap."""
        self._last = self._clock()
        self._place = (x, y)
