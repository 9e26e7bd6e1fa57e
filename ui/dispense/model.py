"""What the weighing form shows beside its fields, as plain frozen data; quantities are decimal text in `unit`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dispense:
    """How much, how that was worked out, which lot comes next, which balance may weigh it.

    `asks_assay`: assay and loss on drying are to be typed, because nobody keeps the lot. `blocked` says why the lot
    that was named may not be used, `balance` whether the balance here may be (with a tone, "" for yes).
    """

    unit: str
    decimals: int
    target: str = ""
    low: str = ""
    high: str = ""
    used: str = ""
    rest: str = ""
    full: bool = False
    sums: tuple[str, ...] = ()
    take: str = ""
    take_more: str = ""
    passed: tuple[str, ...] = ()
    asks_assay: bool = False
    asks_expiry: bool = True
    blocked: str = ""
    earlier: str = ""
    """That another lot is over before the one that was named."""
    balance: str = ""
    balance_tone: str = ""
    others: str = ""
    """Which other balances may weigh it."""
    device: str = ""
    """The balance that is read."""
    devices: tuple[str, ...] = ()
    """The balances of this terminal that may weigh it; with more than one there is a choice."""


@dataclass(frozen=True, slots=True)
class Live:
    """What the balance shows just now: never a reading, nothing of it is kept. `tone` "" where all is well."""

    value: str = ""
    unit: str = ""
    words: str = ""
    tone: str = ""
    icon: str = "scale"
    stable: bool = False
