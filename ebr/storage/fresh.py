"""Make what every fold makes for each entry, a stamp and an event as recorded, in half the time.

A frozen dataclass sets its fields through `object.__setattr__`, by name; of opening a batch that took a tenth. Here the
slots are set directly. What comes out is the same (a test compares), and as frozen; a field added to either class is
noticed at the import of this module.
"""

from __future__ import annotations

from typing import Any, Final

from ebr.domain.decision import Event, Recorded
from ebr.domain.values import Stamp
from ebr.storage.codec import Told

NOTHING: Final[frozenset[str]] = frozenset()
_NEW: Final = object.__new__


def _setters(form: type, *names: str) -> list[Any]:
    found = tuple(form.__dict__["__slots__"])
    if found != names or hasattr(form, "__post_init__"):
        raise TypeError(f"{form.__name__} has other fields than are set here: {found}")
    return [form.__dict__[name].__set__ for name in names]


_HASH, _LOG, _SEQ, _SUBJECT, _BY, _PRESENCE, _AT = _setters(
    Stamp, "hash", "log", "seq", "subject", "by", "presence", "at"
)
_EVENT, _STAMP, _BESIDE = _setters(Recorded, "event", "stamp", "beside")


def stamped(leaf: bytes, log: str, seq: int, told: Told) -> Stamp:
    """Return what the log knows about an event besides the event: `ebr.storage.chain.stamp`, from less."""
    stamp = _NEW(Stamp)
    _HASH(stamp, leaf.hex())
    _LOG(stamp, log)
    _SEQ(stamp, seq)
    _SUBJECT(stamp, told.subject)
    _BY(stamp, told.by)
    _PRESENCE(stamp, told.presence)
    _AT(stamp, told.at)
    return stamp


def recorded_alone(event: Event, stamp: Stamp) -> Recorded:
    """Return an event as the log holds it, with nothing beside it."""
    recorded = _NEW(Recorded)
    _EVENT(recorded, event)
    _STAMP(recorded, stamp)
    _BESIDE(recorded, NOTHING)
    return recorded
