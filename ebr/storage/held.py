"""Facts held beside the record: entries that arrived alone, before those in front of them (floor-rules 19).

An entry enters the record behind the one before it in its log and nowhere else. One that came alone and leaves a gap is
kept here instead, in `contact` under "fact/<hash>", and counts for one thing only: whoever asks for the state of its
root gets it with the fact applied last, so a person who was deactivated signs nothing here from now on. No view, no
digest, no report and no other station sees it, and nothing can rely on it: heads are those of the record. When its log
arrives, the entry in its place takes over, and the held one is let go of.

Who holds a fact has proved it before (`ebr.station.facts`). Somebody who can write the file can take it out again, as
any row here; that it was taken in stays in the record (`station.bundle-taken/1`).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ebr.domain.decision import Recorded
from ebr.domain.subjects import root_of
from ebr.storage.aggregates import Aggregate, aggregate_of
from ebr.storage.chain import Entry, parsed, stamp
from ebr.storage.codec import read

FACT: Final = "fact/"


def kept_form(entry: Entry) -> dict[str, object]:
    """Return an entry as `contact` keeps it."""
    parts = {"body": entry.body or b"", "header": entry.header, "seal": entry.seal}
    return {"log": entry.log, "seq": entry.seq, **{name: part.hex() for name, part in parts.items()}}


def entry_of(name: str, kept: Mapping[str, Any]) -> Entry:
    """Return an entry from what `contact` keeps of it under its hash."""
    header, body, seal = (bytes.fromhex(kept[part]) for part in ("header", "body", "seal"))
    return Entry(str(kept["log"]), int(kept["seq"]), header, body, bytes.fromhex(name), seal)


@dataclass(slots=True)
class HeldFacts:
    """What is held, by root; read once, because every act asks for states."""

    _read: Callable[[], Mapping[str, Mapping[str, Any]]]
    _aggregates: Mapping[str, Aggregate]
    _roots: dict[str, list[Recorded]] | None = None
    _shown: dict[str, tuple[Mapping[str, tuple[str, ...]], Any]] = field(default_factory=dict)

    def forget(self) -> None:
        """Read again at the next question: something was held or let go of."""
        self._roots = None
        self._shown.clear()

    def shown(self, root: str, state: Any, heads: Callable[[], Mapping[str, tuple[str, ...]]]) -> Any:  # noqa: ANN401
        """Return the state of a root with what is held of it applied last; the state itself where nothing is."""
        if self._roots is None:
            self._roots = {}
            for name, kept in sorted(self._read().items()):
                recorded = _recorded(entry_of(name, kept))
                self._roots.setdefault(root_of(recorded.stamp.subject), []).append(recorded)
        if root not in self._roots:
            return state
        now = dict(heads())
        before = self._shown.get(root)
        if before is None or before[0] != now:
            applied = copy.deepcopy(state)  # a state belongs to its fold
            for recorded in self._roots[root]:
                applied = aggregate_of(root, self._aggregates).apply(applied, recorded)
            before = self._shown[root] = (now, applied)
        return before[1]


def _recorded(entry: Entry) -> Recorded:
    header = parsed(entry)
    return Recorded(read(header.event, entry.body or b""), stamp(entry, header))
