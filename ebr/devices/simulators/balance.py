"""`PlayedBalance`: a load on a pan, with drift, overload and every fault; and the two languages it may speak.

The load, the tare and the fault may be set at any time, also while somebody is connected.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from ebr.devices.simulators.playing import ENDLESS, GARBAGE, LATE_SECONDS, Commands, Piece

DRIFT: Final = 7
"""Digits of the last place by which an unstable value is off."""


@dataclass(slots=True)
class PlayedBalance:
    """One balance. `settles` is the moment (of `clock`) from which the load is stable; `fault` one of `FAULTS`."""

    load: Decimal = Decimal(0)
    unit: str = "g"
    decimals: int = 2
    capacity: Decimal = Decimal(6200)
    serial: str = "B123456789"
    model: str = "MS6002TS/00"
    fault: str = ""
    late: float = LATE_SECONDS
    clock: Callable[[], float] = time.monotonic
    zeroed: Decimal = Decimal(0)
    tared: Decimal = Decimal(0)
    settles: float = 0.0
    asked: list[str] = field(default_factory=list)
    """Commands so far, oldest first."""

    def put(self, load: str | Decimal, *, unstable: float = 0.0) -> None:
        """Put a load on the pan; it takes so many seconds to become stable."""
        self.load, self.settles = Decimal(load), self.clock() + unstable

    @property
    def stable(self) -> bool:
        """Whether the load has settled."""
        return self.clock() >= self.settles

    def shown(self) -> Decimal:
        """Return the net value in the last place, with some drift while it is not stable."""
        step = Decimal(1).scaleb(-self.decimals)
        drift = Decimal(0) if self.stable else step * DRIFT
        net = self.load - self.zeroed - self.tared + drift
        return net.quantize(step, ROUND_HALF_EVEN) + 0  # no minus zero

    def over(self) -> int:
        """Return 1 above the capacity, -1 below zero by more than a fiftieth of it, else 0."""
        if self.fault == "overload" or self.load > self.capacity:
            return 1
        return -1 if self.fault == "underload" or self.load < -self.capacity / 50 else 0


class MtSicsTalk:
    """MtSicsTalk(balance): what a balance answers in MT-SICS."""

    def __init__(self, balance: PlayedBalance) -> None:
        self.balance, self._commands = balance, Commands()

    def met(self) -> Sequence[Piece]:
        """As `Playing.met`; one that was just switched on says who it is."""
        return (Piece(b"", cut=True),) if self.balance.fault == "unplugged" else ()

    def answer(self, data: bytes) -> Sequence[Piece]:
        """As `Playing.answer`."""
        return [piece for one in self._commands.take(data) for piece in self._one(one.decode("latin-1"))]

    def _one(self, command: str) -> Sequence[Piece]:
        self.balance.asked.append(command)
        weight = command in ("S", "SI")
        text = self._words(command)
        return faulty(self.balance, f"{text}\r\n".encode("latin-1"), value=weight)

    def _words(self, command: str) -> str:
        balance = self.balance
        if command in ("I4", "@"):
            return f'I4 A "{balance.serial}"'
        if command == "I2":
            return f'I2 A "{balance.model} {balance.capacity} {balance.unit}"'
        if command in ("S", "SI", "Z", "T", "TAC"):
            return {"Z": self._zero, "T": self._tare, "TAC": self._clear}.get(command, self._weight)()
        return "ES"

    def _weight(self) -> str:
        balance = self.balance
        if balance.fault == "error":
            return "S I"
        if balance.over():
            return "S +" if balance.over() > 0 else "S -"
        return f"S {'S' if balance.stable else 'D'} {balance.shown():>10} {balance.unit}"

    def _zero(self) -> str:
        if not self.balance.stable:
            return "Z I"
        self.balance.zeroed, self.balance.tared = self.balance.load, Decimal(0)
        return "Z A"

    def _tare(self) -> str:
        balance = self.balance
        if not balance.stable:
            return "T I"
        balance.tared = balance.load - balance.zeroed
        step = Decimal(1).scaleb(-balance.decimals)
        return f"T S {balance.tared.quantize(step):>10} {balance.unit}"

    def _clear(self) -> str:
        self.balance.tared = Decimal(0)
        return "TAC A"


class SbiTalk:
    """SbiTalk(balance, long=True): what a balance answers in SBI, in lines of 22 or 16 characters.

    `brackets` marks the last digit as not verified.
    """

    def __init__(self, balance: PlayedBalance, *, long: bool = True, brackets: bool = False) -> None:
        self.balance, self._commands, self._long, self._brackets = balance, Commands(), long, brackets

    def met(self) -> Sequence[Piece]:
        """As `Playing.met`."""
        return (Piece(b"", cut=True),) if self.balance.fault == "unplugged" else ()

    def answer(self, data: bytes) -> Sequence[Piece]:
        """As `Playing.answer`."""
        return [piece for one in self._commands.take(data) for piece in self._one(one)]

    def _one(self, command: bytes) -> Sequence[Piece]:
        balance = self.balance
        balance.asked.append(command.decode("latin-1"))
        if command == b"\x1bP":
            return faulty(balance, f"{self._line()}\r\n".encode("latin-1"), value=True)
        if command in (b"\x1bU", b"\x1bT") and balance.stable:
            balance.tared = balance.load - balance.zeroed
        if command == b"\x1bV" and balance.stable:
            balance.zeroed, balance.tared = balance.load, Decimal(0)
        return ()

    def _line(self) -> str:
        balance = self.balance
        special = "Err 54" if balance.fault == "error" else {1: "H", -1: "L"}.get(balance.over(), "")
        if special:
            return ("Stat  " if self._long else "") + f"{special:^14}"
        value = balance.shown()
        digits = f"{abs(value)}"
        if self._brackets:
            digits = f"{digits[:-1]}[{digits[-1]}]"
        width = 10 if self._brackets else 8
        unit = balance.unit if balance.stable else ""
        return ("N     " if self._long else "") + f"{'-' if value < 0 else '+'} {digits:>{width}} {unit:<3}"


def faulty(balance: PlayedBalance, line: bytes, *, value: bool) -> Sequence[Piece]:
    """Return a line as the fault of the balance lets it out; faults of a value leave other answers alone."""
    fault = balance.fault
    if fault == "silent":
        return ()
    if fault == "unplugged":
        return (Piece(b"", cut=True),)
    if not value:
        return (Piece(line),)
    pieces = {
        "garbage": (Piece(GARBAGE),),
        "half": (Piece(line[: len(line) // 2]),),
        "late": (Piece(line, balance.late),),
        "endless": (Piece(ENDLESS),),
    }
    return pieces.get(fault, (Piece(line),))
