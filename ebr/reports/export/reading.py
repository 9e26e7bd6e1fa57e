"""Read an export back, however it came here: a folder or a zip from anybody.

Only `entries.jsonl`, `keys.json` and files named by a SHA-256 are ever opened. Refused: names that lead outside, a name
that stands twice in a zip (two readers could see two records), links out of the folder, and sizes that no export has,
as declared by the zip; Python's reader never gives more bytes than declared. `entries.jsonl` must be exactly what the
program would have written for the entries that it read: there is one file per record, and no room for a second reading.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.reports import material
from ebr.reports.export import keys
from ebr.reports.export.contents import ATTACHMENTS, Reader
from ebr.storage.attachments import LARGEST as LARGEST_ATTACHMENT
from ebr.storage.chain import Entry

LARGEST: Final = 2**30
"""Bytes of one file: about a million entries."""
MOST_FILES: Final = 100_000
ATTACHED: Final = re.compile(ATTACHMENTS + "/[0-9a-f]{64}")
RECORD: Final = "record"
"""The folder of an archive that is its export (`ebr.reports.archive`)."""
TORN: Final = (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError)
"""What `zipfile` raises for damage, unknown methods and passwords, besides `zlib.error`."""


def read_export(path: Path) -> tuple[list[Entry], Callable[[str], bytes | None], list[str]]:
    """Return entries, a reader of attachments by SHA-256, and the names of those that are here (`verify.Material`).

    Raises `Refusal`: "export_unreadable" (why), "export_path_outside" (name), "export_too_large" (name),
    "entries_unreadable" (line), "export_keys_differ".
    """
    names, file = _of(path) if path.is_dir() else _in_archive(*_zip(path))
    data = file(material.NAME)
    if data is None:
        raise Refusal("export_unreadable", path=str(path), why=material.NAME)
    entries = _entries(data)
    if not keys.same(file(keys.NAME) or b"", entries):
        raise Refusal("export_keys_differ", path=str(path))
    attached = sorted(name.removeprefix(f"{ATTACHMENTS}/") for name in names if ATTACHED.fullmatch(name))
    known = frozenset(attached)
    return entries, lambda name: file(f"{ATTACHMENTS}/{name}") if name in known else None, attached


def _entries(data: bytes) -> list[Entry]:
    """Return the entries of the file, which must be in the one form and order; raises `Refusal` naming the line."""
    lines = data.split(b"\n")
    try:
        entries = material.read(data)
    except (RecursionError, OverflowError) as wrong:
        raise Refusal("entries_unreadable", line="?") from wrong
    for number, (line, again) in enumerate(zip(lines, material.written(entries), strict=False), 1):
        if line + b"\n" != again:
            raise Refusal("entries_unreadable", line=str(number))
    if not entries or lines[-1] or len(lines) != len(entries) + 1:
        raise Refusal("entries_unreadable", line=str(len(lines)))
    _check_order(entries)
    return entries


def _check_order(entries: Sequence[Entry]) -> None:
    last: dict[str, int] = {}
    for number, entry in enumerate(entries, 1):
        if entry.seq < last.get(entry.log, entry.seq):
            raise Refusal("entries_unreadable", line=str(number))
        last[entry.log] = entry.seq


def _of(path: Path) -> tuple[list[str], Reader]:
    """An archive holds its export in a folder of it."""
    inner = path / RECORD
    return _folder(inner if (inner / material.NAME).is_file() and not (path / material.NAME).exists() else path)


def _in_archive(names: list[str], file: Reader) -> tuple[list[str], Reader]:
    if material.NAME in names or f"{RECORD}/{material.NAME}" not in names:
        return names, file
    inside = [name.removeprefix(f"{RECORD}/") for name in names if name.startswith(f"{RECORD}/")]
    return inside, lambda name: file(f"{RECORD}/{name}")


def _folder(path: Path) -> tuple[list[str], Reader]:
    home = path.resolve()
    attached = sorted(found.name for found in (path / ATTACHMENTS).glob("*"))

    def _read(name: str) -> bytes | None:
        found = path / name
        if not found.is_file():
            return None
        if not found.resolve().is_relative_to(home):
            raise Refusal("export_path_outside", name=name)
        _check_size(name, found.stat().st_size)
        try:
            return found.read_bytes()
        except OSError as wrong:
            raise Refusal("export_unreadable", path=str(path), why=wrong.strerror or name) from wrong

    return [f"{ATTACHMENTS}/{name}" for name in attached], _read


def _zip(path: Path) -> tuple[list[str], Reader]:
    try:
        pack = zipfile.ZipFile(path)
    except (*TORN, OSError, ValueError) as wrong:
        raise Refusal("export_unreadable", path=str(path), why=str(wrong)) from wrong
    infos = {info.filename: info for info in pack.infolist()}
    _check_names(pack.namelist())

    def _read(name: str) -> bytes | None:
        if name not in infos:
            return None
        _check_size(name, infos[name].file_size)
        try:
            return pack.read(name)
        except (*TORN, OSError, ValueError, zlib.error) as wrong:
            raise Refusal("export_unreadable", path=str(path), why=f"{name}: {wrong}") from wrong

    return list(infos), _read


def _check_names(names: Sequence[str]) -> None:
    if len(names) > MOST_FILES:
        raise Refusal("export_too_large", name=f"{len(names)}")
    for name in names:
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name:
            raise Refusal("export_path_outside", name=name)
    twice = next((one for one, other in pairwise(sorted(names)) if one == other), None)
    if twice is not None:
        raise Refusal("export_path_outside", name=twice)


def _check_size(name: str, size: int) -> None:
    if size > (LARGEST_ATTACHMENT if name.startswith(ATTACHMENTS) else LARGEST):
        raise Refusal("export_too_large", name=name)
