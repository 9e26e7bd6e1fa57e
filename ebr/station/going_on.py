"""Going on elsewhere from the last second copy of a station that is lost (floor-rules 18).

The row of files on the medium is taken in by the code that takes bundles: every entry is checked, everything or nothing
of each file. What was taken before is passed over, so the same medium can be shown again. Afterwards a supervisor takes
over the parts (`TakeOver`), and the reason declares the gap: `Gone` says up to which entry and time the lost station is
known. When that station comes back, what it wrote later merges like everything written apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain.refusal import Refusal
from ebr.station import bundle_contents, bundles
from ebr.station.second_copy import NAME
from ebr.storage.reading import last_of

if TYPE_CHECKING:
    from ebr.station.inside import Inside


@dataclass(frozen=True, slots=True)
class Gone:
    """How far a station is known here after its copy was taken: its last entry and when that was written."""

    station: str
    entries: int
    """Entries that came with the copy now."""
    seq: int
    at: str
    changed: frozenset[str]


def take_copies(station: Inside, folder: Path, by: str = "") -> tuple[Gone, ...]:
    """Take every second copy in a folder that is not of this station; raises `Refusal`, and keeps what was whole."""
    if not folder.is_dir():
        raise Refusal("path_missing", path=str(folder))
    rows = _rows(station, folder)
    if not rows:
        raise Refusal("second_copy_none", folder=str(folder))
    return tuple(_taken(station, name, log, files, by) for (name, log), files in sorted(rows.items()))


def _rows(station: Inside, folder: Path) -> dict[tuple[str, str], list[Path]]:
    rows: dict[tuple[str, str], list[Path]] = {}
    for path in sorted(folder.glob("*.ebrb")):
        found = NAME.fullmatch(path.name)
        if found and found["log"] != station.store.log.id[:16]:
            rows.setdefault((found["station"], found["log"]), []).append(path)
    return {key: sorted(files, key=_first) for key, files in rows.items()}


def _first(path: Path) -> int:
    found = NAME.fullmatch(path.name)
    assert found is not None
    return int(found["first"])


def _taken(station: Inside, name: str, log: str, files: list[Path], by: str) -> Gone:
    entries, changed = 0, frozenset[str]()
    for path in files:
        answer = bundles.take(station, path, by)
        if answer.refusal is not None and answer.refusal.code == "bundle_taken_before":
            continue
        if answer.refusal is not None:
            raise answer.refusal
        entries += int(answer.answer["entries"])
        changed |= answer.changed
    seq, at = _end(station, log)
    return Gone(name, entries, seq, at, changed)


def _end(station: Inside, start: str) -> tuple[int, str]:
    for log in _logs(station, start):
        with station.store.reading() as connection:
            last = last_of(connection, log)
        if last is not None:
            return last.seq, str(bundle_contents.wall_of(last))
    return 0, ""


def _logs(station: Inside, start: str) -> Iterator[str]:
    return (log for log in station.store.state("site").stations if log.startswith(start))
