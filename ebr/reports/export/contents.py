"""What stands in an export, file by file, as chunks of bytes: nothing larger than one attachment is held in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from string import Template
from typing import Final

from ebr import paths
from ebr.domain.station.events import Genesis
from ebr.reports import material
from ebr.reports.attached import named
from ebr.reports.export import keys, schemas
from ebr.storage.chain import Entry, parsed
from ebr.storage.codec import EVENTS, UnknownEvent, Unreadable, read

ATTACHMENTS: Final = "attachments"
CHECKERS: Final = ("check.py", "check.html")

Reader = Callable[[str], bytes | None]
File = tuple[str, Iterable[bytes]]


def files(entries: Sequence[Entry], names: Iterable[str], file: Reader, batch: str) -> Iterator[File]:
    """Yield name and chunks of every file of an export, the texts first; a file that nothing names stays behind."""
    yield "README.md", [_readme(entries, batch)]
    yield "FORMAT.md", [_format()]
    yield from ((name, [_resource(name)]) for name in CHECKERS)
    yield keys.NAME, [keys.written(entries)]
    yield from ((name, [data]) for name, data in schemas.files())
    yield material.NAME, material.written(entries)
    for name in sorted(set(names) & set(named(entries))):
        data = file(name)
        if data is not None:
            yield f"{ATTACHMENTS}/{name}", [data]


def _resource(name: str) -> bytes:
    return (paths.resources() / "checker" / name).read_bytes()


def _format() -> bytes:
    rows = [f"| `{name}` | {str(form.__doc__).strip().splitlines()[0]} |" for name, form in EVENTS.items()]
    return Template(_resource("FORMAT.md").decode()).substitute(events="\n".join(rows)).encode()


def _readme(entries: Sequence[Entry], batch: str) -> bytes:
    ends = {entry.log: entry for entry in entries}
    genesis = _genesis(entries)
    part = f"batch {batch}, with its master record, the people, the site and the stations"
    text = Template(_resource("README.md").decode()).substitute(
        what=part if batch else "everything the station recorded",
        withheld=sum(entry.body is None for entry in entries),
        count=len(entries),
        heads="\n".join(f"    log {log}\n    entry {end.seq}\n    head {end.hash.hex()}" for log, end in ends.items()),
        profile=genesis.profile if genesis else "unknown",
        site=genesis.site if genesis else "unknown",
        station=genesis.station if genesis else "unknown",
    )
    return text.encode()


def _genesis(entries: Sequence[Entry]) -> Genesis | None:
    first = entries[0] if entries else None
    if first is None or first.body is None:
        return None
    try:
        event = read(parsed(first).event, first.body)
    except (Unreadable, UnknownEvent):
        return None
    return event if isinstance(event, Genesis) else None
