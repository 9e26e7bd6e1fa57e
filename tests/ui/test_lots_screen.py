"""The store in the real window on a real station: received, tested, checked, released, put back, counted, scanned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.domain import subjects
from ebr.domain.decision import Draft
from ebr.domain.label.state.marks import mark
from ebr.domain.material.events import LotAllocated
from ebr.domain.refusal import Refusal
from ebr.station.questions import Genealogy, Inventory, ItemQuestion, Items, LotQuestion, Lots, Suppliers
from tests.ui.real_station import SECRET, Floor
from tests.ui.stocked import Store, stocked
from tests.ui.test_blocks_screen import Window, settle
from tests.ui.test_widgets_clipping import clipped
from ui.lots.forms import FormContent
from ui.lots.items.view import View as ItemsView
from ui.lots.receiving import containers, containers_words
from ui.lots.share_words import shares_of
from ui.lots.shares import SharesPicture
from ui.lots.suppliers.view import View as SuppliersView
from ui.lots.view import View as LotsView
from ui.palette import PLACES
from ui.widgets.wedge import Scan


@pytest.fixture
def store(floor: Floor) -> Store:
    return stocked(floor)


@pytest.fixture
def window(store: Store, qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    made = Window(store.floor, qtbot)
    yield made
    made.window.close()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


def lots(window: Window, person: str, lot: str = "") -> LotsView:
    view = window.go(person, "lots", **({"lot": lot} if lot else {}))
    assert isinstance(view, LotsView)
    return view


def fill(window: Window, **texts: str) -> FormContent:
    """Type into the fields of the open form and choose its tiles."""
    content = window.window.session.sheets[-1].content
    assert isinstance(content, FormContent)
    for key, text in texts.items():
        if key in content._choices:
            content._choices[key]._choose(text)
        else:
            content._fields[key].clear()
            content._fields[key].setFocus()
            window.type(text)
    return content


def sign(window: Window, until: Any) -> None:
    window.type(SECRET)
    window.key(Qt.Key.Key_Return)
    window.qtbot.waitUntil(until, timeout=5000)


def status(window: Window, lot: str) -> str:
    return str(window.floor.station.ask(LotQuestion(lot)).row.status)


def test_a_lot_is_received_by_keyboard_and_its_codes_are_explained(window: Window) -> None:
    lots(window, "mchen")
    window.press("Receive a lot")
    content = fill(
        window, item="RM-1001", lot="MET-2612-01", supplier="APIWERK", supplier_lot="M-55", containers="4 x 25"
    )
    assert content._meanings["item"].text() == "Metformin hydrochloride, kept in kg"
    assert content._meanings["supplier"].text() == "API-Werk Ost GmbH"
    assert content._meanings["containers"].text().startswith("Containers: 4, in all 100")
    fill(window, expiry="2028-13-01")
    window.press("Receive")
    assert content._error.isVisible()
    assert "2028-13-01" in content._error._text.text()
    fill(window, expiry="2028-12-31")
    window.press("Receive")
    assert window.window.session.sheets == []
    row = window.floor.station.ask(LotQuestion("MET-2612-01")).row
    assert (row.status, row.left, row.supplier_lot) == ("quarantine", "100", "M-55")


def test_a_scan_shows_its_lot_and_fills_an_open_form(window: Window) -> None:
    view = lots(window, "mchen")
    said: list[str] = []
    view.presenter.on_notice = said.append
    assert view.take_scan(Scan("MET-2611/02"))
    settle()
    assert view.presenter.chosen == "MET-2611/02"
    assert view.take_scan(Scan("MET-0000"))
    assert said == ["Lot MET-0000 is not known on this station. Scan the label again, or have the lot received."]
    window.press("Receive a lot")
    assert view.take_scan(Scan("RM-1001"))
    assert view.take_scan(Scan("MET-9"))
    content = window.window.session.sheets[-1].content
    assert isinstance(content, FormContent)
    assert (content.parts()["item"], content.parts()["lot"]) == ("RM-1001", "MET-9")


def test_results_are_recorded_checked_by_another_and_the_lot_is_released(window: Window) -> None:
    lots(window, "lars", "MET-2611-01")
    window.press("Check results")
    station = window.floor.station
    sign(window, lambda: station.ask(LotQuestion("MET-2611-01")).analysts_to_check == ())
    view = lots(window, "qlee", "MET-2611-01")
    assert view.presenter.form("release").command({}).lot == "MET-2611-01"
    window.press("Release")
    sign(window, lambda: status(window, "MET-2611-01") == "released")


def test_who_tested_reads_why_he_cannot_check(window: Window) -> None:
    lots(window, "lena", "MET-2611-01")
    window.press("More")
    (acts,) = [one.content for one in window.window.session.sheets]
    reasons = {str(one._value): one.accessibleDescription() for one in acts._buttons}
    assert reasons["check"] == "You recorded them; another person of the laboratory checks"


def test_a_result_is_recorded_with_its_verdict(window: Window) -> None:
    lots(window, "lena", "MET-2611-01")
    window.press("Record a result")
    fill(window, test="assay", value="96,5")
    window.press("Record the result")
    assert len(window.window.session.sheets) == 1, "a comma is refused in the sheet"
    fill(window, value="96.5")
    window.press("Record the result")
    last = window.floor.station.ask(LotQuestion("MET-2611-01")).results[-1]
    assert (last.value, last.verdict, last.standing) == ("96.5", "fail", "unchecked")


def test_quality_puts_a_lot_back_at_once(window: Window) -> None:
    lots(window, "qlee", "MET-2610-07")
    window.press("Back into quarantine")
    fill(window, reason="Complaint about a drum")
    window.press("Into quarantine now")
    answer = window.floor.station.ask(LotQuestion("MET-2610-07"))
    assert (answer.row.status, answer.reason, answer.decided_by) == (
        "quarantine",
        "Complaint about a drum",
        "Quinn Lee",
    )


def test_a_rejection_is_signed_and_a_failing_result_says_why_no_release(window: Window) -> None:
    view = lots(window, "qlee", "MET-2611/02")
    window.press("More")
    acts = window.window.session.sheets[-1].content
    reasons = {str(one._value): one.accessibleDescription() for one in acts._buttons}
    assert reasons["release"] == "A result fails"
    window.press("Reject")
    fill(window, reason="Assay too low")
    window.press("Continue to signature")
    sign(window, lambda: status(window, "MET-2611/02") == "rejected")
    assert view.presenter.rows["MET-2611/02"].status == "rejected"


def test_a_count_that_differs_is_refused_in_the_sheet_until_a_reason_is_given(window: Window) -> None:
    lots(window, "mchen", "MET-2607-03")
    window.press("More")
    window.press("Count a container")
    fill(window, quantity="0.5")
    window.press("Record the count")
    assert len(window.window.session.sheets) == 1
    fill(window, reason="Book was wrong")
    window.press("Record the count")
    assert window.floor.station.ask(LotQuestion("MET-2607-03")).overdrawn == ()


def test_more_than_came_is_counted_by_two_and_decided_by_quality(window: Window) -> None:
    lots(window, "mchen", "MET-2610-07")
    window.press("More")
    window.press("Count a container")
    fill(window, container="1", quantity="26", reason="fuller")
    window.press("Record the count")
    assert "Counted more than it came with" in window.window.session.sheets[-1].content._error._text.text()
    window.window.session.sheets[-1].close_sheet()
    window.press("More")
    window.press("Counted more than it came with")
    fill(window, container="1", quantity="26", reason="Lid of another drum")
    window.press("Continue to the second signature")
    window.type("sups")
    window.key(Qt.Key.Key_Return)
    station = window.floor.station
    sign(window, lambda: bool(station.ask(LotQuestion("MET-2610-07")).counts))
    assert station.ask(LotQuestion("MET-2610-07")).blocked.code == "lot_count_open"
    lots(window, "qlee", "MET-2610-07")
    window.press("Decide the count")
    entry = station.ask(LotQuestion("MET-2610-07")).counts[0].entry
    fill(window, count=entry, reason="INV-7: overfilled at the supplier")
    window.press("Continue to signature")
    sign(window, lambda: station.ask(LotQuestion("MET-2610-07")).blocked is None)


def test_a_certificate_replaces_a_test_that_quality_named(window: Window) -> None:
    station = window.floor.station
    window.go("qlee", "items", item="RM-1001")
    window.press("More")
    window.press("Certificates in the place of tests")
    fill(window, assay="certificate", lod="own", appearance="identity", reason="Two years of agreeing results")
    window.press("Continue to signature")
    sign(window, lambda: station.ask(ItemQuestion("RM-1001")).tests[0].certificate)
    window.go("qlee", "suppliers", supplier="APIWERK")
    settle()
    window.press("Results compared")
    fill(window, validated="2026-05-01", until="2028-05-31", report="VAL-4: ten lots in both laboratories")
    window.press("Continue to signature")
    sign(window, lambda: any(row.validated for row in station.ask(Suppliers())))
    lots(window, "lena", "MET-2611-01")
    window.press("More")
    window.press("Take over a certificate")
    fill(window, test="assay", value="99.1", certificate="COA-4711")
    window.press("Record the result")
    assert window.window.session.sheets == []
    shown = station.ask(LotQuestion("MET-2611-01")).results[-1]
    assert (shown.certificate, shown.verdict, shown.standing) == ("COA-4711", "pass", "unchecked")


def test_a_released_lot_of_which_nothing_is_left_reads_used_up(window: Window, store: Store) -> None:
    store.use("MET-2609-02", "24.9", "all")
    view = lots(window, "mchen", "MET-2609-02")
    line = next(row for row in view._listed.rows if row.key == "MET-2609-02")
    assert (line.cells[2], line.tone) == ("Used up", "quiet")
    assert [row.lot for row in store.station.ask(Lots(status="used_up"))] == ["MET-2609-02"]
    found = store.station.ask(Genealogy("lot", "MET-2609-02", direction="backward")).things[0]
    assert found.status == "used_up"


def test_the_inventory_is_a_table(window: Window) -> None:
    lots(window, "sups", "MET-2610-07")
    window.press("Inventory")
    assert len(window.window.session.sheets) == 1
    rows = window.floor.station.ask(Inventory("MET-2610-07"))
    assert [row.kind for row in rows] == ["received"] * 4 + ["sampled", "used"]
    assert rows[-1].balance == "79.5"


def test_who_has_how_much_is_drawn_and_the_inventory_saved(window: Window, store: Store, tmp_path: Path) -> None:
    window.floor.station.store.log.append(
        "parts",
        tuple(
            Draft(subjects.lot("MET-2610-07"), LotAllocated("MET-2610-07", station, "", quantity, "kg"))
            for station, quantity in (("Room-1", "30"), ("Room-2", "10"))
        ),
        by="sups",
        presence="",
        at=store.clock.now(),
    )
    view = lots(window, "sups", "MET-2610-07")
    shares = shares_of(view.presenter.answer)
    assert [(one.name, one.figure) for one in shares] == [
        ("Room-1", "9.6 kg left, 20.4 drawn"),
        ("Room-2", "10 kg left, 0 drawn"),
        ("Not allocated", "59.9 kg left, 0 drawn"),
    ]
    assert shares[0].batches == "ME-0001: 20.4 kg"
    picture = view.findChildren(SharesPicture)[-1]
    assert "Room-1: 9.6 kg left, 20.4 drawn" in picture.accessibleDescription()
    said: list[Any] = []
    view.presenter.print_inventory(tmp_path / view.presenter.inventory_file(), said.append)
    assert said[0].refusal is None
    assert (tmp_path / "MET-2610-07-inventory.pdf").read_bytes().startswith(b"%PDF")


def test_lots_are_shown_by_status_and_by_material(window: Window) -> None:
    view = lots(window, "sups")
    view.filters._choose("rejected")
    settle()
    assert [row.key for row in view._listed.rows] == ["MET-2608-11"]
    view.filters._choose("")
    settle()
    assert len(view._listed.rows) == len(window.floor.station.ask(Lots()))
    other = window.go("sups", "lots", item="RM-1003")
    assert other.table.model.rowCount() == 0


def test_destroying_asks_a_second_person(window: Window) -> None:
    lots(window, "mchen", "MET-2608-11")
    window.press("More")
    window.press("Destroy")
    fill(window, reason="Rejected")
    window.press("Continue to the second signature")
    window.type("sups")
    window.key(Qt.Key.Key_Return)
    station = window.floor.station
    sign(window, lambda: station.ask(LotQuestion("MET-2608-11")).row.left == "0")
    assert station.ask(Inventory("MET-2608-11"))[-1].reason == "Rejected"


def test_a_material_gets_its_specification_test_by_test(window: Window) -> None:
    view = window.go("qlee", "items", item="RM-1003")
    assert isinstance(view, ItemsView)
    window.press("Set the specification")
    window.press("Add a test")
    fill(window, use="no", title="K-value", unit="", low="81.0", high="97.2")
    window.press("Add")
    window.press("Continue")
    fill(window, retest_months="24", storage="15-25 C")
    window.press("Continue to signature")
    station = window.floor.station
    sign(window, lambda: station.ask(ItemQuestion("RM-1003")).row.specification == "1")
    (test,) = station.ask(ItemQuestion("RM-1003")).tests
    assert (test.id, test.title, test.limits, test.retest) == ("k_value", "K-value", "81.0 ... 97.2", True)


def test_a_material_is_added_and_a_supplier_qualified(window: Window) -> None:
    window.go("qlee", "items")
    window.press("Add a material")
    fill(window, kind="excipient", item="RM-1005", title="Hypromellose", unit="kg")
    window.press("Add")
    assert [one.item for one in window.floor.station.ask(Items())] == ["RM-1001", "RM-1003", "RM-1005"]
    view = window.go("qlee", "suppliers", supplier="EXCIPIA")
    assert isinstance(view, SuppliersView)
    window.press("Qualify after an audit")
    content = fill(window, status="qualified", materials="RM-1003, RM-1005", audited="2026-06-01", until="2028-06-01")
    assert content._meanings["materials"].text() == "Povidone K-90, Hypromellose"
    window.press("Continue to signature")
    station = window.floor.station
    sign(window, lambda: {row.status for row in station.ask(Suppliers())} == {"qualified"})


def test_who_does_not_keep_materials_has_no_acts_on_them(window: Window) -> None:
    view = window.go("sups", "items")
    assert [offer.key for offer in view.presenter._offers(view.presenter.answer)] == ["lots", "fefo"]
    assert window.go("sups", "suppliers").presenter._offers(None) == ()


def test_which_lots_to_take_is_shown_with_what_is_passed_over(window: Window) -> None:
    view = window.go("sups", "items", item="RM-1001")
    window.press("Which lots to take")
    fill(window, quantity="30,5")
    window.press("Show")
    assert len(window.window.session.sheets) == 1
    shown: list[str] = []
    view._show_fefo = lambda _title, facts: shown.extend(f"{one.name}: {one.value}" for one in facts)
    fill(window, quantity="30.5")
    window.press("Show")
    assert window.window.session.sheets == []
    assert shown == [
        "MET-2609-02: Take 24.9 kg",
        "MET-2607-03: Passed over",
        "MET-2608-11: Passed over",
        "MET-2610-07: Take 5.6 kg",
        "MET-2611-01: Passed over",
        "MET-2611/02: Passed over",
    ]


def test_a_label_with_a_gs1_code_shows_its_lot(window: Window) -> None:
    view = lots(window, "mchen")
    said: list[str] = []
    view.presenter.on_notice = said.append
    assert view.take_scan(Scan("010401234567890110MET-2610-07", "]d2"))
    assert len(said) == 1, "a label that could be real does not scan in a demonstration"
    assert view.presenter.chosen != "MET-2610-07"
    for text, lot in (("]d2010401234567890110MET-2610-07", "MET-2610-07"), ("MET-2611/02", "MET-2611/02")):
        assert view.take_scan(Scan(mark("demonstration") + text))
        settle()
        assert (view.presenter.chosen, len(said)) == (lot, 1)
    assert view.take_scan(Scan(mark("demonstration") + "]d2010401234567890110M-01"))
    settle()
    assert view.presenter.chosen == "MET-2611-01", "the supplier's own number, as it stands in our receipt"
    followed = window.go("qlee", "genealogy")
    for text, thing in (
        ("]d2010401234567890110MET-2610-07", ("lot", "MET-2610-07", "")),
        ("]d2010401234567890110MET-2610-07\x1d211", ("container", "MET-2610-07", "1")),
        ("]d2010401234567890110M-01", ("lot", "MET-2611-01", "")),
    ):
        assert followed.take_scan(Scan(mark("demonstration") + text))
        settle()
        start = followed.presenter.shown.things[0]
        assert (start.kind, start.name, start.part) in (thing, ("lot", thing[1], thing[2])), text


def test_the_palette_offers_them_to_the_roles_that_use_them() -> None:
    roles = {place.name: set(place.roles) for place in PLACES}
    assert roles["lots"] == {"operator", "supervisor", "laboratory", "quality", "qualified_person"}
    assert "author" not in roles["items"] | roles["suppliers"]


def test_an_empty_store_says_what_to_do(floor: Floor, qtbot: QtBot, qapp: QApplication) -> None:
    made = Window(floor, qtbot)
    try:
        for screen in ("lots", "items", "suppliers"):
            view = made.go("qlee", screen)
            assert view.table._empty.isVisible()
            assert view.detail.isHidden()
            assert clipped(made.window) == []
    finally:
        made.window.close()
        made.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("theme", ["light", "dark", "hc"])
def test_nothing_on_the_screens_is_cut(store: Store, qtbot: QtBot, theme: str) -> None:
    made = Window(store.floor, qtbot, theme)
    try:
        for person, screen, act in (
            ("qlee", "lots", "More"),
            ("mchen", "lots", "More"),
            ("mchen", "lots", "Receive a lot"),
            ("sups", "lots", "Inventory"),
            ("qlee", "items", "Add a material"),
            ("qlee", "items", "More"),
            ("qlee", "suppliers", "Qualify after an audit"),
        ):
            made.go(person, screen)
            assert clipped(made.window) == [], (screen, "before", act)
            made.press(act)
            assert clipped(made.window) == [], (screen, act)
            assert made.window.height() == 800, (screen, act)
            made.window.session.close_sheets()
            settle()
    finally:
        made.window.close()
        made.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 x 25", [("1", "25"), ("2", "25"), ("3", "25"), ("4", "25")]),
        ("25, 24.6", [("1", "25"), ("2", "24.6")]),
        ("A1: 25; B/2: 24.60", [("A1", "25"), ("B/2", "24.60")]),
        ("2x10, 5", [("1", "10"), ("2", "10"), ("3", "5")]),
        (" ", []),
    ],
)
def test_containers_are_read_as_they_are_typed(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.container, one.quantity) for one in containers(text)] == expected


@pytest.mark.parametrize("text", ["many", "4 x", "x 25", "25 kg", "999 x 25"])
def test_containers_that_cannot_be_read_are_refused_and_not_explained(text: str) -> None:
    assert containers_words(text, "kg") == ""
    with pytest.raises(Refusal):
        containers(text)
