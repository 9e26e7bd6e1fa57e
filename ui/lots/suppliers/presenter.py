"""Suppliers without their looks: the list, one with its qualification, what quality may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ebr.domain.material import certificate_commands as cc
from ebr.domain.material import commands as c
from ebr.domain.material.state.item import STRICTNESS
from ebr.domain.material.state.use import SUPPLIES
from ebr.station.questions import Items, SupplierRow, Suppliers
from ebr.wording.materials import supplier_word
from ebr.wording.parameters import moment_words
from ebr.words import ntr, tr
from ui.desk import Desk
from ui.lots.asks import Asked, Form, signed_form
from ui.lots.kept import KeptPresenter
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown

TONES = {"qualified": "ok", "conditional": "warn", "suspended": "crit", "disqualified": "crit", "lapsed": "crit"}
ICONS = {"qualified": "circle-check", "conditional": "alert-circle"}


@dataclass(frozen=True, slots=True)
class SupplierDetail:
    """One supplier in full."""

    supplier: str
    name: str
    status: str
    tone: str
    facts: tuple[Shown, ...]
    materials: tuple[Shown, ...]
    offers: tuple[Offer, ...]


class SuppliersPresenter(KeptPresenter[SupplierRow, SupplierDetail]):
    """SuppliersPresenter(desk, person, roles). Callbacks: on_lines(lines, words), on_detail(SupplierDetail | None)."""

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.titles: dict[str, str] = {}
        super().__init__(desk, person, roles)

    def refresh(self) -> None:
        """Ask for the suppliers anew."""
        self.desk.ask(Items(), self._got_items)

    def _got_items(self, rows: Any) -> None:
        self.titles = {row.item: row.title for row in rows}
        self.desk.ask(Suppliers(), self._got)

    def _got(self, rows: tuple[SupplierRow, ...]) -> None:
        words = ntr("{n} supplier", "{n} suppliers", len(rows))
        self.take({row.supplier: row for row in rows}, map(line_of, rows), words)

    def show(self) -> None:
        """Show the chosen one with its materials."""
        row = self.rows.get(self.chosen)
        self.on_detail(None if row is None else detail_of(row, self.titles, self._offers(row)))

    def _offers(self, row: SupplierRow) -> tuple[Offer, ...]:
        if not self.may():
            return ()
        needed = row.status in ("new", "lapsed", "disqualified")
        found = [Offer("qualify", tr("Qualify after an audit"), "signature", strong=needed)]
        if row.audited:
            found.append(Offer("validate", tr("Results compared"), "microscope"))
            found.append(Offer("status", tr("Change the status"), "flag"))
        return tuple(found)

    def form(self, key: str) -> Form:
        """Return the form of an act: "add" or one on the chosen supplier."""
        if key == "add":
            return add_form()
        row = self.rows[self.chosen]
        if key == "validate":
            return validate_form(row, self.titles)
        return qualify_form(row, self.titles) if key == "qualify" else status_form(row)


def add_form() -> Form:
    """Return the form of a new supplier."""
    fields = (
        Asked("supplier", tr("Short id, as in receipts")),
        Asked("name", tr("Name")),
        Asked("place", tr("Place"), needed=False),
    )
    return Form(
        tr("Add a supplier"),
        tr("Add"),
        fields,
        lambda p: c.AddSupplier(p["supplier"], p["name"], p["place"]),
        tr("It may deliver nothing until quality qualifies it."),
    )


def qualify_form(row: SupplierRow, titles: dict[str, str]) -> Form:
    """Return the form of a qualification."""

    def meaning(text: str) -> str:
        return ", ".join(titles.get(code, tr("{code}: not known", code=code)) for code in _codes(text))

    states = tuple((one, supplier_word(one)) for one in SUPPLIES)
    fields = (
        Asked("status", tr("Status"), options=states),
        Asked("materials", tr("Codes of its materials, with commas"), "", ", ".join(row.materials), explain=meaning),
        Asked("audited", tr("Date of the audit"), tr("For example 2026-01-31")),
        Asked("until", tr("Qualified until the end of"), tr("For example 2028-01-31")),
        Asked("reason", tr("Conditions or remarks"), needed=False),
    )
    return signed_form(
        tr("Qualify {name}", name=row.name),
        fields,
        lambda p: c.QualifySupplier(
            row.supplier, _codes(p["materials"]), p["audited"], p["until"], p["status"], p["reason"]
        ),
    )


def validate_form(row: SupplierRow, titles: dict[str, str]) -> Form:
    """Return the form of a comparison of the supplier's results with own ones."""
    options = tuple((code, titles.get(code, code)) for code in row.materials)
    only = row.materials[0] if len(row.materials) == 1 else ""
    fields = (
        Asked("item", tr("Material"), text=only, options=options),
        Asked("validated", tr("Compared on"), tr("For example 2026-01-31")),
        Asked("until", tr("Relied on until the end of"), tr("For example 2028-01-31")),
        Asked("report", tr("Report, and what was compared")),
    )
    return signed_form(
        tr("Results of {name}", name=row.name),
        fields,
        lambda p: cc.ValidateSupplier(row.supplier, p["item"], p["validated"], p["until"], p["report"]),
        tr("Until then its certificates may replace the tests that quality named for the material."),
    )


def status_form(row: SupplierRow) -> Form:
    """Return the form of another status."""
    states = tuple((one, supplier_word(one)) for one in STRICTNESS if one != row.status)
    return signed_form(
        tr("Status of {name}", name=row.name),
        (Asked("status", tr("Status"), options=states), Asked("reason", tr("Reason"))),
        lambda p: c.SetSupplierStatus(row.supplier, p["status"], p["reason"]),
        tr("Suspended or disqualified: nothing that it delivered is used any more."),
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def line_of(row: SupplierRow) -> ListLine[str]:
    """Return a supplier as a line."""
    cells = (row.name, row.supplier, supplier_word(row.status), row.until, ", ".join(row.materials))
    quiet = row.status in ("new", "disqualified")
    tone = "crit" if row.status in ("suspended", "lapsed") else "quiet" if quiet else ""
    return ListLine(row.supplier, cells, tone, ICONS.get(row.status, "ban"))


def detail_of(row: SupplierRow, titles: dict[str, str], offers: tuple[Offer, ...]) -> SupplierDetail:
    """Return a supplier in full."""
    since = tr("since {time}", time=moment_words(row.since))
    facts = [
        Shown(tr("Supplier"), row.supplier, row.place),
        Shown(
            tr("Status"), supplier_word(row.status), " · ".join(part for part in (since, row.by, row.reason) if part)
        ),
        Shown(tr("Audited on"), row.audited or tr("Not yet")),
        Shown(tr("Qualified until the end of"), row.until or tr("Not yet")),
    ]
    if row.contested:
        words = tr("The stricter one counts until quality decides")
        facts.insert(0, Shown(tr("Contested"), tr("Two stations decided differently"), words, "warn"))
    until = {item: tr("results relied on until {date}", date=moment_words(day)) for item, day, _ in row.validated}
    materials = tuple(Shown(code, titles.get(code, tr("Not kept here")), until.get(code, "")) for code in row.materials)
    status = supplier_word(row.status)
    return SupplierDetail(row.supplier, row.name, status, TONES.get(row.status, ""), tuple(facts), materials, offers)
