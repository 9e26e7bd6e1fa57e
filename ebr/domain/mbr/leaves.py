"""What differs between two canonical documents, leaf by leaf: the plainest way to say it, and one that never changes.

A signature covers these lines (`ebr.domain.batch.rules.amending`), and `ebr verify` makes them again years later, so
nothing here is a matter of taste: parts are named by their id or their place, a value is its text. For people there is
`ebr.domain.mbr.compare`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ebr.domain.canonical import Json, dumps

Difference = tuple[str, str, str]
"""Path, what it was, what it is; empty where there was or is nothing."""


def differences(old: Json, new: Json) -> tuple[Difference, ...]:
    """Return every leaf that is not the same in both, in the order of the paths."""
    was, now = dict(_leaves(old, "")), dict(_leaves(new, ""))
    paths = sorted({*was, *now})
    return tuple((path, was.get(path, ""), now.get(path, "")) for path in paths if was.get(path) != now.get(path))


def _leaves(part: Json, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from _leaves(value, f"{path}/{key}" if path else key)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for at, value in enumerate(part):
            yield from _leaves(value, f"{path}/{_name(value, at)}")
    elif part is not None:
        yield path, part if isinstance(part, str) else dumps(part).decode()


def _name(part: Json, at: int) -> str:
    found = part.get("id") if isinstance(part, Mapping) else None
    return found if isinstance(found, str) and found else str(at + 1)
