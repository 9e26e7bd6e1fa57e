"""The station's folder: what may hold one, who may write it, and room kept for a full disk.

    station.db          the record (plus -wal and -shm while it is open)
    station.key         how the station's secret is kept (`ebr.storage.key_store`)
    station.lock        locked by the one writer, holding its process id
    ballast             32 MiB of nothing, given back when the disk is full so that the step can be finished
    attachments/        files by SHA-256

Refused: network and shared file systems, whose locks and fsync promise nothing (record-and-sync.md); a folder that
cannot be written; a second writer. Readers need none of this: they open with `mode=ro` and never wait.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from ebr.domain.refusal import Refusal

DATABASE = "station.db"
LOCK = "station.lock"
BALLAST = "ballast"
BALLAST_BYTES = 32 * 2**20

SHARED_FILE_SYSTEMS: Mapping[int, str] = {
    0x6969: "NFS",
    0xFF534D42: "CIFS",
    0xFE534D42: "SMB2",
    0x517B: "SMB",
    0x564C: "NCP",
    0x5346414F: "AFS",
    0x6B414653: "AFS",
    0x73757245: "Coda",
    0x01021997: "9P",
    0x786F4256: "VirtualBox shared folder",
    0xBACBACBC: "VMware shared folder",
    0x00C36400: "Ceph",
    0x0BD00BD0: "Lustre",
    0x47504653: "GPFS",
    0x01161970: "GFS2",
    0x7461636F: "OCFS2",
    0x65735546: "FUSE",
}
"""Magic numbers of statfs(2), as Linux documents them."""

DRIVE_REMOTE = 4


def check(folder: Path, *, write: bool) -> None:
    """Raise a `Refusal` unless the folder may hold a station (and can be written, when it is to be)."""
    if not folder.is_dir():
        raise Refusal("store_missing", folder=str(folder))
    shared = shared_file_system(folder)
    if shared:
        raise Refusal("store_network_folder", folder=str(folder), found=shared)
    if write and not os.access(folder, os.W_OK | os.X_OK):
        raise Refusal("store_read_only", folder=str(folder))


def shared_file_system(folder: Path) -> str:
    """Return the name of the network or shared file system that the folder lies on, "" for a disk of this machine."""
    if sys.platform == "win32":
        drive = folder.resolve().anchor
        return "network drive" if ctypes.windll.kernel32.GetDriveTypeW(drive) == DRIVE_REMOTE else ""
    return SHARED_FILE_SYSTEMS.get(_magic(folder), "") if sys.platform == "linux" else ""


def _magic(folder: Path) -> int:
    """Return f_type of statfs(2): the first word of the structure on every Linux."""
    buffer = ctypes.create_string_buffer(512)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.statfs(os.fsencode(folder), buffer) != 0:
        raise OSError(ctypes.get_errno(), "statfs", str(folder))
    return ctypes.c_long.from_buffer(buffer).value & 0xFFFFFFFF


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def new_folder(place: Path) -> Iterator[None]:
    """Make a folder unless it is there; one that was made is gone again when what was to be done in it is refused."""
    made = not place.exists()
    place.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except Refusal:
        if made:
            (place / LOCK).unlink(missing_ok=True)
            with suppress(OSError):  # somebody else's file lies in it already
                place.rmdir()
        raise


class WriterLock:
    """Held by the one program that writes a folder.

    The system gives it back when that program ends, however it ends.
    """

    def __init__(self, folder: Path) -> None:
        self._file = _locked(folder)

    def release(self) -> None:
        """Let another program write."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _locked(folder: Path) -> IO[bytes]:
    path = folder / LOCK
    try:
        file = path.open("r+b" if path.exists() else "w+b", buffering=0)
    except PermissionError as wrong:
        raise Refusal("store_read_only", folder=str(folder)) from wrong
    try:
        _take(file)
    except OSError as wrong:
        pid = file.read(20).decode("ascii", "replace").strip()
        file.close()
        raise Refusal("store_in_use", folder=str(folder), pid=pid or "?") from wrong
    file.seek(0)
    file.truncate()
    file.write(str(os.getpid()).encode())
    return file


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(2**20)  # beyond the process id, which others must be able to read
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def keep_ballast(folder: Path, size: int) -> None:
    """Occupy so much of the disk; without room for it nothing is kept and nothing is wrong yet."""
    path = folder / BALLAST
    if path.exists() and path.stat().st_size == size:
        return
    try:
        with path.open("wb") as file:
            for _ in range(size // 2**16):
                file.write(b"\xa5" * 2**16)
            file.write(b"\xa5" * (size % 2**16))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)


def release_ballast(folder: Path) -> bool:
    """Give the kept room back; tells whether there was any."""
    path = folder / BALLAST
    if not path.exists():
        return False
    path.unlink()
    sync_folder(folder)
    return True
