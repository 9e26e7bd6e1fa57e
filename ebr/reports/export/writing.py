"""Write an export whole: under another name first, durable, then renamed. There is never half an export.

A crash leaves a folder or file `<name>.<random>.new` beside the target, which nothing reads. The zip of the same
entries is the same bytes: fixed times and rights, files in a fixed order.
"""

from __future__ import annotations

import os
import secrets
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.reports.assemble import for_batch
from ebr.reports.export.contents import File, Reader, files
from ebr.storage.chain import Entry
from ebr.storage.folder import sync_folder

LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can say."""
RIGHTS: Final = 0o100644 << 16
UNIX: Final = 3


def write(entries: Sequence[Entry], names: Iterable[str], file: Reader, target: Path, *, batch: str = "") -> int:
    """Write an export of these entries and return how many they are: a zip if `target` ends in .zip, or a folder.

    `names` are the files kept, `file` gives the bytes of one. With `batch`, what other batches and their master records
    say is withheld (their headers stay, so the chain is whole). Raises `Refusal("export_target_exists", target=...)`
    unless the target is new or an empty folder, `Refusal("export_not_written", target=..., why=...)` when the disk says
    no.
    """
    carried = for_batch(entries, batch) if batch else entries
    write_files(files(carried, names, file, batch), target)
    return len(carried)


def write_files(parts: Iterable[File], target: Path) -> None:
    """Write files whole, in their order, each read to its end before the next is asked for; refusals as of `write`."""
    if target.is_dir() and not _is_zip(target) and not any(target.iterdir()):
        target.rmdir()
    if target.exists() or target.is_symlink():
        raise Refusal("export_target_exists", target=str(target))
    partial = target.with_name(f"{target.name}.{secrets.token_hex(4)}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        (_write_zip if _is_zip(target) else _write_folder)(partial, parts)
        partial.rename(target)
        sync_folder(target.parent)
    except OSError as wrong:
        raise Refusal("export_not_written", target=str(target), why=wrong.strerror or str(wrong)) from wrong
    finally:
        _remove(partial)


def _is_zip(target: Path) -> bool:
    return target.suffix.lower() == ".zip"


def _write_folder(place: Path, parts: Iterable[File]) -> None:
    place.mkdir()
    for name, chunks in parts:
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            out.writelines(chunks)
            out.flush()
            os.fsync(out.fileno())
    for folder in (*(path for path in place.rglob("*") if path.is_dir()), place):
        sync_folder(folder)


def _write_zip(place: Path, parts: Iterable[File]) -> None:
    with place.open("xb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
            for name, chunks in parts:
                with pack.open(_info(name), "w", force_zip64=True) as member:
                    for chunk in chunks:
                        member.write(chunk)
        out.flush()
        os.fsync(out.fileno())


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.create_system, info.external_attr, info.compress_type = UNIX, RIGHTS, zipfile.ZIP_DEFLATED
    return info


def _remove(partial: Path) -> None:
    """Take away what was not finished; after the rename there is nothing."""
    if partial.is_dir():
        shutil.rmtree(partial, ignore_errors=True)
    else:
        partial.unlink(missing_ok=True)
