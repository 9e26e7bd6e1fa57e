"""`keys.json`: the public keys of an export in one list, so that nobody has to search the entries for them.

    {"fingerprint": SHA-256 of the site's root key, hex, "form": "ebr keys/1", "keys": [row, ...]}
    row    [id of the log, number of the entry, name of the event, {the fields of that event that concern keys}]

A row per entry that names keys: the site's foundation, stations and their admission, starts of the program, people.
It claims nothing of its own: both checkers make the list anew from the entries and compare.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from ebr.storage.chain import Entry
from ebr.storage.codec import Unreadable, read_header

NAME: Final = "keys.json"
FORM: Final = "ebr keys/1"
CREATED: Final = "site.created/1"
EVENTS: Final = frozenset(
    {
        "people.person-enrolled/1",
        "people.key-replaced/1",
        "people.password-changed/1",
        CREATED,
        "station.key-started/1",
        "station.genesis/1",
        "site.station-admitted/1",
    }
)
FIELDS: Final = (
    "certificate",
    "encryption_key",
    "issuing_ca",
    "key",
    "log",
    "name",
    "office",
    "pdf_certificate",
    "person",
    "root_key",
    "station",
)

Row = tuple[str, int, str, dict[str, Any]]


def written(entries: Iterable[Entry]) -> bytes:
    """Return the file's bytes."""
    rows = list(_rows(entries))
    root = next((str(named.get("root_key", "")) for _, _, event, named in rows if event == CREATED), "")
    document = {"fingerprint": _fingerprint(root), "form": FORM, "keys": rows}
    return json.dumps(document, indent=1, ensure_ascii=False).encode() + b"\n"


def same(data: bytes, entries: Iterable[Entry]) -> bool:
    """Tell whether a file says what the entries say."""
    try:
        return bool(json.loads(data) == json.loads(written(entries)))
    except (ValueError, RecursionError):
        return False


def _rows(entries: Iterable[Entry]) -> Iterator[Row]:
    for entry in entries:
        event, fields = _read(entry)
        if event in EVENTS and fields:
            yield entry.log, entry.seq, event, {name: fields[name] for name in FIELDS if name in fields}


def _read(entry: Entry) -> tuple[str, Mapping[str, Any]]:
    """Return an entry's event name and fields; nothing for what is withheld or damaged, which the verifier reports."""
    try:
        event = read_header(entry.header).event
        _, fields = msgspec.json.decode(entry.body or b"", type=tuple[str, dict[str, Any]])
    except (Unreadable, msgspec.MsgspecError, UnicodeDecodeError):
        return "", {}
    return event, fields


def _fingerprint(root: str) -> str:
    try:
        return hashlib.sha256(bytes.fromhex(root)).hexdigest() if root else ""
    except ValueError:
        return ""
