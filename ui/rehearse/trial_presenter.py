"""What the panel beside a trial offers: people, time, codes to scan, readings of a device. No Qt here.

The clock of the trial goes on by itself, second by second, and is set forward by hand; never back, as no clock of a
store may. A reading goes into the open entry exactly as a device would send it; what the rules refuse is kept as an
attempt, as always.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from ebr.station.questions import BatchAnswer, BatchQuestion, EntryAnswer
from ebr.station.trial import PLAYERS, Code, Player, Trial
from ebr.words import tr

if TYPE_CHECKING:
    from ui.execution.presenter import ExecutionPresenter

JUMPS: Final = (60, 600, 3600, 28_800)
"""Seconds that a button sets the clock forward."""
READABLE: Final = ("number", "qs", "duration", "table", "result")
DEVICE: Final = "device"


@dataclass(frozen=True, slots=True)
class Due:
    """The next bound of a running timer: whose, in how many seconds, and whether it is the maximum."""

    label: str
    seconds: float
    longest: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading that can be sent to the open entry: in words, and the number."""

    text: str
    number: str
    wrong: bool = False


class TrialPresenter:
    """TrialPresenter(trial). `on_changed()` when the panel is to be drawn anew, `on_time(seconds)` when time jumped."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.on_changed: Callable[[], None] = lambda: None

    # -- people

    @property
    def players(self) -> tuple[Player, ...]:
        """Everybody there is, without those who only wrote the document or keep the station."""
        return tuple(one for one in PLAYERS if one.role not in ("author", "administrator"))

    def present(self) -> str:
        """Return who is at the terminal."""
        return self.trial.station.present()

    def be(self, person: str) -> None:
        """Have somebody at the terminal."""
        self.trial.be(person)
        self.on_changed()

    # -- time

    def clock_words(self) -> str:
        """Return the simulated moment."""
        return f"{self.trial.now:%Y-%m-%d %H:%M:%S}"

    def tick(self) -> None:
        """One second passed."""
        self.trial.advance(1)

    def jump(self, seconds: float) -> None:
        """Set the clock forward."""
        self.trial.advance(max(0.0, seconds))
        self.on_changed()

    def due(self) -> tuple[Due, ...]:
        """Return the next bounds of running timers, the nearest first: just at them, and one second after a maximum."""
        answer = self._batch()
        found = []
        for timer in answer.timers if answer is not None else ():
            passed = Decimal(timer.elapsed or "0")
            for text, longest in ((timer.low, False), (timer.high, True)):
                if timer.running and text and Decimal(text) >= passed:
                    more = 1 if longest else 0
                    found.append(Due(timer.label, float(Decimal(text) - passed) + more, longest))
        return tuple(sorted(found, key=lambda one: one.seconds))

    def _batch(self) -> BatchAnswer | None:
        found = self.trial.station.ask(BatchQuestion(self.trial.batch, self.present()))
        return found if isinstance(found, BatchAnswer) else None

    # -- codes and readings

    def codes(self, execution: ExecutionPresenter | None = None) -> tuple[Code, ...]:
        """Return everything that can be held to the scanner, what the open entry asks for first."""
        return self.trial.codes(execution.active() if execution is not None else "")

    def readings(self, execution: ExecutionPresenter | None) -> tuple[Reading, ...]:
        """Return readings for the open entry: in the middle, and beyond each of its limits."""
        entry = _open_entry(execution)
        if entry is None:
            return ()
        step = Decimal(1).scaleb(-entry.decimals)
        low, high = (_decimal(entry.limits, name) for name in ("low", "high"))
        middle = _decimal(entry.limits, "target")
        if middle is None:
            ends = [end for end in (low, high) if end is not None]
            middle = sum(ends, Decimal(0)) / len(ends) if ends else Decimal(10)
        found = [Reading(tr("In the middle"), f"{middle.quantize(step):f}")]
        if low is not None:
            found.append(Reading(tr("Below the lower limit"), f"{(low - step).quantize(step):f}", wrong=True))
        if high is not None:
            found.append(Reading(tr("Above the upper limit"), f"{(high + step).quantize(step):f}", wrong=True))
        return tuple(found)

    def send(self, execution: ExecutionPresenter | None, number: str) -> str:
        """Send a reading to the open entry as a device would; returns why not, or nothing."""
        entry = _open_entry(execution)
        if entry is None or execution is None:
            return tr("No entry for a number is open")
        execution.record(entry.address, {"number": number.strip()}, DEVICE)
        return ""


def _open_entry(execution: ExecutionPresenter | None) -> EntryAnswer | None:
    entry = execution.entry(execution.active()) if execution is not None else None
    return entry if entry is not None and entry.kind in READABLE and not entry.options else None


def _decimal(limits: Mapping[str, str], name: str) -> Decimal | None:
    try:
        return Decimal(limits[name])
    except (KeyError, InvalidOperation):
        return None
