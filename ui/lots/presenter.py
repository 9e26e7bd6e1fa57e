"""The store without its looks: lots, one in full, its inventory, what one may do, and the lot that was scanned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ebr.domain.refusal import Refusal
from ebr.station.questions import (
    Inventory,
    InventoryRow,
    Items,
    LotAnswer,
    LotQuestion,
    LotRow,
    Lots,
    ReadCode,
    Suppliers,
)
from ebr.wording import refusal_words
from ebr.wording.materials import lot_word
from ebr.words import ntr, tr
from ui.desk import Answer, Desk
from ui.lots.act_forms import form_of
from ui.lots.acts import offers
from ui.lots.asks import Form
from ui.lots.lines import FILTERS, LotDetail, detail_of, line_of
from ui.lots.receiving import Known, receive_form
from ui.pages.list_line import ListLine
from ui.pages.visit import Visit


class LotsPresenter:
    """LotsPresenter(desk, person, roles). Callbacks: on_lines, on_filters, on_detail, on_notice."""

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.rows: dict[str, LotRow] = {}
        self.chosen = ""
        self.status = ""
        self.answer: LotAnswer | None = None
        self.known = Known({}, {})
        self.on_lines: Callable[[tuple[ListLine[str], ...], str], None] = lambda _lines, _words: None
        self.on_filters: Callable[[tuple[tuple[str, str], ...]], None] = lambda _filters: None
        self.on_detail: Callable[[LotDetail | None], None] = lambda _detail: None
        self.on_notice: Callable[[str], None] = lambda _words: None
        self.desk.on_changed_below(("material/",), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for everything anew."""
        self.desk.ask(Items(), self._got_items)
        self.desk.ask(Suppliers(), self._got_suppliers)
        self.desk.ask(Lots(), self._got)

    def _got_items(self, rows: Any) -> None:
        self.known = Known({one.item: one for one in rows}, self.known.suppliers)

    def _got_suppliers(self, rows: Any) -> None:
        self.known = Known(self.known.items, {one.supplier: one for one in rows})

    def _got(self, rows: tuple[LotRow, ...]) -> None:
        self.rows = {row.lot: row for row in rows}
        self.on_filters(self._filters())
        if self.chosen not in self.rows:
            self.chosen = next((row.lot for row in self._shown()), "")
        self._lines()
        self._ask()

    def _filters(self) -> tuple[tuple[str, str], ...]:
        """Return the statuses there are, with their numbers."""
        counts = {status: sum(row.status == status for row in self.rows.values()) for status in FILTERS}
        there = [(one, tr("{words} {n}", words=lot_word(one), n=n)) for one, n in counts.items() if n]
        return (("", tr("All {n}", n=len(self.rows))), *there)

    def filter(self, status: str) -> None:
        """Show lots of one status, all for ""."""
        self.status = status
        self._lines()

    def _shown(self) -> list[LotRow]:
        return [row for row in self.rows.values() if self.status in ("", row.status)]

    def _lines(self) -> None:
        shown = self._shown()
        self.on_lines(tuple(line_of(row) for row in shown), ntr("{n} lot", "{n} lots", len(shown)))

    def choose(self, lot: str) -> None:
        """Show one lot."""
        self.chosen = lot
        self._ask()

    def _ask(self) -> None:
        if not self.chosen:
            self.answer = None
            self.on_detail(None)
            return
        self.desk.ask(LotQuestion(self.chosen), self._got_lot, self._refused)

    def _got_lot(self, answer: LotAnswer) -> None:
        if answer.row.lot == self.chosen:
            self.answer = answer
            self.on_detail(detail_of(answer, offers(answer, self.person, self.roles)))

    def _refused(self, refusal: Refusal) -> None:
        self.on_notice(refusal_words(refusal))

    def scanned(self, text: str, aim: str = "") -> None:
        """Show the lot whose label was scanned: a plain number, or a code that names its lot (GS1, ISBT 128).

        What is not certain, and a number that is not known, is said.
        """
        if text in self.rows:
            self._found(text)
        else:
            self.desk.ask(
                ReadCode(text, aim), lambda code: self._found(code.facts.get("lot", code.text)), self._refused
            )

    def _found(self, lot: str) -> None:
        theirs = [row.lot for row in self.rows.values() if row.supplier_lot == lot]
        if lot not in self.rows and len(theirs) == 1:
            lot = theirs[0]  # the supplier's own label: its lot number stands in our receipt
        if lot not in self.rows:
            self.on_notice(refusal_words(Refusal("lot_unknown", lot=lot, item="")))
            return
        self.status = ""
        self.on_filters(self._filters())
        self._lines()
        self.choose(lot)

    # -- acts

    def may_receive(self) -> bool:
        """Tell whether the person receives goods."""
        return bool({"operator", "supervisor"} & set(self.roles))

    def receiving(self, lot: str = "") -> Form:
        """Return the form of a receipt."""
        return receive_form(self.known, lot)

    def form(self, key: str) -> Form:
        """Return the form of an act on the chosen lot."""
        assert self.answer is not None
        return form_of(key, self.answer)

    def do(self, command: Any, then: Callable[[Answer], None]) -> None:
        """Carry out a command that nobody signs."""
        self.desk.do(command, by=self.person, then=then)

    def inventory_file(self) -> str:
        """Return how the file of the inventory is called."""
        plain = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in self.chosen)
        return f"{plain}-inventory.pdf"

    def print_inventory(self, file: Path, then: Callable[[Any], None]) -> None:
        """Write the inventory record of the chosen lot as a sealed PDF."""
        self.desk.call("print_inventory", then, self.chosen, file, by=self.person)

    def inventory(self, then: Callable[[tuple[InventoryRow, ...]], None]) -> None:
        """Ask for every change of the chosen lot."""
        self.desk.ask(Inventory(self.chosen), then, self._refused)
