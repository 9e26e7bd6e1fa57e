"""Entries as a text file that a person can read and a program can check: `entries.jsonl`.

One line per entry, in the order of each log's numbers, canonical JSON of

    {"body": text or null, "header": text, "log": id, "seal": hex, "seq": number}

`header` and `body` are the very bytes that were hashed, as UTF-8 text; the entry's hash is SHA-256 of 0x00 and the
header's bytes. A body of null is withheld: its hash stands in the header, so the chain is whole without it.

A report leaves out entries that say nothing about its batch (`ebr.reports.selecting`). What stands for them is a second
file, `left-out.json`: canonical JSON of

    {"form": "ebr left out/1", "logs": {id of the log: {"checkpoint": number, "nodes": [node, ...], "size": number}}}
    node   [number of the first entry left out, how many (a power of two), root over them, hex]

The nodes and the hashes of the carried entries fill the RFC 6962 tree that the log's entry `checkpoint` signs over its
first `size` entries; behind those every entry is carried. So each entry is provable by the tree, or by the unbroken
chain behind it. A file without it carries every header.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ebr.domain.refusal import Refusal
from ebr.storage.chain import Entry, leaf_of
from ebr.storage.left_out import LeftOut

NAME: Final = "entries.jsonl"
LEFT_OUT: Final = "left-out.json"
FORM: Final = "ebr left out/1"
NAMES: Final = frozenset({NAME, LEFT_OUT})
"""The files of a report that are the record itself; all others are named by their SHA-256."""


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


def written_left_out(left: Mapping[str, LeftOut]) -> bytes:
    """Return the bytes of `left-out.json`."""
    logs = {log: _written_log(one) for log, one in left.items()}
    return json.dumps({"form": FORM, "logs": logs}, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _written_log(left: LeftOut) -> dict[str, Any]:
    nodes = [[first, count, root.hex()] for first, count, root in left.nodes]
    return {"checkpoint": left.checkpoint, "nodes": nodes, "size": left.size}


def read_left_out(data: bytes) -> dict[str, LeftOut]:
    """Return what stands for entries left out; nothing for a file that is not there.

    Raises `Refusal("left_out_unreadable")` for anything but the one form.
    """
    if not data:
        return {}
    try:
        logs = json.loads(data)["logs"]
        found = {str(log): _read_log(parts) for log, parts in logs.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as wrong:
        raise Refusal("left_out_unreadable") from wrong
    if written_left_out(found) != data:
        raise Refusal("left_out_unreadable")
    return found


def _read_log(parts: Mapping[str, Any]) -> LeftOut:
    nodes = tuple((int(first), int(count), bytes.fromhex(root)) for first, count, root in parts["nodes"])
    return LeftOut(int(parts["checkpoint"]), int(parts["size"]), nodes)
