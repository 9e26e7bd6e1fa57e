"""Labels in the real window: templates checked and approved; printed, asked about, printed again, kept as a specimen."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.devices.printer import FilePrinter, Outcome
from ebr.domain.batch.commands import IssueLabels
from ebr.domain.batch.state.product import expiry
from ebr.domain.label.commands import ApproveLabel, CheckLabel, MakeLabelEffective, WriteLabel
from ebr.domain.label.state.template import text_of
from ebr.domain.station.commands import ChangeAppearance
from ebr.station import labelling
from ebr.station.questions import BatchLabels, DeliveryRow, Labels
from tests.labels.label_world import shipped
from tests.ui.real_station import BATCH, SECRET, Floor, signed
from tests.ui.test_blocks_screen import Window, settle
from tests.ui.test_widgets_clipping import clipped
from ui.labels.deliveries import fact_of

SLOT = "bottling/labelling/label_bottles/bottle_labels"
TODAY = "2026-11-01"
GTIN = "09506000134352"


def slot(floor: Floor) -> str:
    state = floor.station.store.state(f"batch/{BATCH}")
    return str(state.plan.address("bottle_labels", {}))


def boxed() -> str:
    """The bottle's label with a number that no record knows."""
    tree = json.loads(shipped("handrub_bottle_1").replace("{gtin}", "{given.box}"))
    return text_of({**tree, "given": [{"id": "box", "label": "Number on the box", "sample": GTIN}]})


def in_force(floor: Floor, template: str = "handrub_bottle", document: str = "") -> None:
    floor.enter("auth")
    document = document or shipped(f"{template}_1")
    said = floor.station.do(WriteLabel(template, "1", document), by="auth")
    assert said.refusal is None, said.refusal
    for kind, who in ((CheckLabel, "sups"), (ApproveLabel, "qlee")):
        floor.enter(who)
        signed(floor.station, kind(template, "1", said.answer["hash"]), who)
    signed(floor.station, MakeLabelEffective(template, "1", said.answer["hash"], TODAY), "qlee")


def issued(floor: Floor, count: int = 20) -> None:
    floor.enter("sups")
    said = floor.station.do(IssueLabels(BATCH, slot(floor), "handrub_bottle", "1", count), by="sups")
    assert said.refusal is None, said.refusal


@pytest.fixture
def window(floor: Floor, qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    theme = os.environ.get("EBR_TEST_THEME", "")
    if theme:
        floor.enter("sups")
        floor.station.do(ChangeAppearance({"theme": theme}), by="sups")
    made = Window(floor, qtbot)
    if os.environ.get("EBR_TEST_SIZE"):
        made.window.resize(*(int(part) for part in os.environ["EBR_TEST_SIZE"].split("x")))
    yield made
    made.window.close()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


def grab(window: Window, name: str) -> None:
    """Keep a picture where somebody wants to look."""
    folder = os.environ.get("EBR_TEST_PICTURES")
    if folder:
        settle()
        window.window.grab().save(str(Path(folder) / f"{name}.png"))


def told(floor: Floor) -> Any:
    return floor.station.ask(BatchLabels(BATCH, slot(floor)))


def sign(window: Window) -> None:
    window.type(SECRET)
    window.key(Qt.Key.Key_Return)
    settle()


def fill(window: Window, texts: dict[str, str]) -> None:
    from ui.widgets.field import Field

    for one in window.window.findChildren(Field):
        if one.isVisible() and one.accessibleName() in texts:
            one.setText(texts[one.accessibleName()])
            one.changed.emit(one.text())
    settle()


def test_three_people_bring_a_label_in_force(window: Window) -> None:
    floor = window.floor
    window.go("auth", "labels")
    grab(window, "labels_empty")
    said = floor.station.do(WriteLabel("cart_bag", "1", shipped("cart_bag_1")), by="auth")
    assert said.refusal is None
    in_force(floor)
    view = window.go("sups", "labels", template="cart_bag", version="1")
    grab(window, "labels_to_check")
    assert not clipped(window.window)
    assert view.picture.accessibleDescription()
    window.press("Check")
    sign(window)
    window.go("qlee", "labels", template="cart_bag", version="1")
    window.press("Approve")
    sign(window)
    window.qtbot.waitUntil(lambda: floor.station.ask(Labels())[0].status == "approved", timeout=5000)
    window.press("Put in force")
    fill(window, {"In force from": TODAY})
    window.press("Continue to signature")
    sign(window)
    window.qtbot.waitUntil(lambda: floor.station.ask(Labels())[0].status == "effective", timeout=5000)
    grab(window, "labels_in_force")


def test_labels_are_printed_from_the_step(window: Window) -> None:
    floor = window.floor
    in_force(floor)
    view = window.go("sups", "batch_labels", batch=BATCH, slot=slot(floor))
    grab(window, "batch_labels_empty")
    window.press("Issue labels")
    fill(window, {"How many": "12"})
    window.press("Issue")
    assert told(floor).left == 12
    window.press("Print labels")
    fill(window, {"How many": "2"})
    window.press("Preview")
    grab(window, "batch_labels_preview")
    window.press("Print")
    job = told(floor).jobs[0]
    assert (job.outcome, job.serials) == ("yes", ("000001", "000002"))
    state = floor.station.store.state(f"batch/{BATCH}")
    said = state.label_jobs[job.print].event.contents
    header, made = state.plan.mbr.header, date.fromisoformat(state.issue_stamp.at.wall[:10])
    assert said["gtin"] == header.gtin, "known of the first page, not typed"
    assert said["expiry"] == str(expiry(made, header.shelf_life))
    files = list((floor.station.folder / "labels").glob("*.pdf"))
    assert len(files) == 1
    window.press("Print a specimen")
    window.press("Print")
    assert told(floor).jobs[1].specimen
    window.press("Print again")
    fill(window, {"Reason": "smudged"})
    grab(window, "batch_labels_again")
    assert view.presenter.job().print == "LP-002" or view.presenter.job().print == "LP-001"
    assert not clipped(window.window)


def test_a_printer_that_dies_is_asked_about(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    floor = window.floor
    in_force(floor)
    issued(floor)
    monkeypatch.setattr(FilePrinter, "send", lambda self, _data: Outcome("unknown", self.name))
    window.go("mchen", "batch_labels", batch=BATCH, slot=slot(floor))
    window.press("Print labels")
    fill(window, {"How many": "3"})
    window.press("Print")
    assert told(floor).jobs[0].open
    grab(window, "batch_labels_asked")
    assert not clipped(window.window)
    window.press("Say what came out")
    window.press("Some are damaged")
    fill(window, {"Good labels, if some are damaged": "1", "Damaged labels": "9"})
    window.press("Record")
    assert told(floor).jobs[0].open, "nine of three cannot be"
    fill(window, {"Damaged labels": "2"})
    grab(window, "batch_labels_answer")
    window.press("Record")
    job = told(floor).jobs[0]
    assert (job.outcome, job.good, job.damaged) == ("damaged", 1, 2)
    grab(window, "batch_labels_after")


def test_a_missing_field_is_said_in_the_sheet_and_nothing_is_printed(window: Window) -> None:
    floor = window.floor
    in_force(floor, document=boxed())
    issued(floor)
    window.go("mchen", "batch_labels", batch=BATCH, slot=slot(floor))
    window.press("Print labels")
    fill(window, {"Number on the box": "09506000134353", "How many": "1"})
    window.press("Print")
    assert window.window.session.sheets
    assert told(floor).jobs == ()
    grab(window, "batch_labels_refused")


def test_an_open_job_of_another_day_is_asked_about_first(window: Window) -> None:
    floor = window.floor
    in_force(floor)
    issued(floor)
    floor.enter("mchen")
    wanted = labelling.Wanted(BATCH, slot(floor))
    order = labelling.ordered(floor.station, wanted, floor.station.devices(), "mchen")
    assert order.answer.ok
    view = window.go("mchen", "batch_labels", batch=BATCH, slot=slot(floor))
    assert view.bar.button.text() == "Say what came out"


def test_who_counts_a_delivery_does_not_see_the_first_number() -> None:
    taken = DeliveryRow("D-1", "Print Ltd", 500, "Maria Chen", "mchen", "2026-11-01T10:00:00+01:00", False, "")
    assert fact_of(taken, "mchen").value == "500 from Print Ltd"
    assert fact_of(taken, "jdoe").value == "Print Ltd"
    assert fact_of(replace(taken, agreed=True, second="John Doe"), "jdoe").value == "500 from Print Ltd"
