"""The diagnostic package: what whoever supports a terminal needs to see, and nothing of any record.

    README.txt          what this is, and what is not in it
    facts.json          versions, machine, disk, sizes; state of the store; codes of what was found wrong
    logs/ebr.log...     the application log (`ebr.applog`, which holds neither names nor values by construction)

It is built from a list of what goes in, never by leaving out: numbers, codes of the program, names of its settings.
Names of people, rooms, sites and stations, numbers of batches and lots, values, texts and hashes are not on that list.
A damaged store is the reason to make one: what cannot be read is told by its code, and the rest is still packed.
"""

from __future__ import annotations

import io
import json
import os
import platform
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from ebr import applog
from ebr.domain.refusal import Refusal
from ebr.words import language, tr

STATUS: Final = (
    "profile",
    "program",
    "entries",
    "unwitnessed",
    "key_store",
    "ballast",
    "clock",
    "clock_blocked",
    "sqlite",
    "open_batches",
    "findings",
)
"""What of the station's status is told: numbers and words of the program."""
SETTINGS: Final = ("ui_scale", "theme", "language")
"""Settings whose value is told; of the others the name."""
ENVIRONMENT: Final = ("QT_QPA_PLATFORM", "XDG_SESSION_TYPE", "LANG", "TZ")
FILES: Final = ("station.db", "station.db-wal", "station.db-shm", "station.key", "ballast")


def package(station: Path | None, target: Path, checks: list[tuple[str, bool]]) -> int:
    """Write the package and return how many files are in it; raises `Refusal` file_exists and what a disk raises.

    `checks` are what `ebr doctor` found: a code of the program, and whether it was good.
    """
    facts: dict[str, Any] = {"checks": dict(checks), "program": _program(), "machine": _machine(station)}
    logs: list[Path] = []
    if station is not None:
        facts["store"] = _store(station)
        logs = applog.files(station)
    packed = {"README.txt": f"{_readme()}\n".encode(), "facts.json": _plain(facts)}
    packed |= {f"logs/{file.name}": file.read_bytes() for file in logs}
    _write(target, packed)
    return len(packed)


def _readme() -> str:
    return tr(
        "Diagnostic package of the electronic batch record.\n\nIt holds versions, the state of the machine and of the "
        "store, and the application log. It holds no record data: no names of people, rooms or stations, no numbers of "
        "batches or lots, no values, texts or signatures. All of it is plain text: read it before you pass it on."
    )


def _plain(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, indent=1, sort_keys=True).encode()


def _program() -> dict[str, Any]:
    from ebr.cli.qualification.installation import SUMS, compared, listed, program_folder
    from ebr.station.machine import program_version

    told: dict[str, Any] = {"version": program_version(), "python": platform.python_version(), "language": language()}
    folder = program_folder()
    told["released bundle"] = folder is not None
    if folder is not None:
        altered, missing = compared(folder, listed(folder / SUMS))
        told |= {"files altered": altered, "files missing": missing}
    return told


def _machine(station: Path | None) -> dict[str, Any]:
    usage = shutil.disk_usage(station if station is not None and station.exists() else Path.cwd())
    return {
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "processor": platform.machine(),
        "memory MiB": _memory(),
        "disk free MiB": usage.free // 2**20,
        "disk MiB": usage.total // 2**20,
        "environment": {name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
        "encoding": sys.getfilesystemencoding(),
    }


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (AttributeError, ValueError, OSError):  # not told by this system
        return 0


def _store(folder: Path) -> dict[str, Any]:
    kept = {name: (folder / name).stat().st_size for name in FILES if (folder / name).is_file()}
    attached = [file.stat().st_size for file in (folder / "attachments").rglob("*") if file.is_file()]
    return {
        "bytes": kept,
        "attachments": {"files": len(attached), "bytes": sum(attached)},
        "status": _tried(lambda: _status(folder)),
        "walk": _tried(lambda: _walk(folder)),
    }


def _tried(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return work()
    except Refusal as refusal:
        return {"refused": refusal.code}


def _status(folder: Path) -> dict[str, Any]:
    from ebr.station.looking import look

    with look(folder) as here:
        status = here.status()
    told: dict[str, Any] = {name: getattr(status, name) for name in STATUS}
    told["settings"] = {name: value if name in SETTINGS else "kept" for name, value in status.settings.items()}
    return told


def _walk(folder: Path) -> dict[str, Any]:
    from ebr.station.looking import look

    with look(folder) as here:
        entries, findings = here.walk()
    return {"entries": entries, "findings": sorted(found.code for found in findings)}


def _write(target: Path, packed: dict[str, bytes]) -> None:
    """Write the whole package or none of it."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in packed.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    with target.open("xb") as file:
        file.write(memory.getvalue())
