"""A file for others, written whole or not at all: bundles and backups on whatever medium people carry.

It is written beside its name, made durable, read back from the medium and compared, and only then gets its name.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from ebr.domain.refusal import Refusal
from ebr.storage.fault import Fault
from ebr.storage.folder import sync_folder

READ_AT_ONCE: Final = 2**22


class NewFile:
    """A file that is being written beside its name."""

    def __init__(self, target: Path, file: IO[bytes], path: Path) -> None:
        self._target = target
        self._file = file
        self._path = path
        self._digest = hashlib.sha256()
        self._proved = False

    def write(self, data: bytes) -> int:
        """Write further bytes."""
        self._proved = False
        self._digest.update(data)
        return self._file.write(data)

    def prove(self) -> None:
        """Have everything on the medium, read it back and compare; raises `Fault` where it differs.

        For whoever does something between that and the name; the end of the `with` does it otherwise.
        """
        if self._proved:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        _forget_cache(self._file)
        if _digest_of(self._path) != self._digest.hexdigest():
            raise Fault(f"{self._target} reads back differently from what was written")
        self._proved = True


@contextmanager
def new_file(target: Path) -> Iterator[NewFile]:
    """Give a file to write that appears at `target` at the end of the `with`, whole and read back, or not at all.

    Raises `Refusal("file_not_written")` where the medium does not take it, `Refusal("file_exists")`.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    if target.exists():
        raise Refusal("file_exists", file=str(target))
    try:
        with temporary.open("xb") as file:
            new = NewFile(target, file, temporary)
            yield new
            new.prove()
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as wrong:
        raise Refusal("file_not_written", file=str(target), why=wrong.strerror or str(wrong)) from wrong
    finally:
        temporary.unlink(missing_ok=True)


def _forget_cache(file: IO[bytes]) -> None:
    """Have the next reading come from the medium, where the system can be asked for that."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(READ_AT_ONCE):
            digest.update(data)
    return digest.hexdigest()
