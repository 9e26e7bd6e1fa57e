"""The files that entries name, by the SHA-256 of their bytes: what an export and a report carry with the entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ebr.domain.attached import files_in
from ebr.storage.chain import Entry


def named(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the names of the files that entries name; bodies that are withheld name none."""
    for entry in entries:
        if entry.body is not None and b"sha256" in entry.body:
            _, fields = msgspec.json.decode(entry.body, type=tuple[str, dict[str, object]])
            yield from files_in(fields.get)
