"""What the lock screen goes on showing of the screen that was locked.

Identity, running timers, and the open instruction where a room is set so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.execution.model import TimerLine

if TYPE_CHECKING:
    from ui.widgets.header import Identity


@dataclass(frozen=True, slots=True)
class Kept:
    """Identity, timers with the seconds gone by when it was locked, and the step."""

    identity: Identity
    timers: tuple[tuple[TimerLine, float], ...]
    step: str
    instruction: str
