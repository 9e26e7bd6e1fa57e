"""Whether this station's clock and that of the centre say the same, asked at each contact (floor-rules 15).

Every entry says when it was written by this machine's clock, and nothing here corrects it: order is sequence, never
time. But a clock that is wrong makes every printed time wrong, so where the two are more than ten minutes apart, it is
a fault in the record (`station.fault-noted/1`), once for as long as it lasts, and the status says it in one sentence.
Which of the two is wrong is for people to find out; the round goes on, because entries are never held back for what
they mean.

Ten minutes: an answer that was slow to come is far below it, and a witness may sign that long after (floor-rules 5). A
simulated clock is compared with nothing. A file and a bundle have no clock of their own.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ebr.domain.station.commands import NoteFault

if TYPE_CHECKING:
    from ebr.domain.values import Instant
    from ebr.station.inside import Inside

APART: Final = "clocks-apart"
MOST: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ClocksApart:
    """What two clocks said at the same moment, ISO 8601 to the minute: here, and at the centre of this name."""

    name: str
    here: str
    there: str


def compared(name: str, here: Instant, there: str) -> ClocksApart | None:
    """Return what both clocks say when they are too far apart, None otherwise; `there` is "" for no clock."""
    if not there or here.clock != "system":
        return None
    ours = datetime.fromisoformat(here.wall)
    try:
        theirs = datetime.fromisoformat(there)
        if abs(theirs - ours) <= MOST:
            return None
        said = theirs.astimezone(ours.tzinfo).isoformat(timespec="minutes")
    except (ValueError, TypeError, OverflowError):
        said = there[:40]  # no time that can be compared is no time that agrees
    return ClocksApart(name, ours.isoformat(timespec="minutes"), said)


def note(station: Inside, found: ClocksApart | None) -> None:
    """Remember how the clocks stand since this contact; write it into the record when it begins."""
    store = station.store
    before = store.contact(APART)
    if found is None:
        if before is not None:
            store.keep_contact(APART, None)
        return
    fault = NoteFault("clocks apart", f"{found.name}: {found.there}, here: {found.here}")
    if before is None and not station.do(fault).ok:
        return  # said again at the next contact
    store.keep_contact(APART, asdict(found))


def kept(contact: Any) -> ClocksApart | None:  # noqa: ANN401 - what `contact` keeps
    """Return how the clocks stood at the last contact from what is kept of it."""
    return ClocksApart(**contact) if contact else None
