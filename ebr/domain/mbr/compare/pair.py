"""Two versions laid side by side: which part is which, which came, went, moved or only has another id."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from ebr.domain.mbr.compare.levels import plain_fields
from ebr.domain.mbr.compare.order import moved
from ebr.domain.mbr.compare.parts import Key, PartAt, Side, same_phases
from ebr.domain.mbr.model import Mbr


class Pair:
    """Pair(old, new): the matched parts of two versions.

    `before` maps a part of the new version to the same part of the old one, by id or, for one that only has another id,
    by its contents. `came` and `went` are in one version only; `shifted` are the parts that moved.
    """

    def __init__(self, old: Mbr, new: Mbr) -> None:
        same = same_phases(old, new)
        self.was, self.now = Side(old, same), Side(new, same)
        self._take_in()
        came = [part for key, part in self.now.parts.items() if key not in self.was.parts]
        went = [part for key, part in self.was.parts.items() if key not in self.now.parts]
        self.renamed = dict(_renamed(went, came))
        """Key in the old version -> key in the new one."""
        self._before = {now: was for was, now in self.renamed.items()}
        self.came = [part for part in came if part.key not in self._before]
        self.went = [part for part in went if part.key not in self.renamed]
        self.shifted = frozenset(self._shifted())

    def before(self, key: Key) -> PartAt | None:
        """Return what a part of the new version was in the old one; None for one that came."""
        return self.was.parts.get(self._before.get(key, key))

    def after(self, key: Key | None) -> Key | None:
        """Return the key in the new version of a part of the old one; None for one that went."""
        found = self.renamed.get(key, key) if key is not None else None
        return found if found in self.now.parts else None

    def _take_in(self) -> None:
        """Take in answers and items of the entries that are in both versions and differ."""
        for key in [key for key in self.now.parts if key[0] == "slot" and key in self.was.parts]:
            was, now = self.was.parts[key], self.now.parts[key]
            if was.part != now.part:
                self.was.inner(was)
                self.now.inner(now)

    def _shifted(self) -> Iterator[Key]:
        for siblings in _families(self.now.parts.values()):
            stayed, places = [], []
            for part in siblings:
                was = self.before(part.key)
                if was is None:
                    continue
                if was.parent != part.parent and self.after(was.parent) != part.parent:
                    yield part.key
                else:
                    stayed.append(part)
                    places.append(was.at)
            yield from (stayed[index].key for index in moved(places))


def _families(parts: Iterable[PartAt]) -> Iterable[list[PartAt]]:
    """Return the parts of one level in one parent, in their order."""
    found: dict[Hashable, list[PartAt]] = {}
    for part in parts:
        found.setdefault((part.parent, part.level), []).append(part)
    return found.values()


def _renamed(went: Iterable[PartAt], came: Iterable[PartAt]) -> Iterator[tuple[Key, Key]]:
    """Yield the parts that stand in the same place and say the same under another id; each new one is taken once."""
    waiting: dict[Hashable, list[PartAt]] = {}
    for part in came:
        waiting.setdefault(_likeness(part), []).append(part)
    for part in went:
        same = waiting.get(_likeness(part))
        if same:
            yield part.key, same.pop(0).key


def _likeness(part: PartAt) -> Hashable:
    return part.level, part.parent, tuple(_said(part.part))


def _said(part: Any) -> Iterator[Hashable]:  # noqa: ANN401 - any part of the model
    yield from (getattr(part, f.name) for f in plain_fields(type(part)))
    for name in ("options", "items", "media"):
        yield getattr(part, name, ())
