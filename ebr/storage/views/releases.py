"""The register of releases: one row per decision about a batch, and one per release by the sponsor (floor-rules 23).

Nothing leaves the register: a decision that a later change made void stays, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TEXT, Column, Connection, Integer, MetaData, Table, select

from ebr.domain.batch.events import BatchDecided
from ebr.domain.batch.events.release import SponsorReleased
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.model import SignatureState
from ebr.domain.batch.state.releasing import for_sponsor
from ebr.domain.decision import Recorded
from ebr.storage.views.view import Cell, Rows

METADATA = MetaData()
RELEASES = Table(
    "releases",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("batch", TEXT, nullable=False),
    Column("product", TEXT, nullable=False),
    Column("mbr", TEXT, nullable=False),
    Column("version", TEXT, nullable=False),
    Column("decision", TEXT, nullable=False),
    Column("at", TEXT, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("role", TEXT, nullable=False),
    Column("comment", TEXT, nullable=False),
    Column("void", TEXT, nullable=False),
    Column("sponsor", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
DECIDED = ("certified", "conditional", "supplied", "rejected", "sponsor_released")


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One line of the register. `void` is the hash of the entry that made it void; `sponsor` "", "waits" or a time."""

    batch: str
    product: str
    mbr: str
    version: str
    decision: str
    at: str
    name: str
    role: str
    comment: str
    void: str
    sponsor: str


@dataclass(frozen=True, slots=True)
class ReleasesView:
    """One row per signed decision, numbered in the order of the fold."""

    name: str = "releases"
    version: int = 2
    aggregate: str = "batch"
    table: Table = RELEASES

    def rows(self, _root: str, state: BatchState, touched: Sequence[Recorded] | None, /) -> Rows:
        """Return every row of the batch; none when nothing was decided and these events decide nothing."""
        decides = touched is None or any(isinstance(one.event, (BatchDecided, SponsorReleased)) for one in touched)
        if not state.decisions and not decides:
            return {}
        found = [one for one in state.signatures if one.scope == f"batch/{state.id}" and one.meaning in DECIDED]
        return {(number,): _row(state, one) for number, one in enumerate(found, 1)}


def _row(state: BatchState, found: SignatureState) -> Mapping[str, Cell]:
    header = state.plan.mbr.header if state.plan is not None else None
    comments = {stamp.hash: event.comment for event, stamp in state.decisions}
    comments |= {stamp.hash: event.comment for event, stamp in state.releasing.sponsored}
    return {
        "batch": state.id,
        "product": header.product if header is not None else "",
        "mbr": state.issued.mbr if state.issued is not None else "",
        "version": state.issued.version if state.issued is not None else "",
        "decision": found.meaning,
        "at": found.signed.at,
        "name": found.signed.name,
        "role": found.signed.role,
        "comment": comments.get(found.stamp.hash, ""),
        "void": found.void,
        "sponsor": _sponsor(state, found),
    }


def _sponsor(state: BatchState, found: SignatureState) -> str:
    if found.meaning != "certified" or not for_sponsor(state) or not found.valid:
        return ""
    return state.releasing.sponsor.at.wall if state.releasing.sponsor is not None else "waits"


VIEW = ReleasesView()


def lines(connection: Connection, text: str = "") -> list[ReleaseLine]:
    """Return the register, newest first; only lines whose batch, product or name holds the text."""
    columns = [RELEASES.c[name] for name in ReleaseLine.__slots__]
    query = select(*columns).order_by(RELEASES.c.batch, RELEASES.c.number.desc())
    if text:
        like = f"%{text}%"
        query = query.where(RELEASES.c.batch.like(like) | RELEASES.c.product.like(like) | RELEASES.c.name.like(like))
    found = [ReleaseLine(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda line: datetime.fromisoformat(line.at), reverse=True)
