"""What is now true of a station, and the questions others ask about it."""

from __future__ import annotations

from ebr.domain.station.state.addresses import BALANCES, EXAMPLES, ROLES, DeviceAddress, address_trouble, read_address
from ebr.domain.station.state.apply import apply, start
from ebr.domain.station.state.clock import clock_drafts, elapsed, signing_trouble, simulated_trouble, wall
from ebr.domain.station.state.model import (
    HOW_ENDED,
    PRODUCTION,
    PROFILES,
    ClockEvent,
    Lock,
    Presence,
    Receipt,
    StationState,
)
from ebr.domain.station.state.questions import (
    idle_limit,
    lock_trouble,
    locked_people,
    must_end,
    presence_of,
    signed_in,
    terminal_setting,
    tries_left,
    unwitnessed,
)
from ebr.domain.station.state.settings import APPEARANCE, DEFAULTS, SETTINGS, TERMINAL, terminal_trouble

__all__ = [
    "APPEARANCE",
    "BALANCES",
    "DEFAULTS",
    "EXAMPLES",
    "HOW_ENDED",
    "PRODUCTION",
    "PROFILES",
    "ROLES",
    "SETTINGS",
    "TERMINAL",
    "ClockEvent",
    "DeviceAddress",
    "Lock",
    "Presence",
    "Receipt",
    "StationState",
    "address_trouble",
    "apply",
    "clock_drafts",
    "elapsed",
    "idle_limit",
    "lock_trouble",
    "locked_people",
    "must_end",
    "presence_of",
    "read_address",
    "signed_in",
    "signing_trouble",
    "simulated_trouble",
    "start",
    "terminal_setting",
    "terminal_trouble",
    "tries_left",
    "unwitnessed",
    "wall",
]
