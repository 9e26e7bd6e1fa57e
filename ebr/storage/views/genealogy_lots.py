"""What a lot came from and was parted into: supplier to lot, lot to sub-lot, lots to the one they were joined in.

The same columns as the joins of batches (`ebr.storage.views.genealogy`). A row's key names the entry and its place in
it; a lot that was made here has its parents' rows and no supplier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table

from ebr.domain.decision import Recorded
from ebr.domain.genealogy import Link, Thing
from ebr.domain.material.events import LotReceived, SublotsJoined, SublotSplit
from ebr.domain.material.state import Change, LotState, MaterialState
from ebr.storage.views.genealogy import join_row, joins_table
from ebr.storage.views.view import Key, Row, Rows

GENEALOGY_LOTS = joins_table("genealogy_lots")
PARTED: Final[Mapping[str, str]] = {"split": "split", "joined": "joined"}
"""A change of the stock that made another lot, and the role of the join; the change's reason is that lot's number."""


@dataclass(frozen=True, slots=True)
class GenealogyLotsView:
    """The rows of a lot."""

    name: str = "genealogy_lots"
    version: int = 1
    aggregate: str = "material"
    table: Table = GENEALOGY_LOTS

    def rows(self, _root: str, state: MaterialState, touched: Sequence[Recorded] | None, /) -> Rows:
        """Return every join of the lot; none when these events make none."""
        if not isinstance(state, LotState) or state.receipt is None:
            return {}
        if touched is not None and not any(
            isinstance(part.event, LotReceived | SublotSplit | SublotsJoined) for part in touched
        ):
            return {}
        return dict(_joins(state))


def _joins(state: LotState) -> Iterator[tuple[Key, Row | None]]:
    for key, change in state.stock.changes.items():
        link = _link(state, change)
        if link is not None:
            yield join_row(key, link, ("", change.at.wall, change.by))


def _link(state: LotState, change: Change) -> Link | None:
    lot = Thing("lot", state.number, change.container)
    quantity = change.quantity.lstrip("-")
    words = {"quantity": quantity, "unit": change.unit, "label": state.item}
    if change.kind == "received" and state.supplier:
        supplier = Thing("supplier", state.supplier)
        code = state.receipt.supplier_lot if state.receipt is not None else ""
        return Link(supplier, lot, "delivered", code=code, **words)
    if change.kind in PARTED:
        return Link(lot, Thing("lot", change.reason), PARTED[change.kind], **words)
    return None


VIEW = GenealogyLotsView()
