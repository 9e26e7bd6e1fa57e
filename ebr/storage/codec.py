"""Events as bytes and back: permanent names, canonical bodies, headers.

A body is the canonical JSON array `["<salt>", {fields}]`: the salt is 16 random bytes as 32 hexadecimal digits, so that
nobody can guess a hidden body from its hash; the fields are the event's own, sorted, every one written out. A header is
the canonical JSON object of `Header`. Canonical JSON is `ebr.domain.canonical`; the writer here is msgspec's sorted
encoder, some ten times faster, and a test holds the two together byte by byte.

What is written has been read back first: `write` decodes the bytes it made and encodes the result anew. A float in a
whole-number field, a `Decimal` in a text field, a lone surrogate raise there, before anything is sealed, and the event
that is returned is the one every later reader will see.

Names are permanent. An event whose form changes gets a new name and an entry in `LIFTS`, which turns the old fields
into the new ones on reading; stored bytes are never rewritten. There are no old forms yet.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_type_hints

import msgspec

from ebr.domain.batch.events import EVENTS as BATCH
from ebr.domain.block.events import EVENTS as BLOCK
from ebr.domain.canonical import LARGEST
from ebr.domain.decision import Event
from ebr.domain.deviation.events import EVENTS as DEVIATION
from ebr.domain.draft.events import EVENTS as DRAFT
from ebr.domain.equipment.events import EVENTS as EQUIPMENT
from ebr.domain.label.events import EVENTS as LABEL
from ebr.domain.master.events import EVENTS as MASTER
from ebr.domain.material.events import EVENTS as MATERIAL
from ebr.domain.people.events import EVENTS as PEOPLE
from ebr.domain.sample.events import EVENTS as SAMPLE
from ebr.domain.site.events import EVENTS as SITE
from ebr.domain.station.events import EVENTS as STATION
from ebr.domain.training.events import EVENTS as TRAINING
from ebr.domain.values import Instant

EVENTS: Mapping[str, type] = {
    **STATION,
    **SITE,
    **PEOPLE,
    **MASTER,
    **DRAFT,
    **BLOCK,
    **LABEL,
    **MATERIAL,
    **EQUIPMENT,
    **TRAINING,
    **SAMPLE,
    **DEVIATION,
    **BATCH,
}
NAMES: Mapping[type, str] = {form: name for name, form in EVENTS.items()}

Fields = dict[str, Any]
LIFTS: Mapping[str, tuple[str, Callable[[Fields], Fields]]] = {}
"""Old name -> (present name, how its fields become the present ones)."""

SALT_BYTES = 16


class UnknownEvent(ValueError):  # noqa: N818 - named by what it tells
    """The entry holds an event that this version of the program does not know; `name` is the event's name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown event {name}")
        self.name = name


class Unreadable(ValueError):  # noqa: N818 - named by what it tells
    """The bytes are not the canonical form of what they should hold."""


class Moment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The header's `at`; `up` is text beyond 2^53-1 nanoseconds (104 days after a start)."""

    boot: str
    clock: str
    up: int | str
    wall: str
    zone: str


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The header of an entry, field by field as `ebr.storage.chain` specifies it; `log` is absent in a genesis."""

    action: tuple[str, int, int]
    after: tuple[str, ...]
    at: Moment
    body: str
    by: str
    event: str
    key: str
    presence: str
    prev: str
    program: str
    relies: tuple[tuple[str, str], ...]
    seq: int
    subject: str
    suite: str
    log: str | None = None


class Told(msgspec.Struct, frozen=True, gc=False):
    """What a fold needs of a header; the other fields are passed over, which makes reading twice as fast."""

    at: Instant
    by: str
    event: str
    presence: str
    subject: str


class Linked(Told, frozen=True, gc=False):
    """What a fold needs of a header of another log: also what its writer knew."""

    after: tuple[str, ...]


class Placed(msgspec.Struct, frozen=True, gc=False):
    """What says where an entry belongs."""

    after: tuple[str, ...]
    event: str
    subject: str


ENCODER = msgspec.json.Encoder(order="sorted")
_HEADER = msgspec.json.Decoder(Header)
_PLACED = msgspec.json.Decoder(Placed)
_TOLD = msgspec.json.Decoder(Told, strict=False)  # not strict: a long uptime is a number written as text
_LINKED = msgspec.json.Decoder(Linked, strict=False)


def _decoder(form: Any) -> msgspec.json.Decoder[tuple[str, Any]]:  # noqa: ANN401 - a class that is known only here
    return msgspec.json.Decoder(tuple[str, form])


_BODY: Mapping[str, msgspec.json.Decoder[tuple[str, Any]]] = {name: _decoder(form) for name, form in EVENTS.items()}
_OLD_BODY = msgspec.json.Decoder(tuple[str, dict[str, Any]])
_HAS_NUMBERS = {name for name, form in EVENTS.items() if "int" in str(get_type_hints(form))}


def _whole_fields(form: type) -> tuple[str, ...] | None:
    hints = get_type_hints(form)
    whole = tuple(field for field, hint in hints.items() if hint is int)
    return whole if "int" not in str([hint for hint in hints.values() if hint is not int]) else None


_WHOLE: Mapping[str, tuple[str, ...] | None] = {name: _whole_fields(EVENTS[name]) for name in _HAS_NUMBERS}
"""The fields that hold a whole number, of events that hold numbers nowhere else; None where they may be deeper."""


def write(event: Event, salt: bytes | None = None) -> tuple[str, bytes, Event]:
    """Return the event's permanent name, its body, and the event as it will be read.

    Raises `TypeError` or `ValueError` for no event of ours.
    """
    name = NAMES.get(type(event))
    if name is None:
        raise TypeError(f"{type(event).__name__} is not in the table of events")
    text = (salt if salt is not None else secrets.token_bytes(SALT_BYTES)).hex()
    body = encode([text, event])
    try:
        read_back = _BODY[name].decode(body)[1]
    except msgspec.ValidationError as wrong:
        raise TypeError(f"{name}: {wrong}") from wrong
    if name in _HAS_NUMBERS:
        _check_numbers(name, event)
        if _WHOLE[name] is None and encode([text, read_back]) != body:
            raise TypeError(f"{name}: a number has no canonical form")
    return name, body, read_back


def read(name: str, body: bytes) -> Event:
    """Return the event of a body whose hash is already known to be right; raises `UnknownEvent` or `Unreadable`."""
    decoder = _BODY.get(name)
    if decoder is None:
        return _lifted(name, body)
    try:
        return decoder.decode(body)[1]
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise Unreadable(f"{name}: {wrong}") from wrong


def read_strictly(name: str, body: bytes) -> Event:
    """Return the event of a foreign or doubtful body.

    Additionally refuses unknown fields, missing ones and other ways to write.
    """
    event = read(name, body)
    try:
        canonical = encode([salt_of(body), event]) if name in _BODY else body
    except TypeError as wrong:  # a key that canonical JSON cannot have
        raise Unreadable(f"{name}: {wrong}") from wrong
    if canonical != body:
        raise Unreadable(f"{name}: not in canonical form")
    return event


def salt_of(body: bytes) -> str:
    """Return a body's salt as text; raises `Unreadable` unless it is 32 hexadecimal digits."""
    text = body[2 : 2 + 2 * SALT_BYTES]
    if body[:2] != b'["' or len(text) != 2 * SALT_BYTES or text.strip(b"0123456789abcdef"):
        raise Unreadable("the body does not begin with its salt")
    return text.decode("ascii")


def write_header(header: Header) -> bytes:
    """Return the canonical bytes of a header."""
    return encode(header)


def read_header(data: bytes) -> Header:
    """Return a header.

    Raises `Unreadable` unless it has exactly the fields of the form (the way they are written is not looked at).
    """
    try:
        return _HEADER.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise Unreadable(f"header: {wrong}") from wrong


def placed(data: bytes) -> Placed:
    """Return what says where an entry belongs; raises `Unreadable`."""
    try:
        return _PLACED.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise Unreadable(f"header: {wrong}") from wrong


def told(data: bytes) -> Told:
    """Return what a fold needs of a header of our own log; raises `Unreadable`."""
    try:
        return _TOLD.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise Unreadable(f"header: {wrong}") from wrong


def linked(data: bytes) -> Linked:
    """Return what a fold needs of a header of another log; raises `Unreadable`."""
    try:
        return _LINKED.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise Unreadable(f"header: {wrong}") from wrong


def read_header_strictly(data: bytes) -> Header:
    """Return a header that is also in canonical form."""
    header = read_header(data)
    if encode(header) != data:
        raise Unreadable("the header is not in canonical form")
    return header


def encode(document: object) -> bytes:
    """Return canonical JSON of plain data, events or headers; numbers are the caller's to check."""
    plain = ENCODER.encode(document)
    return plain if plain.isascii() else ENCODER.encode(_composed(msgspec.to_builtins(document)))


Plain = TypeVar("Plain")


def _composed(part: Plain) -> Plain:
    if isinstance(part, str):
        return unicodedata.normalize("NFC", part)  # type: ignore[return-value]
    if isinstance(part, dict):
        if not all(name.isascii() for name in part):
            raise TypeError("a key must be ASCII text")
        return {name: _composed(value) for name, value in part.items()}  # type: ignore[return-value]
    if isinstance(part, list | tuple):
        return [_composed(value) for value in part]  # type: ignore[return-value]
    return part


def _check_numbers(name: str, event: Event) -> None:
    whole = _WHOLE[name]
    if whole is None:
        return _check_deep(event)
    for number in [getattr(event, field) for field in whole]:
        if type(number) is not int:
            raise TypeError(f"{name}: a number has no canonical form")
        if abs(number) > LARGEST:
            raise ValueError(f"integer beyond 2^53-1: {number}")
    return None


def _check_deep(event: Event) -> None:
    pending: list[Any] = [msgspec.to_builtins(event)]
    while pending:
        part = pending.pop()
        if isinstance(part, int) and abs(part) > LARGEST:
            raise ValueError(f"integer beyond 2^53-1: {part}")
        if isinstance(part, dict):
            pending.extend(part.values())


def _lifted(name: str, body: bytes) -> Event:
    if name not in LIFTS:
        raise UnknownEvent(name)
    present, lift = LIFTS[name]
    try:
        _, fields = _OLD_BODY.decode(body)
        return msgspec.convert(lift(fields), EVENTS[present])
    except msgspec.MsgspecError as wrong:
        raise Unreadable(f"{name}: {wrong}") from wrong
