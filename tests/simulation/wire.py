"""The way between a station and any other side: it loses, repeats and delays; and a centre that lies.

A `Wire` carries the verbs of `ebr.sync.other_side`. A message that was held back is delivered later, after others: that is how a network changes the
order of things.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ebr.domain.refusal import Refusal
from ebr.storage.chain import Entry
from ebr.sync.other_side import Description, Envelope, Head, OtherSide, Witnessed

Result = TypeVar("Result")


class Wire:
    """One station's way to the centre, for one round."""

    def __init__(self, centre: OtherSide, late: list[Callable[[], Any]], fault: str = "", at_call: int = 0) -> None:
        self.name = "the centre"
        self._centre = centre
        self._late = late
        self._fault = fault
        self._at = at_call
        self._calls = 0

    def _carry(self, call: Callable[[], Result], *, changes: bool = False) -> Result:
        self._calls += 1
        if not self._fault or self._calls < self._at:
            return call()
        if self._fault == "twice":
            call()
            return call()
        if self._fault == "reply-lost":
            call()
        elif self._fault == "held-back" and changes:
            self._late.append(call)
        raise Refusal("centre_unreachable", centre=self.name, why="the line is dead")

    def describe(self) -> Description:
        return self._carry(self._centre.describe)

    def heads(self) -> dict[str, Head]:
        return self._carry(self._centre.heads)

    def append(self, log: str, entries: Sequence[Entry]) -> Head:
        kept = list(entries)
        return self._carry(lambda: self._centre.append(log, kept), changes=True)

    def read_after(self, log: str, seq: int, limit: int, wanted: frozenset[str]) -> list[Entry]:
        return self._carry(lambda: self._centre.read_after(log, seq, limit, wanted))

    def bodies(self, log: str, seqs: Sequence[int]) -> dict[int, bytes]:
        return self._carry(lambda: self._centre.bodies(log, seqs))

    def has_files(self, digests: frozenset[str]) -> frozenset[str]:
        return self._carry(lambda: self._centre.has_files(digests))

    def put_file(self, digest: str, data: bytes) -> None:
        self._carry(lambda: self._centre.put_file(digest, data), changes=True)

    def file(self, digest: str) -> bytes | None:
        return self._carry(lambda: self._centre.file(digest))

    def put_envelopes(self, envelopes: Sequence[Envelope]) -> None:
        kept = list(envelopes)
        self._carry(lambda: self._centre.put_envelopes(kept), changes=True)

    def envelopes(self, to: str) -> list[Envelope]:
        return self._carry(lambda: self._centre.envelopes(to))

    def witnessed(self, log: str, kept: int) -> Witnessed | None:
        return self._carry(lambda: self._centre.witnessed(log, kept))


class Liar:
    """A centre that lies to one station; whose log is `own`."""

    def __init__(self, centre: OtherSide, lie: str, own: str) -> None:
        self._centre = centre
        self._lie = lie
        self._own = own
        self.name = centre.name

    def describe(self) -> Description:
        return self._centre.describe()

    def heads(self) -> dict[str, Head]:
        heads = self._centre.heads()
        return {log: head for log, head in heads.items() if log == self._own} if self._lie == "hide" else heads

    def append(self, log: str, entries: Sequence[Entry]) -> Head:
        if self._lie == "drop":
            return Head(entries[-1].seq, entries[-1].hash)
        return self._centre.append(log, entries)

    def read_after(self, log: str, seq: int, limit: int, wanted: frozenset[str]) -> list[Entry]:
        entries = self._centre.read_after(log, seq, limit, wanted)
        return entries[::-1] if self._lie == "reorder" else entries

    def bodies(self, log: str, seqs: Sequence[int]) -> dict[int, bytes]:
        found = self._centre.bodies(log, seqs)
        if self._lie == "reorder":
            others = [*list(found.values())[1:], b'["00",{}]']
            return dict(zip(found, others, strict=True)) if found else found
        return found

    def has_files(self, digests: frozenset[str]) -> frozenset[str]:
        return self._centre.has_files(digests)

    def put_file(self, digest: str, data: bytes) -> None:
        self._centre.put_file(digest, data)

    def file(self, digest: str) -> bytes | None:
        return self._centre.file(digest)

    def put_envelopes(self, envelopes: Sequence[Envelope]) -> None:
        self._centre.put_envelopes(envelopes)

    def envelopes(self, to: str) -> list[Envelope]:
        return self._centre.envelopes(to)

    def witnessed(self, log: str, kept: int) -> Witnessed | None:
        return self._centre.witnessed(log, kept)
