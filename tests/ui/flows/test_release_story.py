"""Review and release of a batch for one patient, by keys in the real window: clean, for a trial, and out of specification.

What the examples of the demonstration do not play: a batch with nothing to find, the sponsor's signature, and supply on a
physician's request with its five entries. Laboratory results come from elsewhere, as they do.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ebr.domain.batch.commands import DecideException
from ebr.domain.batch.state.released import SUPPLY
from ebr.reports.pdf.read import words_by_page
from ebr.station.questions.releases import Register
from tests.station import release_room
from tests.station.plant import PASSWORD, Plant
from tests.station.release_room import BATCH, asked, sterility
from tests.ui.flows.hands import Keys
from tests.ui.flows.reading import Reading
from ui.desk import InlineDesk
from ui.main_window import MainWindow
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard
from ui.widgets.data_table import DataTable

DAY = "2026-05-04"


class Prompt(InlineDesk):
    """A desk whose answers are never on their way."""

    under_way = 0


class Office:
    """People in front of one window, one after the other; they act with keys and read what is in sight."""

    def __init__(self, plant: Plant) -> None:
        self.plant, self.person = plant, ""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = Theme(taps=TapGuard(itertools.count().__next__))
        apply(app, theme)
        desk = Prompt(plant.station)
        self.window = MainWindow(desk, theme, app)
        self.window.resize(1280, 800)
        self.reading = Reading(self.window, desk)
        self.hand = Keys(self.reading)
        self.window.start()
        self.window.show()
        self.window.activateWindow()
        self.reading.settle()

    def close(self) -> None:
        self.window.sure = True
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def go(self, person: str, place: str) -> None:
        """Somebody signs in, after whoever was there signed out, and goes to a screen."""
        self.leave()
        self.hand.badge(self.reading.field("User name"), person, "")
        self.hand.enter(self.reading.field("Password"), PASSWORD)
        self.person = person
        self.hand.menu()
        self.press(place)

    def leave(self) -> None:
        if self.person:
            self.hand.menu()
            self.press("Sign out")
        self.person = ""

    def press(self, *words: str) -> None:
        self.hand.press(self.reading.button(*words))

    def sign(self) -> None:
        self.press("Continue to signature")
        self.plant.wait(5)
        self.hand.enter(self.reading.field("Password"), PASSWORD)
        assert self.reading.sheet() is None, self.reading.words()

    def choose(self, words: str) -> None:
        """Choose the row of the table in sight that says something."""
        view = self.reading.seen(DataTable)[0].view
        model = view.model()
        rows = [
            " ".join(str(model.index(at, col).data()) for col in range(model.columnCount()))
            for at in range(model.rowCount())
        ]
        self.hand.choose_row(view, next(at for at, row in enumerate(rows) if words in row))

    def review(self) -> str:
        """Quality opens the batch from the list, reads what the depth asks for, and signs; how much conforms, in words."""
        self.go("qtwo", "Review batches")
        self.choose(BATCH)
        if not self.reading.buttons("Sections"):
            self.press("Review")
        self.press("Sections")
        table = self.reading.seen(DataTable)[-1].view
        for at in range(table.model().rowCount()):
            self.hand.choose_row(table, at)
            if self.reading.buttons("Mark as read"):
                self.press("Mark as read")
        self.press("Audit trail")
        if self.reading.buttons("Audit trail reviewed"):
            self.press("Audit trail reviewed")
            self.sign()
        self.press("Findings")
        said = next(words for words in self.reading.words() if "within limits" in words)
        self.press("Review complete")
        self.sign()
        return said

    def decide(self, person: str, verb: str, remark: str, label: str = "Remark on the certificate") -> None:
        """Somebody decides on the release screen, where nothing stands against it any more."""
        self.go(person, "Release")
        assert self.reading.says("Nothing. It can be signed."), self.reading.words()
        self.press(verb)
        self.hand.put(self.reading.field(label), remark)
        self.sign()

    def decided(self) -> list[str]:
        """What the register says, the newest first."""
        return [row.decision for row in self.plant.station.ask(Register())]

    def certificate(self, file: Path) -> str:
        """What the printed certificate says."""
        assert self.plant.station.print_certificate(BATCH, file, self.person).ok
        return " ".join(" ".join(words) for words in words_by_page(file.read_bytes()))


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    plant = release_room.unreviewed(tmp_path / "station", getattr(request, "param", "ATMP"))
    made = Office(plant)
    yield made
    made.close()
    plant.close()
    qapp.processEvents()


@pytest.mark.slow
def test_a_clean_batch_is_released_on_condition_and_then_finally(office: Office, tmp_path: Path) -> None:
    # given a batch of which nothing has to be found
    conforming, entries = office.review().split(" entries ")[0].split(" of ")
    assert conforming == entries
    # when the qualified person releases it on condition
    office.decide("qper", "Release, results pending", "Sterility is pending")
    # then the paper names what is pending
    assert "1 result is still pending" in office.certificate(tmp_path / "first.pdf")
    assert office.decided() == ["conditional"]
    # when the result is there, it is reviewed again and certified
    office.leave()
    sterility(office.plant, "negative")
    office.plant.station.sign_out("stop")
    office.review()
    office.decide("qper", "Certify", "All results are in")
    assert office.decided() == ["certified", "conditional"]
    assert "2 of 2 conform" in office.certificate(tmp_path / "last.pdf")
    assert asked(office.plant).exceptions == ()
    office.leave()
    assert office.plant.verified() == ()


@pytest.mark.slow
@pytest.mark.parametrize("office", ["IMP"], indirect=True)
def test_a_batch_for_a_trial_is_certified_and_released_by_its_sponsor(office: Office) -> None:
    sterility(office.plant, "negative")
    office.plant.station.sign_out("stop")
    office.review()
    office.decide("qper", "Certify", "Meets its specification")
    office.decide("spon", "Release for the trial", "Trial 12, site Basel")
    assert office.decided() == ["sponsor_released", "certified"]
    office.leave()
    assert office.plant.verified() == ()


@pytest.mark.slow
def test_a_failing_batch_is_supplied_on_request_after_five_entries(office: Office, tmp_path: Path) -> None:
    # given a result out of specification, investigated
    sterility(office.plant, "growth")
    office.plant.signed(DecideException(BATCH, "EX-001", "accepted", "investigated"), "qlee")
    office.plant.station.sign_out("stop")
    # when each of the five entries is made and signed, in its order
    office.go("qlee", "Release")
    for at, name in enumerate(SUPPLY, 1):
        office.press("More")
        office.press("Note an entry of the supply")
        for field, text in (
            ("Day, year-month-day", DAY),
            ("Person", "Dr Ohm"),
            ("What was said", f"words {at}"),
            ("Letter, file", "letter 4"),
        ):
            office.hand.put(office.reading.field(field), text)
        office.sign()
        assert office.reading.says(f"words {at} · letter 4"), name
    # then it is supplied, and nothing calls that a release
    office.review()
    office.decide("qper", "Supply, not certified", "No other treatment", "Reason")
    assert office.decided() == ["supplied"]
    assert asked(office.plant).status == "supplied"
    said = office.certificate(tmp_path / "supply.pdf")
    assert "Supply out of specification, no certificate" in said
    assert "I certify" not in said
    office.leave()
    assert office.plant.verified() == ()
