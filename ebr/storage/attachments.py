"""Files that entries name by SHA-256: photographs, certificates of analysis, scanned pages.

`attachments/<first two digits>/<SHA-256>`. A file is durable before the entry that names it commits: written under
another name, fsynced, read back and compared, renamed, its folders fsynced. A crash before the entry leaves a file that
nothing names, which does no harm. At most 25 MiB each; what is read is hashed again, so a damaged file is never shown
as the record.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.storage.fault import Fault
from ebr.storage.folder import sync_folder

FOLDER: Final = "attachments"
LARGEST: Final = 25 * 2**20
NAME: Final = re.compile(r"[0-9a-f]{64}")


class Attachments:
    """The files of one station."""

    def __init__(self, station: Path) -> None:
        self._folder = station / FOLDER

    def add(self, data: bytes) -> str:
        """Keep a file durably and return its SHA-256 (hex); the same file twice is one.

        Raises `Refusal` when it is empty or too large.
        """
        if not data:
            raise Refusal("attachment_empty")
        if len(data) > LARGEST:
            raise Refusal("attachment_too_large", size=_megabytes(len(data)), largest=_megabytes(LARGEST))
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        if self.read(name) != data:
            self._write(path, data)
        return name

    def read(self, name: str) -> bytes | None:
        """Return a file by its SHA-256; None when it is not here or is no longer what it was."""
        if not NAME.fullmatch(name):
            return None
        try:
            data = self._path(name).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == name else None

    def place(self, name: str) -> Path | None:
        """Return where a file of this name is kept, right or damaged; None when there is none."""
        return self._path(name) if self.present(name) else None

    def present(self, name: str) -> bool:
        """Tell whether there is a file of this name, right or damaged."""
        return bool(NAME.fullmatch(name)) and self._path(name).is_file()

    def stored(self, name: str) -> bytes | None:
        """Return the bytes kept under a name as they are, right or damaged; None when there are none."""
        return self._path(name).read_bytes() if self.present(name) else None

    def names(self) -> Iterator[str]:
        """Yield the names of all files, sorted."""
        yield from sorted(path.name for path in self._folder.glob("??/*") if NAME.fullmatch(path.name))

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _write(self, path: Path, data: bytes) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_durably(path.with_name(f"{secrets.token_hex(8)}.new"), path, data)
        except OSError as wrong:
            raise Refusal("attachment_not_written", why=wrong.strerror or str(wrong)) from wrong
        for folder in (path.parent, self._folder, self._folder.parent):
            sync_folder(folder)


def _write_durably(temporary: Path, path: Path, data: bytes) -> None:
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if temporary.read_bytes() != data:
            raise Fault(f"{path} reads back differently from what was written")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f} MB"
