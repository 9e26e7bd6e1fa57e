"""A file for others, written whole or not at all: bundles and backups on whatever medium people carry.

It is written beside its name, made durable, read back from the medium and compared, and only then gets its name.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from ebr.domain.refusal import Refusal
from ebr.storage.fault import Fault
from ebr.storage.folder import sync_folder

READ_AT_ONCE: Final = 2**22


@contextmanager
def new_file(target: Path, confirm: Callable[[], None] | None = None) -> Iterator[IO[bytes]]:
    """Give a file to write that appears at `target` whole or not at all.

    `confirm` is called when everything stands on the disk and was read back, before the file gets its name; what it
    raises leaves nothing. Raises `Refusal("file_not_written")` where the medium does not take it.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    if target.exists():
        raise Refusal("file_exists", file=str(target))
    try:
        with temporary.open("xb") as file:
            digest = _Digesting(file)
            yield cast(IO[bytes], digest)  # all that a writer needs of a file
            file.flush()
            os.fsync(file.fileno())
            _forget_cache(file)
        if _digest_of(temporary) != digest.hexdigest():
            raise Fault(f"{target} reads back differently from what was written")
        if confirm is not None:
            confirm()
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as wrong:
        raise Refusal("file_not_written", file=str(target), why=wrong.strerror or str(wrong)) from wrong
    finally:
        temporary.unlink(missing_ok=True)


class _Digesting:
    """A file that hashes what is written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        return self._file.write(data)

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


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
