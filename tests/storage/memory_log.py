"""A log in memory that behaves: the same promises as the station's log, without a disk. The contract test holds the two together."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain.decision import Draft, Recorded
from ebr.domain.subjects import root_of
from ebr.domain.values import Instant
from ebr.storage.action import Action, Place, entries_of
from ebr.storage.aggregates import Aggregate, aggregate_of
from ebr.storage.chain import Entry, Sealer, ordered, stamp
from ebr.storage.tree import Frontier


class MemoryLog:
    """Keeps everything in lists and dicts; an action that fails leaves them untouched."""

    def __init__(self, aggregates: Mapping[str, Aggregate]) -> None:
        self.id = ""
        self.head: Entry | None = None
        self.tree = Frontier()
        self._aggregates = aggregates
        self._sealer = Sealer.of(Ed25519PrivateKey.generate())
        self._entries: list[Entry] = []
        self._by_root: dict[str, list[Recorded]] = {}
        self._heads: dict[str, dict[str, tuple[str, ...]]] = {}
        self._states: dict[str, Any] = {}
        self._actions: dict[str, tuple[tuple[Recorded, ...], str]] = {}
        self.kept: dict[str, bytes] = {}

    def append(
        self,
        action_id: str,
        drafts: Sequence[Draft],
        *,
        by: str,
        presence: str,
        at: Instant,
        relies: Sequence[str] = (),
        answer: str = "",
        secrets: Mapping[str, bytes | None] | None = None,
    ) -> tuple[Recorded, ...]:
        if action_id in self._actions:
            return self._actions[action_id][0]
        action = Action(action_id, drafts, by, presence, at)
        known = {s: heads for root in action.roots() for s, heads in self.heads(root).items()}
        relied = ordered([(s, h) for root in relies for s, heads in self.heads(root).items() for h in heads])
        place = Place(self.id, self.head, len(self._entries))
        written, heads = entries_of(action, place, known, relied, self._sealer, "ebr test")
        recorded = tuple(Recorded(w.event, stamp(w.entry, w.header)) for w in written)
        states = {root: copy.deepcopy(self.state(root)) for root in action.roots()}
        for one in recorded:
            root = root_of(one.stamp.subject)
            states[root] = aggregate_of(root, self._aggregates).apply(states[root], one)
        self._states.update(states)
        for one, w in zip(recorded, written, strict=True):
            self._by_root.setdefault(root_of(one.stamp.subject), []).append(one)
            self._entries.append(w.entry)
            self.tree.add(w.entry.hash)
            self.head, self.id = w.entry, w.entry.log
        for subject, names in heads.items():
            self._heads.setdefault(root_of(subject), {})[subject] = names
        self._actions[action_id] = (recorded, answer)
        return recorded

    def state(self, root: str) -> Any:
        return self._states.get(root) or aggregate_of(root, self._aggregates).start(root)

    def heads(self, root: str) -> Mapping[str, tuple[str, ...]]:
        return self._heads.get(root, {})

    def entries(self, root: str) -> list[Recorded]:
        return list(self._by_root.get(root, []))

    def answered(self, action_id: str) -> tuple[tuple[Recorded, ...], str] | None:
        return self._actions.get(action_id)

    def read_after(self, log: str, seq: int, limit: int = 1000) -> list[Entry]:
        return [e for e in self._entries if e.log == log and e.seq > seq][:limit]
