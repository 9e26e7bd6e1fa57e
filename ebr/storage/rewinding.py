"""Make a store anew without the last entries of its own log, after another machine wrote on in that log too.

A number of a log holds one entry, so before the shared history can be taken back, what stands here behind the last
common entry must leave the file. Nothing is deleted: the file as it was stays in the folder as evidence, and the
entries themselves become an attachment that the new log names (`ebr.station.anew`). The new file holds every other
entry in the order of arrival, numbered anew, with the answers of repeated commands; the views are made from the
entries. It is complete and durable before it takes the name: a crash leaves either the old station or the new one.

Wraps of people whom the entries that leave are about are left behind with them: they may be of a password that no
longer counts, and come back sealed from the stations that have the right ones.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from ebr.domain.subjects import kind_of, root_of
from ebr.storage import database, folder
from ebr.storage.chain import Entry
from ebr.storage.codec import read_header
from ebr.storage.database import put
from ebr.storage.opening import NEW, finish, remove_new
from ebr.storage.projector import Projector
from ebr.storage.reading import COLUMNS, read_after
from ebr.storage.setting import Setting
from ebr.storage.tables import INSERT_ACTION, INSERT_ENTRY, PUT_CONTACT

EVIDENCE: Final = "station.db.before-{head}"
PART: Final = 1000


def tail_of(connection: Connection, log: str, through: int) -> list[Entry]:
    """Return the entries of a log behind a number."""
    return read_after(connection, log, through, -1)


def as_lines(entries: Iterable[Entry]) -> bytes:
    """Return entries as JSON lines, byte for byte what was stored: for an attachment."""
    parts = ({"body": _text(e.body), "header": _text(e.header), "seal": _text(e.seal)} for e in entries)
    return b"".join(json.dumps(part, sort_keys=True).encode() + b"\n" for part in parts)


def rewound(place: Path, log: str, through: int, remember: tuple[str, Any], setting: Setting) -> Path:
    """Make the store of a closed station anew up to this number of its log; return the file that stays as evidence.

    `remember` is kept in `contact` of the new file.
    """
    old_path, new_path = place / folder.DATABASE, place / NEW
    remove_new(place)
    database.create_file(new_path, setting.driver)
    old, new = database.writer(old_path, setting.driver), database.writer(new_path, setting.driver)
    try:
        with old.connect() as source, source.begin(), new.connect() as target, target.begin():
            tail = tail_of(source, log, through)
            _copy(source, target, log, through, tail)
            target.exec_driver_sql(PUT_CONTACT, (remember[0], json.dumps(remember[1], sort_keys=True)))
            Projector(setting.views, setting.aggregates).rebuild(target)
    finally:
        old.dispose()
        new.dispose()
    head = tail[-1].hash.hex()[:16] if tail else "nothing"
    evidence = place / EVIDENCE.format(head=head)
    evidence.unlink(missing_ok=True)
    os.link(old_path, evidence)
    finish(place)
    return evidence


def _copy(source: Connection, target: Connection, log: str, through: int, tail: Sequence[Entry]) -> None:
    numbers: dict[int, int] = {}
    rows = source.exec_driver_sql(f"SELECT arrival, {COLUMNS} FROM entry ORDER BY arrival")  # noqa: S608 - our own names
    for part in rows.partitions(PART):
        kept = [tuple(row) for row in part if row[1] != log or row[2] <= through]
        numbered = [(len(numbers) + n, *row[1:]) for n, row in enumerate(kept, 1)]
        numbers.update((old[0], new[0]) for old, new in zip(kept, numbered, strict=True))
        put(target, INSERT_ENTRY, numbered)
    actions = source.exec_driver_sql("SELECT id, first_arrival, count, answer FROM action").all()
    whole = [(a[0], numbers[a[1]], a[2], a[3]) for a in actions if all(a[1] + n in numbers for n in range(a[2]))]
    put(target, INSERT_ACTION, whole)
    gone = {root for entry in tail if kind_of(root := root_of(read_header(entry.header).subject)) == "person"}
    secrets = [tuple(row) for row in source.exec_driver_sql("SELECT name, value FROM secret") if row[0] not in gone]
    put(target, "INSERT INTO secret (name, value) VALUES (?, ?)", secrets)
    put(target, PUT_CONTACT, [tuple(row) for row in source.exec_driver_sql("SELECT name, value FROM contact")])


def _text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()
