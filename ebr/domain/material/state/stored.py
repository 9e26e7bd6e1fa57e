"""How long a lot was out of the storage condition of its specification (21 CFR 211.142, 211.150; EU GMP 5.7).

The condition is the words of the specification, or those that the lot came with from its supplier: what a move names
otherwise, apart from capitals and spaces, is out of it. A lot that comes under other words says why
(`LotStoredOtherwise`). The times are summed since the receipt, those of the lots it
was made of before it was parted from them too, until quality judges them. A specification without a condition, and a
move without one, ask nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from ebr.domain.material.state.item import ItemState
from ebr.domain.material.state.lot import LotState, Move
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, number, plain

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Outside:
    """A container that was out of the condition (`asked`): where last, how long in all, whether it is out now."""

    container: str
    storage: str
    asked: str
    seconds: int
    now: bool


def blocked(
    state: LotState, parents: Iterable[LotState], item: ItemState, container: str, at: Instant
) -> Refusal | None:
    """Return that a container, any of them for "", was out of its condition for longer than the specification allows.

    Without a limit for the version in force none is allowed.
    """
    found = outside(state, tuple(parents), item, container, at)
    allowed = item.hours_outside
    if found is None or (allowed and found.seconds <= number(allowed) * HOUR):
        return None
    lot, storage, asked, hours = state.number, found.storage, found.asked, hours_text(found.seconds)
    now, most = "yes" if found.now else "", allowed or "0"
    if not found.container:
        return Refusal("lot_out_of_storage", lot=lot, storage=storage, asked=asked, hours=hours, allowed=most, now=now)
    return Refusal(
        "lot_out_of_storage",
        lot=lot,
        container=found.container,
        storage=storage,
        asked=asked,
        hours=hours,
        allowed=most,
        now=now,
    )


def outside(
    state: LotState, parents: tuple[LotState, ...], item: ItemState, container: str, at: Instant
) -> Outside | None:
    """Return the container that was out of the condition longest, None when none was; `container` "" asks for all."""
    found = item.specification
    if found is None or not found.storage or state.received is None:
        return None
    origins = [one for one in (state, *parents) if one.receipt is not None and not one.receipt.parents]
    fine = {_said(found.storage), *(_said(one.receipt.storage) for one in origins if one.receipt is not None), ""}
    each = [
        _of(state, name, found.storage, fine, at.wall) for name in ((container,) if container else state.containers)
    ]
    # What a parent's container was through, every part of it was: which one is not told, so the worst counts.
    each += [
        _of(parent, name, found.storage, fine, state.received.at.wall, judged=state)
        for parent in parents
        for name in parent.containers
    ]
    times = [one for one in each if one is not None]
    return max(times, key=lambda one: (one.now, one.seconds), default=None)


def hours_text(seconds: int) -> str:
    """Return seconds as hours with two decimals, rounded half-up; a time that was is never said to be none."""
    least = Decimal("0.01") if seconds else Decimal(0)
    return plain(max(least, (Decimal(seconds) / HOUR).quantize(Decimal("0.01"), ROUND_HALF_UP)))


def same_condition(one: str, other: str) -> bool:
    """Tell whether two texts say the same condition, apart from capitals and spaces."""
    return _said(one) == _said(other)


def _of(
    state: LotState, container: str, asked: str, fine: set[str], until: str, judged: LotState | None = None
) -> Outside | None:
    moves = sorted(_moves(state, container), key=lambda one: (datetime.fromisoformat(one.at), one.entry))
    since = _judged(state, container, judged)
    ends = [*(one.at for one in moves[1:]), until]
    seconds, last, now = 0, "", False
    for move, end in zip(moves, ends, strict=True):
        now = _said(move.storage) not in fine
        begun = datetime.fromisoformat(move.at)
        begun = begun if since is None else max(begun, since)
        passed = (min(datetime.fromisoformat(end), datetime.fromisoformat(until)) - begun).total_seconds()
        if now and passed >= 0:
            seconds, last = seconds + max(1, int(passed)), move.storage
    if not last:
        return None
    return Outside("" if judged is not None else container, last, asked, seconds, now and judged is None)


def _moves(state: LotState, container: str) -> Iterator[Move]:
    """Yield how a container was stored and from when on."""
    receipt, received = state.receipt, state.received
    if receipt is not None and received is not None:
        yield Move("", receipt.storage, received.at.wall, "")
    yield from (one for one in state.moves.values() if one.container in ("", container))


def _judged(state: LotState, container: str, other: LotState | None) -> datetime | None:
    """Return until when quality judged the time of a container; what it judged of a part counts for the part."""
    own = [at for name, at in state.judged if name in ("", container)]
    own += [at for name, at in other.judged if not name] if other is not None else []
    return max(map(datetime.fromisoformat, own), default=None)


def _said(storage: str) -> str:
    return " ".join(storage.casefold().split())
