"""Entries as a text file that a person can read and a program can check: `entries.jsonl`.

One line per entry, in the order of each log's numbers, canonical JSON of

    {"body": text or null, "header": text, "log": id, "seal": hex, "seq": number}

`header` and `body` are the very bytes that were hashed, as UTF-8 text; the entry's hash is SHA-256 of 0x00 and the
header's bytes. A body of null is withheld: its hash stands in the header, so the chain is whole without it. A report
carries every header of its log and the bodies of its batch, the people, the site and the station, so each of its
entries is provable by the unbroken chain alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ebr.domain.refusal import Refusal
from ebr.storage.chain import Entry, leaf_of

NAME = "entries.jsonl"


def written(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the lines of the file."""
    for entry in entries:
        parts = {
            "body": None if entry.body is None else entry.body.decode(),
            "header": entry.header.decode(),
            "log": entry.log,
            "seal": entry.seal.hex(),
            "seq": entry.seq,
        }
        yield json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def read(data: bytes) -> list[Entry]:
    """Return the entries of the file; raises `Refusal("entries_unreadable")` naming the line."""
    return [_entry(number, line) for number, line in enumerate(data.split(b"\n"), 1) if line]


def _entry(number: int, line: bytes) -> Entry:
    try:
        parts = json.loads(line)
        header = str(parts["header"]).encode()
        body = None if parts["body"] is None else str(parts["body"]).encode()
        return Entry(str(parts["log"]), int(parts["seq"]), header, body, leaf_of(header), bytes.fromhex(parts["seal"]))
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as wrong:
        raise Refusal("entries_unreadable", line=str(number)) from wrong
