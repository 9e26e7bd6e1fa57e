"""Deviations in the real window on a real station: the course in sections, who may close, the way from an exception, exports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ebr.domain.batch.commands import RaiseException
from ebr.domain.deviation import commands as c
from ebr.station.questions import AuditTrail, DeviationQuestion, Deviations, ProposedBatch
from tests.station.plant import Plant
from tests.station.release_room import BATCH, at, state
from tests.ui.test_release_screen import Window, settle
from tests.ui.test_widgets_clipping import clipped
from ui.deviations.asks import section
from ui.deviations.form import FormContent
from ui.deviations.presenter import course_of
from ui.pages.choose import PathContent
from ui.release.links import link_of
from ui.widgets.button import Button
from ui.widgets.strip import Strip

NUMBER = "DEV-0001"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = at(tmp_path / "station")
    yield made
    made.close()


def excepted(plant: Plant) -> str:
    plant.done(RaiseException(BATCH, "", "Drop at the port", severity="major"), "mchen")
    return next(iter(state(plant).exceptions))


def opened(plant: Plant, *, severity: str = "major") -> str:
    number = excepted(plant)
    command = c.OpenDeviation("Drop at the port", "A drop of liquid.", severity, ((BATCH, number),))
    return plant.done(command, "mchen").answer["deviation"]


def written(plant: Plant) -> None:
    plant.done(c.ContainDeviation(NUMBER, "Bag taken out."), "sups")
    plant.done(c.FindCause(NUMBER, "five_whys", "The clamp was open."), "sups")
    plant.done(c.AssessImpact(NUMBER, "No other batch."), "sups")
    plant.done(c.SetActions(NUMBER, "Clamp changed.", "", "CAPA-7"), "sups")


def found(plant: Plant):
    return plant.station.ask(DeviationQuestion(NUMBER))


# Without a window


def test_the_next_right_act_is_offered_with_why_not(plant: Plant) -> None:
    opened(plant)
    course = course_of(found(plant), "sups", ("supervisor",))
    assert course.primary is not None
    assert (course.primary.key, course.primary.reason) == (
        "propose",
        "Missing: Containment, Cause, Impact, Corrective and preventive action",
    )
    assert [part.act for part in course.parts if part.key == "cause"] == ["Write"]
    assert course_of(found(plant), "mchen", ("operator",)).primary is None
    written(plant)
    assert course_of(found(plant), "sups", ("supervisor",)).primary.reason == ""  # type: ignore[union-attr]


def test_who_had_a_part_in_it_is_told_that_another_closes(plant: Plant) -> None:
    opened(plant)
    written(plant)
    plant.signed(c.ProposeClosing(NUMBER, "Complete."), "qlee")
    own = course_of(found(plant), "qlee", ("quality",)).primary
    other = course_of(found(plant), "qtwo", ("quality",)).primary
    assert own is not None
    assert other is not None
    assert (bool(own.reason), other.reason, other.key) == (True, "", "close")
    assert {one.key: bool(one.reason) for one in course_of(found(plant), "qtwo", ("quality",)).more}["return"] is False


def test_each_proposed_batch_is_judged_in_the_form(plant: Plant) -> None:
    opened(plant)
    rows = (
        ProposedBatch("C-0002", "Test cells", "running", ("L-1",), ()),
        ProposedBatch("C-0003", "Test cells", "certified", (), ("F-1",)),
    )
    form = section("impact", found(plant), rows)
    given = {"text": "Looked at.", "more": "", "C-0002": "affected"}
    assert form.missing(given) == "Judge every batch; 1 is left"
    assert form.missing({**given, "C-0003": "cleared"}) == ""
    assert form.command({**given, "C-0003": "cleared"}) == c.AssessImpact(
        NUMBER, "Looked at.", ("C-0002",), ("C-0003",)
    )
    assert "same lots: L-1" in form.judged[0].words


def test_the_blocker_of_a_release_leads_to_the_deviation() -> None:
    assert link_of(BATCH, "deviation_open", {"deviation": NUMBER}) == ("deviations", {"deviation": NUMBER})


# In the window


def fill(form: FormContent, **texts: str) -> None:
    for key, text in texts.items():
        field = form._fields[key]
        field.setFocus()
        field.type_text(text)
    settle()


def test_from_an_exception_to_a_deviation_and_its_sections(plant: Plant, qtbot: QtBot) -> None:
    number = excepted(plant)
    made = Window(plant, qtbot)
    made.go("sups", "exceptions", batch=BATCH)
    made.press("Open a deviation")
    form = made.window.findChildren(FormContent)[-1]
    assert (form.parts()["title"], form.parts()["severity"]) == ("Drop at the port", "major")
    fill(form, description="A drop of liquid at the port of bag A.")
    form.button.click()
    settle()
    (row,) = plant.station.ask(Deviations(BATCH))
    assert (row.deviation, row.exceptions) == (NUMBER, ((BATCH, number),))
    view = made.window.frame.view
    assert view.presenter.chosen == NUMBER
    view.course.acted.emit("contained")
    settle()
    form = made.window.findChildren(FormContent)[-1]
    assert not form.button.isEnabled()
    fill(form, text="Bag taken out.")
    form.button.click()
    settle()
    assert found(plant).contained.text == "Bag taken out."
    made.go("sups", "exceptions", batch=BATCH, number=number)
    made.press("Show DEV-0001")
    assert type(made.window.frame.view).__module__ == "ui.deviations.view"
    made.close()


def test_a_refusal_is_said_in_the_form(plant: Plant, qtbot: QtBot) -> None:
    opened(plant)
    made = Window(plant, qtbot)
    view = made.go("sups", "deviations", deviation=NUMBER)
    view.course.acted.emit("actions")
    settle()
    form = made.window.findChildren(FormContent)[-1]
    fill(form, corrective="Clamp changed.", due="soon")
    form.button.click()
    settle()
    assert [one for one in form.findChildren(Strip) if one.isVisible()]
    assert found(plant).actions.at == ""
    made.close()


def test_closing_asks_for_the_signature_of_another(plant: Plant, qtbot: QtBot) -> None:
    opened(plant)
    written(plant)
    plant.signed(c.ProposeClosing(NUMBER, "Complete."), "sups")
    made = Window(plant, qtbot)
    made.go("qlee", "deviations", deviation=NUMBER)
    made.press("Approve and close")
    form = made.window.findChildren(FormContent)[-1]
    fill(form, conclusion="Agreed.")
    form.button.click()
    settle()
    assert made.window.session.sheets, "the signature is asked for"
    assert clipped(made.window) == []
    made.close()


def test_an_export_is_written_where_somebody_chose(plant: Plant, qtbot: QtBot, tmp_path: Path) -> None:
    opened(plant)
    made = Window(plant, qtbot)
    view = made.go("qlee", "deviations", deviation=NUMBER)
    said: list[object] = []
    view.presenter.export("json", tmp_path / "DEV-0001.json", said.append)
    assert (tmp_path / "DEV-0001.json").exists()
    view._acted("more")
    settle()
    assert [one.text() for one in made.window.findChildren(Button) if one.isVisible() and "JSON" in one.text()]
    made.close()


@pytest.mark.parametrize("form", ["pdf", "csv"])
def test_the_register_of_all_is_saved_from_its_button(plant: Plant, qtbot: QtBot, tmp_path: Path, form: str) -> None:
    opened(plant)
    made = Window(plant, qtbot)
    made.go("qlee", "deviations")
    made.press("Register of deviations")
    made.press("PDF" if form == "pdf" else "CSV")
    content = made.window.findChildren(PathContent)[-1]
    content.files.field.setText(str(tmp_path))
    made.press("Save")
    # then it is there, the note of it stands in the record, and the screen says where it is
    file = tmp_path / f"register-of-deviations.{form}"
    assert file.read_bytes().startswith(b"%PDF" if form == "pdf" else b"")
    assert NUMBER in file.read_text("utf-8", "replace") or form == "pdf"
    noted = plant.station.ask(AuditTrail(limit=5)).rows
    assert "station.export-made/1" in {row.event for row in noted}
    assert any(str(file) in one.text() for one in made.window.findChildren(QLabel) if one.isVisible())
    made.close()


def test_a_register_that_cannot_be_noted_is_refused_in_words(plant: Plant, qtbot: QtBot, tmp_path: Path) -> None:
    opened(plant)
    made = Window(plant, qtbot)
    view = made.go("qlee", "deviations")
    view.presenter.person = "nobody"
    made.press("Register of deviations")
    made.press("PDF")
    content = made.window.findChildren(PathContent)[-1]
    content.files.field.setText(str(tmp_path))
    made.press("Save")
    said = [one.text() for one in content.findChildren(QLabel) if one.isVisible()]
    assert any("is not signed in here" in text for text in said), said
    assert not list(tmp_path.glob("register*"))
    made.close()


@pytest.mark.parametrize(("theme", "size"), [("light", (1280, 800)), ("hc", (1280, 800)), ("dark", (1920, 1080))])
def test_nothing_is_clipped_and_everything_has_a_name(
    plant: Plant, qtbot: QtBot, theme: str, size: tuple[int, int]
) -> None:
    made = Window(plant, qtbot, theme, size)
    view = made.go("sups", "deviations")
    assert clipped(made.window) == []
    assert not view.course.isVisible()
    opened(plant)
    written(plant)
    view = made.go("sups", "deviations", deviation=NUMBER)
    for key in ("", "cause", "impact", "description"):
        if key:
            view.course.acted.emit(key)
            settle()
        assert clipped(made.window) == [], key
        made.window.session.close_sheets()
        settle()
    named = [one for one in made.window.findChildren(Button) if one.isVisible()]
    assert all(one.accessibleName() or one.text() for one in named)
    made.close()
