"""Materials, suppliers and lots as the store, the laboratory and quality see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ebr.domain import subjects
from ebr.domain.material.events import Criterion
from ebr.domain.material.rules.sheets import limits_line
from ebr.domain.material.state import ItemState, LotState, SupplierState, dates, stored, use
from ebr.domain.material.state.stock import number_of
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, shown_text
from ebr.station.answers.names import name_of
from ebr.station.questions import (
    CriterionRow,
    ItemAnswer,
    ItemQuestion,
    ItemRow,
    Items,
    LotRow,
    Lots,
    SupplierRow,
    Suppliers,
)
from ebr.storage.views import items as item_view
from ebr.storage.views import lots as lot_view
from ebr.storage.views import suppliers as supplier_view
from ebr.wording.amounts import bounds

if TYPE_CHECKING:
    from ebr.station.inside import Inside

GONE = ("destroyed", "rejected")


def items(station: Inside, _question: Items) -> tuple[ItemRow, ...]:
    """Answer `Items`."""
    with station.store.reading() as connection:
        found = item_view.lines(connection)
        lots = lot_view.lines(connection)
    counts: dict[str, int] = {}
    for lot in lots:
        counts[lot.item] = counts.get(lot.item, 0) + (lot.status not in GONE)
    return tuple(
        ItemRow(one.item, one.title, one.kind, one.unit, one.specification, one.withdrawn, counts.get(one.item, 0))
        for one in found
    )


def item(station: Inside, question: ItemQuestion) -> ItemAnswer:
    """Answer `ItemQuestion`."""
    row = next((one for one in items(station, Items()) if one.item == question.item), None)
    if row is None:
        raise Refusal("item_unknown", item=shown_text(question.item))
    state = item_of(station, question.item)
    specification = state.specification
    able = [one for one in suppliers(station, Suppliers()) if state.code in one.materials]
    version = state.specifications.get(specification.version) if specification is not None else None
    return ItemAnswer(
        row,
        name_of(station, state.added_by),
        state.added_at,
        tests_of(state),
        specification.retest_months if specification is not None else 0,
        specification.expiry_rule if specification is not None else "",
        specification.expiry_months if specification is not None else 0,
        specification.storage if specification is not None else "",
        name_of(station, version[2]) if version is not None else "",
        version[3] if version is not None else "",
        tuple(one.name for one in able if one.status in use.SUPPLIES),
        state.hours_outside,
    )


def tests_of(state: ItemState) -> tuple[CriterionRow, ...]:
    """Return the tests of the specification in force."""
    specification = state.specification
    return tuple(_test(state, one) for one in specification.tests) if specification is not None else ()


def _test(state: ItemState, one: Criterion) -> CriterionRow:
    return CriterionRow(
        one.id,
        one.title,
        one.unit,
        one.low,
        one.high,
        one.expected,
        one.use,
        one.retest,
        bounds(limits_line(one)),
        one.id in state.by_certificate,
        one.id in state.identity_tests,
    )


def suppliers(station: Inside, _question: Suppliers) -> tuple[SupplierRow, ...]:
    """Answer `Suppliers`."""
    with station.store.reading() as connection:
        found = supplier_view.lines(connection)
    return tuple(_supplier(station, one.supplier) for one in found)


def _supplier(station: Inside, supplier: str) -> SupplierRow:
    state = supplier_of(station, supplier)
    standing, qualification = state.standing, state.qualification
    lapsed = state.status in use.SUPPLIES and dates.passed(qualification.until, state.zone, station.clock.now())
    return SupplierRow(
        state.id,
        state.name,
        state.place,
        "lapsed" if lapsed else state.status,
        standing.at if standing is not None else state.added_at,
        standing.what[1] if standing is not None else "",
        name_of(station, standing.by if standing is not None else state.added_by),
        qualification.materials,
        qualification.audited,
        qualification.until,
        state.contested,
        tuple((item, state.validated_until(item), found[0].what.report) for item, found in state.validations.items()),
    )


def lots(station: Inside, question: Lots) -> tuple[LotRow, ...]:
    """Answer `Lots`. "Used up" and the clock's statuses are those of released lots: these are looked through."""
    by_clock = question.status in ("used_up", "expired", "retest_due", "out_of_storage")
    status = "released" if by_clock else question.status
    with station.store.reading() as connection:
        found = lot_view.lines(connection, question.code, status)
        titles = {one.item: one.title for one in item_view.lines(connection)}
        names = {one.supplier: one.name for one in supplier_view.lines(connection)}
    rows = (row_of(station, one, titles.get(one.item, ""), names.get(one.supplier, "")) for one in found)
    return tuple(row for row in rows if question.status in ("", row.status))


def row_of(station: Inside, line: lot_view.LotLine, title: str, supplier: str) -> LotRow:
    """Return a lot as a row, its status by the clock."""
    return LotRow(
        line.lot,
        line.item,
        title,
        line.supplier,
        supplier,
        line.supplier_lot,
        shown_status(station, line),
        line.expiry,
        line.retest,
        line.left,
        line.unit,
        line.place,
        bool(line.odd),
    )


def shown_status(station: Inside, line: lot_view.LotLine) -> str:
    """Return where a lot stands now: a released one may be used up, expired, due for its retest or out of storage."""
    if line.status != "released":
        return line.status
    if number_of(line.left) <= 0:
        return "used_up"
    now = station.clock.now()
    if dates.passed(line.expiry, line.zone, now):
        return "expired"
    if dates.passed(line.retest, line.zone, now):
        return "retest_due"
    return "out_of_storage" if line.moved and _out_of_storage(station, line, now) else line.status


def _out_of_storage(station: Inside, line: lot_view.LotLine, now: Instant) -> bool:
    """Tell whether a lot that was moved may not be used until quality has judged the time out of its condition."""
    facts = facts_of(station, line.item, line.lot)
    lot, item = lot_of(station, line.lot), item_of(station, line.item)
    return stored.blocked(lot, use.made_of(facts, line.lot), item, "", now) is not None


def lot_of(station: Inside, lot: str) -> LotState:
    """Return the state of a lot, an empty one if it is not known here."""
    found = station.store.state(subjects.lot(lot))
    assert isinstance(found, LotState)
    return found


def item_of(station: Inside, code: str) -> ItemState:
    """Return the state of a material."""
    found = station.store.state(subjects.item(code))
    assert isinstance(found, ItemState)
    return found


def supplier_of(station: Inside, supplier: str) -> SupplierState:
    """Return the state of a supplier."""
    found = station.store.state(subjects.supplier(supplier))
    assert isinstance(found, SupplierState)
    return found


def facts_of(station: Inside, code: str, lot: str) -> dict[str, Any]:
    """Return everything that the six checks of a lot look at."""
    facts = {root: station.store.state(root) for root in use.roots_for(code, lot)}
    while more := [root for root in use.further_roots(facts, lot) if root not in facts]:
        facts.update({root: station.store.state(root) for root in more})
    return facts
