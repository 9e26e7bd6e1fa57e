"""One change to the record that a batch is running on: written, checked, compared, rehearsed, approved, in force.

The story of the author's desk on the real screens: a limit is tightened and an in-process control with a second person
is added; the batch that runs keeps its version, the next one gets the new one (21 CFR 211.100, 211.186).
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ebr.cli.demonstration.script import Script
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.text import read
from ebr.domain.mbr.write import write
from ebr.paths import resources
from ebr.station.door import Station
from ebr.station.questions import BatchQuestion, DraftDocument, Masters, MasterVersion
from ebr.station.verifying import verify
from tests.ui.flows.author import Author
from tests.ui.flows.conftest import Begin
from tests.ui.flows.hands import Keys, Touch
from tests.ui.flows.operator import Operator

TITLE = "Autologous anti-CD20 CAR-T cells"
STEP, LIMIT = "Check the transport", "Highest temperature"
MISTAKE = "1.4 Highest temperature: Lower limit (2.0) is above Upper limit (1.0)."
PLACE, CONTROL = "Prepare the medium", "Temperature of the medium"
TIGHTER = "1.4 Highest temperature: upper limit 25.0 -> 22.0"
ADDED = "2.3 Temperature of the medium: entry added"
RUNNING, NEXT = "CT-2026-101", "CT-2026-102"
EXAMPLES = sorted((resources() / "mbr").glob("*.yaml"))


def numbered(script: Script, batch: str) -> Script:
    """The script of another batch, of another patient."""
    others = {name: f"{text}-{batch[-1]}" for name, text in script.identifiers.items()}
    return replace(script, batch=batch, identifiers=others)


def issue(operator: Operator, batch: str) -> None:
    """Issue a batch and have quality check it."""
    operator.script = numbered(operator.script, batch)
    operator.issue(operator.script.acts[0])


def limits_on_screen(operator: Operator, batch: str) -> str:
    """What the card of the limit says to the operator of a batch."""
    operator.be("akhan")
    operator.go("Your work")
    operator.script = replace(operator.script, batch=batch)
    operator.find()
    operator.show("receipt_transport")
    card = operator.reading.card(LIMIT)
    assert card is not None, operator.reading.stuck(f"card of {LIMIT!r}")
    return " ".join(operator.reading.words(card))


@pytest.mark.slow
def test_one_change_from_draft_to_the_next_batch(begin: Begin) -> None:
    # given the record in force and a batch that runs on it
    operator = begin("car_t_autologous", Keys)
    author, first = Author(operator), operator.script
    issue(operator, RUNNING)
    # when its author writes, checks, compares, rehearses and submits the change
    operator.be("pmartin")
    author.begin(TITLE, "1", "2")
    tighten(author)
    add_control(author)
    compare(author)
    rehearse(author)
    submit(author)
    # and two others approve it, each seeing what changed, and quality puts it in force
    approve(author)
    # then the next batch uses it, and the one that runs does not
    operator.script = first
    issue(operator, NEXT)
    assert "2.0 to 22.0" in limits_on_screen(operator, NEXT)
    assert "2.0 to 25.0" in limits_on_screen(operator, RUNNING)
    folder = operator.leave_station()
    with Station.open(folder, clock=operator.clock) as station:
        told = station.ask(MasterVersion("car_t_autologous", "2"))
        versions = {one: station.ask(BatchQuestion(one, "akhan")).version for one in (RUNNING, NEXT)}
        status = {row.version: row.status for row in station.ask(Masters()) if row.mbr == "car_t_autologous"}
    assert versions == {RUNNING: "1", NEXT: "2"}
    assert status == {"1": "superseded", "2": "effective"}
    assert [one.person for one in told.signatures] == ["pmartin", "rlindt", "qlee"]
    assert told.carried == told.blocks - 3
    (kept,) = [one for one in told.rehearsals if one.fits]
    assert kept.batches > 1
    assert not verify(folder).findings


def tighten(author: Author) -> None:
    """Tighten a limit, with a slip of the finger first: the check says so at once and leads there from anywhere."""
    author.step(STEP)
    author.open(LIMIT)
    author.write("Upper limit", "1.0")
    assert author.reading.says(MISTAKE), author.reading.stuck(MISTAKE)
    assert not author.reading.buttons("Submit")
    author.step(PLACE)
    assert author.reading.says(MISTAKE), author.reading.stuck(MISTAKE)
    author.press("Show")
    assert author.focused() == "Upper limit"
    author.write("Upper limit", "22.0")
    assert author.reading.says("No problem"), author.reading.stuck("word that nothing is left to mend")


def add_control(author: Author) -> None:
    """Add an in-process control that a second person verifies."""
    author.step(PLACE)
    author.add_entry("Number", CONTROL)
    for name, text in (("Unit", "degC"), ("Decimals", "1"), ("Lower limit", "18.0"), ("Upper limit", "25.0")):
        author.write(name, text)
    author.pick("Second person", "Verifies")
    author.hand.press(author.reading.button("Critical", within=author.card(CONTROL)))
    assert author.reading.says("No problem"), author.reading.stuck("word that nothing is left to mend")


def compare(author: Author) -> None:
    """Read both versions side by side, in words, and come back to where one was."""
    author.hand.press(author.bar("Compare with 1"))
    rows = [" | ".join(row) for row in author.rows()]
    assert "Highest temperature | Upper limit | 25.0 °C | 22.0 °C | Stricter" in rows
    assert any(row.startswith("Temperature of the medium | Entry added") for row in rows)
    assert author.reading.says("3 changes, 46 parts unchanged")
    author.back()
    assert author.card(CONTROL).shown.open


def rehearse(author: Author) -> None:
    """Have generated people play the draft, and keep what they reached with it."""
    author.hand.press(author.bar("Dry run"))
    author.press("Play generated batches")
    author.wait_until("Keep with the draft")
    assert author.reading.says("Every batch was played to its end")
    figures = {row[0]: row[2] for row in author.rows() if not row[1]}
    steps, second = figures["Steps"], figures["Second persons and scribes"]
    assert steps == "45 of 45"
    assert second == "83 of 83", "one more than the version before asks for"
    assert author.focused() == "Keep with the draft"
    author.press("Keep with the draft")
    assert author.reading.says("Kept: ")
    assert not author.reading.buttons("Keep with the draft")
    author.back()


def changes_are_on_the_sheet(author: Author) -> None:
    """Whoever signs sees what the signature covers."""
    sheet = author.reading.sheet()
    for words in (TIGHTER, ADDED, "Paul Martin (pmartin)"):
        assert author.reading.says(words, sheet), author.reading.stuck(words)


def submit(author: Author) -> None:
    """Sign as author; the version is in review, and its author cannot go on."""
    author.press("Submit")
    changes_are_on_the_sheet(author)
    author.operator.sign("pmartin")
    assert author.reading.says("In review")
    assert author.reading.says("You wrote this version. Another person must sign")
    assert not author.reading.buttons("Verify")


def approve(author: Author) -> None:
    """Verify, approve and put in force, from the work queue of two people of quality."""
    operator = author.operator
    for person, verb in (("rlindt", "Verify"), ("qlee", "Approve")):
        operator.be(person)
        author.hand.press(author.bar(f"Review {TITLE}"))
        assert [row[0] for row in author.rows()[:3]] == ["Header", f"1.4 {STEP}", f"2.3 {PLACE}"]
        author.press(verb)
        changes_are_on_the_sheet(author)
        operator.sign(person)
        assert not author.reading.buttons(verb)
    author.press("Put in force")
    today = operator.now().date().isoformat()
    author.hand.put(author.reading.field("In force from (year-month-day)", author.reading.sheet()), today)
    author.press("Continue to signature")
    changes_are_on_the_sheet(author)
    operator.sign("qlee")
    assert author.reading.says("In force"), author.reading.stuck("word that it is in force")


def test_the_main_acts_of_the_editor_by_touch(begin: Begin) -> None:
    # given an author who has one finger and no keyboard
    operator = begin("handrub_f1", Touch)
    author, reading = Author(operator), operator.reading
    operator.be("pmartin")
    author.begin("Hand rub", "1", "2")
    # when a limit is mistyped, found again by the strip and mended
    author.step("Test the ethanol")
    author.open("Temperature of the ethanol")
    author.write("Upper limit", "2")
    author.step("Clear the room")
    author.press("Show")
    assert author.focused() == "Upper limit"
    author.write("Upper limit", "28.0")
    # and an entry is added, moved up, taken away and brought back
    author.add_entry("Number", "Colour")
    author.pick("Second person", "Witnesses")
    author.press("Move up (Alt+Up)")
    author.hand.press(reading.button("Delete", within=author.card("Colour")))
    author.hand.press(author.bar("Undo: "))
    author.open("Colour")
    # then the comparison tells it
    author.hand.press(author.bar("Compare with 1"))
    rows = [" | ".join(row) for row in author.rows()]
    assert any("Upper limit | 30.0 °C | 28.0 °C | Stricter" in row for row in rows)
    assert any(row.startswith("Colour | Entry added") for row in rows)
    assert (reading.window.width(), reading.window.height()) == (1280, 800)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_text_that_was_open_in_the_editor_is_the_same_to_the_last_byte(begin: Begin, path: Path) -> None:
    # given the canonical text of an example, and its draft open in the editor
    operator = begin(path.stem, Keys)
    author = Author(operator)
    mbr = read(path.read_text(encoding="utf-8")).mbr
    operator.be("pmartin")
    author.begin(mbr.header.title, "1", "2")
    # when every page is shown, an entry is renamed, and that is undone
    outline = author.outline()
    author.hand.reach(outline)
    for _at in range(outline.model().rowCount()):
        author.hand.stroke(author.DOWN)
    author.step(author.lines()[-1].partition(" ")[2])
    author.write("Title", "Another")
    author.hand.stroke(author.UNDO, author.CONTROL)
    author.back()
    # then what the log keeps is the text, but for the number of the version
    folder = operator.leave_station()
    with Station.open(folder, clock=operator.clock) as station:
        kept = from_json(json.loads(station.ask(DraftDocument(path.stem, "2")).document))
    same = replace(kept, header=replace(kept.header, version=mbr.header.version))
    assert write(same).encode() == path.read_bytes()
